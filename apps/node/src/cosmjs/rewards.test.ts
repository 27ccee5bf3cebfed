// Rewards, the community pool and minting through unmodified CosmJS on two chains.
import { fromBech32, toBech32 } from "@cosmjs/encoding";
import type { EncodeObject } from "@cosmjs/proto-signing";
import { coin, coins, QueryClient, setupDistributionExtension, setupMintExtension } from "@cosmjs/stargate";
import { Comet38Client } from "@cosmjs/tendermint-rpc";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { NETWORKS, startNetwork, type RunningNetwork } from "./networks.fixture.ts";
import { perform, refuse, type Actor } from "./perform.fixture.ts";

const typed = (name: string, value: object): EncodeObject => ({ typeUrl: `/cosmos.distribution.v1beta1.${name}`, value });
/** Whole units of a decimal as the wire has it. */
const unitsOf = (list: readonly { readonly denom: string; readonly amount: string }[], denom: string): bigint =>
  BigInt(list.find((entry) => entry.denom === denom)?.amount ?? "0") / 10n ** 18n;

describe.each(NETWORKS)("$chainId with the prefix $prefix", (network) => {
  let running: RunningNetwork;
  let query: QueryClient & ReturnType<typeof setupDistributionExtension> & ReturnType<typeof setupMintExtension>;
  let validatorAddress = "";
  let operator: Actor;
  let direct: Actor;
  let amino: Actor;

  beforeAll(async () => {
    running = await startNetwork(network);
    const comet = await Comet38Client.connect(running.rpcUrl);
    query = QueryClient.withExtensions(comet, setupDistributionExtension, setupMintExtension);
    const [first = "", second = "", third = ""] = running.addresses;
    validatorAddress = toBech32(`${network.prefix}valoper`, fromBech32(first).data);
    operator = { running, client: running.direct, address: first };
    direct = { running, client: running.direct, address: second };
    amino = { running, client: running.amino, address: third };
  });
  afterAll(() => running[Symbol.asyncDispose]());

  const fees = (amount: number): ReturnType<typeof coins> => coins(amount, network.feeDenom);
  const withdrawal = ({ address }: Actor): EncodeObject => typed("MsgWithdrawDelegatorReward", { delegatorAddress: address, validatorAddress });
  const delegate = (actor: Actor, amount: number): Promise<unknown> =>
    perform(actor, {
      typeUrl: "/cosmos.staking.v1beta1.MsgDelegate",
      value: { delegatorAddress: actor.address, validatorAddress, amount: coin(amount, network.stakeDenom) },
    });

  test("who delegates earns fees, and withdraws them by either way of signing", async () => {
    for (const actor of [direct, amino]) await delegate(actor, 5_000_000);
    // The next block divides what the last one collected.
    await perform(operator, typed("MsgFundCommunityPool", { amount: fees(5_000), depositor: operator.address }));
    await operator.client.sendTokens(operator.address, direct.address, fees(1), { amount: fees(1_000_000), gas: "200000" });
    await running.direct.sendTokens(operator.address, direct.address, fees(1), { amount: fees(20_000), gas: "200000" });
    const { rewards } = await query.distribution.delegationRewards(amino.address, validatorAddress);
    // A quarter of the stake, after a tax of 2 % and 10 % commission.
    expect(unitsOf(rewards, network.feeDenom)).toBeGreaterThanOrEqual(220_500n);
    const { rewards: each, total } = await query.distribution.delegationTotalRewards(amino.address);
    expect(each.map((entry) => entry.validatorAddress)).toEqual([validatorAddress]);
    expect(unitsOf(total, network.feeDenom)).toBeGreaterThanOrEqual(unitsOf(rewards, network.feeDenom));
    for (const actor of [direct, amino]) {
      const before = BigInt((await actor.client.getBalance(actor.address, network.feeDenom)).amount);
      const result = await perform(actor, withdrawal(actor));
      const paid = result.events.find(({ type }) => type === "withdraw_rewards")?.attributes.find(({ key }) => key === "amount")?.value ?? "";
      expect(paid).toMatch(new RegExp(`^\\d+${network.feeDenom}$`));
      const gained = BigInt((await actor.client.getBalance(actor.address, network.feeDenom)).amount) - before;
      expect(gained + 20_000n).toBeGreaterThan(220_500n);
      expect(result.gasUsed).toBeLessThan(200_000n);
    }
  });

  test("rewards go to the address that their owner names, and commission to the operator", async () => {
    const [named = ""] = running.addresses.slice(9);
    await perform(amino, typed("MsgSetWithdrawAddress", { delegatorAddress: amino.address, withdrawAddress: named }));
    expect(await query.distribution.delegatorWithdrawAddress(amino.address)).toEqual({ withdrawAddress: named });
    const before = BigInt((await amino.client.getBalance(named, network.feeDenom)).amount);
    await perform(amino, withdrawal(amino));
    expect(BigInt((await amino.client.getBalance(named, network.feeDenom)).amount)).toBeGreaterThan(before);
    const { commission } = await query.distribution.validatorCommission(validatorAddress);
    expect(unitsOf(commission.commission, network.feeDenom)).toBeGreaterThan(98_000n);
    await perform(operator, typed("MsgWithdrawValidatorCommission", { validatorAddress }));
    const { rewards } = await query.distribution.validatorOutstandingRewards(validatorAddress);
    expect(unitsOf(rewards.rewards, network.feeDenom)).toBeGreaterThan(0n);
  });

  test("the community pool takes what anybody gives, and every query answers", async () => {
    const before = unitsOf((await query.distribution.communityPool()).pool, network.feeDenom);
    await perform(amino, typed("MsgFundCommunityPool", { amount: fees(77_000), depositor: amino.address }));
    expect(unitsOf((await query.distribution.communityPool()).pool, network.feeDenom) - before).toBeGreaterThanOrEqual(77_000n);
    const { params } = await query.distribution.params();
    expect([params.communityTax, params.withdrawAddrEnabled]).toEqual(["20000000000000000", true]);
    expect(await query.distribution.delegatorValidators(direct.address)).toEqual({ validators: [validatorAddress] });
    expect((await query.distribution.validatorSlashes(validatorAddress, 1, 100)).slashes).toEqual([]);
    const { goalBonded, inflationMax, mintDenom } = await query.mint.params();
    expect([goalBonded.toString(), inflationMax.toString(), mintDenom]).toEqual(["0.67", "0", network.stakeDenom]);
    expect([(await query.mint.inflation()).toString(), (await query.mint.annualProvisions()).toString()]).toEqual(["0", "0"]);
  });

  test("what cannot be withdrawn is refused with the SDK's codes", async () => {
    const [, , , stranger = ""] = running.addresses;
    const outsider = { ...direct, address: stranger };
    const own = toBech32(`${network.prefix}valoper`, fromBech32(stranger).data);
    expect(await refuse(outsider, withdrawal(outsider))).toMatch(/^19 .*no delegation for \(address, validator\) tuple$/);
    expect(await refuse(outsider, typed("MsgWithdrawValidatorCommission", { validatorAddress: own }))).toMatch(/^7 .*no validator commission to withdraw$/);
    const noWhere = typed("MsgSetWithdrawAddress", { delegatorAddress: stranger, withdrawAddress: "nowhere" });
    expect(await refuse(outsider, noWhere)).toMatch(/^7 .*invalid withdraw address: .*: invalid address$/);
    await expect(query.distribution.delegationRewards(stranger, validatorAddress)).rejects.toThrow("no delegation for (address, validator) tuple");
    await expect(query.distribution.validatorCommission(own)).rejects.toThrow("validator does not exist");
  });
});
