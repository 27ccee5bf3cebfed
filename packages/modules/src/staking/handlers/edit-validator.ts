import { MsgEditValidator, MsgEditValidatorResponse } from "@openledger/messages/cosmos/staking/v1beta1";
import { decText, DEC_ONE, type Dec } from "@openledger/primitives";
import { messageHandler, sdkErrors, type AnyMessageHandler, type Context } from "@openledger/state-machine";
import type { StakedValidator } from "../../support/staking.ts";
import { accountOfOperator } from "../../support/validator-addresses.ts";
import { changedCommission, minCommissionRate } from "../commission.ts";
import { isEmptyDescription, updatedDescription } from "../description.ts";
import { minSelfDelegationDecreased, selfDelegationBelowMinimum } from "../errors.ts";
import { validatorEdited } from "../events.ts";
import { checkDecText, checkIntegerText, decOf, requireOperator } from "../message-values.ts";
import type { StakingParts } from "../parts.ts";
import { requireValidator, setValidator } from "../validators.ts";

/** MsgEditValidator: description, commission rate, a higher minimum of the own delegation. */
export function createEditValidatorHandler(parts: StakingParts): AnyMessageHandler {
  return messageHandler<MsgEditValidator, MsgEditValidatorResponse>({
    codec: MsgEditValidator,
    response: MsgEditValidatorResponse,
    aminoName: "cosmos-sdk/MsgEditValidator",
    signers: ({ validatorAddress }) => [accountOfOperator(validatorAddress)],
    checkStateless({ commissionRate, minSelfDelegation }) {
      checkDecText(commissionRate);
      checkIntegerText(minSelfDelegation);
    },
    handle(ctx, { validatorAddress, description, commissionRate, minSelfDelegation }) {
      const operator = requireOperator(ctx.chain, validatorAddress);
      if (description === undefined || isEmptyDescription(description)) throw sdkErrors.invalidRequest("empty description");
      const minimum = minSelfDelegation === "" ? undefined : BigInt(minSelfDelegation);
      if (minimum !== undefined && minimum <= 0n) {
        throw sdkErrors.invalidRequest("minimum self delegation must be a positive integer");
      }
      const rate = commissionRate === "" ? undefined : decOf(commissionRate);
      if (rate !== undefined) requireRate(ctx, rate);
      const validator = requireValidator(ctx, operator);
      const updated = updatedDescription(validator.stored.description, description);
      const commission = rate === undefined ? validator.stored.commission : changedCommission(ctx, validator.stored.commission, rate);
      if (rate !== undefined) parts.hooks.beforeValidatorModified(ctx, operator);
      const least = newMinimum(validator, minimum);
      setValidator(ctx, validator, { description: updated, commission, minSelfDelegation: least });
      ctx.emit(validatorEdited(commission, least));
      return {};
    },
  });
}

function requireRate(ctx: Context, rate: Dec): void {
  if (rate > DEC_ONE || rate < 0n) throw sdkErrors.invalidRequest("commission rate must be between 0 and 1 (inclusive)");
  const min = minCommissionRate(ctx);
  if (rate < min) {
    throw sdkErrors.invalidRequest(`commission rate cannot be less than the min commission rate ${decText(min)}`);
  }
}

function newMinimum({ stored, minSelfDelegation, tokens }: StakedValidator, minimum: bigint | undefined): string {
  if (minimum === undefined) return stored.minSelfDelegation;
  if (minimum <= minSelfDelegation) throw minSelfDelegationDecreased();
  if (minimum > tokens) throw selfDelegationBelowMinimum();
  return minimum.toString();
}
