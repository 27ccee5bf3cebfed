import { MsgWithdrawDelegatorReward, MsgWithdrawDelegatorRewardResponse } from "@openledger/messages/cosmos/distribution/v1beta1";
import { addressToBytes } from "@openledger/primitives";
import { messageHandler, type AnyMessageHandler } from "@openledger/state-machine";
import { requireAddress } from "../../support/sdk-address.ts";
import { beginDelegation, withdrawRewards } from "../delegation-rewards.ts";
import { noSuchDelegation, noSuchValidator } from "../errors.ts";
import { requireOperator } from "../message-values.ts";
import type { DistributionParts } from "../parts.ts";

/** MsgWithdrawDelegatorReward: what a delegation has earned is paid, and it goes on earning. */
export function createWithdrawDelegatorRewardHandler(parts: DistributionParts): AnyMessageHandler {
  return messageHandler<MsgWithdrawDelegatorReward, MsgWithdrawDelegatorRewardResponse>({
    codec: MsgWithdrawDelegatorReward,
    response: MsgWithdrawDelegatorRewardResponse,
    aminoName: "cosmos-sdk/MsgWithdrawDelegationReward",
    signers: ({ delegatorAddress }) => [delegatorAddress],
    checkStateless: () => undefined,
    handle(ctx, { delegatorAddress, validatorAddress }) {
      const operator = requireOperator(ctx.chain, validatorAddress);
      const delegator = addressToBytes(ctx.chain.bech32Prefix, requireAddress(ctx.chain, delegatorAddress, "delegator"));
      const validator = parts.staking.validator(ctx, operator);
      if (validator === undefined) throw noSuchValidator();
      const delegation = parts.staking.delegation(ctx, delegator, operator);
      if (delegation === undefined) throw noSuchDelegation();
      const paid = withdrawRewards(parts, ctx, validator, delegation);
      beginDelegation(parts, ctx, operator, delegator);
      return { amount: [...paid] };
    },
  });
}
