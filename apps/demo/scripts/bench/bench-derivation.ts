import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { createChain } from "@openledger/chain";
import { createNodeCrypto } from "@openledger/crypto";
import { createCelestiaDa } from "@openledger/da";
import { homePaths, prepareFollowerHome, readGenesisFile, rebuildFromDa, startNode } from "@openledger/node";
import { toBase64 } from "@openledger/primitives";
import { cpuSecondsOf, createAccounts, signSends } from "@openledger/testing";
import { inPlace, startBareNode, type BenchPlace } from "./bench-network.ts";
import { loadedChain, round, runOpenLoop, type LoopResult } from "./open-loop.ts";

const CHAIN_ID = "openledger-local-1";
const SENDERS = 1_000;
const LANES = 50;

/** What a sequencer commits that is offered more than it can take, each transaction signed and handed in by its RPC. */
interface Production extends Pick<LoopResult, "offeredPerSecond" | "refused" | "committed" | "seconds" | "committedPerSecond"> {
  /** Processor time of all of its threads, checks, HTTP, block log and posting included. */
  readonly processMicrosPerSend: number;
}

interface Derivation {
  readonly blocks: number;
  readonly txs: number;
  readonly seconds: number;
  readonly txsPerSecond: number;
  /** Processor time of the thread that executes, and of all; what other work on the machine changes less than the rate. */
  readonly threadMicrosPerSend: number;
  readonly processMicrosPerSend: number;
  /** Its rate in those of a sequencer that posts, and of one that does not. */
  readonly timesProductionWhilePosting: number;
  readonly timesProduction: number;
}

export interface DerivationRates {
  readonly production: Production;
  readonly productionWhilePosting: Production;
  /** From DA and genesis in memory: `da replay`. */
  readonly rebuilt: Derivation;
  /** By a follower on an empty folder that keeps all of it on disk, from its start. */
  readonly followed: Derivation;
}

export interface DerivationOptions {
  /** Sends offered a second; more than the sequencer carries. */
  readonly rate: number;
  readonly seconds: number;
  readonly daUrl: string;
  readonly say: (text: string) => void;
}

/** A sequencer at its limit without and with posting, then the chain that it posted, derived again. */
export async function benchDerivation(options: DerivationOptions): Promise<DerivationRates> {
  const production = await inPlace(async (place) => (await produce(place, options, "")).production);
  return inPlace(async (place) => {
    const { production: posting, goal } = await produce(place, options, `celestia:${options.daUrl}`);
    const ratesOf = timesOf(production, posting);
    options.say("rebuilding the chain from DA");
    const rebuilt = ratesOf(await rebuild(place, options.daUrl));
    options.say("following it on an empty folder");
    return { production, productionWhilePosting: posting, rebuilt, followed: ratesOf(await follow(place, options.daUrl, goal)) };
  });
}

async function produce(place: BenchPlace, { rate, seconds, say }: DerivationOptions, da: string): Promise<{ readonly production: Production; readonly goal: bigint }> {
  const crypto = createNodeCrypto();
  const accounts = createAccounts(crypto, SENDERS);
  // What is refused for a full mempool leaves a hole in its sender's sequences, and the rest of that sender's is refused with it.
  process.env["OPENLEDGER_MEMPOOL_MAX_TXS"] = String(rate * seconds);
  if (da !== "") process.env["OPENLEDGER_DA"] = da;
  try {
    const { client, pid } = await startBareNode(place, accounts.map(({ address }) => ({ address, coins: [{ denom: "uopen", amount: 1_000_000n }] })));
    const chain = loadedChain(client.rpcUrl);
    const file = join(place.home.root, "sends");
    writeFileSync(file, Array.from(signSends(crypto, CHAIN_ID, accounts, rate * seconds), toBase64).join("\n"));
    say(`${rate} sends a second for ${seconds} s, ${da === "" ? "without DA" : "posted to DA"}`);
    const before = cpuSecondsOf(pid) ?? 0;
    const { offeredPerSecond, refused, committed, seconds: took, committedPerSecond } = await runOpenLoop(chain, file, rate, LANES);
    const processMicrosPerSend = Math.round((((cpuSecondsOf(pid) ?? 0) - before) * 1e6) / committed);
    const goal = await chain.height();
    while (da !== "" && (await includedHeight(client.rpcUrl)) < goal) await new Promise((resolve) => setTimeout(resolve, 100));
    chain.comet.disconnect();
    client.disconnect();
    // What is measured next has the machine for itself.
    await place.supervisor.stopAll();
    return { goal, production: { offeredPerSecond, refused, committed, seconds: took, committedPerSecond, processMicrosPerSend } };
  } finally {
    delete process.env["OPENLEDGER_DA"];
    delete process.env["OPENLEDGER_MEMPOOL_MAX_TXS"];
  }
}

async function includedHeight(rpcUrl: string): Promise<bigint> {
  const answer = (await (await fetch(`${rpcUrl}/rollup_status`)).json()) as { result: { included_height: string } };
  return BigInt(answer.result.included_height);
}

type Run = Omit<Derivation, "timesProduction" | "timesProductionWhilePosting">;

function timesOf(production: Production, posting: Production): (run: Run) => Derivation {
  return (run) => ({
    ...run,
    timesProductionWhilePosting: round(run.txsPerSecond / posting.committedPerSecond),
    timesProduction: round(run.txsPerSecond / production.committedPerSecond),
  });
}

async function rebuild({ home }: BenchPlace, daUrl: string): Promise<Run> {
  const crypto = createNodeCrypto();
  const { request } = readGenesisFile(homePaths(home.node).genesisFile, crypto.sha256);
  const da = createCelestiaDa({ url: daUrl, sha256: crypto.sha256 });
  return timed(async () => {
    const { mismatch, lastHeight, txs } = await rebuildFromDa({ da, crypto, app: createChain({ crypto }), genesis: request, startHeight: 1n });
    if (mismatch !== undefined) throw new Error(mismatch);
    return { blocks: Number(lastHeight), txs };
  });
}

async function follow({ home }: BenchPlace, daUrl: string, goal: bigint): Promise<Run> {
  const folder = join(home.root, "follower");
  prepareFollowerHome(folder, homePaths(home.node).genesisFile);
  const config = { rpc_laddr: "127.0.0.1:0", rest_laddr: "127.0.0.1:0", log_level: "error", follow: "da", da: `celestia:${daUrl}` } as const;
  let txs = 0;
  const reached = Promise.withResolvers<void>();
  let stop: (() => PromiseLike<void>) | undefined;
  const run = await timed(async () => {
    const node = await startNode({
      home: folder,
      config,
      onBlock(block) {
        txs += block.txs;
        if (block.height >= goal) reached.resolve();
      },
    });
    stop = () => node[Symbol.asyncDispose]();
    await Promise.race([reached.promise, node.stopped]);
    return { blocks: Number(goal), txs };
  });
  await stop?.();
  return run;
}

async function timed(run: () => Promise<{ readonly blocks: number; readonly txs: number }>): Promise<Run> {
  const begun = { ms: performance.now(), all: process.cpuUsage(), thread: process.threadCpuUsage() };
  const { blocks, txs } = await run();
  const seconds = (performance.now() - begun.ms) / 1_000;
  const [all, thread] = [process.cpuUsage(begun.all), process.threadCpuUsage(begun.thread)];
  return {
    ...{ blocks, txs, seconds: round(seconds), txsPerSecond: Math.round(txs / seconds) },
    threadMicrosPerSend: Math.round((thread.user + thread.system) / txs),
    processMicrosPerSend: Math.round((all.user + all.system) / txs),
  };
}
