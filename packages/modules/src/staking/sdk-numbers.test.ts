/** Numbers that the tests of Cosmos SDK 0.50.15 publish for x/staking, each under the name of its test there. */
import { packAny } from "@openledger/messages";
import { PubKey } from "@openledger/messages/cosmos/crypto/ed25519";
import { BondStatus, MsgBeginRedelegate, MsgCreateValidator, MsgDelegate, MsgEditValidator, MsgUndelegate } from "@openledger/messages/cosmos/staking/v1beta1";
import { assertDefined, decAtomics, decFromInt, decQuo, decTruncateInt, parseDec, type Dec } from "@openledger/primitives";
import { describe, expect, test } from "vitest";
import { accountOf, consensusAddressOf, consensusKeyOf, createStakingWorld, operatorOf, person, stake, type StakingWorld } from "../support/staking-world.fixture.ts";
import type { StakedValidator } from "../support/staking.ts";
import { accountText } from "../support/validator-addresses.ts";
import { getRedelegation } from "./redelegations.ts";
import { getUnbonding } from "./unbondings.ts";
import { addTokens, powerOf, removeShares, setValidator, sharesFromTokens, tokensFromShares } from "./validators.ts";

const MILLION = 1_000_000n;
const THREE_WEEKS = 21n * 86_400n;
const { BOND_STATUS_BONDED, BOND_STATUS_UNBONDED, BOND_STATUS_UNBONDING } = BondStatus;

const validatorOf = (it: StakingWorld, n: number) => assertDefined(it.staking.validator(it.ctx, person(n)), `no validator ${n}`);
const balance = (it: StakingWorld, n: number): bigint => it.bank.balance(it.ctx, accountText(it.ctx.chain, person(n)), "ustake");
const pair = (n: number, of: number, units: bigint) => ({ delegatorAddress: accountOf(n), validatorAddress: operatorOf(of), amount: stake(units) });
const dec = (text: string): Dec => assertDefined(parseDec(text), `${text} is no number`);
const atomics = (text: string): string => decAtomics(dec(text));
const rates = (rate: string, maxRate: string, maxChangeRate: string) => ({ rate: atomics(rate), maxRate: atomics(maxRate), maxChangeRate: atomics(maxChangeRate) });
const edit = (it: StakingWorld, n: number, rate: string): string =>
  it.attempt(MsgEditValidator, { validatorAddress: operatorOf(n), description: { moniker: "x" }, commissionRate: atomics(rate), minSelfDelegation: "" });
const create = (it: StakingWorld, n: number, commission: ReturnType<typeof rates>, minSelfDelegation = "1", units = 10n * MILLION): string =>
  it.attempt(MsgCreateValidator, {
    ...{ description: { moniker: "x" }, commission, minSelfDelegation, validatorAddress: operatorOf(n), value: stake(units) },
    pubkey: packAny(PubKey, { key: consensusKeyOf(n) }),
  });

describe("commission", () => {
  // types/commission_test.go TestCommissionValidate, types/validator_test.go TestValidatorSetInitialCommission.
  test.each<[string, string, string, string]>([
    ["0", "-1.00", "0", "staking/9"],
    ["0", "2.00", "0", "staking/10"],
    ["-1.00", "0", "0", "staking/9"],
    ["0.75", "0.50", "0", "staking/11"],
    ["1", "1", "-1.00", "staking/13"],
    ["1", "0.75", "0.90", "staking/11"],
    ["0.20", "1", "0.10", "ok"],
    ["0", "0", "0", "ok"],
    ["0", "-0.1", "0", "staking/9"],
    ["0", "15000000000", "0", "staking/10"],
    ["-0.1", "0", "0", "staking/9"],
    ["0.2", "0.1", "0", "staking/11"],
    ["0", "0", "-0.1", "staking/13"],
    ["0", "0.1", "0.2", "staking/14"],
  ])("a rate of %s of at most %s, changing by %s, gives %s", (rate, max, change, code) => {
    expect(create(createStakingWorld({ people: 1 }), 1, rates(rate, max, change))).toBe(code);
  });

  // types/commission_test.go TestCommissionValidateNewRate: 0.40 of at most 0.80, changing by 0.10.
  test.each<[string, bigint, string]>([
    ["0.50", 0n, "staking/12"],
    ["-1.00", 48n, "sdk/18"],
    ["0.90", 48n, "staking/11"],
    ["0.60", 48n, "staking/15"],
    ["0.50", 48n, "ok"],
    ["0.10", 48n, "ok"],
  ])("a new rate of %s after %s hours gives %s", (rate, hours, code) => {
    const it = createStakingWorld({ people: 1 });
    expect(create(it, 1, rates("0.40", "0.80", "0.10"))).toBe("ok");
    if (hours > 0n) it.nextBlock({ seconds: hours * 3_600n });
    expect(edit(it, 1, rate)).toBe(code);
  });

  // keeper/validator_test.go TestUpdateValidatorCommission: a minimum of 0.05; 0.1 of at most 0.3, changing by 0.1.
  test.each<[number, string, string]>([
    [1, "0", "sdk/18"],
    [2, "-0.1", "sdk/18"],
    [2, "0.4", "staking/11"],
    [2, "0.3", "staking/15"],
    [2, "0.01", "sdk/18"],
    [2, "0.2", "ok"],
    [1, "0.2", "staking/12"],
  ])("under a minimum of 0.05, validator %i may set %s: %s", (n, rate, code) => {
    const it = createStakingWorld({ people: 2, staking: { params: { min_commission_rate: "0.050000000000000000" } } });
    expect(create(it, 2, rates("0.1", "0.3", "0.1"))).toBe("ok");
    it.nextBlock({ seconds: 23n * 3_600n });
    expect(create(it, 1, rates("0.1", "0.3", "0.1"))).toBe("ok");
    it.nextBlock({ seconds: 3_600n });
    expect(edit(it, n, rate)).toBe(code);
    if (code !== "ok") return;
    const { commissionRate, stored } = validatorOf(it, n);
    expect([commissionRate, stored.commission?.updateTime?.seconds]).toEqual([dec(rate), it.ctx.block.time / 1_000_000_000n]);
    expect(create(it, 1, rates("0.04", "0.3", "0.1"))).toBe("staking/40");
  });
});

describe("shares", () => {
  /** A validator record with these tokens and shares, as the SDK's mkValidator. */
  function withShares(tokens: bigint, delegatorShares: Dec): { readonly it: StakingWorld; readonly validator: StakedValidator } {
    const it = createStakingWorld({ people: 1 });
    it.createValidator(1, 1n);
    return { it, validator: setValidator(it.ctx, validatorOf(it, 1), { tokens, delegatorShares }) };
  }

  test("TestShareTokens: shares are worth their part of the tokens", () => {
    const { validator } = withShares(100n, decFromInt(100n));
    expect(tokensFromShares(validator, decFromInt(50n))).toBe(decFromInt(50n));
    const halved = { ...validator, tokens: 50n };
    expect([50n, 10n].map((shares) => tokensFromShares(halved, decFromInt(shares)))).toEqual([25n, 5n].map(decFromInt));
  });

  test("TestRemoveDelShares: what 10 of 100 and 29 of 115 shares take along", () => {
    const even = withShares(100n, decFromInt(100n));
    const { changed, units } = removeShares(even.it.ctx, even.validator, decFromInt(10n));
    expect([units, changed.tokens, changed.delegatorShares]).toEqual([10n, 90n, decFromInt(90n)]);
    const odd = withShares(5_102n, decFromInt(115n));
    expect(removeShares(odd.it.ctx, odd.validator, decFromInt(29n)).units).toBe(1_286n);
  });

  test("TestAddTokensFromDel and TestPossibleOverflow: what 6, 3 and 71 units buy", () => {
    const fresh = withShares(0n, decFromInt(0n));
    expect(addTokens(fresh.it.ctx, fresh.validator, 6n)).toBe(decFromInt(6n));
    expect(addTokens(fresh.it.ctx, validatorOf(fresh.it, 1), 3n)).toBe(decFromInt(3n));
    expect([validatorOf(fresh.it, 1).tokens, validatorOf(fresh.it, 1).delegatorShares]).toEqual([9n, decFromInt(9n)]);
    const thin = decQuo(decFromInt(391_432_570_689_183_511n), decFromInt(40_113_011_844_664n));
    const { it, validator } = withShares(2_159n, thin);
    const bought = addTokens(it.ctx, validator, 71n);
    expect(bought).toBe(sharesFromTokens(validator, 71n));
    expect([decTruncateInt(bought), validatorOf(it, 1).tokens]).toEqual([320n, 2_230n]);
  });

  test("TestTokensToConsensusPower: a unit less than a million has no power", () => {
    expect([powerOf(MILLION - 1n), powerOf(MILLION)]).toEqual([0n, 1n]);
  });
});

describe("unbonding", () => {
  /** Validator 1 with 10 of its own and 10 of person 2, bonded. */
  function world(minSelfDelegation = "1"): StakingWorld {
    const it = createStakingWorld({ people: 3, distribution: {} });
    expect(create(it, 1, rates("0.1", "0.2", "0.01"), minSelfDelegation)).toBe("ok");
    it.deliver(MsgDelegate, pair(2, 1, 10n * MILLION));
    it.nextBlock();
    return it;
  }

  test("TestUnbondDelegation: 6 of 10 leave 4", () => {
    const it = world();
    it.deliver(MsgUndelegate, pair(2, 1, 6n * MILLION));
    expect(it.staking.delegation(it.ctx, person(2), person(1))?.shares).toBe(decFromInt(4n * MILLION));
    expect(validatorOf(it, 1).tokens).toBe(14n * MILLION);
  });

  test("TestUndelegateSelfDelegationBelowMinSelfDelegation: 4 of its own below its minimum of 10", () => {
    const it = world("10000000");
    it.deliver(MsgUndelegate, pair(1, 1, 6n * MILLION));
    it.nextBlock();
    expect(validatorOf(it, 1)).toMatchObject({ tokens: 14n * MILLION, status: BOND_STATUS_UNBONDING, jailed: true });
    expect(it.broken()).toEqual([]);
  });

  test("TestUndelegateFromUnbondingValidator: who leaves then waits as long as everybody", () => {
    const it = world();
    it.deliver(MsgUndelegate, pair(1, 1, 10n * MILLION));
    const [heightOfEnd, timeOfEnd] = [it.ctx.block.height, it.ctx.block.time];
    it.nextBlock();
    const { unbondingHeight, unbondingTime } = validatorOf(it, 1);
    expect([unbondingHeight, unbondingTime]).toEqual([heightOfEnd, timeOfEnd + THREE_WEEKS * 1_000_000_000n]);
    it.nextBlock({ seconds: 600n });
    const { height, time } = it.ctx.block;
    it.deliver(MsgUndelegate, pair(2, 1, 6n * MILLION));
    const entry = getUnbonding(it.ctx, person(2), person(1))?.entries[0];
    expect([entry?.creationHeight, entry?.completionTime?.seconds]).toEqual([height, time / 1_000_000_000n + THREE_WEEKS]);
    expect(entry?.balance).toBe("6000000");
  });

  test("TestUndelegateFromUnbondedValidator: 6 and 4 leave, and the validator is gone at once", () => {
    const it = world();
    it.deliver(MsgUndelegate, pair(1, 1, 10n * MILLION));
    it.nextBlock({ seconds: THREE_WEEKS });
    it.nextBlock();
    expect(validatorOf(it, 1).status).toBe(BOND_STATUS_UNBONDED);
    it.deliver(MsgUndelegate, pair(2, 1, 6n * MILLION));
    it.deliver(MsgUndelegate, pair(2, 1, 4n * MILLION));
    expect([balance(it, 2), it.staking.validator(it.ctx, person(1))]).toEqual([990n * MILLION, undefined]);
    it.nextBlock({ seconds: THREE_WEEKS });
    it.nextBlock();
    expect(balance(it, 2)).toBe(1_000n * MILLION);
    expect(it.broken()).toEqual([]);
  });

  test("TestUnbondingAllDelegationFromValidator: an empty validator stays until it has unbonded", () => {
    const it = world();
    it.deliver(MsgUndelegate, pair(1, 1, 10n * MILLION));
    it.nextBlock();
    it.deliver(MsgUndelegate, pair(2, 1, 10n * MILLION));
    expect(validatorOf(it, 1)).toMatchObject({ status: BOND_STATUS_UNBONDING, tokens: 0n, delegatorShares: 0n });
    it.nextBlock({ seconds: THREE_WEEKS });
    it.nextBlock();
    expect(it.staking.validator(it.ctx, person(1))).toBeUndefined();
    expect([balance(it, 1), balance(it, 2)]).toEqual([1_000n * MILLION, 1_000n * MILLION]);
    expect(it.broken()).toEqual([]);
  });
});

describe("redelegation", () => {
  /** Validators 1 and 2 with 10 of their own each, 10 of person 3 with the first. */
  function world(): StakingWorld {
    const it = createStakingWorld({ people: 3, distribution: {} });
    for (const n of [1, 2]) it.createValidator(n, 10n * MILLION);
    it.deliver(MsgDelegate, pair(3, 1, 10n * MILLION));
    it.nextBlock();
    return it;
  }
  const move = (it: StakingWorld, units: bigint): string => {
    const route = { delegatorAddress: accountOf(3), validatorSrcAddress: operatorOf(1), validatorDstAddress: operatorOf(2) };
    return it.attempt(MsgBeginRedelegate, { ...route, amount: stake(units) });
  };
  const entriesOf = (it: StakingWorld) => getRedelegation(it.ctx, { delegator: person(3), source: person(1), destination: person(2) })?.entries ?? [];

  test("TestRedelegationMaxEntries: seven at once, and one more when the first has completed", () => {
    const it = world();
    for (let i = 0; i < 7; i++) {
      expect(move(it, 10n)).toBe("ok");
      it.nextBlock();
    }
    expect([entriesOf(it).length, move(it, 10n)]).toEqual([7, "staking/33"]);
    it.nextBlock({ seconds: THREE_WEEKS - 30n });
    it.nextBlock();
    expect(move(it, 10n)).toBe("ok");
    expect(it.broken()).toEqual([]);
  });

  test("TestRedelegateFromUnbondingValidator: the validator's own beginning counts", () => {
    const it = world();
    it.deliver(MsgUndelegate, pair(1, 1, 10n * MILLION));
    it.nextBlock();
    const { unbondingHeight, unbondingTime } = validatorOf(it, 1);
    it.nextBlock({ seconds: 600n });
    expect(move(it, 6n * MILLION)).toBe("ok");
    const [entry] = entriesOf(it);
    expect([entry?.creationHeight, entry?.completionTime?.seconds]).toEqual([unbondingHeight, unbondingTime / 1_000_000_000n]);
    expect(entry?.initialBalance).toBe("6000000");
    it.nextBlock();
    expect(it.broken()).toEqual([]);
  });

  test("TestRedelegateFromUnbondedValidator: complete at once, without a record", () => {
    const it = world();
    it.deliver(MsgUndelegate, pair(1, 1, 10n * MILLION));
    it.nextBlock({ seconds: THREE_WEEKS });
    it.nextBlock();
    expect(validatorOf(it, 1).status).toBe(BOND_STATUS_UNBONDED);
    expect([move(it, 6n * MILLION), entriesOf(it)]).toEqual(["ok", []]);
    expect(it.staking.delegation(it.ctx, person(3), person(2))?.shares).toBe(decFromInt(6n * MILLION));
    it.nextBlock();
    expect(it.broken()).toEqual([]);
  });
});

test("TestApplyAndReturnValidatorSetUpdatesPowerDecrease: 100 and 100 become 80 and 70", () => {
  const it = createStakingWorld({ people: 2 });
  for (const n of [1, 2]) it.createValidator(n, 100n * MILLION);
  it.nextBlock();
  it.deliver(MsgUndelegate, pair(1, 1, 20n * MILLION));
  it.deliver(MsgUndelegate, pair(2, 2, 30n * MILLION));
  it.nextBlock();
  expect(it.modules.flatMap((module) => module.validatorUpdates?.(it.queryContext) ?? [])).toEqual([
    { publicKey: consensusKeyOf(1), power: 80n },
    { publicKey: consensusKeyOf(2), power: 70n },
  ]);
});

// x/slashing/keeper/slash_redelegation_test.go.
test("TestSlashRedelegation: redelegating and then leaving is no way out of a slash of nine tenths", () => {
  const it = createStakingWorld({ people: 4, distribution: {} });
  const [evil, good, first, second] = [1, 2, 3, 4];
  for (const n of [evil, good]) expect(create(it, n, rates("0.5", "0.5", "0"))).toBe("ok");
  it.nextBlock();
  for (const n of [first, second]) it.deliver(MsgDelegate, pair(n, evil, 10n * MILLION));
  it.nextBlock();
  const power = powerOf(validatorOf(it, evil).tokens);
  const route = { delegatorAddress: accountOf(first), validatorSrcAddress: operatorOf(evil), validatorDstAddress: operatorOf(good) };
  it.deliver(MsgBeginRedelegate, { ...route, amount: stake(10n * MILLION) });
  it.deliver(MsgUndelegate, pair(first, good, 10n * MILLION));
  it.deliver(MsgUndelegate, pair(second, evil, 10n * MILLION));
  const infraction = it.ctx.block.height - 1n;
  it.nextBlock();
  it.staking.slash(it.ctx, consensusAddressOf(evil), infraction, power, dec("0.9"));
  expect([power, validatorOf(it, evil).tokens, validatorOf(it, good).tokens]).toEqual([30n, MILLION, 10n * MILLION]);
  expect(it.broken()).toEqual([]);
  it.nextBlock({ seconds: 1_000_000_000n });
  it.nextBlock();
  expect([first, second].map((n) => balance(it, n))).toEqual([991n * MILLION, 991n * MILLION]);
  expect(it.broken()).toEqual([]);
});

test("a validator that is slashed to nothing loses its place, and its delegators their stake", () => {
  const it = createStakingWorld({ people: 3, distribution: {} });
  for (const n of [1, 2]) it.createValidator(n, 100n * MILLION);
  it.deliver(MsgDelegate, pair(3, 1, 5n * MILLION));
  it.nextBlock();
  expect(it.staking.slash(it.ctx, consensusAddressOf(1), it.ctx.block.height, 105n, decFromInt(1n))).toBe(105n * MILLION);
  it.nextBlock();
  expect(it.modules.flatMap((module) => module.validatorUpdates?.(it.queryContext) ?? [])).toEqual([{ publicKey: consensusKeyOf(1), power: 0n }]);
  expect(validatorOf(it, 1)).toMatchObject({ tokens: 0n, status: BOND_STATUS_UNBONDING, delegatorShares: decFromInt(105n * MILLION) });
  expect(validatorOf(it, 2).status).toBe(BOND_STATUS_BONDED);
  expect(it.attempt(MsgDelegate, pair(3, 1, 1n))).toBe("staking/34");
  expect(it.broken()).toEqual([]);
});
