import { BaseVestingAccount } from "@openledger/messages/cosmos/vesting/v1beta1";
import type { Coin } from "@openledger/messages/cosmos/base/v1beta1";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { storedVestingAccount, vestingAccountOf, type VestingAccount } from "../support/vesting-account.ts";
import { lockedCoins, trackDelegation, trackUndelegation, vestingCoins } from "./vesting-schedule.ts";

const coins = (fee: bigint, stake: bigint): Coin[] => [
  { denom: "fee", amount: String(fee) },
  { denom: "stake", amount: String(stake) },
];
const stake = (units: bigint): Coin[] => [{ denom: "stake", amount: String(units) }];
const DAY = 86_400n;
const hour = 3_600n;
const start = 1_700_000_000n;

/** The account of the SDK's own tests: 1000fee and 100stake over a day. */
function account(kind: VestingAccount["kind"], periods: VestingAccount["periods"] = []): VestingAccount {
  const base = BaseVestingAccount.create({ originalVesting: coins(1000n, 100n), endTime: start + DAY });
  return { kind, base, startTime: kind === "continuous" || kind === "periodic" ? start : 0n, periods };
}

describe("the SDK's published vesting examples", () => {
  test("a continuous account vests half of its coins in half of the time", () => {
    const vesting = account("continuous");
    expect(vestingCoins(vesting, start)).toEqual(coins(1000n, 100n));
    expect(vestingCoins(vesting, start + 12n * hour)).toEqual(coins(500n, 50n));
    expect(vestingCoins(vesting, start + DAY)).toEqual([]);
  });

  test("a delayed account vests everything at its end", () => {
    expect(vestingCoins(account("delayed"), start + DAY - 1n)).toEqual(coins(1000n, 100n));
    expect(vestingCoins(account("delayed"), start + DAY)).toEqual([]);
  });

  test("a permanently locked account never vests", () => {
    expect(vestingCoins(account("permanent"), start + 1000n * DAY)).toEqual(coins(1000n, 100n));
  });

  test("a periodic account vests when each period ends", () => {
    const vesting = account("periodic", [
      { length: 12n * hour, amount: coins(500n, 50n) },
      { length: 6n * hour, amount: coins(250n, 25n) },
      { length: 6n * hour, amount: coins(250n, 25n) },
    ]);
    expect(vestingCoins(vesting, start + 12n * hour - 1n)).toEqual(coins(1000n, 100n));
    expect(vestingCoins(vesting, start + 12n * hour)).toEqual(coins(500n, 50n));
    expect(vestingCoins(vesting, start + 18n * hour)).toEqual(coins(250n, 25n));
    expect(vestingCoins(vesting, start + DAY)).toEqual([]);
  });

  test("delegating at half time uses vesting coins first, and they come back last", () => {
    const half = start + 12n * hour;
    const all = trackDelegation(account("continuous"), half, stake(100n));
    expect(all.base).toMatchObject({ delegatedVesting: stake(50n), delegatedFree: stake(50n) });
    expect(lockedCoins(all, half)).toEqual([{ denom: "fee", amount: "500" }]);
    const back = trackUndelegation(trackUndelegation(all, stake(50n)), stake(25n));
    expect(back.base).toMatchObject({ delegatedVesting: stake(25n), delegatedFree: [] });
    expect(trackUndelegation(back, stake(40n)).base).toMatchObject({ delegatedVesting: [], delegatedFree: [] });
  });
});

test("every kind survives being stored", () => {
  for (const kind of ["continuous", "delayed", "periodic", "permanent"] as const) {
    const periods = kind === "periodic" ? [{ length: DAY, amount: coins(1000n, 100n) }] : [];
    const given = { ...account(kind, periods), base: { ...account(kind).base, baseAccount: { address: "open1x", accountNumber: 3n, sequence: 4n } } };
    expect(vestingAccountOf(storedVestingAccount(given))).toMatchObject(given);
  }
});

test("what is locked is never negative, never grows with time and is nothing at the end", () => {
  fc.assert(
    fc.property(fc.bigInt(0n, DAY), fc.bigInt(0n, DAY), fc.bigInt(1n, 100n), (a, b, delegated) => {
      const [early, late] = a < b ? [a, b] : [b, a];
      const vesting = trackDelegation(account("continuous"), start + early, stake(delegated));
      const at = (time: bigint): bigint => BigInt(lockedCoins(vesting, start + time).find(({ denom }) => denom === "stake")?.amount ?? "0");
      expect(at(early) >= at(late)).toBe(true);
      expect(at(early) + BigInt(vesting.base.delegatedVesting[0]?.amount ?? "0")).toBeLessThanOrEqual(100n);
      expect(at(DAY)).toBe(0n);
    }),
    { numRuns: 100 },
  );
});
