/** The examples of x/distribution's own tests (keeper/delegation_test.go, allocation_test.go), on a chain with staking. */
import { MsgWithdrawDelegatorReward, MsgWithdrawValidatorCommission, QueryService } from "@openledger/messages/cosmos/distribution/v1beta1";
import { MsgDelegate, MsgUndelegate } from "@openledger/messages/cosmos/staking/v1beta1";
import { decWithPrecision } from "@openledger/primitives";
import { expect, test } from "vitest";
import { accountOf, consensusAddressOf, operatorOf, stake, type StakingWorld } from "../support/staking-world.fixture.ts";
import { balanceOf, bond, commissionOf, dec, distributionWorld, MILLION, outstandingOf, payFees, poolOf, reward, rewardsOf, votesOf } from "./distribution.fixture.ts";

const half = decWithPrecision(5n, 1);
const slash = (it: StakingWorld, n: number, power: bigint, fraction = half) =>
  it.staking.slash(it.ctx, consensusAddressOf(n), it.ctx.block.height, power, fraction);
const delegate = (it: StakingWorld, n: number, of: number, units: bigint) =>
  it.deliver(MsgDelegate, { delegatorAddress: accountOf(n), validatorAddress: operatorOf(of), amount: stake(units) });
const withdraw = (it: StakingWorld, n: number, of: number) =>
  it.deliver(MsgWithdrawDelegatorReward, { delegatorAddress: accountOf(n), validatorAddress: operatorOf(of) });

function later(it: StakingWorld, blocks: number): void {
  for (let i = 0; i < blocks; i++) it.nextBlock();
}

test("half commission leaves half to the delegation", () => {
  const it = distributionWorld();
  bond(it, 1, MILLION, 50n);
  it.nextBlock();
  expect(rewardsOf(it, 1, 1)).toBe("");
  reward(it, 1, 10n);
  expect([rewardsOf(it, 1, 1), commissionOf(it, 1), outstandingOf(it, 1)]).toEqual([dec(5n), dec(5n), dec(10n)]);
  expect(it.broken()).toEqual([]);
});

test("a slash before the reward changes nothing for the only delegator", () => {
  const it = distributionWorld();
  bond(it, 1, 100n * MILLION, 50n);
  later(it, 4);
  expect(slash(it, 1, 100n)).toBe(50n * MILLION);
  later(it, 3);
  reward(it, 1, 10n * MILLION);
  expect([rewardsOf(it, 1, 1), commissionOf(it, 1)]).toEqual([dec(5n * MILLION), dec(5n * MILLION)]);
});

test("rewards before and after several slashes add up, also when two come in one block", () => {
  const it = distributionWorld();
  bond(it, 1, 100n * MILLION, 50n);
  later(it, 4);
  slash(it, 1, 100n);
  later(it, 3);
  reward(it, 1, 10n * MILLION);
  slash(it, 1, 50n, decWithPrecision(2n, 1));
  slash(it, 1, 40n, decWithPrecision(2n, 1));
  later(it, 3);
  reward(it, 1, 10n * MILLION);
  expect([rewardsOf(it, 1, 1), commissionOf(it, 1)]).toEqual([dec(10n * MILLION), dec(10n * MILLION)]);
  const { slashes } = it.query(QueryService.ValidatorSlashes, { validatorAddress: operatorOf(1), startingHeight: 1n, endingHeight: 100n });
  expect(slashes.map(({ fraction }) => fraction)).toEqual(["500000000000000000", "200000000000000000", "200000000000000000"]);
  expect(it.broken()).toEqual([]);
});

test("two delegators share what came while both were there", () => {
  const it = distributionWorld();
  bond(it, 1, 100n * MILLION, 50n);
  it.nextBlock();
  reward(it, 1, 20n);
  delegate(it, 2, 1, 100n * MILLION);
  it.nextBlock();
  reward(it, 1, 20n);
  expect([rewardsOf(it, 1, 1), rewardsOf(it, 2, 1), commissionOf(it, 1)]).toEqual([dec(15n), dec(5n), dec(20n)]);
});

test("two slashes between delegations weigh each by the stake it had left", () => {
  const it = distributionWorld();
  bond(it, 1, 100n * MILLION, 50n);
  it.nextBlock();
  reward(it, 1, 30n * MILLION);
  later(it, 2);
  slash(it, 1, 100n);
  later(it, 3);
  delegate(it, 2, 1, 100n * MILLION);
  it.nextBlock();
  reward(it, 1, 30n * MILLION);
  later(it, 3);
  slash(it, 1, 100n);
  later(it, 3);
  // Half of the first, then a third of the second half for the one who was slashed before; 10^-18 each are rounding.
  expect([rewardsOf(it, 1, 1), rewardsOf(it, 2, 1)]).toEqual([dec(20n * MILLION), dec(10n * MILLION)]);
  expect(commissionOf(it, 1)).toBe(dec(30n * MILLION));
  expect(it.broken()).toEqual([]);
});

test("withdrawals between rewards pay each of them once", () => {
  const it = distributionWorld();
  bond(it, 1, 100n * MILLION, 50n);
  it.nextBlock();
  reward(it, 1, 20n);
  delegate(it, 2, 1, 100n * MILLION);
  it.nextBlock();
  reward(it, 1, 20n);
  expect(withdraw(it, 1, 1)).toEqual({ amount: [stake(15n)] });
  expect(withdraw(it, 2, 1)).toEqual({ amount: [stake(5n)] });
  expect(it.deliver(MsgWithdrawValidatorCommission, { validatorAddress: operatorOf(1) })).toEqual({ amount: [stake(20n)] });
  expect([rewardsOf(it, 1, 1), rewardsOf(it, 2, 1), commissionOf(it, 1), outstandingOf(it, 1)]).toEqual(["", "", "", ""]);
  it.nextBlock();
  reward(it, 1, 20n);
  withdraw(it, 1, 1);
  expect([rewardsOf(it, 1, 1), rewardsOf(it, 2, 1), commissionOf(it, 1)]).toEqual(["", dec(5n), dec(10n)]);
  it.nextBlock();
  reward(it, 1, 20n);
  it.deliver(MsgWithdrawValidatorCommission, { validatorAddress: operatorOf(1) });
  it.nextBlock();
  expect([rewardsOf(it, 1, 1), rewardsOf(it, 2, 1), commissionOf(it, 1)]).toEqual([dec(5n), dec(10n), ""]);
  expect(it.broken()).toEqual([]);
});

test("a validator that keeps everything leaves nothing, and a withdrawal tells so with a coin of zero", () => {
  const it = distributionWorld();
  bond(it, 1, 100n * MILLION, 100n);
  it.nextBlock();
  reward(it, 1, 20n);
  it.nextBlock();
  expect(withdraw(it, 1, 1)).toEqual({ amount: [stake(0n)] });
  const values = it.events.at(-1)?.attributes.map(({ value }) => value);
  expect([it.events.at(-1)?.type, values]).toEqual(["withdraw_rewards", ["0ustake", operatorOf(1), accountOf(1)]]);
});

test("what a block collected goes to the voters of the last one, less the tax", () => {
  const it = distributionWorld();
  bond(it, 1, 100n * MILLION, 50n);
  bond(it, 2, 100n * MILLION, 0n);
  it.nextBlock();
  payFees(it, 100n);
  it.nextBlock({ votes: votesOf([1, 100n], [2, 100n]) });
  expect([outstandingOf(it, 1), outstandingOf(it, 2), poolOf(it)]).toEqual([dec(49n), dec(49n), dec(2n)]);
  expect([commissionOf(it, 1), commissionOf(it, 2), rewardsOf(it, 1, 1), rewardsOf(it, 2, 2)]).toEqual([dec("24.5"), "", dec("24.5"), dec(49n)]);
  expect(it.broken()).toEqual([]);
});

test("what does not divide by the power of the voters stays in the community pool", () => {
  const it = distributionWorld();
  for (const n of [1, 2, 3]) bond(it, n, 100n * MILLION, 10n);
  it.nextBlock();
  payFees(it, 634_195_840n);
  it.nextBlock({ votes: votesOf([1, 11n], [2, 10n], [3, 10n]) });
  const total = [1, 2, 3].map((n) => outstandingOf(it, n));
  expect(total).toEqual(["220536488.877419354317441612ustake", "200487717.161290322219767270ustake", "200487717.161290322219767270ustake"]);
  expect(poolOf(it)).toBe("12683916.800000001243023848ustake");
  expect(it.broken()).toEqual([]);
});

test("without votes everything is everybody's; under the sequencer bonded tokens decide", () => {
  const earned = (["staking", "sequencer"] as const).map((source) => {
    const it = distributionWorld({ staking: { valset_source: source } });
    bond(it, 1, 30n * MILLION, 0n);
    bond(it, 2, 10n * MILLION, 0n);
    it.nextBlock();
    payFees(it, 1000n);
    it.nextBlock();
    expect(it.broken()).toEqual([]);
    return [outstandingOf(it, 1), outstandingOf(it, 2), poolOf(it)];
  });
  expect(earned).toEqual([
    ["", "", dec(1000n)],
    [dec(735n), dec(245n), dec(20n)],
  ]);
});

test("a jailed validator earns for what it signed, and a key that never staked leaves its part to everybody", () => {
  const it = distributionWorld();
  bond(it, 1, 10n * MILLION, 0n);
  it.nextBlock();
  it.staking.jail(it.ctx, consensusAddressOf(1));
  payFees(it, 1000n);
  it.nextBlock({ votes: votesOf([1, 10n], [5, 10n]) });
  expect([outstandingOf(it, 1), poolOf(it)]).toEqual([dec(490n), dec(510n)]);
});

test("the last delegation takes its rewards along, its validator its commission, and dust is everybody's", () => {
  const it = distributionWorld({ staking: { params: { unbonding_time: "10s" } } });
  bond(it, 1, 3n * MILLION, 10n);
  bond(it, 2, 3n * MILLION, 10n);
  it.nextBlock();
  delegate(it, 3, 1, 4n * MILLION);
  it.nextBlock();
  reward(it, 1, 101n);
  const before = [1, 3].map((n) => balanceOf(it, n));
  for (const [n, units] of [[1, 3n], [3, 4n]] as const) {
    it.deliver(MsgUndelegate, { delegatorAddress: accountOf(n), validatorAddress: operatorOf(1), amount: stake(units * MILLION) });
  }
  expect(balanceOf(it, 3) - (before[1] ?? 0n)).toBe(51n);
  // What the ratio of 90.9 to 7,000,000 loses in its last digits stays outstanding.
  expect([outstandingOf(it, 1), commissionOf(it, 1)]).toEqual(["10.100000000002000000ustake", dec("10.1")]);
  later(it, 4);
  expect(() => outstandingOf(it, 1)).toThrow("validator does not exist");
  // 10 of the 10.1 units of commission, and 38 of the 38.95 of its own delegation.
  expect(balanceOf(it, 1) - (before[0] ?? 0n)).toBe(3n * MILLION + 38n + 10n);
  expect(poolOf(it)).toBe(dec(2n));
  expect(it.broken()).toEqual([]);
});
