/** A world of stakes with distribution, for tests: coins of the denom `ustake`, decimals as text. */
import { packAny } from "@openledger/messages";
import { PubKey } from "@openledger/messages/cosmos/crypto/ed25519";
import { MsgDepositValidatorRewardsPool, QueryService } from "@openledger/messages/cosmos/distribution/v1beta1";
import { MsgCreateValidator } from "@openledger/messages/cosmos/staking/v1beta1";
import type { DecCoin } from "@openledger/messages/cosmos/base/v1beta1";
import { decAtomics, decText, decWithPrecision, parseDecAtomics } from "@openledger/primitives";
import type { VoteInfo } from "@openledger/state-machine";
import { accountText } from "../support/validator-addresses.ts";
import { accountOf, consensusAddressOf, consensusKeyOf, createStakingWorld, operatorOf, person, stake, type StakingWorld } from "../support/staking-world.fixture.ts";

export const MILLION = 1_000_000n;

export function distributionWorld(options: Partial<Parameters<typeof createStakingWorld>[0]> = {}): StakingWorld {
  return createStakingWorld({ people: 6, distribution: {}, ...options });
}

/** A validator of person `n` that keeps `percent` of what it earns, bonded in the next block. */
export function bond(it: StakingWorld, n: number, units: bigint, percent: bigint): void {
  const rate = decAtomics(decWithPrecision(percent, 2));
  it.deliver(MsgCreateValidator, {
    description: { moniker: `v${n}` },
    commission: { rate, maxRate: "1000000000000000000", maxChangeRate: "0" },
    minSelfDelegation: "1",
    validatorAddress: operatorOf(n),
    pubkey: packAny(PubKey, { key: consensusKeyOf(n) }),
    value: stake(units),
  });
}

/** What the last person gives a validator and its delegators, without tax. */
export function reward(it: StakingWorld, n: number, units: bigint): void {
  it.deliver(MsgDepositValidatorRewardsPool, { depositor: accountOf(6), validatorAddress: operatorOf(n), amount: [stake(units)] });
}

/** Lets the chain collect fees of an account. */
export function payFees(it: StakingWorld, units: bigint, denom = "ustake"): void {
  it.bank.sendCoinsToModule(it.ctx, accountText(it.ctx.chain, person(6)), "fee_collector", [{ denom, amount: String(units) }]);
}

/** Votes of the validators of these persons. */
export const votesOf = (...shares: readonly (readonly [n: number, power: bigint])[]): readonly VoteInfo[] =>
  shares.map(([n, power]) => ({ address: consensusAddressOf(n), power, signed: true }));

export const textOf = (coins: readonly DecCoin[] | undefined): string =>
  (coins ?? []).map(({ denom, amount }) => `${decText(parseDecAtomics(amount) ?? decWithPrecision(0n, 0))}${denom}`).join(",");

/** What queries say. */
export const rewardsOf = (it: StakingWorld, n: number, of: number): string =>
  textOf(it.query(QueryService.DelegationRewards, { delegatorAddress: accountOf(n), validatorAddress: operatorOf(of) }).rewards);
export const commissionOf = (it: StakingWorld, n: number): string =>
  textOf(it.query(QueryService.ValidatorCommission, { validatorAddress: operatorOf(n) }).commission?.commission);
export const outstandingOf = (it: StakingWorld, n: number): string =>
  textOf(it.query(QueryService.ValidatorOutstandingRewards, { validatorAddress: operatorOf(n) }).rewards?.rewards);
export const poolOf = (it: StakingWorld): string => textOf(it.query(QueryService.CommunityPool, {}).pool);
export const balanceOf = (it: StakingWorld, n: number, denom = "ustake"): bigint =>
  it.bank.balance(it.ctx, accountText(it.ctx.chain, person(n)), denom);
/** `24.5` as the text of a decimal coin. */
export function dec(amount: bigint | string): string {
  const [whole = "", decimals = ""] = String(amount).split(".");
  return `${whole}.${decimals.padEnd(18, "0")}ustake`;
}
