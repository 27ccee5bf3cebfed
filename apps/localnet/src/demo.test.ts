// The demo's whole loop on four validators beside the same on the embedded node: one report, one outcome.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { findCometbft } from "./find-cometbft.ts";

const DEMO = resolve(import.meta.dirname, "..", "..", "demo", "src", "main.ts");
const LOCALNET = resolve(import.meta.dirname, "main.ts");
const TIMEOUT_MS = 420_000;

const row = z.object({ name: z.string(), holds: z.boolean() });
const reportShape = z.looseObject({
  artifactRoot: z.string(),
  contributions: z.number(),
  questions: z.array(z.looseObject({ question: z.string(), answer: z.string(), amount: z.string(), owners: z.array(z.object({ contributor: z.string(), amount: z.string() })) })),
  conservation: z.array(z.looseObject({ denom: z.string(), burned: z.string(), entered: z.string(), holds: z.boolean() })),
  settlements: z.array(z.looseObject({ id: z.string() })),
  incident: z.looseObject({ outcome: z.string(), asked: z.string() }),
  checks: z.array(row),
  ok: z.boolean(),
});
type Report = z.infer<typeof reportShape>;

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "localnet-demo-"));
  mkdirSync(join(folder, "text"));
  writeFileSync(
    join(folder, "text", "birds.md"),
    "# Field notes\n\n## Herons at the reservoir\n\nThe heron waits beside the quiet reservoir until the morning fog dissolves, then strikes at silver minnows.\n",
  );
  writeFileSync(
    join(folder, "text", "ice.md"),
    "# Expedition log\n\n## Melting glacier ice\n\nCopper kettles whistle loudly whenever the expedition melts its ration of ancient blue glacier ice.\n",
  );
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function run(program: string, ...flags: string[]): Promise<Report> {
  const args = [program, "--data", join(folder, "text"), "--port-base", "0", "--once", "--json", ...flags];
  const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "pipe"] });
  const [printed, said] = await Promise.all([text(child.stdout), text(child.stderr), once(child, "close")]);
  const line = printed.trimEnd().split("\n").at(-1) ?? "";
  if (line === "") throw new Error(said);
  return reportShape.parse(JSON.parse(line));
}

/** Paths of all fields; elements of arrays count as one. */
function fieldsOf(value: unknown, path = ""): string[] {
  if (Array.isArray(value)) return [...new Set(value.flatMap((one) => fieldsOf(one, `${path}[]`)))];
  if (typeof value !== "object" || value === null) return [path];
  return Object.entries(value).flatMap(([name, one]) => fieldsOf(one, `${path}.${name}`));
}

/**
 * What neither keys, ports nor heights decide, nor when a host is killed. The operators of four validators own coins that the
 * embedded chain does not have, so of conservation only its verdicts are the same.
 */
function outcomeOf({ artifactRoot, contributions, questions, conservation, settlements, incident, checks }: Report): object {
  return {
    ...{ artifactRoot, contributions },
    conservation: conservation.map(({ denom, burned, entered, holds }) => ({ denom, burned, entered, holds })),
    questions: questions.map(({ question, answer, amount, owners }) => ({ question, answer, amount, owners: owners.map(({ contributor, amount }) => ({ contributor, amount })) })),
    settlements: settlements.length,
    incident: { outcome: incident.outcome, asked: incident.asked },
    checks: checks.map(({ name, holds }) => ({ name, holds })),
  };
}

test.skipIf(findCometbft() === undefined)(
  "four validators and the embedded node report the same of the same work (needs CometBFT v0.38)",
  async () => {
    const alone = await run(DEMO, "--home", join(folder, "alone"), "--block-time", "200ms");
    const { validators, ...four } = await run(LOCALNET, "--demo", "--home", join(folder, "four"), "--timeout-commit", "200ms");
    const appHashes = four.checks.pop();
    expect(appHashes).toEqual({ name: "app hashes of all nodes are equal at every height", holds: true });
    expect(validators).toMatchObject({ nodes: { length: 4 }, appHashes: { isEqual: true } });
    expect([alone.ok, four.ok]).toEqual([true, true]);
    expect(outcomeOf(four)).toEqual(outcomeOf(alone));
    const unnamed = (report: object): string[] => fieldsOf(report).filter((field) => !/^\.(balances|durations)/.test(field));
    expect(unnamed(four).toSorted()).toEqual(unnamed(alone).toSorted());
  },
  TIMEOUT_MS,
);
