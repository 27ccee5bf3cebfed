import type { Coin } from "@openledger/messages/cosmos/base/v1beta1";
import { decFromInt, decQuoInt, DEC_ZERO, type Dec } from "@openledger/primitives";
import type { Context, QueryContext } from "@openledger/state-machine";
import type { StakingBank } from "./expected-keepers.ts";
import { STAKING_STORE, stakingParams } from "./state.ts";

/** Account of what bonded validators hold. */
export const BONDED_POOL = "bonded_tokens_pool";
/** Account of what other validators hold and of what unbonds. */
export const NOT_BONDED_POOL = "not_bonded_tokens_pool";

export function bondDenom(ctx: Context | QueryContext): string {
  return stakingParams.require(ctx.store.store(STAKING_STORE)).bondDenom;
}

export function bondCoin(ctx: Context | QueryContext, units: bigint): Coin {
  return { denom: bondDenom(ctx), amount: units.toString() };
}

export function poolBalance(bank: StakingBank, ctx: Context | QueryContext, pool: string): bigint {
  return bank.balance(ctx, bank.moduleAddress(ctx, pool), bondDenom(ctx));
}

/** Moves units from the not bonded to the bonded pool, or back when they are negative. */
export function moveToBonded(bank: StakingBank, ctx: Context, units: bigint): void {
  if (units > 0n) bank.sendBetweenModules(ctx, NOT_BONDED_POOL, BONDED_POOL, bondCoin(ctx, units));
  if (units < 0n) bank.sendBetweenModules(ctx, BONDED_POOL, NOT_BONDED_POOL, bondCoin(ctx, -units));
}

/** Destroys units of a pool; none is nothing to do. */
export function burnFromPool(bank: StakingBank, ctx: Context, pool: string, units: bigint): void {
  if (units > 0n) bank.burnFromModule(ctx, pool, bondCoin(ctx, units));
}

/** Bonded units over the supply. */
export function bondedRatio(bank: StakingBank, ctx: Context | QueryContext): Dec {
  const supply = bank.supply(ctx, bondDenom(ctx));
  return supply > 0n ? decQuoInt(decFromInt(poolBalance(bank, ctx, BONDED_POOL)), supply) : DEC_ZERO;
}
