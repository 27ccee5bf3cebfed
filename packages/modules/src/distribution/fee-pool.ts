import type { Coin } from "@openledger/messages/cosmos/base/v1beta1";
import { decTruncateInt, type Address } from "@openledger/primitives";
import type { Context } from "@openledger/state-machine";
import { amountOfDenom, decCoinsFromCoins, takeDecCoins } from "../support/dec-coins.ts";
import { badDistribution } from "./errors.ts";
import type { DistributionBank } from "./expected-keepers.ts";
import { DISTRIBUTION } from "./parts.ts";
import { addToCommunityPool, communityPool, setCommunityPool } from "./records.ts";

/** Pays valid coins out of the community pool, which lies in the module's account. */
export function distributeFromFeePool(bank: DistributionBank, ctx: Context, coins: readonly Coin[], receiver: Address): void {
  const pool = communityPool(ctx);
  // Compared as whole units: an amount may be too large for a Dec.
  const isCovered = coins.every(({ denom, amount }) => BigInt(amount) <= decTruncateInt(amountOfDenom(pool, denom)));
  if (!isCovered) throw badDistribution();
  bank.sendCoinsFromModule(ctx, DISTRIBUTION, receiver, coins);
  setCommunityPool(ctx, takeDecCoins(pool, decCoinsFromCoins(coins)));
}

/** Moves valid coins of an account into the community pool. */
export function fundCommunityPool(bank: DistributionBank, ctx: Context, coins: readonly Coin[], sender: Address): void {
  bank.sendCoinsToModule(ctx, sender, DISTRIBUTION, coins);
  addToCommunityPool(ctx, decCoinsFromCoins(coins));
}
