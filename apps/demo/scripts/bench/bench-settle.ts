import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { loadServedModel } from "@openledger/served-model";
import { assertDefined, toBase64 } from "@openledger/primitives";
import type { PreparedNetwork } from "../../src/prepare-network.ts";
import type { World } from "../../src/steps/world.ts";
import { benchQuestions, openAnswer } from "./bench-answers.ts";
import { openHosts, type BenchHost } from "./bench-hosts.ts";
import { loadedChain, runOpenLoop, type LoopResult } from "./open-loop.ts";
import { settleOpened } from "./settle-txs.ts";
import { climb, type StairResult } from "./staircase.ts";

const HOSTS = 16;
/** Answers in one settlement. */
const BATCH = 12;
/** Settlements a second. */
const RATES: readonly number[] = [5, 10, 20, 30, 40, 60];
const STAIR_SECONDS = 5;

export interface SettleResult extends StairResult {
  readonly answersPerSettlement: number;
  readonly bytesPerSettlement: number;
  /** Of the long run. */
  readonly answersPerSecond: number;
}

/** Pre-signed settlements of real answers through a node's HTTP; the chain verifies every opening. */
export async function benchSettle(network: PreparedNetwork, seconds: number, say: (text: string) => void): Promise<SettleResult> {
  const { world } = network;
  const hosts = await openBenchHosts(network);
  const write = await createWriter(world, hosts);
  let bytesPerSettlement = 0;
  const climbed = await climb(RATES, STAIR_SECONDS, seconds, async (rate, count, stage) => {
    say(`signing ${count} settlements of ${BATCH} answers for ${rate}/s`);
    const file = join(world.home.root, `settle-${stage}`);
    // A run that is not carried leaves gaps in its sessions, so the long run has hosts of its own.
    bytesPerSettlement = write(file, count, stage === "steady" ? hosts.slice(HOSTS / 2) : hosts.slice(0, HOSTS / 2));
    return runOpenLoop(world.client, file, rate, HOSTS / 2);
  });
  const answersPerSecond = Math.round(climbed.steady.committedPerSecond * BATCH * 10) / 10;
  return { ...climbed, answersPerSettlement: BATCH, bytesPerSettlement, answersPerSecond };
}

/** One load at one rate. `begin` is awaited when everything is signed. */
export async function settleAtRate(
  network: PreparedNetwork,
  rate: number,
  seconds: number,
  begin: () => Promise<void>,
): Promise<{ readonly answersPerSettlement: number; readonly bytesPerSettlement: number; readonly loop: LoopResult }> {
  const { world } = network;
  const hosts = await openBenchHosts(network);
  const write = await createWriter(world, hosts);
  const file = join(world.home.root, "settlements");
  const bytesPerSettlement = write(file, rate * seconds, hosts);
  await begin();
  return { answersPerSettlement: BATCH, bytesPerSettlement, loop: await runOpenLoop(loadedChain(world.client.rpcUrl), file, rate, HOSTS) };
}

function openBenchHosts({ world, model }: PreparedNetwork): Promise<BenchHost[]> {
  return openHosts(world, HOSTS, {
    modelId: model.modelId,
    modelVersion: model.version,
    perCall: BigInt(model.floorPrice?.amount ?? "1"),
    bond: 15_000_000n,
    escrow: 34_000_000n,
  });
}

/** Writes `count` signed settlements, the hosts taking turns; returns the size of the first. */
type Writer = (path: string, count: number, hosts: readonly BenchHost[]) => number;

async function createWriter(world: World, hosts: readonly BenchHost[]): Promise<Writer> {
  const { client, blobs, crypto } = world;
  const first = assertDefined(hosts[0], "there are hosts");
  const served = await loadServedModel({ client, blobs, sha256: crypto.sha256 }, first.offerId);
  const split = { dataBps: served.source.dataBps, maxOwners: served.source.maxOwners };
  const questions = await benchQuestions();
  let made = 0;
  return (path, count, own) => {
    const lines = Array.from({ length: count }, (_, i) => {
      const host = assertDefined(own[i % own.length], "a host");
      const openings = Array.from({ length: BATCH }, (_answer, at) => {
        const question = questions[made++ % questions.length] ?? "";
        return openAnswer(world, served, host, { question, index: host.log.size + at });
      });
      return toBase64(settleOpened(world, host, openings, split));
    });
    writeFileSync(path, lines.join("\n"));
    return Math.floor(((lines[0]?.length ?? 0) * 3) / 4);
  };
}
