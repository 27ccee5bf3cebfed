import { createChain } from "@openledger/chain";
import { createNodeCrypto } from "@openledger/crypto";
import { lockDataFolder, openBlockLog } from "@openledger/kv";
import { toHex } from "@openledger/primitives";
import { replayBlockLog } from "@openledger/sequencer";
import type { Command } from "commander";
import { readGenesisFile } from "../genesis-file.ts";
import { DEFAULT_HOME, homePaths } from "../home.ts";
import { nodeError } from "../node-error.ts";
import { requireOwnBlocks } from "../stopped-home.ts";

/** `openledgerd replay`: executes every stored block anew and compares it with what the chain says. */
export function registerReplay(program: Command): void {
  program
    .command("replay")
    .description("execute the whole block log from genesis and compare every app hash")
    .option("--home <folder>", "folder of a stopped node", DEFAULT_HOME)
    .option("--json", "print one JSON object", false)
    .action(async ({ home, json }: { readonly home: string; readonly json: boolean }) => {
      const report = await replayHome(home);
      if (json) process.stdout.write(`${JSON.stringify(report)}\n`);
      else process.stdout.write(sentences(report));
      if (report.mismatches.length > 0) process.exitCode = 1;
    });
}

/** What `replay --json` prints. Hashes are lower-case hex; heights and counts are numbers. */
export interface ReplaySummary {
  readonly chainId: string;
  readonly node: string;
  readonly firstHeight: number;
  readonly lastHeight: number;
  readonly heights: number;
  readonly txs: number;
  readonly appHash: string;
  readonly digest: string;
  readonly seconds: number;
  readonly mismatches: readonly string[];
}

/** Replays the block log of a stopped home. Throws `DATA_LOCKED` while a node runs, `HOME` for one that began from a snapshot or whose blocks CometBFT has. */
export async function replayHome(home: string): Promise<ReplaySummary> {
  const paths = homePaths(home);
  const crypto = createNodeCrypto();
  const { request } = readGenesisFile(paths.genesisFile, crypto.sha256);
  using _lock = lockDataFolder(paths.dataFolder);
  requireOwnBlocks(paths);
  using log = openBlockLog(paths.dataFolder);
  if (log.lastHeight > 0n && log.firstHeight !== request.initialHeight) {
    throw nodeError("HOME", `${paths.home} began from a snapshot at height ${log.firstHeight}; only a home with every block since genesis can be replayed`);
  }
  const startedMs = performance.now();
  const report = await replayBlockLog(log, createChain({ crypto }), request, crypto.sha256);
  const first = Number(report.firstHeight);
  const last = Number(report.lastHeight);
  return {
    chainId: report.chainId,
    node: process.version,
    firstHeight: first,
    lastHeight: last,
    heights: last === 0 ? 0 : last - first + 1,
    txs: report.txs,
    appHash: toHex(report.appHash),
    digest: toHex(report.digest),
    seconds: Math.round(performance.now() - startedMs) / 1_000,
    mismatches: report.mismatches,
  };
}

function sentences(report: ReplaySummary): string {
  const verdict =
    report.mismatches.length === 0
      ? "Every header agrees with the execution.\n"
      : `Headers contradict the execution:\n${report.mismatches.map((line) => `  ${line}\n`).join("")}`;
  return (
    `${report.chainId}: executed ${report.heights} blocks with ${report.txs} transactions in ${report.seconds} s on Node ${report.node}.\n` +
    `App hash after block ${report.lastHeight}: ${report.appHash}\nDigest of all app hashes: ${report.digest}\n${verdict}`
  );
}
