import { MsgDelegate, MsgDelegateResponse } from "@openledger/messages/cosmos/staking/v1beta1";
import { messageHandler, type AnyMessageHandler } from "@openledger/state-machine";
import { delegate } from "../delegations.ts";
import { delegated } from "../events.ts";
import { checkCoinText, requireBondDenom, requireDelegator, requireOperator, requirePositive } from "../message-values.ts";
import type { StakingParts } from "../parts.ts";
import { requireValidator } from "../validators.ts";

/** MsgDelegate: units of the bond denom become shares of a validator. */
export function createDelegateHandler(parts: StakingParts): AnyMessageHandler {
  return messageHandler<MsgDelegate, MsgDelegateResponse>({
    codec: MsgDelegate,
    response: MsgDelegateResponse,
    aminoName: "cosmos-sdk/MsgDelegate",
    signers: ({ delegatorAddress }) => [delegatorAddress],
    checkStateless: ({ amount }) => checkCoinText(amount),
    handle(ctx, { delegatorAddress, validatorAddress, amount }) {
      const operator = requireOperator(ctx.chain, validatorAddress);
      const delegator = requireDelegator(ctx.chain, delegatorAddress);
      const units = requirePositive(amount, "invalid delegation amount");
      const validator = requireValidator(ctx, operator);
      const coin = requireBondDenom(ctx, amount);
      const shares = delegate(parts, ctx, delegator, units, "account", validator);
      ctx.emit(delegated(validatorAddress, delegatorAddress, coin, shares));
      return {};
    },
  });
}
