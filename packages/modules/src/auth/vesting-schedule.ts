/** What vests when, and what delegating does to it: x/auth/vesting/types/vesting_account.go of SDK 0.50. */
import type { Coin } from "@openledger/messages/cosmos/base/v1beta1";
import { assert, assertDefined } from "@openledger/primitives";
import { addCoins, smallerCoins, subtractCoins, sumCoins, unitsOfDenom } from "../support/coins.ts";
import type { VestingAccount } from "../support/vesting-account.ts";

/** One in 18-decimal fixed point. */
const ONE = 10n ** 18n;

/** Coins that are still vesting at `now`, in Unix seconds. */
export function vestingCoins(account: VestingAccount, now: bigint): readonly Coin[] {
  const { originalVesting } = account.base;
  return assertDefined(subtractCoins(originalVesting, vestedCoins(account, now)), "no more vests than there was");
}

/** Coins that cannot be spent at `now`: those still vesting that are not delegated. */
export function lockedCoins(account: VestingAccount, now: bigint): readonly Coin[] {
  const vesting = vestingCoins(account, now);
  const delegated = smallerCoins(vesting, account.base.delegatedVesting);
  return assertDefined(subtractCoins(vesting, delegated), "the smaller amount is not larger");
}

/**
 * Counts delegated coins first as vesting ones, then as free ones. `amount` is positive and the balances that it was
 * taken from covered it.
 */
export function trackDelegation(account: VestingAccount, now: bigint, amount: readonly Coin[]): VestingAccount {
  const vesting = vestingCoins(account, now);
  let { delegatedVesting, delegatedFree } = account.base;
  for (const { denom, amount: text } of amount) {
    const units = BigInt(text);
    const room = unitsOfDenom(vesting, denom) - unitsOfDenom(delegatedVesting, denom);
    const fromVesting = min(room > 0n ? room : 0n, units);
    delegatedVesting = [...addCoins(delegatedVesting, coinsOf(denom, fromVesting))];
    delegatedFree = [...addCoins(delegatedFree, coinsOf(denom, units - fromVesting))];
  }
  return { ...account, base: { ...account.base, delegatedVesting, delegatedFree } };
}

/**
 * Counts coins that come back as free ones first. A refund may exceed what was delegated, since staking rounds; the
 * excess is free.
 */
export function trackUndelegation(account: VestingAccount, amount: readonly Coin[]): VestingAccount {
  let { delegatedVesting, delegatedFree } = account.base;
  for (const { denom, amount: text } of amount) {
    const units = BigInt(text);
    const free = min(unitsOfDenom(delegatedFree, denom), units);
    const vesting = min(unitsOfDenom(delegatedVesting, denom), units - free);
    delegatedFree = without(delegatedFree, denom, free);
    delegatedVesting = without(delegatedVesting, denom, vesting);
  }
  return { ...account, base: { ...account.base, delegatedVesting, delegatedFree } };
}

function vestedCoins(account: VestingAccount, now: bigint): readonly Coin[] {
  const { endTime, originalVesting } = account.base;
  switch (account.kind) {
    case "permanent":
      return [];
    case "delayed":
      return now >= endTime ? originalVesting : [];
    case "continuous":
    case "periodic":
      if (now <= account.startTime) return [];
      if (now >= endTime) return originalVesting;
      return account.kind === "continuous" ? continuouslyVested(account, now) : periodicallyVested(account, now);
  }
}

function continuouslyVested({ base, startTime }: VestingAccount, now: bigint): readonly Coin[] {
  // The SDK's Dec.Quo: 36 decimals cut off, then 18 rounded.
  const part = roundedToEven(((now - startTime) * ONE * ONE) / (base.endTime - startTime), ONE);
  return base.originalVesting.map(({ denom, amount }) => {
    const units = roundedToEven(BigInt(amount) * part, ONE);
    return { denom, amount: String(units) };
  });
}

/** value / divisor of non-negative numbers, to the nearest integer, halves to the even one. */
function roundedToEven(value: bigint, divisor: bigint): bigint {
  const down = value / divisor;
  const twice = 2n * (value % divisor);
  return twice > divisor || (twice === divisor && down % 2n === 1n) ? down + 1n : down;
}

function periodicallyVested({ periods, startTime }: VestingAccount, now: bigint): readonly Coin[] {
  const vested: (readonly Coin[])[] = [];
  let begin = startTime;
  for (const { length, amount } of periods) {
    if (now - begin < length) break;
    vested.push(amount);
    begin += length;
  }
  return sumCoins(vested);
}

function coinsOf(denom: string, units: bigint): readonly Coin[] {
  assert(units >= 0n, "a tracked amount is not negative");
  return [{ denom, amount: String(units) }];
}

function without(coins: readonly Coin[], denom: string, units: bigint): Coin[] {
  return [...assertDefined(subtractCoins(coins, coinsOf(denom, units)), "no more is taken than there is")];
}

function min(a: bigint, b: bigint): bigint {
  return a < b ? a : b;
}
