import { outgoing } from "@openledger/client";
import { MsgWithdrawDelegatorReward, MsgWithdrawValidatorCommission, QueryService as DistributionQuery } from "@openledger/messages/cosmos/distribution/v1beta1";
import { MsgUnjail } from "@openledger/messages/cosmos/slashing/v1beta1";
import { MsgBeginRedelegate, MsgDelegate, MsgUndelegate } from "@openledger/messages/cosmos/staking/v1beta1";
import type { Command } from "commander";
import { withSignFlags, type SignFlags } from "../../cli/chain-flags.ts";
import { parseCoin } from "../../cli/parse-arguments.ts";
import { signAndReport } from "../../cli/sign-and-report.ts";
import { nodeError } from "../../node-error.ts";

/** `tx delegate`, `redelegate`, `undelegate`, `withdraw`, `withdraw-commission` and `unjail`. */
export function registerStakingTx(tx: Command): void {
  withSignFlags(tx.command("delegate <validator> <amount>").description("bond coins with a validator, e.g. 1000000uopen")).action(
    async (validatorAddress: string, text: string, flags: SignFlags) => {
      const amount = parseCoin(text, "the amount");
      await signAndReport(flags, ({ address: delegatorAddress }) => ({
        words: [`delegate ${amount.amount} ${amount.denom} to ${validatorAddress}`, "a fault of this validator takes a part of it"],
        messages: [outgoing(MsgDelegate, { delegatorAddress, validatorAddress, amount })],
      }));
    },
  );
  withSignFlags(tx.command("undelegate <validator> <amount>").description("take coins back, after the unbonding time")).action(
    async (validatorAddress: string, text: string, flags: SignFlags) => {
      const amount = parseCoin(text, "the amount");
      await signAndReport(flags, ({ address: delegatorAddress }) => ({
        words: [`take ${amount.amount} ${amount.denom} back from ${validatorAddress}; it stays locked for the unbonding time`],
        messages: [outgoing(MsgUndelegate, { delegatorAddress, validatorAddress, amount })],
      }));
    },
  );
  withSignFlags(tx.command("redelegate <from> <to> <amount>").description("move coins to another validator at once")).action(
    async (validatorSrcAddress: string, validatorDstAddress: string, text: string, flags: SignFlags) => {
      const amount = parseCoin(text, "the amount");
      await signAndReport(flags, ({ address: delegatorAddress }) => ({
        words: [`move ${amount.amount} ${amount.denom} of stake from ${validatorSrcAddress} to ${validatorDstAddress}`],
        messages: [outgoing(MsgBeginRedelegate, { delegatorAddress, validatorSrcAddress, validatorDstAddress, amount })],
      }));
    },
  );
  registerWithdrawals(tx);
  withSignFlags(tx.command("unjail").description("let your jailed validator back in")).action(async (flags: SignFlags) => {
    await signAndReport(flags, ({ operator: validatorAddr }) => ({
      words: [`let validator ${validatorAddr} back in`],
      messages: [outgoing(MsgUnjail, { validatorAddr })],
    }));
  });
}

function registerWithdrawals(tx: Command): void {
  withSignFlags(tx.command("withdraw [validator]").description("take what your stakes earned, with all validators by default")).action(
    async (validator: string | undefined, flags: SignFlags) => {
      await signAndReport(flags, async ({ client, address: delegatorAddress }) => {
        const { rewards } = await client.query(DistributionQuery.DelegationTotalRewards, { delegatorAddress });
        const from = validator === undefined ? rewards.map(({ validatorAddress }) => validatorAddress) : [validator];
        if (from.length === 0) throw nodeError("CONFIG", `${delegatorAddress} has nothing bonded, so there is nothing to withdraw`);
        return {
          words: from.map((validatorAddress) => `take what the stake with ${validatorAddress} earned`),
          messages: from.map((validatorAddress) => outgoing(MsgWithdrawDelegatorReward, { delegatorAddress, validatorAddress })),
        };
      });
    },
  );
  withSignFlags(tx.command("withdraw-commission").description("take the commission of your validator")).action(async (flags: SignFlags) => {
    await signAndReport(flags, ({ operator: validatorAddress }) => ({
      words: [`take the commission of ${validatorAddress}`],
      messages: [outgoing(MsgWithdrawValidatorCommission, { validatorAddress })],
    }));
  });
}
