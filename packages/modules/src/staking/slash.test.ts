import { MsgBeginRedelegate, MsgDelegate, MsgUndelegate } from "@openledger/messages/cosmos/staking/v1beta1";
import { assertDefined, decText, decWithPrecision, type Dec } from "@openledger/primitives";
import { expect, test } from "vitest";
import { accountOf, consensusAddressOf, createStakingWorld, operatorOf, person, stake, type StakingWorld } from "../support/staking-world.fixture.ts";
import { getRedelegation } from "./redelegations.ts";
import { getUnbonding } from "./unbondings.ts";

const MILLION = 1_000_000n;
const HALF = decWithPrecision(5n, 1);

/** Validators 1 and 2 with ten million units each; person 3 has delegated `units` more to the first. */
function world(units: bigint, fractions: Dec[] = []): StakingWorld {
  const it = createStakingWorld({ people: 3, hooks: [{ beforeValidatorSlashed: (_ctx, _operator, fraction) => void fractions.push(fraction) }] });
  it.createValidator(1, 10n * MILLION);
  it.createValidator(2, 10n * MILLION);
  it.deliver(MsgDelegate, { delegatorAddress: accountOf(3), validatorAddress: operatorOf(1), amount: stake(units) });
  it.nextBlock();
  return it;
}

const tokens = (it: StakingWorld, n: number): bigint => assertDefined(it.staking.validator(it.ctx, person(n)), "is there").tokens;
const supply = (it: StakingWorld): bigint => it.bank.supply(it.ctx, "ustake");
const undelegate = (it: StakingWorld, of: number, units: bigint): unknown =>
  it.deliver(MsgUndelegate, { delegatorAddress: accountOf(3), validatorAddress: operatorOf(of), amount: stake(units) });
const slash = (it: StakingWorld, height: bigint, power = 10n, fraction = HALF): bigint =>
  it.staking.slash(it.ctx, consensusAddressOf(1), height, power, fraction);

// TestSlashWithUnbondingDelegation of x/staking: 10 power at the infraction, 4 of it unbonding since.
test("an unbonding is slashed first, and never below nothing", () => {
  const fractions: Dec[] = [];
  const it = world(4n * MILLION, fractions);
  it.nextBlock();
  undelegate(it, 1, 4n * MILLION);
  it.nextBlock();
  const unbonding = () => getUnbonding(it.ctx, person(3), person(1))?.entries[0]?.balance;
  const before = supply(it);
  // 5 is due: 2 from the unbonding, 3 from the validator.
  expect(slash(it, 2n)).toBe(3n * MILLION);
  expect([unbonding(), tokens(it, 1)]).toEqual(["2000000", 7n * MILLION]);
  expect(slash(it, 2n)).toBe(3n * MILLION);
  expect([unbonding(), tokens(it, 1)]).toEqual(["0", 4n * MILLION]);
  expect(slash(it, 2n)).toBe(3n * MILLION);
  expect([unbonding(), tokens(it, 1)]).toEqual(["0", MILLION]);
  // Only one is left of the three that are due.
  expect(slash(it, 2n)).toBe(MILLION);
  expect(tokens(it, 1)).toBe(0n);
  expect(before - supply(it)).toBe(14n * MILLION);
  expect(fractions.map(decText)).toEqual(["0.300000000000000000", "0.428571428571428572", "0.750000000000000000", "1.000000000000000000"]);
  expect(it.attempt(MsgDelegate, { delegatorAddress: accountOf(3), validatorAddress: operatorOf(1), amount: stake(1n) })).toBe("staking/34");
  it.nextBlock();
  expect(it.broken()).toEqual([]);
});

test("what began to unbond before the infraction is not slashed for it", () => {
  const it = world(4n * MILLION);
  undelegate(it, 1, 4n * MILLION);
  it.nextBlock();
  it.nextBlock();
  expect(slash(it, it.ctx.block.height - 1n)).toBe(5n * MILLION);
  expect(getUnbonding(it.ctx, person(3), person(1))?.entries[0]?.balance).toBe("4000000");
});

test("at the present height nothing that left is looked at", () => {
  const it = world(4n * MILLION);
  undelegate(it, 1, 4n * MILLION);
  expect(slash(it, it.ctx.block.height)).toBe(5n * MILLION);
  expect(it.broken()).toEqual([]);
});

// TestSlashWithRedelegation: 10 power at the infraction, 6 of it redelegated since.
test("a redelegation is slashed at the validator that it went to", () => {
  const it = world(6n * MILLION);
  it.nextBlock();
  it.deliver(MsgBeginRedelegate, {
    delegatorAddress: accountOf(3),
    validatorSrcAddress: operatorOf(1),
    validatorDstAddress: operatorOf(2),
    amount: stake(6n * MILLION),
  });
  it.nextBlock();
  // 5 is due: 3 from the redelegation, 2 from the validator.
  expect(slash(it, 2n)).toBe(2n * MILLION);
  expect([tokens(it, 1), tokens(it, 2)]).toEqual([8n * MILLION, 13n * MILLION]);
  expect(getRedelegation(it.ctx, { delegator: person(3), source: person(1), destination: person(2) })?.entries[0]?.initialBalance).toBe("6000000");
  expect(slash(it, 2n)).toBe(2n * MILLION);
  expect([tokens(it, 1), tokens(it, 2)]).toEqual([6n * MILLION, 10n * MILLION]);
  expect(it.staking.delegation(it.ctx, person(3), person(2))).toBeUndefined();
  it.nextBlock();
  expect(it.broken()).toEqual([]);
});

test("redelegated stake that unbonds from its new validator is taken there", () => {
  const it = world(6n * MILLION);
  it.nextBlock();
  it.deliver(MsgBeginRedelegate, {
    delegatorAddress: accountOf(3),
    validatorSrcAddress: operatorOf(1),
    validatorDstAddress: operatorOf(2),
    amount: stake(6n * MILLION),
  });
  undelegate(it, 2, 6n * MILLION);
  it.nextBlock();
  expect(slash(it, 2n)).toBe(2n * MILLION);
  expect(getUnbonding(it.ctx, person(3), person(2))?.entries[0]?.balance).toBe("3000000");
  expect(tokens(it, 2)).toBe(10n * MILLION);
  expect(it.broken()).toEqual([]);
});

test("mature unbondings and unknown validators are out of reach", () => {
  const it = world(4n * MILLION);
  undelegate(it, 1, 4n * MILLION);
  it.nextBlock({ seconds: 21n * 86_400n });
  expect(slash(it, 1n)).toBe(5n * MILLION);
  expect(it.staking.slash(it.ctx, consensusAddressOf(9), 1n, 10n, HALF)).toBe(0n);
  expect(() => slash(it, it.ctx.block.height + 1n)).toThrow(/future/);
});
