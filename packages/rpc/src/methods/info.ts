import { equalBytes, toBase64, toUtf8 } from "@openledger/primitives";
import type { RpcBackend } from "../backend.ts";
import { consensusParamsAt } from "../consensus-params.ts";
import { publicKeyJson, type JsonObject } from "../encode/block.ts";
import { rollupJson } from "../encode/rollup.ts";
import { hex, rfc3339 } from "../encode/scalars.ts";
import { method, type Method } from "../method.ts";
import { nodeInfo } from "../node-info.ts";
import { heightFrom } from "../paging.ts";
import { badParams, failed } from "../rpc-error.ts";

const GENESIS_CHUNK_BYTES = 16 * 1024 * 1024;

export const infoMethods: readonly Method[] = [
  method("health", {}, () => ({})),
  method("status", {}, status),
  method("rollup_status", {}, ({ rollup }) => {
    if (rollup === undefined) throw failed("this node has nothing to do with DA; start it with --da");
    return rollupJson(rollup());
  }),
  method("attestations", { height: "int64" }, ({ attestations, rollup }, { height }) => {
    if (attestations === undefined || rollup === undefined) throw failed("this node reads no attestations: genesis registers no keys, or it has nothing to do with DA");
    const at = height ?? rollup().attestedHeight ?? 0n;
    return {
      height: `${at}`,
      attestations: attestations(at).map(({ publicKey, blockHash, appHash, signature }) => ({
        public_key: toBase64(publicKey),
        block_hash: hex(blockHash),
        app_hash: hex(appHash),
        signature: toBase64(signature),
      })),
    };
  }),
  method("net_info", {}, () => ({ listening: true, listeners: [], n_peers: "0", peers: [] })),
  method("genesis", {}, ({ genesisDocument }) => {
    if (genesisBytes(genesisDocument).length > GENESIS_CHUNK_BYTES) {
      throw failed("genesis response is large, please use the genesis_chunked API instead");
    }
    return { genesis: genesisDocument };
  }),
  method("genesis_chunked", { chunk: "int" }, ({ genesisDocument }, { chunk = 0 }) => {
    const bytes = genesisBytes(genesisDocument);
    const total = Math.ceil(bytes.length / GENESIS_CHUNK_BYTES);
    if (chunk < 0) throw badParams(`json: cannot unmarshal number ${chunk} into Go value of type uint`);
    if (chunk >= total) throw failed(`there are ${total} chunks, ${chunk} is invalid`);
    const data = bytes.subarray(chunk * GENESIS_CHUNK_BYTES, (chunk + 1) * GENESIS_CHUNK_BYTES);
    return { chunk: `${chunk}`, total: `${total}`, data: toBase64(data) };
  }),
  method("consensus_params", { height: "int64" }, (backend, { height }) => {
    const { chain } = backend;
    const at = heightFrom(height, chain.firstHeight, chain.lastHeight + 1n);
    return { block_height: `${at}`, consensus_params: consensusParamsAt(backend, at) };
  }),
];

function genesisBytes(document: unknown): Uint8Array {
  return toUtf8(JSON.stringify(document));
}

function status(backend: RpcBackend): JsonObject {
  const { chain, genesis, validator } = backend;
  const next = chain.lastHeight === 0n ? genesis.initialHeight : chain.lastHeight + 1n;
  const own = chain.validatorsAt(next).validators.find(({ address }) => equalBytes(address, validator.address));
  return {
    node_info: nodeInfo(backend),
    sync_info: { ...edges(backend), catching_up: backend.isCatchingUp?.() ?? false },
    validator_info: {
      address: hex(validator.address),
      pub_key: publicKeyJson(validator.publicKey),
      voting_power: `${own?.power ?? 0n}`,
    },
    ...(backend.rollup === undefined ? {} : { rollup: rollupJson(backend.rollup()) }),
  };
}

/** Newest and oldest block; Go's zero values before the first. `latest_app_hash` is the state after the block before. */
function edges({ chain }: RpcBackend): JsonObject {
  const latest = chain.block(chain.lastHeight);
  const earliest = chain.block(chain.firstHeight);
  const never = "0001-01-01T00:00:00Z";
  return {
    latest_block_hash: latest === undefined ? "" : hex(latest.blockId.hash),
    latest_app_hash: latest === undefined ? "" : hex(latest.block.header.appHash),
    latest_block_height: `${chain.lastHeight}`,
    latest_block_time: latest === undefined ? never : rfc3339(latest.block.header.time),
    earliest_block_hash: earliest === undefined ? "" : hex(earliest.blockId.hash),
    earliest_app_hash: earliest === undefined ? "" : hex(earliest.block.header.appHash),
    earliest_block_height: `${chain.firstHeight}`,
    earliest_block_time: earliest === undefined ? never : rfc3339(earliest.block.header.time),
  };
}
