import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { createNodeCrypto } from "@openledger/crypto";
import { toBase64 } from "@openledger/primitives";
import { cpuSecondsOf, createAccounts, signSends, type SimulatedAccount } from "@openledger/testing";
import { inPlace, startBareNode } from "./bench-network.ts";
import { loadedChain, round, runOpenLoop, type LoopResult } from "./open-loop.ts";
import { climb, type StairResult } from "./staircase.ts";
import { STOCK_SDK_BROADCAST, timesStockSdk } from "./stock-sdk.ts";

const CHAIN_ID = "openledger-local-1";
const SENDERS = 1_000;
const RATES: readonly number[] = [500, 1_000, 1_500, 2_000, 2_500, 3_000, 4_000, 5_000, 6_000];
const STAIR_SECONDS = 6;
/** More than the node can take, to see how it behaves then. */
const OVERLOAD_PER_SECOND = 6_000;
const OVERLOAD_SECONDS = 4;
/** Divides the number of senders, so that each keeps to one connection. */
const LANES = 50;

/** A run, and what it took of the node's process. */
export interface SendsRun extends LoopResult {
  /** Processor time of the node for each committed send; undefined where the system does not tell. */
  readonly nodeCpuMicrosPerSend: number | undefined;
}

export interface SendsResult extends StairResult {
  readonly overload: SendsRun;
  /** Of the long run. */
  readonly timesStockSdk: { readonly least: number; readonly most: number };
}

/** Signed sends through a node's HTTP: rising rates, a long run below the last one that was carried, and an overload. */
export function benchSends(seconds: number, say: (text: string) => void): Promise<SendsResult> {
  return inPlace(async (place) => {
    const accounts = sendAccounts();
    const coins = [{ denom: "uopen", amount: UNITS_EACH }];
    const { client, pid } = await startBareNode(place, accounts.map(({ address }) => ({ address, coins })));
    const { rpcUrl } = client;
    client.disconnect();
    return loadWithSends({ rpcUrl, pid, folder: place.home.root, accounts }, seconds, say);
  });
}

/** What each of {@link sendAccounts} needs to hold, in the smallest unit. */
export const UNITS_EACH = 1_000_000n;

/** Refused transactions leave holes in sequences, so each run has senders of its own. */
export function sendAccounts(): readonly SimulatedAccount[] {
  return createAccounts(createNodeCrypto(), (RATES.length + 2) * SENDERS);
}

/** A running chain whose genesis holds the accounts. */
export interface SendsTarget {
  readonly rpcUrl: string;
  readonly pid: number;
  /** Takes the signed transactions. */
  readonly folder: string;
  readonly accounts: readonly SimulatedAccount[];
}

/** The load of {@link benchSends} on any chain. */
export async function loadWithSends(target: SendsTarget, seconds: number, say: (text: string) => void): Promise<SendsResult> {
  const chain = loadedChain(target.rpcUrl);
  const run = async (rate: number, count: number, stage: number): Promise<SendsRun> => {
    say(`signing ${count} sends for ${rate}/s`);
    const file = join(target.folder, `sends-${stage}`);
    const senders = target.accounts.slice(stage * SENDERS, (stage + 1) * SENDERS);
    writeFileSync(file, Array.from(signSends(createNodeCrypto(), CHAIN_ID, senders, count), toBase64).join("\n"));
    const before = cpuSecondsOf(target.pid);
    const result = await runOpenLoop(chain, file, rate, LANES);
    const after = cpuSecondsOf(target.pid);
    const cpu = before === undefined || after === undefined ? undefined : after - before;
    return { ...result, nodeCpuMicrosPerSend: cpu === undefined ? undefined : round((cpu * 1_000_000) / Math.max(1, result.committed)) };
  };
  const climbed = await climb(RATES, STAIR_SECONDS, seconds, (rate, count, stage) => {
    return run(rate, count, stage === "steady" ? RATES.length : stage);
  });
  const overload = await run(OVERLOAD_PER_SECOND, OVERLOAD_PER_SECOND * OVERLOAD_SECONDS, RATES.length + 1);
  chain.comet.disconnect();
  const times = timesStockSdk(climbed.steady.committedPerSecond, STOCK_SDK_BROADCAST);
  return { ...climbed, overload, timesStockSdk: times };
}
