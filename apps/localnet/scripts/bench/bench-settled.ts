import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { text } from "node:stream/consumers";
import { createNodeCrypto } from "@openledger/crypto";
import { demoGenesis } from "@openledger/demo";
import { cpuSecondsOf } from "@openledger/testing";
import { z } from "zod";
import { round } from "./measure.ts";
import { startOpenledger, type Stand } from "./targets.ts";

/** Settlements of twelve opened answers each, all verified and paid out by the chain. */
export interface SettledResult {
  readonly offeredAnswersPerSecond: number;
  readonly answersPerSecond: number;
  readonly committed: number;
  readonly refused: number;
  readonly failed: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly bytesPerSettlement: number;
  readonly cpuSecondsPer1000Answers: number;
}

/** More settlements a second than the chain takes. */
const OFFERED_PER_SECOND = 60;
/** So many seconds of them, and no more: four validators on one machine need minutes for what waits, since each executes everything. */
const SECONDS = { 1: 4, 4: 1 } as const;
const SETTLER = resolve(import.meta.dirname, "../../../demo/scripts/settle-on.ts");

const report = z.object({
  answersPerSettlement: z.number(),
  bytesPerSettlement: z.number(),
  loop: z.object({ committed: z.number(), refused: z.number(), failed: z.number(), committedPerSecond: z.number(), commitP50Ms: z.number(), commitP99Ms: z.number() }),
});

/** On fresh networks of one and of four validators, as far as `chains` names them. */
export async function benchSettled(
  stand: Stand,
  { chains, say }: { readonly chains: readonly string[]; readonly say: (text: string) => void },
): Promise<Readonly<Record<string, SettledResult>>> {
  const results: Record<string, SettledResult> = {};
  for (const count of [1, 4] as const) {
    const name = `openledger-${count}`;
    if (chains.includes(name)) results[name] = await settledOn(count, stand, say);
  }
  return results;
}

async function settledOn(count: 1 | 4, stand: Stand, say: (text: string) => void): Promise<SettledResult> {
  const folder = mkdtempSync(join(tmpdir(), "openledger-settle-"));
  try {
    await using target = await startOpenledger(count, stand, await demoGenesis(folder, createNodeCrypto().sha256));
    const [first] = target.network.validators;
    const args = [SETTLER, "--home", folder, "--node", first?.rpcUrl ?? "", "--rest", first?.restUrl ?? "", "--rate", String(OFFERED_PER_SECOND), "--seconds", String(SECONDS[count])];
    const child = spawn(process.execPath, args, { stdio: ["pipe", "pipe", "inherit"] });
    const printed = text(child.stdout);
    let before = 0;
    const cpu = (): number => target.pids.reduce((sum, pid) => sum + (cpuSecondsOf(pid) ?? 0), 0);
    // It says so on stdout when everything is signed, and waits for a line.
    child.stdout.once("data", () => {
      before = cpu();
      child.stdin.end("go\n");
    });
    const [code] = (await Promise.race([once(child, "close"), target.network.failed])) as [number | null];
    if (code !== 0) throw new Error(`settling on ${target.name} ended with code ${String(code)}; what it says is above`);
    const used = cpu() - before;
    const { answersPerSettlement: each, bytesPerSettlement, loop } = report.parse(JSON.parse((await printed).trimEnd().split("\n").at(-1) ?? ""));
    const answers = loop.committed * each;
    const result = {
      offeredAnswersPerSecond: OFFERED_PER_SECOND * each,
      answersPerSecond: round((loop.committed - loop.failed) * each * (loop.committedPerSecond / Math.max(1, loop.committed))),
      ...{ committed: loop.committed, refused: loop.refused, failed: loop.failed, p50Ms: loop.commitP50Ms, p99Ms: loop.commitP99Ms, bytesPerSettlement },
      cpuSecondsPer1000Answers: round((used * 1_000) / Math.max(1, answers)),
    };
    say(`${target.name}: ${result.answersPerSecond} settled answers/s, p50 ${result.p50Ms} ms`);
    return result;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
