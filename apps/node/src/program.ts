import { Command } from "commander";
import { registerAsk } from "./commands/ask.ts";
import { registerBuy } from "./commands/buy.ts";
import { registerComet } from "./commands/comet.ts";
import { registerDa } from "./commands/da.ts";
import { registerData } from "./commands/data.ts";
import { registerDerive } from "./commands/derive.ts";
import { registerDoctor } from "./commands/doctor.ts";
import { registerExport } from "./commands/export.ts";
import { registerExportBlocks } from "./commands/export-blocks.ts";
import { registerGenesis } from "./commands/genesis.ts";
import { registerInit } from "./commands/init.ts";
import { registerInvoice } from "./commands/invoice.ts";
import { registerKeys } from "./commands/keys.ts";
import { registerQuery } from "./commands/query.ts";
import { registerReplay } from "./commands/replay.ts";
import { registerRotation } from "./commands/rotation.ts";
import { registerSigner } from "./commands/signer.ts";
import { registerSnapshots } from "./commands/snapshots.ts";
import { registerStart } from "./commands/start.ts";
import { registerStatement } from "./commands/statement.ts";
import { registerStatus } from "./commands/status.ts";
import { registerTx } from "./commands/tx.ts";
import { registerVerifyAttested } from "./commands/verify-attested.ts";
import { registerVerifyFraud } from "./commands/verify-fraud.ts";
import { registerVerify } from "./commands/verify.ts";
import { registerWatch } from "./commands/watch.ts";
import { SOFTWARE_VERSION } from "./software-version.ts";

/** Every command of `openledgerd`. */
export function createProgram(): Command {
  const program = new Command("openledgerd")
    .description("OpenLedger: a chain that pays the people behind an AI answer")
    .version(SOFTWARE_VERSION)
    .showHelpAfterError("(openledgerd --help lists the commands)");

  registerInit(program);
  registerGenesis(program);
  registerStart(program);
  registerDa(program);
  registerSigner(program);
  registerReplay(program);
  registerRotation(program);
  registerSnapshots(program);
  registerExport(program);
  registerExportBlocks(program);
  registerDoctor(program);
  registerComet(program);
  registerKeys(program);
  registerTx(program);
  registerQuery(program);
  registerStatus(program);
  registerData(program);
  registerDerive(program);
  registerBuy(program);
  registerAsk(program);
  registerInvoice(program);
  registerVerify(program);
  registerVerifyFraud(program);
  registerVerifyAttested(program);
  registerStatement(program);
  registerWatch(program);
  program.command("version").description("print the version of this software").action(() => void process.stdout.write(`${SOFTWARE_VERSION}\n`));
  return program;
}
