import { readFileSync } from "node:fs";
import { createChain } from "@openledger/chain";
import { createNodeCrypto } from "@openledger/crypto";
import { fraudFromJson, fraudHeight, verifyFraud, type FraudRecord, type FraudVerdict, type OmissionFraud } from "@openledger/follower";
import { lockDataFolder, openBlockLog } from "@openledger/kv";
import { height, toHex } from "@openledger/primitives";
import type { InitChainRequest } from "@openledger/state-machine";
import type { Command } from "commander";
import { daHeightFrom } from "../cli/da-height.ts";
import { loadConfig } from "../config.ts";
import { openDa } from "../da/open-da.ts";
import { rebuildFromDa } from "../da/rebuild.ts";
import { readGenesisFile } from "../genesis-file.ts";
import { homePaths } from "../home.ts";
import { nodeError } from "../node-error.ts";

interface VerifyFraudFlags {
  readonly genesis: string;
  readonly home?: string;
  readonly da?: string;
  readonly startHeight: string;
  readonly json: boolean;
}

/** `openledgerd verify-fraud`: judges what a follower kept, with genesis and the chain's rules alone. */
export function registerVerifyFraud(program: Command): void {
  program
    .command("verify-fraud")
    .argument("<file>", "record that a follower kept, HOME/fraud/*.json")
    .description("check offline whether a fraud record proves that the sequencer broke the rules")
    .requiredOption("--genesis <file>", "genesis file of the chain")
    .option("--home <folder>", "a stopped node that has every block up to the record's: its blocks are executed from genesis")
    .option("--da <where>", "celestia:URL, or file:FOLDER that no process uses: needed for what was left out, which only DA shows")
    .option("--start-height <height>", "with --da: DA height when the chain began", "1")
    .option("--json", "print one JSON object", false)
    .action(async (file: string, flags: VerifyFraudFlags) => {
      const record = fraudFromJson(readText(file));
      const verdict = await judge(record, flags);
      process.stdout.write(flags.json ? `${JSON.stringify(summaryOf(record, verdict))}\n` : sentences(record, verdict));
      if (verdict.verdict !== "proven") process.exitCode = 1;
    });
}

async function judge(record: FraudRecord, { genesis, home, da, startHeight }: VerifyFraudFlags): Promise<FraudVerdict> {
  const crypto = createNodeCrypto();
  const { request } = readGenesisFile(genesis, crypto.sha256);
  if (record.kind === "omission" && da !== undefined) return verifyOmission(record, request, da, daHeightFrom(startHeight));
  const options = { crypto, genesis: request, app: createChain({ crypto }) };
  if (home === undefined) return verifyFraud({ ...options, blockAt: () => undefined }, record);
  const { dataFolder } = homePaths(home);
  using _lock = lockDataFolder(dataFolder);
  using log = openBlockLog(dataFolder);
  return await verifyFraud({ ...options, blockAt: (at) => log.read(height(at))?.block }, record);
}

/** Rebuilds the chain from DA up to the deadline, and judges what was posted there as every follower does. */
async function verifyOmission(record: OmissionFraud, genesis: InitChainRequest, where: string, startHeight: bigint): Promise<FraudVerdict> {
  const crypto = createNodeCrypto();
  if (record.chainId !== genesis.chainId) return { verdict: "refuted", says: `the record is of chain ${record.chainId}, and this genesis of ${genesis.chainId}` };
  const opened = await openDa({ config: daConfig(where), home: ".", sha256: crypto.sha256, nowMs: Date.now });
  try {
    const { missed, mismatch, lastHeight, daHeight } = await rebuildFromDa({ da: opened.da, crypto, app: createChain({ crypto }), genesis, startHeight, toHeight: record.deadline });
    if (daHeight < record.deadline) return { verdict: "unproven", says: `DA is at height ${daHeight}, before the deadline ${record.deadline}` };
    if (mismatch !== undefined) return { verdict: "unproven", says: `the chain on DA breaks the rules before that: ${mismatch}` };
    const hash = toHex(crypto.sha256(record.tx));
    if (missed?.hash !== hash || missed.deadline !== record.deadline) {
      return { verdict: "refuted", says: missed === undefined ? "nothing was left out by then" : `the first that was left out is ${missed.hash}` };
    }
    return { verdict: "proven", says: `transaction ${hash} is on DA at height ${missed.daHeight}, could run after block ${lastHeight}, and no block on DA by height ${missed.deadline} holds it` };
  } finally {
    await opened.close();
  }
}

function daConfig(where: string): Parameters<typeof openDa>[0]["config"] {
  const { da, da_auth_token: token } = loadConfig("", { da: where });
  return { da, da_auth_token: token, da_laddr: "" };
}

function summaryOf(record: FraudRecord, { verdict, says }: FraudVerdict): object {
  return { verdict, kind: record.kind, height: Number(fraudHeight(record)), says, daHeight: record.batch === undefined ? null : Number(record.batch.daHeight) };
}

function sentences(record: FraudRecord, { verdict, says }: FraudVerdict): string {
  const found = record.batch === undefined ? "" : `, found at DA height ${record.batch.daHeight}`;
  return `${verdict.toUpperCase()}: ${says}.\nThe record is of ${record.chainId}, block ${fraudHeight(record)}${found}.\n`;
}

function readText(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    throw nodeError("CONFIG", `${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`, error);
  }
}
