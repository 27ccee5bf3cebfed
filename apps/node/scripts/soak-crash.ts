/**
 * `npm run soak:crash`: a node under load is killed at random moments, inside random calls of the disk, with a full disk
 * and with bits flipped in its files, and started again each time. What anyone has seen of the chain must stay: no block
 * that was served is lost or another, none is signed twice. At the end the home must be sound and a replay give the same
 * app hashes. `--rounds`, `--seed` (repeats the faults of an earlier run), `--json`.
 */
import { parseArgs } from "node:util";
import { checkHome } from "../src/check-home.ts";
import { replayHome } from "../src/commands/replay.ts";
import { createTestHome } from "../src/node.fixture.ts";
import { flipBit, type Flip } from "./crash/flip-bit.ts";
import { createRandom } from "./crash/random.ts";
import { startChild, type Child } from "./crash/start-child.ts";
import { createWitness } from "./crash/witness.ts";
import { sendUntilGone } from "./crash/send-load.ts";

const { values } = parseArgs({
  options: {
    rounds: { type: "string", default: "20" },
    seed: { type: "string", default: String(Date.now() % 2 ** 31) },
    json: { type: "boolean", default: false },
  },
});
const LONGEST_RUN_MS = 700;
const LAST_CALL = 400;
const rounds = Number(values.rounds);
const random = createRandom(Number(values.seed));
const say = (text: string): void => void process.stderr.write(`${text}\n`);
const counts = { killed: 0, diedInCall: 0, fullDisk: 0, flipped: 0, refusedFlips: 0, refusedFull: 0 };

using home = await createTestHome();
const witness = createWitness();
say(`seed ${values.seed}, ${rounds} rounds`);

/** Lets a node run for a while under load; it may die by itself. */
async function useFor(child: Child, ms: number): Promise<void> {
  const watching = witness.watch(child);
  const sending = sendUntilGone(home, child.rpcUrl);
  await child.endsWithin(ms);
  await child.kill();
  await Promise.all([watching, sending]);
}

async function crashRound(kind: "kill" | "die-before" | "die-after" | "die-within" | "full"): Promise<void> {
  const fault = kind === "kill" ? undefined : { kind, at: random(LAST_CALL), repeat: kind === "full" ? 1 + random(20) : 1 };
  const child = await startChild(home.home, fault);
  if (child.refused !== undefined) {
    // A disk that is full from the start may be answered with a refusal, nothing else may.
    if (kind !== "full" || child.refused.code !== "DISK_FULL") throw new Error(`round refused: ${child.refused.code}: ${child.refused.message}`);
    counts.refusedFull += 1;
    return;
  }
  if (child.rpcUrl !== "") {
    await witness.verify(child);
    await useFor(child, 50 + random(LONGEST_RUN_MS));
  }
  if (kind === "kill") counts.killed += 1;
  else if (kind === "full") counts.fullDisk += 1;
  else counts.diedInCall += 1;
}

/** With a flipped bit the node refuses to start and says where, or serves exactly what it served before. */
async function flipRound(): Promise<void> {
  const flip: Flip | undefined = flipBit(home.home, random);
  if (flip === undefined) return;
  const child = await startChild(home.home, undefined);
  if (child.refused === undefined) {
    await witness.verify(child);
    await child.kill();
  } else {
    counts.refusedFlips += 1;
    if (!["LOG_CORRUPT", "LOG_FORMAT", "APP_AHEAD", "SIGN_STATE_CORRUPT"].includes(child.refused.code)) {
      throw new Error(`a flipped bit in ${flip.file} was answered with ${child.refused.code}: ${child.refused.message}`);
    }
  }
  flip.restore();
  counts.flipped += 1;
}

const kinds = ["kill", "kill", "die-before", "die-after", "die-within", "full", "flip"] as const;
const startedMs = performance.now();
for (let round = 0; round < rounds; round++) {
  const kind = kinds[round % kinds.length] ?? "kill";
  try {
    if (kind === "flip") await flipRound();
    else await crashRound(kind);
  } catch (cause) {
    throw new Error(`round ${round} (${kind}): ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
  }
  if (round % 20 === 19) say(`${round + 1} rounds, height ${witness.lastHeight}`);
}
const last = await startChild(home.home, undefined);
await witness.verify(last);
await last.stop();
const problems = (await checkHome(home.home)).filter(({ problem }) => problem !== undefined);
const replay = await replayHome(home.home);
if (problems.length > 0) throw new Error(`the home is not sound: ${problems.map(({ problem }) => problem).join("; ")}`);
if (replay.mismatches.length > 0) throw new Error(`the replay differs: ${replay.mismatches.join("; ")}`);
const seconds = Math.round((performance.now() - startedMs) / 1_000);
const report = { ok: true, rounds, ...counts, height: replay.lastHeight, txs: replay.txs, blocksSeen: witness.count, slowestStartMs: witness.slowestStartMs, seconds };
if (values.json) process.stdout.write(`${JSON.stringify(report)}\n`);
else say(`Every block that was seen is still there after ${rounds} rounds: ${JSON.stringify(report)}`);
