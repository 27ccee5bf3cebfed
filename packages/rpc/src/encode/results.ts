import { txHash, txProof } from "@openledger/comet";
import { toBase64, type Sha256 } from "@openledger/primitives";
import type { AbciEvent, CheckTxResponse, ExecTxResult, QueryResponse, ValidatorUpdate } from "@openledger/state-machine";
import type { RpcBackend, RpcBlockResults, RpcTxLocation } from "../backend.ts";
import { failed } from "../rpc-error.ts";
import type { JsonObject } from "./block.ts";
import { base64OrNull, hex } from "./scalars.ts";

export function eventsJson(events: readonly AbciEvent[]): readonly JsonObject[] {
  return events.map(({ type, attributes }) => ({
    type,
    attributes: attributes.map(({ key, value, index }) => ({ key, value, index })),
  }));
}

export function txResultJson(result: ExecTxResult): JsonObject {
  return {
    code: result.code,
    data: base64OrNull(result.data),
    log: result.log,
    info: result.info,
    gas_wanted: `${result.gasWanted}`,
    gas_used: `${result.gasUsed}`,
    events: eventsJson(result.events),
    codespace: result.codespace,
  };
}

export function checkTxJson(response: CheckTxResponse): JsonObject {
  return {
    code: response.code,
    data: base64OrNull(response.data),
    log: response.log,
    info: "",
    gas_wanted: `${response.gasWanted}`,
    gas_used: `${response.gasUsed}`,
    events: eventsJson(response.events),
    codespace: response.codespace,
  };
}

/** An entry of `validator_updates`, without a power of 0 as Go leaves it out. */
export function validatorUpdateJson({ publicKey, power }: ValidatorUpdate): JsonObject {
  const key = { Sum: { type: "tendermint.crypto.PublicKey_Ed25519", value: { ed25519: toBase64(publicKey) } } };
  return { pub_key: key, ...(power === 0n ? {} : { power: `${power}` }) };
}

/** Answer of `block_results`. */
export function blockResultsAnswer(height: bigint, { events, txResults, validatorUpdates, appHash }: RpcBlockResults): JsonObject {
  return {
    height: `${height}`,
    txs_results: txResults.length === 0 ? null : txResults.map(txResultJson),
    finalize_block_events: events.length === 0 ? null : eventsJson(events),
    validator_updates: validatorUpdates.length === 0 ? null : validatorUpdates.map(validatorUpdateJson),
    consensus_param_updates: null,
    app_hash: toBase64(appHash),
  };
}

/** `result_finalize_block` of a NewBlock event, where CometBFT leaves out empty lists. */
export function finalizeBlockJson({ events, txResults, validatorUpdates, appHash }: RpcBlockResults): JsonObject {
  return {
    ...(events.length === 0 ? {} : { events: eventsJson(events) }),
    ...(txResults.length === 0 ? {} : { tx_results: txResults.map(txResultJson) }),
    validator_updates: validatorUpdates.map(validatorUpdateJson),
    app_hash: toBase64(appHash),
  };
}

export function queryJson(response: QueryResponse): JsonObject {
  const { code, log, key, value, proofOps, height, codespace, index = 0n } = response;
  const ops = proofOps.map(({ type, key: name, data }) => ({ type, key: toBase64(name), data: toBase64(data) }));
  return {
    code,
    log,
    info: "",
    index: `${index}`,
    key: base64OrNull(key),
    value: base64OrNull(value),
    proofOps: ops.length === 0 ? null : { ops },
    height: `${height}`,
    codespace,
  };
}

/** A committed transaction as `tx` and `tx_search` give it. */
export function txJson(backend: RpcBackend, { height, index }: RpcTxLocation, prove: boolean): JsonObject {
  const sealed = backend.chain.block(height);
  const tx = sealed?.block.txs[index];
  const result = backend.chain.results(height)?.txResults[index];
  if (sealed === undefined || tx === undefined || result === undefined) throw failed(`block ${height} cannot be read`);
  const { sha256 } = backend.crypto;
  return {
    hash: hex(txHash(sha256, tx)),
    height: `${height}`,
    index,
    tx_result: txResultJson(result),
    tx: toBase64(tx),
    ...(prove ? { proof: txProofJson(sha256, sealed.block.txs, index, sealed.block.header.dataHash) } : {}),
  };
}

function txProofJson(sha256: Sha256, txs: readonly Uint8Array[], index: number, dataHash: Uint8Array): JsonObject {
  const { total, leafHash, aunts } = txProof(sha256, txs, index);
  return {
    root_hash: hex(dataHash),
    data: toBase64(txs[index] ?? new Uint8Array(0)),
    proof: {
      total: `${total}`,
      index: `${index}`,
      leaf_hash: toBase64(leafHash),
      aunts: aunts.map(toBase64),
    },
  };
}
