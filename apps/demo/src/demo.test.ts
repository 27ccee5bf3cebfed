import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";

const MAIN = resolve(import.meta.dirname, "main.ts");
const TIMEOUT_MS = 240_000;
const reportSchema = z.object({
  ok: z.boolean(),
  height: z.string(),
  contributions: z.number(),
  artifactRoot: z.string(),
  questions: z.array(z.object({ question: z.string(), answer: z.string(), owners: z.array(z.object({ contributor: z.string(), amount: z.string() })) })),
  settlements: z.array(z.object({ id: z.string(), amount: z.string() })),
  failover: z.object({
    isWhole: z.boolean(),
    lost: z.string(),
    hosts: z.array(z.object({ name: z.string(), offer: z.string() })),
    killedAt: z.object({ host: z.string(), session: z.string(), afterCharacters: z.number() }),
    resumedWith: z.object({ host: z.string(), session: z.string() }),
  }),
  invoice: z.array(z.object({ session: z.string(), cost: z.object({ net: z.string() }) })),
  demand: z.array(z.object({ denom: z.string(), entered: z.string(), externalDemand: z.string(), holds: z.boolean() })),
  incident: z.object({ outcome: z.string(), asked: z.string(), moved: z.object({ reporter: z.string(), respondent: z.string(), bond: z.string() }) }),
  checks: z.array(z.object({ name: z.string(), holds: z.boolean(), detail: z.string() })),
});

let folder = "";
let home = "";

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "demo-"));
  home = join(folder, "home");
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
afterAll(() => rmSync(folder, { recursive: true }));

function demo(...args: string[]): Promise<{ code: number | null; report: z.infer<typeof reportSchema> }> {
  const all = ["--home", home, "--port-base", "0", "--block-time", "200ms", "--once", "--json", ...args];
  const child = spawn(process.execPath, [MAIN, ...all], { stdio: ["ignore", "pipe", "pipe"] });
  let stdout = "";
  let stderr = "";
  child.stdout.on("data", (data: Buffer) => (stdout += data.toString("utf8")));
  child.stderr.on("data", (data: Buffer) => (stderr += data.toString("utf8")));
  return new Promise((settle, reject) => {
    child.once("close", (code) => {
      const line = stdout.trimEnd().split("\n").at(-1) ?? "";
      if (line === "") reject(new Error(stderr));
      else settle({ code, report: reportSchema.parse(JSON.parse(line)) });
    });
  });
}

test(
  "the whole loop pays the authors of a folder, and a second start goes on from where the first ended",
  async () => {
    const first = await demo("--data", join(folder, "text"));
    expect(first.report.checks.filter(({ holds }) => !holds)).toEqual([]);
    expect(first.code).toBe(0);
    expect(first.report.contributions).toBe(2);
    const owners = first.report.questions.flatMap((question) => question.owners.map(({ contributor }) => contributor));
    expect(owners).toContain("folder:birds.md");
    expect(owners).toContain("folder:ice.md");

    expect(first.report.failover).toMatchObject({ isWhole: true, lost: "0", killedAt: { host: "harbour" }, resumedWith: { host: "meadow" } });
    expect(first.report.failover.hosts.map(({ name }) => name)).toEqual(["harbour", "meadow", "summit"]);
    expect(first.report.invoice.map(({ session }) => session)).toEqual(["1", "2", "3"]);
    expect(first.report.demand).toMatchObject([{ denom: "udemo", entered: "110000000", holds: true }]);
    const { outcome, asked, moved } = first.report.incident;
    expect([outcome, moved.reporter, moved.respondent, moved.bond]).toEqual(["accepted", asked, `-${asked}`, "0"]);

    const second = await demo("--ask", "What melts the ice of the expedition?");
    expect(second.report.checks.filter(({ holds }) => !holds)).toEqual([]);
    expect(second.report.artifactRoot).toBe(first.report.artifactRoot);
    expect(second.report.questions[0]?.answer).toContain("Copper kettles");
    expect(second.report.settlements.length).toBe(first.report.settlements.length + 2);
    // Offers stay while their ports are free; what entered is not brought in again.
    expect(second.report.failover.hosts).toEqual(first.report.failover.hosts);
    expect(second.report.failover.isWhole).toBe(true);
    expect(second.report.demand[0]?.entered).toBe("110000000");
    expect(BigInt(second.report.height)).toBeGreaterThan(BigInt(first.report.height));
  },
  TIMEOUT_MS,
);
