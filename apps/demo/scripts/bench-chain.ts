/**
 * `npm run bench:chain -- --json`: what the embedded node and the parts of an answer take on this machine. The method
 * is written down in docs/benchmarks.md. `--only execution,sends,settle,index,latency` runs parts; `--seconds` sets the loops.
 * `--only stock,sends` puts the sends beside the same ones on a stock Cosmos SDK chain, which needs Go.
 */
import { cpus, totalmem } from "node:os";
import { parseArgs } from "node:util";
import { benchExecution } from "./bench/bench-execution.ts";
import { benchIndex } from "./bench/bench-index.ts";
import { benchLatency } from "./bench/bench-latency.ts";
import { inPlace, startDemoNetwork } from "./bench/bench-network.ts";
import { benchSends } from "./bench/bench-sends.ts";
import { benchSettle } from "./bench/bench-settle.ts";
import { benchStock, besideStock } from "./bench/bench-stock.ts";

const { values } = parseArgs({
  options: {
    json: { type: "boolean", default: false },
    seconds: { type: "string", default: "30" },
    only: { type: "string", default: "execution,sends,settle,index,latency" },
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
if (parts.includes("execution")) result["execution"] = benchExecution(say);
const sends = parts.includes("sends") ? await benchSends(seconds, say) : undefined;
const stock = parts.includes("stock") ? await benchStock(seconds, say) : undefined;
if (sends !== undefined) result["sends"] = sends;
if (stock !== undefined) result["stock"] = stock;
if (sends !== undefined && stock !== undefined) result["sendsBesideStock"] = besideStock(sends, stock);
if (parts.some((part) => ["index", "latency", "settle"].includes(part))) {
  await inPlace(async (place) => {
    const network = await startDemoNetwork(place);
    if (parts.includes("index")) result["index"] = benchIndex(network.corpus);
    if (parts.includes("latency")) result["latency"] = await benchLatency(place, network);
    if (parts.includes("settle")) result["settle"] = await benchSettle(network, seconds, say);
    network.world.client.disconnect();
  });
}
process.stdout.write(values.json ? `${JSON.stringify(result)}\n` : `${JSON.stringify(result, undefined, 2)}\n`);
