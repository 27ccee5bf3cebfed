import {
  MsgCommunityPoolSpend,
  MsgDepositValidatorRewardsPool,
  MsgFundCommunityPool,
  MsgSetWithdrawAddress,
  MsgUpdateParams,
  MsgWithdrawDelegatorReward,
  MsgWithdrawValidatorCommission,
  QueryService,
} from "@openledger/messages/cosmos/distribution/v1beta1";
import { MsgDelegate } from "@openledger/messages/cosmos/staking/v1beta1";
import { assertDefined, decFromInt, decWithPrecision } from "@openledger/primitives";
import type { Json } from "@openledger/state-machine";
import { describe, expect, test } from "vitest";
import { accountOf, operatorOf, person, stake, type StakingWorld } from "../support/staking-world.fixture.ts";
import { balanceOf, bond, commissionOf, dec, distributionWorld, MILLION, outstandingOf, payFees, poolOf, reward, rewardsOf, votesOf } from "./distribution.fixture.ts";
import { setEndedPeriod, setOutstanding } from "./records.ts";

/** A bonded validator of person 1 to which person 2 delegates as much. */
function world(options: Parameters<typeof distributionWorld>[0] = {}): StakingWorld {
  const it = distributionWorld(options);
  bond(it, 1, 10n * MILLION, 10n);
  it.nextBlock();
  it.deliver(MsgDelegate, { delegatorAddress: accountOf(2), validatorAddress: operatorOf(1), amount: stake(10n * MILLION) });
  it.nextBlock();
  it.events.length = 0;
  return it;
}

const moduleOf = (it: StakingWorld, name: string): string => it.bank.moduleAddress(it.ctx, name);
const params = { communityTax: "20000000000000000", baseProposerReward: "0", bonusProposerReward: "0", withdrawAddrEnabled: true };

describe("messages", () => {
  test("rewards go to the withdraw address, with the SDK's events", () => {
    const it = world();
    it.deliver(MsgSetWithdrawAddress, { delegatorAddress: accountOf(2), withdrawAddress: accountOf(4) });
    expect(it.events.at(-1)).toEqual({ type: "set_withdraw_address", attributes: [{ key: "withdraw_address", value: accountOf(4) }] });
    expect(it.query(QueryService.DelegatorWithdrawAddress, { delegatorAddress: accountOf(2) }).withdrawAddress).toBe(accountOf(4));
    expect(it.query(QueryService.DelegatorWithdrawAddress, { delegatorAddress: accountOf(1) }).withdrawAddress).toBe(accountOf(1));
    reward(it, 1, 1000n);
    const before = balanceOf(it, 4);
    it.events.length = 0;
    it.deliver(MsgWithdrawDelegatorReward, { delegatorAddress: accountOf(2), validatorAddress: operatorOf(1) });
    expect(balanceOf(it, 4) - before).toBe(450n);
    expect(it.events.map(({ type }) => type)).toEqual(["coin_spent", "coin_received", "transfer", "message", "withdraw_rewards"]);
    expect(it.events.at(-1)?.attributes).toEqual([
      { key: "amount", value: "450ustake" },
      { key: "validator", value: operatorOf(1) },
      { key: "delegator", value: accountOf(2) },
    ]);
    it.deliver(MsgWithdrawValidatorCommission, { validatorAddress: operatorOf(1) });
    expect(it.events.at(-1)).toEqual({ type: "withdraw_commission", attributes: [{ key: "amount", value: "100ustake" }] });
  });

  test("whoever delegates more is paid first", () => {
    const it = world();
    reward(it, 1, 1000n);
    const before = balanceOf(it, 2);
    it.deliver(MsgDelegate, { delegatorAddress: accountOf(2), validatorAddress: operatorOf(1), amount: stake(5n) });
    expect(balanceOf(it, 2) - before).toBe(445n);
    expect(it.broken()).toEqual([]);
  });

  test("the community pool is funded by anybody and spent by governance", () => {
    const it = world();
    it.deliver(MsgFundCommunityPool, { amount: [stake(500n)], depositor: accountOf(3) });
    expect(poolOf(it)).toBe(dec(500n));
    const spend = { authority: moduleOf(it, "gov"), recipient: accountOf(5), amount: [stake(200n)] };
    const before = balanceOf(it, 5);
    it.deliver(MsgCommunityPoolSpend, spend);
    expect([poolOf(it), balanceOf(it, 5) - before]).toEqual([dec(300n), 200n]);
    expect(it.attempt(MsgCommunityPoolSpend, { ...spend, amount: [stake(301n)] })).toBe("distribution/9");
    expect(it.attempt(MsgCommunityPoolSpend, { ...spend, amount: [stake(10n ** 77n)] })).toBe("distribution/9");
    expect(it.attempt(MsgCommunityPoolSpend, { ...spend, authority: accountOf(1) })).toBe("gov/13");
    expect(it.attempt(MsgCommunityPoolSpend, { ...spend, authority: "nobody" })).toBe("sdk/7");
    expect(it.attempt(MsgCommunityPoolSpend, { ...spend, recipient: moduleOf(it, "mint") })).toBe("sdk/4");
    expect(it.attempt(MsgCommunityPoolSpend, { ...spend, amount: [] })).toBe("sdk/10");
    expect(it.broken()).toEqual([]);
  });

  test("governance changes the params", () => {
    const it = world();
    const authority = moduleOf(it, "gov");
    it.deliver(MsgUpdateParams, { authority, params: { ...params, communityTax: "0" } });
    expect(it.query(QueryService.Params, {}).params).toEqual({ ...params, communityTax: "0" });
    expect(it.attempt(MsgUpdateParams, { authority: accountOf(1), params })).toBe("gov/13");
    expect(it.attempt(MsgUpdateParams, { authority, params: { ...params, communityTax: "1000000000000000001" } })).toBe("undefined/1");
    expect(it.attempt(MsgUpdateParams, { authority, params: { ...params, baseProposerReward: "1" } })).toBe("sdk/18");
    expect(it.attempt(MsgUpdateParams, { authority, params: { ...params, communityTax: "much" } })).toBe("sdk/2");
    it.deliver(MsgUpdateParams, { authority, params: { ...params, withdrawAddrEnabled: false } });
    expect(it.attempt(MsgSetWithdrawAddress, { delegatorAddress: accountOf(2), withdrawAddress: accountOf(4) })).toBe("distribution/8");
  });

  test("everything else is refused with the SDK's codes", () => {
    const it = world();
    const pair = { delegatorAddress: accountOf(2), validatorAddress: operatorOf(1) };
    expect(it.attempt(MsgWithdrawDelegatorReward, { ...pair, validatorAddress: operatorOf(2) })).toBe("staking/3");
    expect(it.attempt(MsgWithdrawDelegatorReward, { ...pair, delegatorAddress: accountOf(3) })).toBe("staking/19");
    expect(it.attempt(MsgWithdrawDelegatorReward, { ...pair, validatorAddress: accountOf(1) })).toBe("sdk/7");
    expect(it.attempt(MsgWithdrawDelegatorReward, { ...pair, delegatorAddress: "" })).toBe("sdk/7");
    expect(it.attempt(MsgWithdrawValidatorCommission, { validatorAddress: operatorOf(1) })).toBe("distribution/7");
    expect(it.attempt(MsgWithdrawValidatorCommission, { validatorAddress: "x" })).toBe("sdk/7");
    expect(it.attempt(MsgSetWithdrawAddress, { ...pair, withdrawAddress: moduleOf(it, "distribution") })).toBe("sdk/4");
    expect(it.attempt(MsgSetWithdrawAddress, { ...pair, withdrawAddress: "" })).toBe("sdk/7");
    expect(it.attempt(MsgFundCommunityPool, { amount: [], depositor: accountOf(3) })).toBe("sdk/10");
    expect(it.attempt(MsgFundCommunityPool, { amount: [stake(0n)], depositor: accountOf(3) })).toBe("sdk/10");
    expect(it.attempt(MsgFundCommunityPool, { amount: [{ denom: "ustake", amount: "1.5" }], depositor: accountOf(3) })).toBe("sdk/2");
    expect(it.attempt(MsgFundCommunityPool, { amount: [stake(10n ** 18n)], depositor: accountOf(3) })).toBe("sdk/5");
    const deposit = { depositor: accountOf(3), validatorAddress: operatorOf(1), amount: [stake(5n)] };
    expect(it.attempt(MsgDepositValidatorRewardsPool, { ...deposit, validatorAddress: operatorOf(3) })).toBe("staking/3");
    expect(it.attempt(MsgDepositValidatorRewardsPool, { ...deposit, validatorAddress: "x" })).toBe("undefined/1");
    expect(it.attempt(MsgDepositValidatorRewardsPool, { ...deposit, amount: [stake(10n ** 18n)] })).toBe("sdk/5");
  });
});

describe("queries", () => {
  test("tell what an account has earned everywhere", () => {
    const it = world();
    bond(it, 3, 10n * MILLION, 0n);
    it.deliver(MsgDelegate, { delegatorAddress: accountOf(2), validatorAddress: operatorOf(3), amount: stake(10n * MILLION) });
    it.nextBlock();
    reward(it, 1, 1000n);
    reward(it, 3, 1001n);
    const { rewards, total } = it.query(QueryService.DelegationTotalRewards, { delegatorAddress: accountOf(2) });
    const sorted = [operatorOf(1), operatorOf(3)].map((validatorAddress) => rewards.find((entry) => entry.validatorAddress === validatorAddress)?.reward[0]?.amount);
    expect([sorted, total[0]?.amount]).toEqual([["450000000000000000000", "500500000000000000000"], "950500000000000000000"]);
    const { validators } = it.query(QueryService.DelegatorValidators, { delegatorAddress: accountOf(2) });
    expect(validators.toSorted()).toEqual([operatorOf(1), operatorOf(3)].toSorted());
    const info = it.query(QueryService.ValidatorDistributionInfo, { validatorAddress: operatorOf(1) });
    expect([info.operatorAddress, info.selfBondRewards[0]?.amount, info.commission[0]?.amount]).toEqual([
      accountOf(1),
      "450000000000000000000",
      "100000000000000000000",
    ]);
    // Asking changes nothing.
    expect(rewardsOf(it, 2, 1)).toBe(dec(450n));
    expect(it.broken()).toEqual([]);
  });

  test("refuse what the SDK refuses", () => {
    const it = world();
    const ask = (run: () => unknown): string => {
      try {
        return JSON.stringify(run());
      } catch (error) {
        return (error as Error).message;
      }
    };
    expect(ask(() => it.query(QueryService.ValidatorCommission, { validatorAddress: "" }))).toBe("empty validator address");
    expect(ask(() => it.query(QueryService.DelegatorValidators, { delegatorAddress: "" }))).toBe("empty delegator address");
    expect(ask(() => it.query(QueryService.ValidatorCommission, { validatorAddress: operatorOf(3) }))).toBe("validator does not exist");
    expect(ask(() => it.query(QueryService.DelegationRewards, { validatorAddress: operatorOf(1), delegatorAddress: accountOf(3) }))).toBe(
      "no delegation for (address, validator) tuple",
    );
    const slashes = { validatorAddress: operatorOf(1), startingHeight: 2n, endingHeight: 1n };
    expect(ask(() => it.query(QueryService.ValidatorSlashes, slashes))).toBe("starting height greater than ending height (2 > 1)");
  });
});

test("invariants name what is broken", () => {
  const it = world();
  reward(it, 1, 1000n);
  setOutstanding(it.ctx, person(1), [{ denom: "ustake", amount: decFromInt(998n) }]);
  setEndedPeriod(it.ctx, person(1), 99n, { ratio: [], references: 1 });
  expect(it.broken()).toEqual([
    "reference count: 4 instead of 3",
    expect.stringMatching(/^module account: .*"1000".* where 998\.0{18}ustake is owed$/) as string,
    expect.stringMatching(/^can withdraw: openvaloper1\w+ owes 1000\.0{18}ustake of 998\.0{18}ustake$/) as string,
  ]);
});

describe("genesis", () => {
  test("an exported state goes on where it was", () => {
    const it = world();
    it.deliver(MsgSetWithdrawAddress, { delegatorAddress: accountOf(2), withdrawAddress: accountOf(4) });
    it.staking.slash(it.ctx, assertDefined(it.staking.validator(it.ctx, person(1)), "validator 1").consensusAddress, it.ctx.block.height, 20n, decWithPrecision(5n, 2));
    payFees(it, 777n);
    it.nextBlock({ votes: votesOf([1, 19n]) });
    const app: { readonly [name: string]: Json | undefined } = Object.fromEntries(
      it.modules.map(({ name, exportGenesis }) => [name, exportGenesis?.(it.queryContext)]),
    );
    const object = (name: string) => app[name] as { readonly [key: string]: Json };
    const copy = distributionWorld({ staking: object("staking"), bank: object("bank"), distribution: object("distribution"), slashing: object("slashing") });
    const again = copy.modules.find(({ name }) => name === "distribution")?.exportGenesis?.(copy.queryContext);
    expect(again).toEqual(app["distribution"]);
    while (copy.ctx.block.height < it.ctx.block.height) copy.nextBlock();
    for (const read of [outstandingOf, commissionOf]) expect(read(copy, 1)).toBe(read(it, 1));
    expect(rewardsOf(copy, 2, 1)).toBe(rewardsOf(it, 2, 1));
    expect(copy.broken()).toEqual([]);
  });

  test("the account must hold what the file says", () => {
    const feePool = { community_pool: [{ denom: "ustake", amount: "5.000000000000000000" }] };
    expect(() => distributionWorld({ distribution: { fee_pool: feePool } })).toThrow(/balance does not match the module holdings/);
    expect(() => distributionWorld({ distribution: { params: { community_tax: "1.1" } } })).toThrow(/community tax too large/);
    const unordered = { community_pool: ["b", "a"].map((letter) => ({ denom: `u${letter}aa`, amount: "1.0" })) };
    expect(() => distributionWorld({ distribution: { fee_pool: unordered } })).toThrow(/ascending order/);
  });
});
