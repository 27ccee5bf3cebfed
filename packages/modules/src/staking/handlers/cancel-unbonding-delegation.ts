import {
  BondStatus,
  MsgCancelUnbondingDelegation,
  MsgCancelUnbondingDelegationResponse,
} from "@openledger/messages/cosmos/staking/v1beta1";
import { messageHandler, sdkErrors, unregisteredError, type AnyMessageHandler } from "@openledger/state-machine";
import { nanosOf } from "../../support/timestamps.ts";
import { delegate } from "../delegations.ts";
import { validatorJailed } from "../errors.ts";
import { unbondingCancelled } from "../events.ts";
import { checkCoinText, requireBondDenom, requireDelegator, requireOperator, requirePositive } from "../message-values.ts";
import type { StakingParts } from "../parts.ts";
import { getUnbonding, plus, setUnbonding } from "../unbondings.ts";
import { requireExchangeRate, requireValidator } from "../validators.ts";

/** MsgCancelUnbondingDelegation: units of one unbonding entry are delegated again. */
export function createCancelUnbondingHandler(parts: StakingParts): AnyMessageHandler {
  return messageHandler<MsgCancelUnbondingDelegation, MsgCancelUnbondingDelegationResponse>({
    codec: MsgCancelUnbondingDelegation,
    response: MsgCancelUnbondingDelegationResponse,
    aminoName: "cosmos-sdk/MsgCancelUnbondingDelegation",
    signers: ({ delegatorAddress }) => [delegatorAddress],
    checkStateless: ({ amount }) => checkCoinText(amount),
    handle(ctx, { delegatorAddress, validatorAddress, amount, creationHeight }) {
      const operator = requireOperator(ctx.chain, validatorAddress);
      const delegator = requireDelegator(ctx.chain, delegatorAddress);
      const units = requirePositive(amount, "invalid amount");
      if (creationHeight <= 0n) throw sdkErrors.invalidRequest("invalid height");
      const coin = requireBondDenom(ctx, amount);
      const validator = requireValidator(ctx, operator);
      requireExchangeRate(validator);
      if (validator.jailed) throw validatorJailed();
      const entries = getUnbonding(ctx, delegator, operator)?.entries;
      if (entries === undefined) throw notFound(delegatorAddress, validatorAddress);
      const entry = entries.find((candidate) => candidate.creationHeight === creationHeight);
      if (entry === undefined) {
        throw sdkErrors.notFound(`unbonding delegation entry is not found at block height ${creationHeight}`);
      }
      if (BigInt(entry.balance) < units) {
        throw sdkErrors.invalidRequest("amount is greater than the unbonding delegation entry balance");
      }
      if (nanosOf(entry.completionTime) < ctx.block.time) {
        throw sdkErrors.invalidRequest("unbonding delegation is already processed");
      }
      delegate(parts, ctx, delegator, units, BondStatus.BOND_STATUS_UNBONDING, validator);
      const left = entries.map((candidate) => (candidate === entry ? plus(entry, -units) : candidate));
      setUnbonding(ctx, delegator, operator, left.filter((rest, i) => entries[i] !== entry || rest.balance !== "0"));
      ctx.emit(unbondingCancelled(coin, validatorAddress, delegatorAddress, creationHeight));
      return {};
    },
  });
}

/** The SDK gives a gRPC status here, which has no code of its own. */
function notFound(delegator: string, validator: string): Error {
  return unregisteredError(
    `rpc error: code = NotFound desc = unbonding delegation with delegator ${delegator} not found for validator ${validator}`,
  );
}
