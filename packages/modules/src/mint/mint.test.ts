import { MsgUpdateParams, QueryService } from "@openledger/messages/cosmos/mint/v1beta1";
import { decAtomics, decFromInt, decMul, decQuo, decSub, decWithPrecision, DEC_ONE, DEC_ZERO, fromUtf8, type Dec } from "@openledger/primitives";
import { expect, test } from "vitest";
import { accountOf, createStakingWorld, type StakingWorld } from "../support/staking-world.fixture.ts";
import { blockProvision, nextInflation } from "./inflation.ts";
import { defaultMintParams, mintLimits } from "./params.ts";

/** The SDK's defaults: 7 to 20 %, aiming at 67 % bonded. */
const sdkParams = {
  ...defaultMintParams("ustake"),
  inflationRateChange: decAtomics(decWithPrecision(13n, 2)),
  inflationMax: decAtomics(decWithPrecision(20n, 2)),
  inflationMin: decAtomics(decWithPrecision(7n, 2)),
};
const limits = mintLimits(sdkParams);
const perBlock = (bonded: Dec): Dec =>
  decQuo(decMul(decSub(DEC_ONE, decQuo(bonded, limits.goalBonded)), limits.rateChange), decFromInt(limits.blocksPerYear));
const sdkGenesis = {
  minter: { inflation: "0.130000000000000000", annual_provisions: "0.000000000000000000" },
  params: { inflation_rate_change: "0.13", inflation_max: "0.2", inflation_min: "0.07", goal_bonded: "0.67", blocks_per_year: "6311520" },
};

const half = decWithPrecision(5n, 1);
test.each([
  [DEC_ZERO, decWithPrecision(7n, 2), perBlock(DEC_ZERO)],
  [DEC_ONE, decWithPrecision(20n, 2), perBlock(DEC_ONE)],
  [half, decWithPrecision(10n, 2), perBlock(half)],
  [DEC_ONE, decWithPrecision(7n, 2), DEC_ZERO],
  [DEC_ONE, decWithPrecision(700_000_001n, 10), decWithPrecision(-1n, 10)],
  [DEC_ZERO, decWithPrecision(20n, 2), DEC_ZERO],
  [DEC_ZERO, decWithPrecision(1_999_999_999n, 10), decWithPrecision(1n, 10)],
  [decWithPrecision(67n, 2), decWithPrecision(15n, 2), DEC_ZERO],
])("with %d bonded, inflation of %d changes by %d, as in the SDK's own test", (bonded, inflation, change) => {
  expect(nextInflation(inflation, limits, bonded) - inflation).toBe(change);
});

test.each([
  [6_311_520n, 1n],
  [6_311_521n, 1n],
  [12_623_040n, 2n],
  [3_155_760n, 0n],
])("provisions of %d a year are %d a block", (annual, units) => {
  expect(blockProvision(decFromInt(annual), limits)).toBe(units);
});

const feeCollector = (it: StakingWorld): bigint => it.bank.balance(it.ctx, it.bank.moduleAddress(it.ctx, "fee_collector"), "ustake");

test("nothing is minted, and nothing told, where genesis sets no rates", () => {
  const it = createStakingWorld({ people: 2, mint: {} });
  it.events.length = 0;
  it.nextBlock();
  expect([it.bank.supply(it.ctx, "ustake"), it.events]).toEqual([2_000_000_000n, []]);
  expect(it.query(QueryService.Params, {}).params).toEqual(defaultMintParams("ustake"));
});

test("with the SDK's rates each block mints into the fee collector", () => {
  const it = createStakingWorld({ people: 2, units: 10n ** 15n, mint: sdkGenesis });
  it.events.length = 0;
  it.nextBlock();
  // 13 % and a block's rise of it, on 2 x 10^15, in 6,311,520 parts.
  expect(feeCollector(it)).toBe(41_194_520n);
  expect(it.bank.supply(it.ctx, "ustake")).toBe(2n * 10n ** 15n + 41_194_520n);
  const told = it.events.filter(({ type }) => type === "mint").map(({ attributes }) => attributes.map(({ key, value }) => `${key}=${value}`));
  expect(told).toEqual([
    ["bonded_ratio=0.000000000000000000", "inflation=0.130000020597257079", "annual_provisions=260000041194514.158000000000000000", "amount=41194520"],
  ]);
  expect(fromUtf8(it.query(QueryService.Inflation, {}).inflation)).toBe("130000020597257079");
  expect(fromUtf8(it.query(QueryService.AnnualProvisions, {}).annualProvisions)).toBe("260000041194514158000000000000000");
  const mint = it.modules.find(({ name }) => name === "mint");
  const exported = mint?.exportGenesis?.(it.queryContext);
  const copy = createStakingWorld({ people: 2, mint: exported as { readonly [key: string]: string } });
  expect(copy.modules.find(({ name }) => name === "mint")?.exportGenesis?.(copy.queryContext)).toEqual(exported);
  expect(it.broken()).toEqual([]);
});

test("governance sets the rates within their bounds", () => {
  const it = createStakingWorld({ people: 2, mint: {} });
  const authority = it.bank.moduleAddress(it.ctx, "gov");
  const attempt = (params: object): string => it.attempt(MsgUpdateParams, { authority, params: { ...sdkParams, ...params } });
  expect(it.attempt(MsgUpdateParams, { authority: accountOf(1), params: sdkParams })).toBe("gov/13");
  expect(attempt({})).toBe("ok");
  for (const wrong of [{ goalBonded: "0" }, { mintDenom: " " }, { mintDenom: "1x" }, { blocksPerYear: 0n }, { inflationMax: "1" }, { inflationRateChange: "" }]) {
    expect([wrong, attempt(wrong)]).toEqual([wrong, "undefined/1"]);
  }
  expect(attempt({ inflationMax: "x" })).toBe("sdk/2");
  expect(() => createStakingWorld({ people: 1, mint: { params: { inflation_max: "1.5" } } })).toThrow(/max inflation too large/);
  expect(() => createStakingWorld({ people: 1, mint: { minter: { inflation: "-0.1" } } })).toThrow(/should be positive/);
});
