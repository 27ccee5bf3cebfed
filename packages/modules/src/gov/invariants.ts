import type { Coin } from "@openledger/messages/cosmos/base/v1beta1";
import type { Address } from "@openledger/primitives";
import { coinsText, type Context, type Identity, type QueryContext } from "@openledger/state-machine";
import { addCoins, coinsCover } from "../support/coins.ts";
import type { GovBank, GovParts } from "./expected-keepers.ts";
import { deposits, GOV_STORE } from "./state.ts";

/** What waits in an account for those who have deposited it; nothing in any account but gov's. */
export type ReservedDeposits = (ctx: Context | QueryContext, address: Address) => readonly Coin[];

/** All deposits together. */
export function totalDeposits(ctx: Context | QueryContext): readonly Coin[] {
  let total: readonly Coin[] = [];
  for (const [, { amount }] of deposits.iterate(ctx.store.store(GOV_STORE))) total = addCoins(total, amount);
  return total;
}

/**
 * Deposits as the bank reserves them. Grants that proposals have made let others act as gov later, so that deposits
 * have to be safe from every payment and not only while a proposal runs: a refund that fails stops the chain.
 */
export function createDepositReserve({ moduleAddress }: Pick<GovBank, "moduleAddress">): ReservedDeposits {
  return (ctx, address) => (address === moduleAddress(ctx, "gov") ? totalDeposits(ctx) : []);
}

/** The account of gov holds every deposit. */
export function brokenGovInvariants({ bank }: GovParts, ctx: Context | QueryContext): readonly string[] {
  const held = bank.allBalances(ctx, bank.moduleAddress(ctx, "gov"));
  const total = totalDeposits(ctx);
  return coinsCover(held, total) ? [] : [`the account of gov holds ${coinsText(held)}, deposits are ${coinsText(total)}`];
}

/** {@link brokenGovInvariants} as a law with what it was checked on. */
export function govIdentities(parts: GovParts, ctx: QueryContext): readonly Identity[] {
  const count = [...deposits.iterate(ctx.store.store(GOV_STORE))].length;
  const found = `${count} deposits of ${coinsText(totalDeposits(ctx)) || "nothing"}`;
  return [{ says: "the account of gov holds every deposit", found, broken: brokenGovInvariants(parts, ctx) }];
}
