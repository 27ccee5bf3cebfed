/** One load on one chain, from the first broadcast to the last block. */
import { setTimeout as delay } from "node:timers/promises";
import { cpuSecondsOf } from "@openledger/testing";
import { z } from "zod";
import { offer, type Offered } from "./load.ts";
import { watchBlocks, type BlockWatch } from "./watch-blocks.ts";

/** A chain that runs. */
export interface Target extends AsyncDisposable {
  readonly name: TargetName;
  readonly rpcUrls: readonly string[];
  /** Of every process that is the chain's. */
  readonly pids: readonly number[];
  /** Those of them that are Apps beside CometBFT. */
  readonly appPids: readonly number[];
}

export type TargetName = "openledger-1" | "openledger-4" | "kvstore-1" | "kvstore-4" | "sdk-1";

/** What a load showed. Times are milliseconds; latency counts from the broadcast that was taken to word of the block's commit. */
export interface Run {
  readonly committed: number;
  /** In a block, but failed there. */
  readonly failed: number;
  /** Taken by the RPC, but in no block. */
  readonly lost: number;
  readonly refused: number;
  readonly firstRefusal: string;
  readonly committedPerSecond: number;
  readonly blockIntervalMs: number;
  readonly txsPerBlock: number;
  readonly p50Ms: number;
  readonly p95Ms: number;
  readonly p99Ms: number;
  /** Processor time of all processes of the chain. */
  readonly cpuSecondsPer1000: number;
  /** Of Apps that are processes of their own. */
  readonly appCpuSecondsPer1000: number;
}

const DRAIN_MS = 180_000;
const POLL_MS = 100;

export async function measure(target: Target, load: { readonly txs: readonly string[]; readonly seconds: number; readonly perSecond: number | undefined }): Promise<Run> {
  const [rpcUrl = ""] = target.rpcUrls;
  using blocks = await watchBlocks(rpcUrl);
  const first = await heightOf(rpcUrl);
  const cpuBefore = [cpuOf(target.pids), cpuOf(target.appPids)] as const;
  const offered = await offer({ ...load, rpcUrls: target.rpcUrls });
  const last = await drained(target);
  const cpu = { all: cpuOf(target.pids) - cpuBefore[0], apps: cpuOf(target.appPids) - cpuBefore[1] };
  await until(() => blocks.seenAt.has(last), "word of the last block");
  const held = await readBlocks(rpcUrl, first + 1, last);
  return summarise(offered, blocks, held, cpu);
}

function cpuOf(pids: readonly number[]): number {
  return pids.reduce((sum, pid) => sum + (cpuSecondsOf(pid) ?? 0), 0);
}

interface HeldBlock {
  readonly height: number;
  readonly txs: readonly string[];
  readonly codes: readonly number[];
}

function summarise({ begun, sentAt, refused, firstRefusal }: Offered, { seenAt }: BlockWatch, held: readonly HeldBlock[], cpu: { readonly all: number; readonly apps: number }): Run {
  const full = held.filter(({ txs }) => txs.length > 0);
  const latencies = full.flatMap(({ height, txs }) => txs.map((tx) => (seenAt.get(height) ?? 0) - (sentAt.get(tx) ?? 0))).sort((a, b) => a - b);
  const inBlocks = full.reduce((sum, { txs }) => sum + txs.length, 0);
  const failed = full.reduce((sum, { codes }) => sum + codes.filter((code) => code !== 0).length, 0);
  const committed = inBlocks - failed;
  const [from, to] = [full[0]?.height ?? 0, full.at(-1)?.height ?? 0];
  const at = (height: number): number => seenAt.get(height) ?? begun;
  return {
    ...{ committed, failed, lost: sentAt.size - inBlocks, refused, firstRefusal },
    committedPerSecond: round((committed * 1_000) / Math.max(1, at(to) - begun)),
    blockIntervalMs: round((at(to) - at(from)) / Math.max(1, to - from)),
    txsPerBlock: round(inBlocks / Math.max(1, full.length)),
    ...{ p50Ms: percentile(latencies, 50), p95Ms: percentile(latencies, 95), p99Ms: percentile(latencies, 99) },
    cpuSecondsPer1000: round((cpu.all * 1_000) / Math.max(1, committed)),
    appCpuSecondsPer1000: round((cpu.apps * 1_000) / Math.max(1, committed)),
  };
}

function percentile(sorted: readonly number[], percent: number): number {
  return round(sorted[Math.min(sorted.length - 1, Math.floor((sorted.length * percent) / 100))] ?? 0);
}

export function round(value: number): number {
  return Math.round(value * 100) / 100;
}

const status = z.object({ sync_info: z.object({ latest_block_height: z.coerce.number() }) });
const unconfirmed = z.object({ total: z.coerce.number() });
const block = z.object({ block: z.object({ data: z.object({ txs: z.array(z.string()).nullish() }) }) });
const results = z.object({ txs_results: z.array(z.object({ code: z.number().default(0) })).nullish() });

export async function heightOf(rpcUrl: string): Promise<number> {
  return (await ask(rpcUrl, "status", status)).sync_info.latest_block_height;
}

/** Waits until no node has a transaction left, and one block more; gives the height. */
async function drained({ rpcUrls }: Target): Promise<number> {
  const totals = async (): Promise<number> => {
    const all = await Promise.all(rpcUrls.map((rpcUrl) => ask(rpcUrl, "num_unconfirmed_txs", unconfirmed)));
    return all.reduce((sum, { total }) => sum + total, 0);
  };
  await until(async () => (await totals()) === 0, "empty mempools");
  const [rpcUrl = ""] = rpcUrls;
  const height = (await heightOf(rpcUrl)) + 1;
  await until(async () => (await heightOf(rpcUrl)) >= height, "one more block");
  return height;
}

async function until(isSo: () => boolean | Promise<boolean>, what: string): Promise<void> {
  for (const end = performance.now() + DRAIN_MS; !(await isSo()); ) {
    if (performance.now() > end) throw new Error(`no ${what} after ${DRAIN_MS / 1_000} s`);
    await delay(POLL_MS);
  }
}

async function readBlocks(rpcUrl: string, first: number, last: number): Promise<HeldBlock[]> {
  const held: HeldBlock[] = [];
  for (let height = first; height <= last; height++) {
    const txs = (await ask(rpcUrl, `block?height=${height}`, block)).block.data.txs ?? [];
    const codes = txs.length === 0 ? [] : ((await ask(rpcUrl, `block_results?height=${height}`, results)).txs_results ?? []).map(({ code }) => code);
    held.push({ height, txs, codes });
  }
  return held;
}

async function ask<T>(rpcUrl: string, path: string, schema: z.ZodType<T>): Promise<T> {
  const response = await fetch(`${rpcUrl}/${path}`);
  return z.object({ result: schema }).parse(await response.json()).result as T;
}
