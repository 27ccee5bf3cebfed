#!/usr/bin/env node
import { BuyerError } from "@openledger/buyer";
import { ClientError, LightError, ProofError } from "@openledger/client";
import { OperationalError } from "@openledger/ports";
import { ChainHalt } from "@openledger/state-machine";
import { Command } from "commander";
import { registerAsk } from "./commands/ask.ts";
import { registerBuy } from "./commands/buy.ts";
import { registerData } from "./commands/data.ts";
import { registerDerive } from "./commands/derive.ts";
import { registerDoctor } from "./commands/doctor.ts";
import { registerExport } from "./commands/export.ts";
import { registerGenesis } from "./commands/genesis.ts";
import { registerInit } from "./commands/init.ts";
import { registerInvoice } from "./commands/invoice.ts";
import { registerKeys } from "./commands/keys.ts";
import { registerQuery } from "./commands/query.ts";
import { registerReplay } from "./commands/replay.ts";
import { registerSnapshots } from "./commands/snapshots.ts";
import { registerStart } from "./commands/start.ts";
import { registerTx } from "./commands/tx.ts";
import { registerVerify } from "./commands/verify.ts";
import { registerWatch } from "./commands/watch.ts";
import { requireNodeVersion } from "./require-node-version.ts";
import { SOFTWARE_VERSION } from "./software-version.ts";

const program = new Command("openledgerd")
  .description("OpenLedger: a chain that pays the people behind an AI answer")
  .version(SOFTWARE_VERSION)
  .showHelpAfterError("(openledgerd --help lists the commands)");

registerInit(program);
registerGenesis(program);
registerStart(program);
registerReplay(program);
registerSnapshots(program);
registerExport(program);
registerDoctor(program);
registerKeys(program);
registerTx(program);
registerQuery(program);
registerData(program);
registerDerive(program);
registerBuy(program);
registerAsk(program);
registerInvoice(program);
registerVerify(program);
registerWatch(program);

/** Failures of the outside world, and a stop that the chain decided. */
const EXPECTED = [OperationalError, ChainHalt, ClientError, BuyerError, LightError, ProofError] as const;

try {
  requireNodeVersion();
  await program.parseAsync();
} catch (error) {
  process.exitCode = 1;
  if (process.connected) process.disconnect?.();
  process.stderr.write(`openledgerd: ${explain(error)}\n`);
}

/** What the outside world did is a sentence for the person at the terminal; anything else is a defect and needs its stack. */
function explain(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const isExpected = EXPECTED.some((kind) => error instanceof kind);
  return isExpected ? error.message : (error.stack ?? error.message);
}
