import { MsgUndelegate, MsgUndelegateResponse } from "@openledger/messages/cosmos/staking/v1beta1";
import { messageHandler, type AnyMessageHandler } from "@openledger/state-machine";
import { timestampOf } from "../../support/timestamps.ts";
import { sharesToUnbond } from "../delegations.ts";
import { unbonding } from "../events.ts";
import { checkCoinText, requireBondDenom, requireDelegator, requireOperator, requirePositive } from "../message-values.ts";
import type { StakingParts } from "../parts.ts";
import { bondCoin } from "../pools.ts";
import { undelegate } from "../unbondings.ts";

/** MsgUndelegate: shares become units that are free after the unbonding period. */
export function createUndelegateHandler(parts: StakingParts): AnyMessageHandler {
  return messageHandler<MsgUndelegate, MsgUndelegateResponse>({
    codec: MsgUndelegate,
    response: MsgUndelegateResponse,
    aminoName: "cosmos-sdk/MsgUndelegate",
    signers: ({ delegatorAddress }) => [delegatorAddress],
    checkStateless: ({ amount }) => checkCoinText(amount),
    handle(ctx, { delegatorAddress, validatorAddress, amount }) {
      const operator = requireOperator(ctx.chain, validatorAddress);
      const delegator = requireDelegator(ctx.chain, delegatorAddress);
      const asked = requirePositive(amount, "invalid shares amount");
      const shares = sharesToUnbond(ctx, delegator, operator, asked);
      requireBondDenom(ctx, amount);
      const { endTime, units } = undelegate(parts, ctx, delegator, operator, shares);
      const coin = bondCoin(ctx, units);
      ctx.emit(unbonding(validatorAddress, delegatorAddress, coin, endTime));
      return { completionTime: timestampOf(endTime), amount: coin };
    },
  });
}
