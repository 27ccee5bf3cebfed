import { readFileSync } from "node:fs";
import { createChain } from "@openledger/chain";
import { createNodeCrypto } from "@openledger/crypto";
import { fraudFromJson, verifyFraud, type FraudRecord, type FraudVerdict } from "@openledger/follower";
import { lockDataFolder, openBlockLog } from "@openledger/kv";
import { height } from "@openledger/primitives";
import type { Command } from "commander";
import { readGenesisFile } from "../genesis-file.ts";
import { homePaths } from "../home.ts";
import { nodeError } from "../node-error.ts";

interface VerifyFraudFlags {
  readonly genesis: string;
  readonly home?: string;
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
    .option("--json", "print one JSON object", false)
    .action(async (file: string, flags: VerifyFraudFlags) => {
      const record = fraudFromJson(readText(file));
      const verdict = await judge(record, flags);
      process.stdout.write(flags.json ? `${JSON.stringify(summaryOf(record, verdict))}\n` : sentences(record, verdict));
      if (verdict.verdict !== "proven") process.exitCode = 1;
    });
}

async function judge(record: FraudRecord, { genesis, home }: VerifyFraudFlags): Promise<FraudVerdict> {
  const crypto = createNodeCrypto();
  const { request } = readGenesisFile(genesis, crypto.sha256);
  const options = { crypto, genesis: request, app: createChain({ crypto }) };
  if (home === undefined) return verifyFraud({ ...options, blockAt: () => undefined }, record);
  const { dataFolder } = homePaths(home);
  using _lock = lockDataFolder(dataFolder);
  using log = openBlockLog(dataFolder);
  return await verifyFraud({ ...options, blockAt: (at) => log.read(height(at))?.block }, record);
}

function summaryOf(record: FraudRecord, { verdict, says }: FraudVerdict): object {
  return { verdict, kind: record.kind, height: Number(heightOf(record)), says, daHeight: record.batch === undefined ? null : Number(record.batch.daHeight) };
}

function sentences(record: FraudRecord, { verdict, says }: FraudVerdict): string {
  const found = record.batch === undefined ? "" : `, found at DA height ${record.batch.daHeight}`;
  return `${verdict.toUpperCase()}: ${says}.\nThe record is of ${record.chainId}, block ${heightOf(record)}${found}.\n`;
}

function heightOf(record: FraudRecord): bigint {
  return (record.kind === "execution" ? record.block : record.first).header.height;
}

function readText(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    throw nodeError("CONFIG", `${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`, error);
  }
}
