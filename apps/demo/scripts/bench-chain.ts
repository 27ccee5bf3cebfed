/**
 * `npm run bench:chain -- --json`: what the embedded node and the parts of an answer take on this machine. The method
 * is written down in docs/benchmarks.md. `--only sends,settle,index,latency` runs parts; `--seconds` sets the loops.
 */
import { cpus, totalmem } from "node:os";
import { parseArgs } from "node:util";
import { benchSends } from "./bench/bench-sends.ts";

const { values } = parseArgs({
  options: {
    json: { type: "boolean", default: false },
    seconds: { type: "string", default: "30" },
    only: { type: "string", default: "sends,settle,index,latency" },
  },
});
const parts = values.only.split(",");
const seconds = Number(values.seconds);
const say = (text: string): void => void process.stderr.write(`${text}\n`);

const machine = {
  cpu: cpus()[0]?.model ?? "unknown",
  cores: cpus().length,
  memoryGiB: Math.round(totalmem() / 2 ** 30),
  node: process.version,
  platform: `${process.platform}-${process.arch}`,
};
const result: Record<string, unknown> = { machine };
if (parts.includes("sends")) result["sends"] = await benchSends(seconds, say);
process.stdout.write(values.json ? `${JSON.stringify(result)}\n` : `${JSON.stringify(result, undefined, 2)}\n`);
