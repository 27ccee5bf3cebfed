import type { Command } from "commander";
import { registerAccountabilityTx } from "./tx/accountability.ts";
import { registerAppealTx } from "./tx/appeal.ts";
import { registerBankTx } from "./tx/bank.ts";
import { registerDatanetTx } from "./tx/datanet.ts";
import { registerDisputeTx } from "./tx/dispute.ts";
import { registerDistributionTx } from "./tx/distribution.ts";
import { registerFeedbackTx } from "./tx/feedback.ts";
import { registerGovTx } from "./tx/gov.ts";
import { registerMarketTx } from "./tx/market.ts";
import { registerModelTx } from "./tx/model.ts";
import { registerRevokeTx } from "./tx/revoke.ts";
import { registerGateTx } from "./tx/gate.ts";
import { registerStakingTx } from "./tx/staking.ts";
import { registerUnjailTx, registerValidatorTx } from "./tx/validator.ts";

type Register = (parent: Command) => void;

/** Commands that Cosmos SDK chains have below the name of their module; here they are below `tx` itself as well. */
const MODULES: Readonly<Record<string, readonly Register[]>> = {
  staking: [registerStakingTx, registerValidatorTx],
  distribution: [registerDistributionTx],
  slashing: [registerUnjailTx],
  gov: [registerGovTx],
};

/** `openledgerd tx`: transactions, each said in words before it is signed. */
export function registerTx(program: Command): void {
  const tx = program.command("tx").description("sign and send; each command says in words what is signed");
  registerBankTx(tx);
  registerGateTx(tx);
  for (const [name, registers] of Object.entries(MODULES)) {
    const group = tx.command(name).description(`the commands of ${name} by the names of Cosmos SDK chains`);
    for (const register of registers) [tx, group].forEach(register);
  }
  registerDatanetTx(tx);
  registerRevokeTx(tx);
  registerDisputeTx(tx);
  registerAppealTx(tx);
  registerModelTx(tx);
  registerMarketTx(tx);
  registerFeedbackTx(tx);
  registerAccountabilityTx(tx);
}
