import { outgoing } from "@openledger/client";
import { MsgBeginRedelegate, MsgCancelUnbondingDelegation, MsgDelegate, MsgUndelegate } from "@openledger/messages/cosmos/staking/v1beta1";
import type { Command } from "commander";
import { withSignFlags, type SignFlags } from "../../cli/chain-flags.ts";
import { parseCoin, parseId } from "../../cli/parse-arguments.ts";
import { signAndReport } from "../../cli/sign-and-report.ts";

/** `tx delegate`, `redelegate`, `undelegate` and `cancel-unbonding`; below `tx staking` with the SDK's names too. */
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
  withSignFlags(tx.command("redelegate <from> <to> <amount>").description("move coins to another validator at once")).action(
    async (validatorSrcAddress: string, validatorDstAddress: string, text: string, flags: SignFlags) => {
      const amount = parseCoin(text, "the amount");
      await signAndReport(flags, ({ address: delegatorAddress }) => ({
        words: [`move ${amount.amount} ${amount.denom} of stake from ${validatorSrcAddress} to ${validatorDstAddress}`],
        messages: [outgoing(MsgBeginRedelegate, { delegatorAddress, validatorSrcAddress, validatorDstAddress, amount })],
      }));
    },
  );
  registerUnbonding(tx);
}

function registerUnbonding(tx: Command): void {
  const undelegate = tx.command("undelegate <validator> <amount>").alias("unbond").description("take coins back, after the unbonding time");
  withSignFlags(undelegate).action(async (validatorAddress: string, text: string, flags: SignFlags) => {
    const amount = parseCoin(text, "the amount");
    await signAndReport(flags, ({ address: delegatorAddress }) => ({
      words: [`take ${amount.amount} ${amount.denom} back from ${validatorAddress}; it stays locked for the unbonding time`],
      messages: [outgoing(MsgUndelegate, { delegatorAddress, validatorAddress, amount })],
    }));
  });
  const cancel = tx
    .command("cancel-unbonding <validator> <amount> <height>")
    .alias("cancel-unbond")
    .description("bond coins again that are on their way back; the height is that of `query staking unbonding`");
  withSignFlags(cancel).action(async (validatorAddress: string, text: string, at: string, flags: SignFlags) => {
    const [amount, creationHeight] = [parseCoin(text, "the amount"), parseId(at, "the height")];
    await signAndReport(flags, ({ address: delegatorAddress }) => ({
      words: [`delegate ${amount.amount} ${amount.denom} to ${validatorAddress} again, of what began to unbond in block ${creationHeight}`],
      messages: [outgoing(MsgCancelUnbondingDelegation, { delegatorAddress, validatorAddress, amount, creationHeight })],
    }));
  });
}
