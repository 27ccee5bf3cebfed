import { Agent, request } from "node:http";
import { readFileSync } from "node:fs";
import { Comet38Client, HttpClient } from "@cosmjs/tendermint-rpc";
import { fromHex } from "@openledger/primitives";

/** What an open loop saw. Times are milliseconds. */
export interface LoopResult {
  /** Transactions a second that were offered, whatever the node answered. */
  readonly offeredPerSecond: number;
  readonly sent: number;
  /** Refused by CheckTx or for a full mempool. */
  readonly refused: number;
  /** What the node said the first time; empty when it refused nothing. */
  readonly firstRefusal: string;
  readonly committed: number;
  /** Of the committed, those whose messages failed. */
  readonly failed: number;
  /** From the first broadcast to the last block that holds one of them. */
  readonly seconds: number;
  readonly committedPerSecond: number;
  /** From the moment a broadcast was due to the first sight of the block that holds it; every 50th transaction. */
  readonly commitP50Ms: number;
  readonly commitP99Ms: number;
}

/** A chain that answers CometBFT's RPC, ours or another. */
export interface LoadedChain {
  readonly rpcUrl: string;
  readonly comet: Comet38Client;
  /** Last committed height. */
  height(): Promise<bigint>;
}

export function loadedChain(rpcUrl: string): LoadedChain {
  const http = new HttpClient(rpcUrl);
  const comet = Comet38Client.create({
    // A kept connection that the other side closed meanwhile is noticed only by the call that uses it.
    execute: (call) => http.execute(call).catch(() => http.execute(call)),
    disconnect: () => http.disconnect(),
  });
  return { rpcUrl, comet, height: async () => BigInt((await comet.status()).syncInfo.latestBlockHeight) };
}

const TICK_MS = 5;
const SAMPLE_EVERY = 50;
const DRAIN_MS = 120_000;

interface Sample {
  readonly hash: string;
  readonly dueMs: number;
}

/**
 * Broadcasts the transactions of a file (base64, one a line) at a fixed rate, whether or not the node keeps up. They
 * take turns on `lanes` connections; on one connection a transaction waits for the answer to the one before, as a
 * sender's next sequence must. Its latency counts from when it was due. Then waits until the mempool is empty and
 * counts what the blocks hold.
 */
export async function runOpenLoop(client: LoadedChain, file: string, perSecond: number, lanes: number): Promise<LoopResult> {
  const txs = readFileSync(file, "utf8").trimEnd().split("\n");
  const first = await client.height();
  const heights = watchHeights(client);
  const begun = performance.now();
  const { refused, firstRefusal, samples } = await broadcastAll(client.rpcUrl, txs, perSecond, lanes);
  await drained(client);
  heights.stop();
  const last = await client.height();
  const blocks = await countBlocks(client, first, last);
  const latencies = await latenciesOf(client, samples, heights.seenAt);
  const seconds = ((heights.seenAt.get(blocks.lastFull) ?? performance.now()) - begun) / 1_000;
  return {
    offeredPerSecond: perSecond,
    sent: txs.length,
    refused,
    firstRefusal,
    committed: blocks.committed,
    failed: blocks.failed,
    seconds: round(seconds),
    committedPerSecond: round(blocks.committed / seconds),
    commitP50Ms: percentile(latencies, 50),
    commitP99Ms: percentile(latencies, 99),
  };
}

async function broadcastAll(
  rpcUrl: string,
  txs: readonly string[],
  perSecond: number,
  lanes: number,
): Promise<{ readonly refused: number; readonly firstRefusal: string; readonly samples: readonly Sample[] }> {
  const agents = Array.from({ length: lanes }, () => new Agent({ keepAlive: true, maxSockets: 1 }));
  const begun = performance.now();
  const answers: Promise<Answer>[] = [];
  const dues: number[] = [];
  while (answers.length < txs.length) {
    const due = Math.min(txs.length, Math.floor(((performance.now() - begun) / 1_000) * perSecond));
    while (answers.length < due) {
      const at = answers.length;
      dues.push(begun + (at / perSecond) * 1_000);
      answers.push(broadcast(agents[at % lanes] as Agent, rpcUrl, txs[at] ?? ""));
    }
    await new Promise((resolve) => setTimeout(resolve, TICK_MS));
  }
  const given = await Promise.all(answers);
  for (const agent of agents) agent.destroy();
  const samples = given.flatMap(({ hash }, i) => (hash === undefined || i % SAMPLE_EVERY !== 0 ? [] : [{ hash, dueMs: dues[i] ?? 0 }]));
  const refusals = given.filter(({ hash }) => hash === undefined);
  return { refused: refusals.length, firstRefusal: refusals[0]?.log ?? "", samples };
}

/** Hash of a transaction that the mempool took; undefined with what the node said when it did not. */
interface Answer {
  readonly hash: string | undefined;
  readonly log: string;
}

function broadcast(agent: Agent, rpcUrl: string, tx: string): Promise<Answer> {
  const body = `{"jsonrpc":"2.0","id":1,"method":"broadcast_tx_sync","params":{"tx":"${tx}"}}`;
  return new Promise((resolve) => {
    const call = request(rpcUrl, { agent, method: "POST", headers: { "content-type": "application/json" } }, (response) => {
      let text = "";
      response.on("data", (data: Buffer) => (text += data.toString("utf8")));
      response.on("end", () => resolve(readAnswer(text)));
    });
    call.on("error", (error) => resolve({ hash: undefined, log: error.message }));
    call.end(body);
  });
}

function readAnswer(text: string): Answer {
  const answer = JSON.parse(text) as {
    readonly result?: { readonly code: number; readonly hash: string; readonly log: string };
    readonly error?: { readonly message: string; readonly data?: string };
  };
  if (answer.result?.code === 0) return { hash: answer.result.hash, log: "" };
  return { hash: undefined, log: answer.result?.log ?? answer.error?.data ?? answer.error?.message ?? "no answer" };
}

/** Notes when each height was first seen. */
function watchHeights(client: LoadedChain): { readonly seenAt: Map<bigint, number>; stop(): void } {
  const seenAt = new Map<bigint, number>();
  let isWatching = true;
  const watch = async (): Promise<void> => {
    while (isWatching) {
      const height = await client.height();
      const now = performance.now();
      for (let at = height; at > 0n && !seenAt.has(at) && height - at < 1_000n; at--) seenAt.set(at, now);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  };
  void watch();
  return { seenAt, stop: () => (isWatching = false) };
}

async function drained(client: LoadedChain): Promise<void> {
  const end = Date.now() + DRAIN_MS;
  while (Date.now() < end) {
    const { total } = await client.comet.numUnconfirmedTxs();
    if (total === 0) {
      // One more block, so that what was taken out of the pool is committed.
      const height = await client.height();
      while ((await client.height()) <= height) await new Promise((resolve) => setTimeout(resolve, 50));
      return;
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`the mempool is not empty ${DRAIN_MS / 1_000} s after the last broadcast`);
}

async function countBlocks(
  client: LoadedChain,
  first: bigint,
  last: bigint,
): Promise<{ readonly committed: number; readonly failed: number; readonly lastFull: bigint }> {
  let committed = 0;
  let failed = 0;
  let lastFull = first;
  for (let height = first + 1n; height <= last; height++) {
    const { results } = await client.comet.blockResults(Number(height));
    committed += results.length;
    failed += results.filter(({ code }) => code !== 0).length;
    if (results.length > 0) lastFull = height;
  }
  return { committed, failed, lastFull };
}

async function latenciesOf(client: LoadedChain, samples: readonly Sample[], seenAt: ReadonlyMap<bigint, number>): Promise<number[]> {
  const latencies: number[] = [];
  for (const { hash, dueMs } of samples) {
    const tx = await client.comet.tx({ hash: fromHex(hash) }).catch(() => undefined);
    const seen = tx === undefined ? undefined : seenAt.get(BigInt(tx.height));
    if (seen !== undefined) latencies.push(seen - dueMs);
  }
  return latencies.sort((a, b) => a - b);
}

/** Of sorted values; 0 when there are none. */
export function percentile(sorted: readonly number[], percent: number): number {
  return round(sorted[Math.min(sorted.length - 1, Math.floor((sorted.length * percent) / 100))] ?? 0);
}

export function round(value: number): number {
  return Math.round(value * 100) / 100;
}
