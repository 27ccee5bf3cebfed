import type { Command } from "commander";
import { registerAccountabilityTx } from "./tx/accountability.ts";
import { registerAppealTx } from "./tx/appeal.ts";
import { registerBankTx } from "./tx/bank.ts";
import { registerDatanetTx } from "./tx/datanet.ts";
import { registerDisputeTx } from "./tx/dispute.ts";
import { registerFeedbackTx } from "./tx/feedback.ts";
import { registerMarketTx } from "./tx/market.ts";
import { registerGovTx } from "./tx/gov.ts";
import { registerModelTx } from "./tx/model.ts";
import { registerRevokeTx } from "./tx/revoke.ts";
import { registerGateTx } from "./tx/gate.ts";
import { registerStakingTx } from "./tx/staking.ts";

/** `openledgerd tx`: transactions, each said in words before it is signed. */
export function registerTx(program: Command): void {
  const tx = program.command("tx").description("sign and send; each command says in words what is signed");
  registerBankTx(tx);
  registerGateTx(tx);
  registerStakingTx(tx);
  registerGovTx(tx);
  registerDatanetTx(tx);
  registerRevokeTx(tx);
  registerDisputeTx(tx);
  registerAppealTx(tx);
  registerModelTx(tx);
  registerMarketTx(tx);
  registerFeedbackTx(tx);
  registerAccountabilityTx(tx);
}
