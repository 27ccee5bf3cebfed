import { outgoing } from "@openledger/client";
import { MsgSend } from "@openledger/messages/cosmos/bank/v1beta1";
import { MsgClaimRewards, MsgClaimRewardsResponse, QueryService as RewardsQuery } from "@openledger/messages/openledger/rewards/v1";
import type { Command } from "commander";
import { withSignFlags, type SignFlags } from "../../cli/chain-flags.ts";
import { parseCoin } from "../../cli/parse-arguments.ts";
import { signAndReport } from "../../cli/sign-and-report.ts";

/** `tx send` and `tx claim`. */
export function registerBankTx(tx: Command): void {
  withSignFlags(tx.command("send <to> <amount>").description("send coins, e.g. 5udemo")).action(
    async (to: string, amount: string, flags: SignFlags) => {
      const coin = parseCoin(amount, "the amount");
      await signAndReport(flags, ({ address }) => ({
        words: [`send ${coin.amount} ${coin.denom} to ${to}`],
        messages: [outgoing(MsgSend, { fromAddress: address, toAddress: to, amount: [coin] })],
      }));
    },
  );
  withSignFlags(tx.command("claim").description("take everything that final settlements have paid you")).action(
    async (flags: SignFlags) => {
      await signAndReport(flags, async ({ client, address }) => {
        const { amount } = await client.query(RewardsQuery.Claimable, { address });
        const list = amount.map((coin) => `${coin.amount} ${coin.denom}`).join(", ");
        return {
          words: [`claim rewards: ${list === "" ? "nothing yet" : list}`],
          messages: [outgoing(MsgClaimRewards, { claimant: address })],
          outcome: (sent) => [
            `Claimed ${sent.response(MsgClaimRewardsResponse).amount.map((coin) => `${coin.amount} ${coin.denom}`).join(", ")}.`,
          ],
        };
      });
    },
  );
}
