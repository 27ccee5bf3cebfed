import { parseArgs } from "node:util";
import { pseudoRandom } from "./pseudo-random.ts";
import { hasPostgres, startTempPostgres } from "../testing/temp-postgres.ts";
import type { Counts, SoakContext, SoakGate } from "./gate.ts";
import { gates } from "./gates.ts";

/** `npm run soak:indexer -- [--short] [--rounds N] [--only R1,R6] [--seed N] [--json]`: the reliability gates, with counts. */
const { values } = parseArgs({
  options: { json: { type: "boolean", default: false }, short: { type: "boolean", default: false }, only: { type: "string" }, rounds: { type: "string" }, seed: { type: "string" } },
});

interface GateLine {
  readonly id: string;
  readonly title: string;
  readonly isMet: boolean;
  readonly seconds: number;
  readonly counts: Counts;
}

if (hasPostgres()) await runGates(chosen());
else {
  process.stderr.write("soak:indexer needs PostgreSQL below /usr/lib/postgresql: install the postgresql package\n");
  process.exitCode = 1;
}

function chosen(): readonly SoakGate[] {
  const names = values.only?.split(",");
  const list = names === undefined ? gates : gates.filter(({ id }) => names.includes(id));
  if (list.length === 0) throw new Error(`--only names gates of ${gates.map(({ id }) => id).join(", ")}`);
  return list;
}

async function runGates(list: readonly SoakGate[]): Promise<void> {
  await using postgres = await startTempPostgres();
  const seed = values.seed ?? `${Date.now()}`;
  const fixed = values.rounds === undefined ? undefined : Number(values.rounds);
  const context: SoakContext = {
    postgres,
    isShort: values.short,
    rounds: (full, short) => fixed ?? (values.short ? short : full),
    random: pseudoRandom(seed),
  };
  const lines: GateLine[] = [];
  process.stderr.write(`soak:indexer with --seed ${seed}\n`);
  for (const gate of list) lines.push(await runGate(gate, context));
  if (lines.some(({ isMet }) => !isMet)) process.exitCode = 1;
  if (values.json) process.stdout.write(`${JSON.stringify({ seed, isShort: values.short, gates: lines })}\n`);
}

async function runGate({ id, title, run }: SoakGate, context: SoakContext): Promise<GateLine> {
  const begun = performance.now();
  const { isMet, counts } = await run(context).catch((error: unknown) => ({ isMet: false, counts: { failed: error instanceof Error ? (error.stack ?? error.message) : String(error) } }));
  const line = { id, title, isMet, seconds: Math.round((performance.now() - begun) / 100) / 10, counts };
  process.stderr.write(`${isMet ? "met   " : "MISSED"} ${id} ${title}\n       ${JSON.stringify(counts)}  (${line.seconds} s)\n`);
  return line;
}
