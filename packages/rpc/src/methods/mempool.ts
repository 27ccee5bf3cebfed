import { setImmediate } from "node:timers/promises";
import { txHash } from "@openledger/comet";
import { OperationalError } from "@openledger/ports";
import { toBase64 } from "@openledger/primitives";
import type { CheckTxResponse } from "@openledger/state-machine";
import type { RpcBackend, RpcTxLocation } from "../backend.ts";
import type { JsonObject } from "../encode/block.ts";
import { checkTxJson, txResultJson } from "../encode/results.ts";
import { hex } from "../encode/scalars.ts";
import { method, type Method } from "../method.ts";
import { pageSize } from "../paging.ts";
import { failed } from "../rpc-error.ts";

const COMMIT_TIMEOUT_MS = 10_000;
const WAITING_LIMIT = 1_000;
const waitingCalls = new WeakMap<RpcBackend, number>();
const NOTHING = new Uint8Array(0);

export const mempoolMethods: readonly Method[] = [
  method("broadcast_tx_sync", { tx: "bytes" }, async (backend, { tx = NOTHING }) => {
    const { code, log, codespace, data } = await admit(backend, tx);
    return { code, data: hex(data), log, codespace, hash: hashOf(backend, tx) };
  }),
  method("broadcast_tx_async", { tx: "bytes" }, async (backend, { tx = NOTHING }) => {
    const admission = admit(backend, tx);
    admission.catch(() => undefined);
    // The caller asked not to wait for what CheckTx says, but a transaction that waits already is refused at once.
    await Promise.race([admission, setImmediate()]);
    return { code: 0, data: "", log: "", codespace: "", hash: hashOf(backend, tx) };
  }),
  method("broadcast_tx_commit", { tx: "bytes" }, (backend, { tx = NOTHING }) => broadcastCommit(backend, tx)),
  method("check_tx", { tx: "bytes" }, ({ app }, { tx = NOTHING }) => checkTxJson(app.checkTx(tx, false))),
  method("num_unconfirmed_txs", {}, ({ mempool }) => ({
    n_txs: `${mempool.count}`,
    total: `${mempool.count}`,
    total_bytes: `${mempool.bytes}`,
    txs: null,
  })),
  method("unconfirmed_txs", { limit: "int" }, ({ mempool }, { limit }) => {
    const txs = mempool.list(pageSize(limit));
    return {
      n_txs: `${txs.length}`,
      total: `${mempool.count}`,
      total_bytes: `${mempool.bytes}`,
      txs: txs.map(toBase64),
    };
  }),
];

function hashOf({ crypto }: RpcBackend, tx: Uint8Array): string {
  return hex(txHash(crypto.sha256, tx));
}

async function admit({ mempool }: RpcBackend, tx: Uint8Array, prefix: string = ""): Promise<CheckTxResponse> {
  try {
    return await mempool.admit(tx);
  } catch (error) {
    if (error instanceof OperationalError) throw failed(`${prefix}${error.message}`);
    throw error;
  }
}

async function broadcastCommit(backend: RpcBackend, tx: Uint8Array): Promise<JsonObject> {
  const others = waitingCalls.get(backend) ?? 0;
  if (others >= WAITING_LIMIT) throw failed(`${others} calls wait for a block; use broadcast_tx_sync and look for the tx`);
  waitingCalls.set(backend, others + 1);
  const hash = txHash(backend.crypto.sha256, tx);
  // Listening starts before admission, so that a block made at once is not missed.
  const waiting = waitForTx(backend, hash);
  try {
    const checked = await admit(backend, tx, "error on broadcastTxCommit: ");
    const answer = (result: JsonObject, height: bigint): JsonObject => {
      return { check_tx: checkTxJson(checked), tx_result: result, hash: hex(hash), height: `${height}` };
    };
    if (checked.code !== 0) return answer(emptyResult, 0n);
    const location = await waiting.found;
    if (location === undefined) throw failed("timed out waiting for tx to be included in a block");
    const result = backend.chain.results(location.height)?.txResults[location.index];
    if (result === undefined) throw failed(`block ${location.height} cannot be read`);
    return answer(txResultJson(result), location.height);
  } finally {
    waiting.stop();
    waitingCalls.set(backend, (waitingCalls.get(backend) ?? 1) - 1);
  }
}

const emptyResult: JsonObject = txResultJson({
  code: 0,
  data: NOTHING,
  log: "",
  info: "",
  gasWanted: 0n,
  gasUsed: 0n,
  events: [],
  codespace: "",
});

function waitForTx(
  { chain, onBlock }: RpcBackend,
  hash: Uint8Array,
): { readonly found: Promise<RpcTxLocation | undefined>; stop(): void } {
  const { promise: found, resolve } = Promise.withResolvers<RpcTxLocation | undefined>();
  // The server keeps the process alive; once it is closed, nobody waits for this answer.
  const timer = setTimeout(() => resolve(undefined), COMMIT_TIMEOUT_MS).unref();
  const unsubscribe = onBlock(() => {
    const location = chain.txs.byHash(hash);
    if (location !== undefined) resolve(location);
  });
  return {
    found,
    stop() {
      clearTimeout(timer);
      unsubscribe();
      resolve(undefined);
    },
  };
}
