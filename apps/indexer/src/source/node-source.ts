import { createHash } from "node:crypto";
import { fatal, retryable } from "../errors.ts";
import type { BlockSource, CommittedBlock, SourceGenesis, SourceTx } from "./committed-block.ts";
import { createRpcClient } from "./rpc-client.ts";
import { blockResultsShape, blockShape, genesisPartsShape, genesisShape, statusShape } from "./rpc-shapes.ts";

/** Reads blocks from the CometBFT-shaped JSON-RPC of the node at `url`. */
export function createNodeSource(url: string): BlockSource {
  const rpc = createRpcClient(url);
  return {
    async status(signal) {
      const { node_info, sync_info, rollup } = await rpc.call("status", {}, statusShape, signal);
      return {
        chainId: node_info.network,
        height: sync_info.latest_block_height,
        earliestHeight: sync_info.earliest_block_height,
        ...(rollup === undefined
          ? {}
          : { rollup: { role: rollup.role, softHeight: rollup.soft_height, includedHeight: rollup.included_height, finalHeight: rollup.final_height } }),
      };
    },
    async genesis(signal) {
      const { genesis } = await rpc.call("genesis", {}, genesisShape, signal);
      return readGenesis(url, genesis);
    },
    async block(height, signal) {
      const at = { height: height.toString() };
      const [block, results] = await Promise.all([
        rpc.call("block", at, blockShape, signal),
        rpc.call("block_results", at, blockResultsShape, signal),
      ]);
      return joinBlock(url, height, block, results);
    },
  };
}

function readGenesis(url: string, document: Record<string, unknown>): SourceGenesis {
  const parts = genesisPartsShape.safeParse(document);
  if (!parts.success) throw fatal("NODE_ANSWER", `${url} serves a genesis document in another shape: ${parts.error.issues[0]?.message}`);
  const holders = parts.data.app_state.bank?.balances ?? [];
  const first = holders[0]?.address ?? "";
  const hash = createHash("sha256").update(canonicalJson(document)).digest();
  return {
    chainId: parts.data.chain_id,
    hash: Uint8Array.from(hash),
    bech32Prefix: first.slice(0, Math.max(0, first.lastIndexOf("1"))),
    initialHeight: parts.data.initial_height,
    balances: holders.flatMap(({ address, coins }) => coins.map(({ denom, amount }) => ({ address, denom, amount }))),
  };
}

/** JSON with sorted keys, so that the hash does not depend on who wrote the document down. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const fields = Object.entries(value).filter(([, item]) => item !== undefined);
  fields.sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${fields.map(([key, item]) => `${JSON.stringify(key)}:${canonicalJson(item)}`).join(",")}}`;
}

type BlockAnswer = (typeof blockShape)["_output"];
type ResultsAnswer = (typeof blockResultsShape)["_output"];

function joinBlock(url: string, height: bigint, { block, block_id }: BlockAnswer, results: ResultsAnswer): CommittedBlock {
  const { header } = block;
  const bytes = block.data.txs ?? [];
  const executed = results.txs_results ?? [];
  if (header.height !== height || results.height !== height) {
    throw fatal("NODE_ANSWER", `${url} answers height ${height} with block ${header.height} and results of ${results.height}`);
  }
  if (bytes.length !== executed.length) {
    // A node may show a block shortly before its results.
    throw retryable("NODE_ANSWER", `${url} has ${bytes.length} transactions and ${executed.length} results at height ${height}`);
  }
  return {
    chainId: header.chain_id,
    height,
    hash: block_id.hash,
    parentHash: header.last_block_id?.hash ?? new Uint8Array(),
    timeNs: header.time,
    proposer: header.proposer_address,
    appHash: header.app_hash,
    resultAppHash: results.app_hash ?? new Uint8Array(),
    txs: bytes.map((tx, index) => joinTx(tx, executed[index])),
    events: results.finalize_block_events,
  };
}

function joinTx(bytes: Uint8Array, result: NonNullable<ResultsAnswer["txs_results"]>[number] | undefined): SourceTx {
  return {
    bytes,
    code: result?.code ?? 0,
    codespace: result?.codespace ?? "",
    log: result?.log ?? "",
    data: result?.data ?? new Uint8Array(),
    gasWanted: result?.gas_wanted ?? 0n,
    gasUsed: result?.gas_used ?? 0n,
    events: result?.events ?? [],
  };
}
