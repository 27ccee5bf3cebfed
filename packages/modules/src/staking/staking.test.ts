import { packAny } from "@openledger/messages";
import { PubKey } from "@openledger/messages/cosmos/crypto/ed25519";
import {
  BondStatus,
  MsgBeginRedelegate,
  MsgCancelUnbondingDelegation,
  MsgCreateValidator,
  MsgDelegate,
  MsgEditValidator,
  MsgUndelegate,
  MsgUpdateParams,
  QueryService,
  ValidatorUpdates,
} from "@openledger/messages/cosmos/staking/v1beta1";
import { assertDefined, decFromInt, decWithPrecision } from "@openledger/primitives";
import { describe, expect, test } from "vitest";
import {
  accountOf,
  consensusAddressOf,
  consensusKeyOf,
  createStakingWorld,
  operatorOf,
  person,
  stake,
  type StakingWorld,
} from "../support/staking-world.fixture.ts";
import { accountText } from "../support/validator-addresses.ts";
import { exportStakingGenesis } from "./genesis.ts";
import { defaultStakingParams } from "./params.ts";
import { setUpdates, STAKING_STORE } from "./state.ts";

const MILLION = 1_000_000n;
const DAY = 86_400n;
const THREE_WEEKS = 21n * DAY;

/** Two bonded validators of persons 1 and 2 with ten million units each; person 3 delegates. */
function world(options: Partial<Parameters<typeof createStakingWorld>[0]> = {}): StakingWorld {
  const it = createStakingWorld({ people: 4, ...options });
  it.createValidator(1, 10n * MILLION);
  it.createValidator(2, 10n * MILLION);
  it.nextBlock();
  return it;
}

const validatorOf = (it: StakingWorld, n: number) => assertDefined(it.staking.validator(it.ctx, person(n)), `no validator ${n}`);
const delegation = (n: number, of: number, units: bigint) => ({
  delegatorAddress: accountOf(n),
  validatorAddress: operatorOf(of),
  amount: stake(units),
});
const route = (n: number, from: number, to: number, units: bigint) => ({
  delegatorAddress: accountOf(n),
  validatorSrcAddress: operatorOf(from),
  validatorDstAddress: operatorOf(to),
  amount: stake(units),
});
const balance = (it: StakingWorld, n: number): bigint => it.bank.balance(it.ctx, accountText(it.ctx.chain, person(n)), "ustake");

describe("validators", () => {
  test("a validator bonds at the end of its block and the set is told", () => {
    const it = createStakingWorld({ people: 1 });
    it.createValidator(1, 10n * MILLION);
    expect(validatorOf(it, 1).status).toBe(BondStatus.BOND_STATUS_UNBONDED);
    expect(it.events.map(({ type }) => type)).toEqual(["coin_spent", "coin_received", "create_validator"]);
    it.nextBlock();
    expect(validatorOf(it, 1).status).toBe(BondStatus.BOND_STATUS_BONDED);
    expect(it.modules.flatMap((module) => module.validatorUpdates?.(it.queryContext) ?? [])).toEqual([
      { publicKey: consensusKeyOf(1), power: 10n },
    ]);
    expect(it.staking.totalBonded(it.ctx)).toBe(10n * MILLION);
    expect(it.broken()).toEqual([]);
  });

  test("below the power reduction a validator is legal, has no power and stays unbonded", () => {
    const it = world();
    it.createValidator(3, 1n);
    it.nextBlock();
    expect(validatorOf(it, 3).status).toBe(BondStatus.BOND_STATUS_UNBONDED);
    expect(it.broken()).toEqual([]);
  });

  test("only the strongest max_validators are bonded; whoever falls out unbonds for three weeks", () => {
    const it = world({ staking: { params: { max_validators: 2 } } });
    it.createValidator(3, 11n * MILLION);
    it.nextBlock();
    // Of equal powers the higher operator address comes first.
    const [loser, winner] = validatorOf(it, 1).status === BondStatus.BOND_STATUS_BONDED ? [2, 1] : [1, 2];
    expect(validatorOf(it, winner).status).toBe(BondStatus.BOND_STATUS_BONDED);
    expect(validatorOf(it, loser).status).toBe(BondStatus.BOND_STATUS_UNBONDING);
    expect(it.broken()).toEqual([]);
    it.nextBlock({ seconds: THREE_WEEKS });
    it.nextBlock();
    expect(validatorOf(it, loser).status).toBe(BondStatus.BOND_STATUS_UNBONDED);
    expect([...it.staking.bondedValidatorsByPower(it.ctx)].length).toBe(2);
  });

  test("under the sequencer the set never changes by bonding", () => {
    const it = world({ staking: { valset_source: "sequencer" } });
    expect(it.modules.flatMap((module) => module.validatorUpdates?.(it.queryContext) ?? [])).toEqual([]);
    expect(validatorOf(it, 1).status).toBe(BondStatus.BOND_STATUS_BONDED);
    expect(setUpdates.get(it.ctx.store.store(STAKING_STORE)) ?? ValidatorUpdates.create()).not.toEqual({ updates: [] });
  });

  const good = {
    description: { moniker: "x" },
    commission: { rate: "100000000000000000", maxRate: "200000000000000000", maxChangeRate: "10000000000000000" },
    minSelfDelegation: "1",
    validatorAddress: operatorOf(3),
    pubkey: packAny(PubKey, { key: consensusKeyOf(3) }),
    value: stake(MILLION),
  };
  test.each<[string, object, string]>([
    ["a malformed operator", { validatorAddress: accountOf(3) }, "sdk/7"],
    ["no key", { pubkey: undefined }, "staking/39"],
    ["a key of an unknown type", { pubkey: { typeUrl: "/x", value: new Uint8Array() } }, "sdk/2"],
    ["no amount", { value: stake(0n) }, "sdk/18"],
    ["no description", { description: {} }, "sdk/18"],
    ["a long moniker", { description: { moniker: "x".repeat(71) } }, "sdk/18"],
    ["a maximum above one", { commission: { ...good.commission, maxRate: "1000000000000000001" } }, "staking/10"],
    ["a rate above the maximum", { commission: { ...good.commission, rate: "200000000000000001" } }, "staking/11"],
    ["a negative rate", { commission: { ...good.commission, rate: "-1" } }, "staking/9"],
    ["a change rate above the maximum", { commission: { ...good.commission, maxChangeRate: "300000000000000000" } }, "staking/14"],
    ["a rate that is no number", { commission: { ...good.commission, rate: "0.1" } }, "sdk/2"],
    ["a minimum of nothing", { minSelfDelegation: "0" }, "sdk/18"],
    ["less than its minimum", { minSelfDelegation: "1000001" }, "staking/16"],
    ["an operator that there is", { validatorAddress: operatorOf(1) }, "staking/4"],
    ["a key that there is", { pubkey: packAny(PubKey, { key: consensusKeyOf(1) }) }, "staking/5"],
    ["another denom", { value: { denom: "uopen", amount: "1000000" } }, "sdk/18"],
    ["more than there is", { value: stake(10n ** 12n) }, "sdk/5"],
  ])("MsgCreateValidator refuses %s", (_name, change, code) => {
    const it = world();
    expect(it.attempt(MsgCreateValidator, { ...good, ...change })).toBe(code);
    expect(it.broken()).toEqual([]);
  });

  test("commission changes once a day by at most the change rate", () => {
    const it = world();
    const edit = (rate: string) =>
      it.attempt(MsgEditValidator, { validatorAddress: operatorOf(1), description: { moniker: "[do-not-modify]", details: "new" }, commissionRate: rate });
    expect(edit("110000000000000000")).toBe("staking/12");
    it.nextBlock({ seconds: DAY });
    expect(edit("110000000000000001")).toBe("staking/15");
    expect(edit("300000000000000000")).toBe("staking/11");
    expect(edit("110000000000000000")).toBe("ok");
    expect(edit("100000000000000000")).toBe("staking/12");
    expect(validatorOf(it, 1).commissionRate).toBe(decWithPrecision(11n, 2));
    expect(validatorOf(it, 1).stored.description).toMatchObject({ moniker: "v1", details: "new" });
  });

  test.each<[string, object, string]>([
    ["an empty description", { description: {} }, "sdk/18"],
    ["a lower minimum", { minSelfDelegation: "1" }, "staking/17"],
    ["a minimum above its tokens", { minSelfDelegation: "10000001" }, "staking/16"],
    ["a rate above one", { commissionRate: "1000000000000000001" }, "sdk/18"],
    ["nobody's validator", { validatorAddress: operatorOf(4) }, "staking/3"],
  ])("MsgEditValidator refuses %s", (_name, change, code) => {
    const it = world();
    expect(it.attempt(MsgEditValidator, { validatorAddress: operatorOf(1), description: { moniker: "y" }, ...change })).toBe(code);
  });
});

describe("delegations", () => {
  test("shares cost what they are worth, and dust stays with the validator", () => {
    const it = world();
    it.deliver(MsgDelegate, delegation(3, 1, 3n));
    expect(it.staking.delegation(it.ctx, person(3), person(1))?.shares).toBe(decFromInt(3n));
    it.staking.slash(it.ctx, consensusAddressOf(1), 2n, 10n, decWithPrecision(1n, 1));
    expect(validatorOf(it, 1).tokens).toBe(9n * MILLION + 3n);
    // 3 shares are worth 2.7 units now: three units cannot be had, two cost less than three shares.
    expect(it.attempt(MsgUndelegate, delegation(3, 1, 3n))).toBe("sdk/18");
    it.deliver(MsgUndelegate, delegation(3, 1, 2n));
    expect(it.broken()).toEqual([]);
  });

  test("unbonded units come back after three weeks and not before", () => {
    const it = world();
    it.deliver(MsgDelegate, delegation(3, 1, 5n * MILLION));
    it.deliver(MsgUndelegate, delegation(3, 1, 5n * MILLION));
    it.nextBlock({ seconds: THREE_WEEKS - 1n });
    it.nextBlock({ seconds: 1n });
    expect(balance(it, 3)).toBe(995n * MILLION);
    it.events.length = 0;
    it.nextBlock();
    expect(balance(it, 3)).toBe(1000n * MILLION);
    expect(it.events.map(({ type }) => type)).toContain("complete_unbonding");
    expect(it.broken()).toEqual([]);
  });

  test("seven entries may unbond at once; those of one block are one entry", () => {
    const it = world();
    it.deliver(MsgDelegate, delegation(3, 1, MILLION));
    for (let i = 0; i < 9; i++) {
      it.deliver(MsgUndelegate, delegation(3, 1, 1n));
      if (i < 3) expect(it.query(QueryService.UnbondingDelegation, { delegatorAddr: accountOf(3), validatorAddr: operatorOf(1) }).unbond?.entries.length).toBe(1);
      if (i >= 2 && i < 8) it.nextBlock();
    }
    expect(it.attempt(MsgUndelegate, delegation(3, 1, 1n))).toBe("staking/27");
  });

  test("cancelling delegates an entry's units again", () => {
    const it = world();
    it.deliver(MsgDelegate, delegation(3, 1, MILLION));
    it.deliver(MsgUndelegate, delegation(3, 1, MILLION));
    const cancel = (units: bigint, creationHeight: bigint) =>
      it.attempt(MsgCancelUnbondingDelegation, { ...delegation(3, 1, units), creationHeight });
    expect([cancel(MILLION, 0n), cancel(MILLION, 1n), cancel(MILLION + 1n, 2n)]).toEqual(["sdk/18", "sdk/38", "sdk/18"]);
    expect([cancel(1n, 2n), cancel(MILLION - 1n, 2n), cancel(1n, 2n)]).toEqual(["ok", "ok", "undefined/1"]);
    expect(it.staking.delegation(it.ctx, person(3), person(1))?.shares).toBe(decFromInt(MILLION));
    expect(it.broken()).toEqual([]);
  });

  test("redelegated stake cannot hop on, and completes after three weeks", () => {
    const it = world();
    it.createValidator(4, 2n * MILLION);
    it.deliver(MsgDelegate, delegation(3, 1, MILLION));
    it.nextBlock();
    expect(it.attempt(MsgBeginRedelegate, route(3, 1, 1, 5n))).toBe("staking/29");
    it.deliver(MsgBeginRedelegate, route(3, 1, 2, MILLION));
    expect(it.attempt(MsgBeginRedelegate, route(3, 2, 4, 5n))).toBe("staking/32");
    const asked = { delegatorAddr: accountOf(3), srcValidatorAddr: operatorOf(1), dstValidatorAddr: operatorOf(2) };
    expect(it.query(QueryService.Redelegations, asked).redelegationResponses[0]?.entries[0]?.balance).toBe("1000000");
    it.nextBlock({ seconds: THREE_WEEKS });
    it.nextBlock();
    expect(() => it.query(QueryService.Redelegations, asked)).toThrow(/redelegation not found/);
    expect(it.attempt(MsgBeginRedelegate, route(3, 2, 4, 5n))).toBe("ok");
    expect(it.broken()).toEqual([]);
  });

  test("a validator whose own delegation falls below its minimum is jailed, and removed once nothing is left", () => {
    const it = world();
    it.deliver(MsgUndelegate, delegation(1, 1, 10n * MILLION));
    expect(validatorOf(it, 1).jailed).toBe(true);
    it.nextBlock();
    expect(validatorOf(it, 1).status).toBe(BondStatus.BOND_STATUS_UNBONDING);
    it.nextBlock({ seconds: THREE_WEEKS });
    it.nextBlock();
    expect(it.staking.validator(it.ctx, person(1))).toBeUndefined();
    expect(balance(it, 1)).toBe(1000n * MILLION);
    expect(it.broken()).toEqual([]);
  });

  test.each<[string, object, string]>([
    ["a malformed delegator", { delegatorAddress: "open1x" }, "sdk/7"],
    ["a malformed validator", { validatorAddress: "openvaloper1x" }, "sdk/7"],
    ["nothing", { amount: stake(0n) }, "sdk/18"],
    ["no number", { amount: { denom: "ustake", amount: "x" } }, "sdk/2"],
    ["no validator", { validatorAddress: operatorOf(4) }, "staking/3"],
    ["another denom", { amount: { denom: "uopen", amount: "1" } }, "sdk/18"],
    ["more than there is", { amount: stake(2n ** 200n) }, "sdk/5"],
  ])("MsgDelegate refuses %s", (_name, change, code) => {
    expect(world().attempt(MsgDelegate, { ...delegation(3, 1, 1n), ...change })).toBe(code);
  });

  test.each<[string, object, string]>([
    ["no delegation", { delegatorAddress: accountOf(4) }, "staking/19"],
    ["more than delegated", { amount: stake(2n ** 250n) }, "sdk/18"],
    ["another denom", { amount: { denom: "uopen", amount: "1" } }, "sdk/18"],
  ])("MsgUndelegate refuses %s", (_name, change, code) => {
    const it = world();
    it.deliver(MsgDelegate, delegation(3, 1, 5n));
    expect(it.attempt(MsgUndelegate, { ...delegation(3, 1, 1n), ...change })).toBe(code);
  });
});

test("parameters change by governance only", () => {
  const it = world();
  const params = { ...defaultStakingParams("ustake"), maxValidators: 1 };
  expect(it.attempt(MsgUpdateParams, { authority: accountOf(1), params })).toBe("gov/13");
  const authority = it.bank.moduleAddress(it.ctx, "gov");
  expect(it.attempt(MsgUpdateParams, { authority, params: { ...params, maxEntries: 0 } })).toBe("undefined/1");
  expect(it.attempt(MsgUpdateParams, { authority, params })).toBe("ok");
  it.nextBlock();
  expect([...it.staking.bondedValidatorsByPower(it.ctx)].length).toBe(1);
  expect(it.broken()).toEqual([]);
});

test("what is exported starts the same stakes again", () => {
  const it = world();
  it.deliver(MsgDelegate, delegation(3, 1, 5n * MILLION));
  it.deliver(MsgBeginRedelegate, route(3, 1, 2, MILLION));
  it.deliver(MsgUndelegate, delegation(3, 1, MILLION));
  it.nextBlock();
  const exported = exportStakingGenesis(it.queryContext) as { readonly [key: string]: never };
  const pools = ["bonded_tokens_pool", "not_bonded_tokens_pool"].map((name) => {
    const address = it.bank.moduleAddress(it.ctx, name);
    return { address, coins: [stake(it.bank.balance(it.ctx, address, "ustake"))] };
  });
  const again = createStakingWorld({ people: 4, staking: exported, bank: { balances: pools } });
  expect(exportStakingGenesis(again.queryContext)).toEqual(exported);
  expect(again.broken()).toEqual([]);
});

test("queries answer what wallets ask", () => {
  const it = world();
  it.deliver(MsgDelegate, delegation(3, 1, 5n * MILLION));
  it.nextBlock();
  const one = { delegatorAddr: accountOf(3), validatorAddr: operatorOf(1) };
  expect(it.query(QueryService.Delegation, one).delegationResponse).toEqual({
    delegation: { delegatorAddress: accountOf(3), validatorAddress: operatorOf(1), shares: "5000000000000000000000000" },
    balance: stake(5n * MILLION),
  });
  expect(() => it.query(QueryService.Delegation, { ...one, delegatorAddr: accountOf(4) })).toThrow(/^delegation with delegator .* not found/);
  expect(it.query(QueryService.DelegatorDelegations, one).delegationResponses.length).toBe(1);
  expect(it.query(QueryService.DelegatorValidators, one).validators[0]?.operatorAddress).toBe(operatorOf(1));
  expect(it.query(QueryService.DelegatorValidator, one).validator?.tokens).toBe("15000000");
  expect(it.query(QueryService.ValidatorDelegations, one).delegationResponses.length).toBe(2);
  expect(it.query(QueryService.Pool, {}).pool).toEqual({ bondedTokens: "25000000", notBondedTokens: "0" });
  const bonded = it.query(QueryService.Validators, { status: "BOND_STATUS_BONDED", pagination: { limit: 1n, countTotal: true } });
  expect([bonded.validators.length, bonded.pagination?.total]).toEqual([1, 2n]);
  expect(it.query(QueryService.Validators, { status: "BOND_STATUS_UNBONDED" }).validators).toEqual([]);
  expect(() => it.query(QueryService.Validators, { status: "bonded" })).toThrow(/invalid validator status bonded/);
  const hist = it.query(QueryService.HistoricalInfo, { height: 3n }).hist;
  expect([hist?.header?.height, hist?.valset.length]).toEqual([3n, 2]);
  expect(it.query(QueryService.Params, {}).params?.bondDenom).toBe("ustake");
});
