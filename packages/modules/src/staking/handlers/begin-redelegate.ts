import { MsgBeginRedelegate, MsgBeginRedelegateResponse } from "@openledger/messages/cosmos/staking/v1beta1";
import { messageHandler, type AnyMessageHandler } from "@openledger/state-machine";
import { timestampOf } from "../../support/timestamps.ts";
import { sharesToUnbond } from "../delegations.ts";
import { redelegated } from "../events.ts";
import { checkCoinText, requireBondDenom, requireDelegator, requireOperator, requirePositive } from "../message-values.ts";
import type { StakingParts } from "../parts.ts";
import { beginRedelegation } from "../redelegations.ts";

/** Go's zero time in seconds, 0001-01-01, which the SDK answers when there is nothing to wait for. */
const ZERO_TIME_SECONDS = -62_135_596_800n;

/** MsgBeginRedelegate: shares move to another validator; the first one can slash them for one unbonding period. */
export function createBeginRedelegateHandler(parts: StakingParts): AnyMessageHandler {
  return messageHandler<MsgBeginRedelegate, MsgBeginRedelegateResponse>({
    codec: MsgBeginRedelegate,
    response: MsgBeginRedelegateResponse,
    aminoName: "cosmos-sdk/MsgBeginRedelegate",
    signers: ({ delegatorAddress }) => [delegatorAddress],
    checkStateless: ({ amount }) => checkCoinText(amount),
    handle(ctx, { delegatorAddress, validatorSrcAddress, validatorDstAddress, amount }) {
      const source = requireOperator(ctx.chain, validatorSrcAddress, "source validator");
      const destination = requireOperator(ctx.chain, validatorDstAddress, "destination validator");
      const delegator = requireDelegator(ctx.chain, delegatorAddress);
      const units = requirePositive(amount, "invalid shares amount");
      const shares = sharesToUnbond(ctx, delegator, source, units);
      const coin = requireBondDenom(ctx, amount);
      const end = beginRedelegation(parts, ctx, { delegator, source, destination }, shares);
      ctx.emit(redelegated(validatorSrcAddress, validatorDstAddress, coin, end));
      return { completionTime: end === undefined ? { seconds: ZERO_TIME_SECONDS, nanos: 0 } : timestampOf(end) };
    },
  });
}
