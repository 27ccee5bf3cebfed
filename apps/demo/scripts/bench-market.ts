/**
 * `npm run bench:market -- --json`: what an answer costs more through the market than from a central service: buyer's
 * proxy, host's gateway and node as processes, beside the same engine called directly, in one run. The method is written
 * down in docs/benchmarks-market.md. `--only retrieval,external,trace` runs parts, `--seconds` sets the loops, `--data
 * FOLDER` holds texts for the 10 MB of tracing (../shared/data; seeded words without it).
 */
import { cpus, loadavg, totalmem } from "node:os";
import { parseArgs } from "node:util";
import { benchQuestions } from "./bench/bench-answers.ts";
import { inPlace, pidOf, startDemoNetwork } from "./bench/bench-network.ts";
import { inFolder } from "./bench/in-folder.ts";
import { benchExternal, benchRetrieval, type Stand } from "./bench/market/market-stand.ts";
import { renderMarket, type MarketReport } from "./bench/market/market-table.ts";
import { traceCost } from "./bench/market/trace-cost.ts";

const { values } = parseArgs({
  options: {
    json: { type: "boolean", default: false },
    seconds: { type: "string", default: "30" },
    only: { type: "string", default: "retrieval,external,trace" },
    data: { type: "string", default: "../shared/data" },
  },
});
const parts = values.only.split(",");
const seconds = Number(values.seconds);
const say = (text: string): void => void process.stderr.write(`${text}\n`);
const load = (): number[] => loadavg().map((average) => Math.round(average * 10) / 10);

const machine = {
  cpu: cpus()[0]?.model ?? "unknown",
  cores: cpus().length,
  memoryGiB: Math.round(totalmem() / 2 ** 30),
  node: process.version,
  platform: `${process.platform}-${process.arch}`,
};
const begun = performance.now();
const loadBefore = load();
const found: { -readonly [K in "retrieval" | "external" | "trace"]?: MarketReport[K] } = {};
if (parts.includes("retrieval") || parts.includes("external")) {
  await inPlace(async (place) => {
    const network = await startDemoNetwork(place);
    const stand: Stand = { place, network, nodePid: pidOf(place, "node"), seconds, say };
    if (parts.includes("retrieval")) found.retrieval = await benchRetrieval(stand, await benchQuestions());
    if (parts.includes("external")) found.external = await benchExternal(stand);
    network.world.client.disconnect();
  });
}
if (parts.includes("trace")) {
  say("tracing in 10 MB");
  found.trace = await inFolder((folder) => traceCost(values.data, folder));
}
const report: MarketReport = { machine, loadBefore, loadAfter: load(), seconds: Math.round((performance.now() - begun) / 1_000), ...found };
process.stderr.write(values.json ? "" : `${renderMarket(report)}\n`);
process.stdout.write(values.json ? `${JSON.stringify(report)}\n` : "");
if (found.external !== undefined && found.external.streams.lost + found.external.streams.double > 0) process.exitCode = 1;
