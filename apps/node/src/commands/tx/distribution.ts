import { outgoing } from "@openledger/client";
import { MsgWithdrawDelegatorReward, MsgWithdrawValidatorCommission, QueryService as DistributionQuery } from "@openledger/messages/cosmos/distribution/v1beta1";
import type { Command } from "commander";
import { withSignFlags, type SignFlags } from "../../cli/chain-flags.ts";
import { signAndReport } from "../../cli/sign-and-report.ts";
import { nodeError } from "../../node-error.ts";

/** `tx withdraw` and `withdraw-commission`; below `tx distribution` with the SDK's names too. */
export function registerDistributionTx(tx: Command): void {
  const withdraw = tx
    .command("withdraw [validator]")
    .aliases(["withdraw-rewards", "withdraw-all-rewards"])
    .description("take what your stakes earned, with all validators by default");
  withSignFlags(withdraw).action(async (validator: string | undefined, flags: SignFlags) => {
    await signAndReport(flags, async ({ client, address: delegatorAddress }) => {
      const { rewards } = await client.query(DistributionQuery.DelegationTotalRewards, { delegatorAddress });
      const from = validator === undefined ? rewards.map(({ validatorAddress }) => validatorAddress) : [validator];
      if (from.length === 0) throw nodeError("CONFIG", `${delegatorAddress} has nothing bonded, so there is nothing to withdraw`);
      return {
        words: from.map((validatorAddress) => `take what the stake with ${validatorAddress} earned`),
        messages: from.map((validatorAddress) => outgoing(MsgWithdrawDelegatorReward, { delegatorAddress, validatorAddress })),
      };
    });
  });
  const commission = tx
    .command("withdraw-commission")
    .alias("withdraw-validator-commission")
    .description("take the commission of your validator");
  withSignFlags(commission).action(async (flags: SignFlags) => {
    await signAndReport(flags, ({ operator: validatorAddress }) => ({
      words: [`take the commission of ${validatorAddress}`],
      messages: [outgoing(MsgWithdrawValidatorCommission, { validatorAddress })],
    }));
  });
}
