/**
 * `npm run soak:market`: buyers, hosts, contributors, curators and challengers, malicious alone and in pairs, beside the
 * same run with everybody honest. `--seeds N` (20) from `--first N` (1) on, `--blocks N` (2,000) each, in `--workers N`
 * (2) threads. Balances and supplies are held to an auditor's after every block, all invariants after every tenth. `--json`
 * prints one JSON report as the last line. Exit 1 when books differ or a coalition gains beyond what the docs list.
 */
import { parseArgs } from "node:util";
import { Worker } from "node:worker_threads";
import { renderMarket, summarise, type SoakedSeed } from "./market/summarise.ts";

const { values } = parseArgs({
  options: {
    ...{ seeds: { type: "string", default: "20" }, blocks: { type: "string", default: "2000" } },
    ...{ first: { type: "string", default: "1" }, workers: { type: "string", default: "2" } },
    json: { type: "boolean", default: false },
  },
});

function countOf(name: "seeds" | "blocks" | "first" | "workers"): number {
  const count = Number(values[name]);
  if (Number.isSafeInteger(count) && count > 0) return count;
  process.stderr.write(`openledger: --${name} takes a whole number above 0.\n`);
  process.exit(2);
}

const [seeds, blocks, first, workers] = [countOf("seeds"), countOf("blocks"), countOf("first"), countOf("workers")];
const waiting = Array.from({ length: seeds }, (_, i) => first + i);
const done: SoakedSeed[] = [];
const startedMs = performance.now();

/** A thread that plays one seed after the other until none waits. */
function work(): Promise<void> {
  const worker = new Worker(new URL("./market/play-seeds.ts", import.meta.url), { workerData: { blocks } });
  return new Promise((resolve, reject) => {
    const next = (): void => {
      const seed = waiting.shift();
      if (seed !== undefined) return worker.postMessage(String(seed));
      worker.postMessage(undefined);
      resolve();
    };
    worker.on("error", reject);
    worker.on("message", (report: SoakedSeed) => {
      done.push(report);
      const seconds = ((performance.now() - startedMs) / 1_000).toFixed(0);
      process.stderr.write(`seed ${report.seed}: ${report.transactions} transactions, ${report.faults.length} faults, ${seconds} s\n`);
      next();
    });
    next();
  });
}

await Promise.all(Array.from({ length: Math.min(workers, seeds) }, work));
const summary = summarise(done.sort((a, b) => Number(a.seed) - Number(b.seed)));
for (const fault of summary.faults) process.stderr.write(`${fault}\n`);
const seconds = Math.round((performance.now() - startedMs) / 1_000);
if (values.json) process.stdout.write(`${JSON.stringify({ seeds, blocks, first, seconds, ...summary })}\n`);
else process.stdout.write(renderMarket(summary));
process.exitCode = summary.faults.length === 0 ? 0 : 1;
