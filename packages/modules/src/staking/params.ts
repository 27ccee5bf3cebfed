import type { Params } from "@openledger/messages/cosmos/staking/v1beta1";
import { decText, DEC_ONE } from "@openledger/primitives";
import { isDenom, unregisteredError } from "@openledger/state-machine";
import { durationNanos } from "../support/timestamps.ts";
import { decOf } from "./message-values.ts";

/** Three weeks, 100 validators, 7 entries, 10,000 headers, no least commission: the SDK's defaults. */
export function defaultStakingParams(bondDenom: string): Params {
  return {
    unbondingTime: { seconds: 1_814_400n, nanos: 0 },
    maxValidators: 100,
    maxEntries: 7,
    historicalEntries: 10_000,
    bondDenom,
    minCommissionRate: "0",
  };
}

/** Throws the SDK's errors, which have no code of their own. */
export function checkStakingParams(params: Params): void {
  const unbondingTime = durationNanos(params.unbondingTime);
  if (unbondingTime <= 0n) throw unregisteredError(`unbonding time must be positive: ${unbondingTime}`);
  if (params.maxValidators === 0) throw unregisteredError("max validators must be positive: 0");
  if (params.maxEntries === 0) throw unregisteredError("max entries must be positive: 0");
  if (params.bondDenom.trim() === "") throw unregisteredError("bond denom cannot be blank");
  if (!isDenom(params.bondDenom)) throw unregisteredError(`invalid denom: ${params.bondDenom.slice(0, 128)}`);
  const rate = decOf(params.minCommissionRate);
  if (rate < 0n) throw unregisteredError(`minimum commission rate cannot be negative: ${decText(rate)}`);
  if (rate > DEC_ONE) throw unregisteredError(`minimum commission rate cannot be greater than 100%: ${decText(rate)}`);
}
