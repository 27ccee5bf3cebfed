import { arch, cpus } from "node:os";
import { parseArgs } from "node:util";
import { hasPostgres, startTempPostgres } from "../testing/temp-postgres.ts";
import type { Gate } from "./gate.ts";
import { gates } from "./gates.ts";

/** `npm run bench:indexer -- [--json] [--only P1,P4] [--scale 0.1]`: the performance gates, as ratios of one run. */
const { values } = parseArgs({ options: { json: { type: "boolean", default: false }, only: { type: "string" }, scale: { type: "string", default: "1" } } });

interface GateLine {
  readonly id: string;
  readonly title: string;
  readonly bound: string;
  readonly isMet: boolean;
  readonly seconds: number;
  readonly measures: Readonly<Record<string, number>>;
}

if (hasPostgres()) await runGates(chosen());
else {
  process.stderr.write("bench:indexer needs PostgreSQL below /usr/lib/postgresql: install the postgresql package\n");
  process.exitCode = 1;
}

function chosen(): readonly Gate[] {
  const names = values.only?.split(",");
  const list = names === undefined ? gates : gates.filter(({ id }) => names.includes(id));
  if (list.length === 0) throw new Error(`--only names gates of ${gates.map(({ id }) => id).join(", ")}`);
  return list;
}

async function runGates(list: readonly Gate[]): Promise<void> {
  await using postgres = await startTempPostgres();
  const lines: GateLine[] = [];
  for (const gate of list) {
    const begun = performance.now();
    const { isMet, measures } = await gate.run({ postgres, scale: Number(values.scale) });
    const line = { id: gate.id, title: gate.title, bound: gate.bound, isMet, seconds: rounded((performance.now() - begun) / 1_000), measures: roundedAll(measures) };
    lines.push(line);
    process.stderr.write(`${isMet ? "met   " : "MISSED"} ${line.id} ${line.title}: ${line.bound}\n       ${JSON.stringify(line.measures)}  (${line.seconds} s)\n`);
  }
  if (lines.some(({ isMet }) => !isMet)) process.exitCode = 1;
  if (values.json) process.stdout.write(`${JSON.stringify({ cpus: cpus().length, cpu: cpus()[0]?.model, arch: arch(), node: process.version, scale: Number(values.scale), gates: lines })}\n`);
}

function rounded(value: number): number {
  return Number(value.toPrecision(4));
}

function roundedAll(measures: Readonly<Record<string, number>>): Readonly<Record<string, number>> {
  return Object.fromEntries(Object.entries(measures).map(([name, value]) => [name, rounded(value)]));
}
