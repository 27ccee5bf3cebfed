import { MsgDelegate, MsgUpdateParams, QueryService, type Params } from "@openledger/messages/cosmos/staking/v1beta1";
import { expect, test } from "vitest";
import { accountOf, createStakingWorld, operatorOf, stake, type StakingWorld } from "../support/staking-world.fixture.ts";
import { defaultStakingParams } from "./params.ts";

/** CometBFT's MaxTotalVotingPower. */
const COMET_POWER_MAX = ((1n << 63n) - 1n) / 8n;
const REDUCTION = 1_000_000n;
const GREAT = 4n * 10n ** 17n * REDUCTION;

/** Validators of persons 1 and 2 on a chain whose people own as much as one of 18 decimals. */
function world(): StakingWorld {
  const it = createStakingWorld({ people: 3, units: 10n ** 32n });
  it.createValidator(1, 10n * REDUCTION);
  it.createValidator(2, 10n * REDUCTION);
  it.nextBlock();
  return it;
}
const delegate = (it: StakingWorld, of: number, units: bigint): string =>
  it.attempt(MsgDelegate, { delegatorAddress: accountOf(3), validatorAddress: operatorOf(of), amount: stake(units) });
const update = (it: StakingWorld, change: Partial<Params>): string =>
  it.attempt(MsgUpdateParams, { authority: it.bank.moduleAddress(it.ctx, "gov"), params: { ...defaultStakingParams("ustake"), ...change } });

test.each([9_300_000_000_000_000_000_000_000n, 10n ** 30n, (COMET_POWER_MAX + 1n) * REDUCTION])(
  "a delegation of %s units, more than CometBFT can count, is refused and the chain goes on",
  (units) => {
    const it = world();
    expect(delegate(it, 1, units)).toBe("sdk/18");
    it.nextBlock();
    expect(it.broken()).toEqual([]);
  },
);

test("great powers of several validators are refused as soon as their sum is too much", () => {
  const it = world();
  expect([delegate(it, 1, GREAT), delegate(it, 2, GREAT)]).toEqual(["ok", "sdk/18"]);
  it.nextBlock();
  const powers = it.modules.flatMap((module) => module.validatorUpdates?.(it.queryContext) ?? []).map(({ power }) => power);
  expect(powers).toEqual([GREAT / REDUCTION + 10n]);
  expect(it.broken()).toEqual([]);
});

test("genesis refuses validators with more power than CometBFT takes", () => {
  const validator = (tokens: bigint) => ({
    operator_address: operatorOf(1),
    consensus_pubkey: { "@type": "/cosmos.crypto.ed25519.PubKey", key: "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=" },
    status: "BOND_STATUS_UNBONDED",
    tokens: String(tokens),
    delegator_shares: `${tokens}.000000000000000000`,
  });
  const start = (tokens: bigint) => createStakingWorld({ people: 1, staking: { validators: [validator(tokens)] } });
  expect(() => start(COMET_POWER_MAX * REDUCTION)).toThrow("have more power together than CometBFT takes");
  expect(() => start(10n ** 40n)).toThrow("have more power together than CometBFT takes");
});

test.each<[string, Partial<Params>]>([
  ["an unbonding time of 10,000 years", { unbondingTime: { seconds: 315_360_000_000n, nanos: 0 } }],
  ["an unbonding time above a hundred years", { unbondingTime: { seconds: 36_525n * 86_400n, nanos: 1 } }],
  ["an unbonding time of more nanoseconds than a second has", { unbondingTime: { seconds: 1n, nanos: 1_000_000_000 } }],
  ["an unbonding time of mixed signs", { unbondingTime: { seconds: 2n, nanos: -1 } }],
  ["more validators than CometBFT counts votes", { maxValidators: 10_001 }],
  ["1,001 entries", { maxEntries: 1_001 }],
  ["10,001 headers", { historicalEntries: 10_001 }],
])("parameters are refused that hold %s", (_, change) => {
  expect(update(world(), change)).toBe("undefined/1");
});

test("the longest unbonding time that is let pass ends a validator's bond without a halt", () => {
  const it = world();
  expect(update(it, { unbondingTime: { seconds: 36_525n * 86_400n, nanos: 0 }, maxValidators: 1 })).toBe("ok");
  it.nextBlock();
  expect(it.broken()).toEqual([]);
});

test("the bond denom changes only while nothing is staked", () => {
  const it = world();
  expect(update(it, { bondDenom: "uother" })).toBe("sdk/18");
  expect(update(it, { bondDenom: "ustake" })).toBe("ok");
  const empty = createStakingWorld({ people: 1 });
  expect(update(empty, { bondDenom: "uother" })).toBe("ok");
  empty.nextBlock();
  expect(empty.broken()).toEqual([]);
});

test("the headers of 100 blocks are kept and no more", () => {
  const it = world();
  const heights = (): readonly boolean[] =>
    [5n, 6n].map((height) => {
      try {
        return it.query(QueryService.HistoricalInfo, { height }).hist !== undefined;
      } catch {
        return false;
      }
    });
  while (it.ctx.block.height < 104n) it.nextBlock();
  expect(heights()).toEqual([true, true]);
  it.nextBlock();
  expect(heights()).toEqual([false, true]);
});
