import type { Params } from "@openledger/messages/cosmos/staking/v1beta1";
import { decText, DEC_ONE } from "@openledger/primitives";
import { isDenom, unregisteredError } from "@openledger/state-machine";
import { positiveDurationProblem } from "../support/durations.ts";
import { decOf } from "./message-values.ts";
import { VALIDATORS_MAX } from "./power-limit.ts";

/** Entries that one delegator's unbonding from one validator may have: each one is read with all others. */
const ENTRIES_MAX = 1_000;
/** The SDK's default. Each entry holds every bonded validator with its whole description. */
const HISTORICAL_ENTRIES_MAX = 10_000;

/**
 * Three weeks, 100 validators, 7 entries, no least commission: the SDK's defaults. Of headers it keeps 100 and not
 * 10,000: 60 validators with long descriptions would grow the state by a quarter of a megabyte with each of them.
 */
export function defaultStakingParams(bondDenom: string): Params {
  return {
    unbondingTime: { seconds: 1_814_400n, nanos: 0 },
    maxValidators: 100,
    maxEntries: 7,
    historicalEntries: 100,
    bondDenom,
    minCommissionRate: "0",
  };
}

/** Throws the SDK's errors, which have no code of their own, also for numbers that no chain could bear. */
export function checkStakingParams(params: Params): void {
  const problem = positiveDurationProblem(params.unbondingTime, "unbonding time");
  if (problem !== undefined) throw unregisteredError(problem);
  if (params.maxValidators === 0) throw unregisteredError("max validators must be positive: 0");
  if (params.maxEntries === 0) throw unregisteredError("max entries must be positive: 0");
  requireAtMost(params.maxValidators, VALIDATORS_MAX, "max validators");
  requireAtMost(params.maxEntries, ENTRIES_MAX, "max entries");
  requireAtMost(params.historicalEntries, HISTORICAL_ENTRIES_MAX, "historical entries");
  if (params.bondDenom.trim() === "") throw unregisteredError("bond denom cannot be blank");
  if (!isDenom(params.bondDenom)) throw unregisteredError(`invalid denom: ${params.bondDenom.slice(0, 128)}`);
  const rate = decOf(params.minCommissionRate);
  if (rate < 0n) throw unregisteredError(`minimum commission rate cannot be negative: ${decText(rate)}`);
  if (rate > DEC_ONE) throw unregisteredError(`minimum commission rate cannot be greater than 100%: ${decText(rate)}`);
}

function requireAtMost(value: number, most: number, what: string): void {
  if (value > most) throw unregisteredError(`${what} cannot be more than ${most}: ${value}`);
}
