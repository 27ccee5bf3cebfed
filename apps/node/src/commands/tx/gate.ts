import { outgoing } from "@openledger/client";
import { MsgGateDeposit, MsgGateWithdraw, MsgGateWithdrawResponse, QueryService as GateQuery } from "@openledger/messages/openledger/gate/v1";
import type { Command } from "commander";
import { withSignFlags, type SignFlags } from "../../cli/chain-flags.ts";
import { parseCoin, parseId } from "../../cli/parse-arguments.ts";
import { signAndReport } from "../../cli/sign-and-report.ts";
import { nodeError } from "../../node-error.ts";

type DepositFlags = SignFlags & { readonly number?: string; readonly reference: string };
type WithdrawFlags = SignFlags & { readonly reference: string };

/** `tx gate-deposit` and `tx gate-withdraw`: where value comes in and goes out. */
export function registerGateTx(tx: Command): void {
  withSignFlags(
    tx
      .command("gate-deposit <to> <amount>")
      .description("as the issuer of a gate, bring in what somebody paid you outside, e.g. 5000000udemo")
      .option("--number <n>", "number of the deposit, so that it is never made twice; the next one by default")
      .option("--reference <text>", "what you know the payment by", ""),
  ).action(async (recipient: string, text: string, flags: DepositFlags) => {
    const amount = parseCoin(text, "the amount");
    await signAndReport(flags, async ({ client, address: issuer }) => {
      const { gates } = await client.query(GateQuery.Gates, {});
      const gate = gates.find(({ denom }) => denom === amount.denom);
      if (gate === undefined) throw nodeError("CONFIG", `${amount.denom} has no gate; see openledgerd query gate list`);
      const number = flags.number === undefined ? gate.deposits + 1n : parseId(flags.number, "the number of the deposit");
      return {
        words: [`bring ${amount.amount} ${amount.denom} in through the gate ${gate.name} for ${recipient}`, `deposit ${number}: ${flags.reference}`],
        messages: [outgoing(MsgGateDeposit, { issuer, recipient, amount, number, reference: flags.reference })],
      };
    });
  });
  withSignFlags(
    tx
      .command("gate-withdraw <amount>")
      .description("take value out: your coins are burned, and the issuer of the gate pays you outside")
      .option("--reference <text>", "where the issuer is to pay", ""),
  ).action(async (text: string, flags: WithdrawFlags) => {
    const amount = parseCoin(text, "the amount");
    await signAndReport(flags, ({ address: holder }) => ({
      words: [`burn ${amount.amount} ${amount.denom}; what you get for them outside is between you and the issuer`],
      messages: [outgoing(MsgGateWithdraw, { holder, amount, reference: flags.reference })],
      outcome: (sent) => [`Withdrawal ${sent.response(MsgGateWithdrawResponse).number} of this gate.`],
    }));
  });
}
