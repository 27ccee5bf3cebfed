import { sdkErrors, type Context } from "@openledger/state-machine";
import type { StakingBank } from "./expected-keepers.ts";
import { BONDED_POOL, NOT_BONDED_POOL, poolBalance } from "./pools.ts";
import { powerOf } from "./validators.ts";

/** Validators that a set may have: CometBFT's MaxVotesCount. */
export const VALIDATORS_MAX = 10_000;
/** Half of CometBFT's MaxTotalVotingPower, (2^63 - 1) / 8: what validators of great power may have together. */
const GREAT_POWERS_MAX = ((1n << 63n) - 1n) / 16n;
/** Up to this power {@link VALIDATORS_MAX} validators have no more than the other half together. */
const SMALL_POWER_MAX = GREAT_POWERS_MAX / BigInt(VALIDATORS_MAX);

/**
 * Throws the SDK's invalid-request error where a validator that comes to `tokens` units could lift the power of a set
 * above CometBFT's limit. The pools hold the units already. They are read for great powers only, so that delegating
 * costs as much gas as in the SDK.
 */
export function requirePowerWithinLimit(bank: StakingBank, ctx: Context, tokens: bigint): void {
  if (powerOf(tokens) <= SMALL_POWER_MAX) return;
  const power = powerOf(poolBalance(bank, ctx, BONDED_POOL) + poolBalance(bank, ctx, NOT_BONDED_POOL));
  if (power > GREAT_POWERS_MAX) {
    throw sdkErrors.invalidRequest(`all stakes would have a power of ${power}, delegate so that it stays within ${GREAT_POWERS_MAX}`);
  }
}

/** True when validators with these units have a power that CometBFT takes, whoever else delegates to small ones. */
export function isPowerWithinLimit(tokens: readonly bigint[]): boolean {
  const great = tokens.map(powerOf).filter((power) => power > SMALL_POWER_MAX);
  return great.reduce((sum, power) => sum + power, 0n) <= GREAT_POWERS_MAX;
}
