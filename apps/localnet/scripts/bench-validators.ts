/**
 * `npm run bench:validators -- --json [--quick]`: this chain under CometBFT with one and four validators, beside CometBFT's
 * own kvstore and a stock Cosmos SDK chain, under one load. The method is written down in docs/benchmarks-validators.md.
 * `--only sends,settle` and `--chains` run parts; `--threads N` sets the Apps' signature threads.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { cpus, tmpdir, totalmem } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { requireCometbft } from "../src/find-cometbft.ts";
import { benchSends } from "./bench/bench-sends.ts";
import { benchSettled } from "./bench/bench-settled.ts";
import { senders } from "./bench/pre-signed.ts";
import { buildStockChain, type Stand } from "./bench/targets.ts";

const { values } = parseArgs({
  options: {
    json: { type: "boolean", default: false },
    quick: { type: "boolean", default: false },
    only: { type: "string", default: "sends,settle" },
    chains: { type: "string", default: "kvstore-1,openledger-1,sdk-1,kvstore-4,openledger-4" },
    "timeout-commit": { type: "string", default: "500ms" },
    "tx-index": { type: "string", default: "kv" },
    rounds: { type: "string" },
    threads: { type: "string" },
  },
});
const parts = values.only.split(",");
const chains = values.chains.split(",");
const say = (text: string): void => void process.stderr.write(`${text}\n`);
const stand: Stand = {
  binary: requireCometbft(),
  accounts: senders(),
  timeoutCommit: values["timeout-commit"],
  txIndex: values["tx-index"] === "null" ? "null" : "kv",
  signatureThreads: values.threads === undefined ? undefined : Number(values.threads),
};
const machine = { cpu: cpus()[0]?.model ?? "unknown", cores: cpus().length, memoryGiB: Math.round(totalmem() / 2 ** 30), node: process.version, platform: `${process.platform}-${process.arch}` };
const result: Record<string, unknown> = { machine, timeoutCommit: stand.timeoutCommit, txIndex: stand.txIndex };
const folder = mkdtempSync(join(tmpdir(), "openledger-bench-"));
try {
  if (parts.includes("sends")) {
    const stock = chains.includes("sdk-1") ? await buildStockChain(folder) : undefined;
    const rounds = Number(values.rounds ?? (values.quick ? 1 : 3));
    const seconds = values.quick ? 4 : 10;
    result["sends"] = await benchSends(stand, { stock, rounds, seconds, chains, say });
  }
  if (parts.includes("settle")) result["settled"] = await benchSettled(stand, { chains, say });
} finally {
  rmSync(folder, { recursive: true, force: true });
}
process.stdout.write(values.json ? `${JSON.stringify(result)}\n` : `${JSON.stringify(result, undefined, 2)}\n`);
