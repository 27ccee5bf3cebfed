/**
 * `npm run soak:kill`: kills the demo with SIGKILL at random moments, starts it again each time, and lets it finish.
 * Then everything must hold: conservation, no receipt settled twice, a sound home, and the same app hashes in two
 * replays, and in a third on the Node of another major that OPENLEDGER_SECOND_NODE names. `--seed` repeats the moments of an earlier run; `--kills` sets how many.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { createNodeCrypto } from "@openledger/crypto";
import { readU32be, toUtf8 } from "@openledger/primitives";
import { z } from "zod";
import { demoQuestions } from "../src/corpus/demo-questions.ts";
import { lastStep, runOpenledgerd, startDemo, type Ended } from "./run-openledger.ts";

const LONGEST_MS = 34_000;
const reportSchema = z.object({
  ok: z.boolean(),
  height: z.string(),
  checks: z.array(z.object({ name: z.string(), holds: z.boolean(), detail: z.string() })),
});
const replaySchema = z.object({ node: z.string(), heights: z.number(), digest: z.string(), appHash: z.string(), mismatches: z.array(z.string()) });

const { values } = parseArgs({
  options: {
    seed: { type: "string", default: String(Date.now()) },
    kills: { type: "string", default: "10" },
    keep: { type: "boolean", default: false },
  },
});
const { sha256 } = createNodeCrypto();
const home = mkdtempSync(join(tmpdir(), "openledger-soak-"));
const say = (text: string): void => void process.stderr.write(`${text}\n`);

say(`seed ${values.seed}, ${values.kills} kills, home ${home}`);
const asked = await demoQuestions("headings");
for (let kill = 0; kill < Number(values.kills); kill++) await killOnce(kill);
const report = await finish();
await checkHome();
say(`Resumed after ${values.kills} kills; everything holds at height ${report.height}.`);
if (!values.keep) rmSync(home, { recursive: true });
process.stdout.write(`${JSON.stringify({ seed: values.seed, kills: Number(values.kills), ...report })}\n`);

/** A different question each time, so that asking, settling and claiming are under way in every round. */
async function killOnce(kill: number): Promise<void> {
  const moment = 500 + (readU32be(sha256(toUtf8(`${values.seed}/${kill}`)), 0) % LONGEST_MS);
  const question = asked[kill % asked.length]?.question ?? "";
  const demo = startDemo(["--home", home, "--port-base", "0", "--ask", question]);
  const timer = setTimeout(() => demo.child.kill("SIGKILL"), moment);
  const ended = await demo.ended;
  clearTimeout(timer);
  if (ended.code !== null) fail(`round ${kill} ended by itself with code ${ended.code}`, ended);
  say(`kill ${kill + 1} after ${moment} ms: ${lastStep(ended)}`);
}

async function finish(): Promise<z.infer<typeof reportSchema>> {
  const ended = await startDemo(["--home", home, "--port-base", "0", "--once", "--json"]).ended;
  if (ended.code !== 0) fail(`the last run ended with code ${ended.code}`, ended);
  const report = reportSchema.parse(JSON.parse(ended.stdout.trimEnd().split("\n").at(-1) ?? ""));
  for (const { name, detail } of report.checks) say(`  ${name}: ${detail}`);
  return report;
}

async function checkHome(): Promise<void> {
  const node = join(home, "node");
  const doctor = await runOpenledgerd(["doctor", "--home", node]);
  say(doctor.stdout.trimEnd());
  if (doctor.code !== 0) fail("doctor finds a problem", doctor);
  const [first, second] = [await replay(node), await replay(node)];
  if (first.digest !== second.digest) throw new Error(`two replays differ: ${first.digest} and ${second.digest}`);
  say(`two replays of ${first.heights} blocks agree: digest ${first.digest}`);
  const otherNode = process.env["OPENLEDGER_SECOND_NODE"];
  if (otherNode === undefined) return say("no replay on a second Node major: OPENLEDGER_SECOND_NODE names none");
  const third = await replay(node, otherNode);
  if (third.digest !== first.digest) throw new Error(`Node ${third.node} gives ${third.digest}, not ${first.digest}`);
  say(`and so does Node ${third.node}`);
}

async function replay(node: string, runtime?: string): Promise<z.infer<typeof replaySchema>> {
  const ended = await runOpenledgerd(["replay", "--home", node, "--json"], runtime);
  if (ended.code !== 0) fail("replay finds a mismatch", ended);
  return replaySchema.parse(JSON.parse(ended.stdout));
}

function fail(what: string, ended: Ended): never {
  throw new Error(`${what} (home ${home}):\n${ended.stderr}${ended.stdout}`);
}
