import { createNodeCrypto } from "@openledger/crypto";
import { expect, test } from "vitest";
import { openWashWorld, PRICE_PER_CALL, type WashRound } from "./wash-world.ts";

const crypto = createNodeCrypto();
/** Bond of the offer, and ten calls with their opening fee. */
const DEPOSIT = PRICE_PER_CALL * 20n + PRICE_PER_CALL * 10n + 1_000n;
/** Less each round, since each round leaves less. */
const CALLS = [10, 8, 6] as const;
const units = (text: string | undefined): bigint => BigInt(text ?? "0");

test.each([0, 30, 100])("whoever buys from itself ends poorer each round and is internal from the second, with %i of 100 parts of the stake", (stakePercent) => {
  const world = openWashWorld({ crypto, stakePercent, deposit: DEPOSIT });
  const rounds: WashRound[] = CALLS.map((calls) => world.round(calls));
  for (const [i, { before, after, toOthers, toTreasury, demand }] of rounds.entries()) {
    const cost = PRICE_PER_CALL * BigInt(CALLS[i] ?? 0) + 1_000n;
    // Treasury and burn have 5 % of what was paid, whoever holds the stake; what stakers of others get comes on top.
    expect(toTreasury).toBeGreaterThanOrEqual((cost * 500n) / 10_000n);
    expect(before - after).toBe(toOthers);
    expect(before - after).toBeGreaterThanOrEqual(toTreasury);
    const lost = (cost * (500n + BigInt(10 * (100 - stakePercent)))) / 10_000n;
    expect(before - after).toBeGreaterThanOrEqual(lost - 2n);
    expect([demand.holds, units(demand.total?.externalDemand) <= units(demand.total?.entered)]).toEqual([true, true]);
  }
  const [first, ...later] = rounds.map(({ demand: { total } }) => units(total?.externalDemand));
  expect(first).toBe(PRICE_PER_CALL * 10n + 1_000n);
  expect(later).toEqual([first, first]);
  expect(units(rounds[2]?.demand.total?.internalDemand)).toBe(PRICE_PER_CALL * 14n + 2_000n);
  expect(rounds[2]?.demand.says).toBe(`${DEPOSIT} entered = 0 held + 0 in sessions + ${first} spent on answers + ${PRICE_PER_CALL * 20n} retired + 0 left`);
  expect(world.chain.machine.invariants()).toEqual([]);
});

test("a loop through the gate looks external, shows each turn in entered and left, and pays the split each turn", () => {
  const world = openWashWorld({ crypto, stakePercent: 100, deposit: DEPOSIT });
  let [entered, left, external] = [DEPOSIT, 0n, 0n];
  for (const calls of CALLS) {
    const { before, after, toTreasury, demand } = world.round(calls);
    external += PRICE_PER_CALL * BigInt(calls) + 1_000n;
    expect(before - after).toBeGreaterThanOrEqual(toTreasury);
    expect(demand.total).toMatchObject({ entered: String(entered), left: String(left), externalDemand: String(external) });
    const taken = world.wealth();
    world.throughGate();
    [entered, left] = [entered + taken, left + taken];
    expect(world.demand()).toMatchObject({ total: { entered: String(entered), left: String(left) }, externalHeld: String(taken), holds: true });
  }
  expect(external).toBeLessThanOrEqual(entered);
  expect(world.chain.machine.invariants()).toEqual([]);
});
