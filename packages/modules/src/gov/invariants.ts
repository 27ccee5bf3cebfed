import type { Coin } from "@openledger/messages/cosmos/base/v1beta1";
import { coinsText, type Context, type QueryContext } from "@openledger/state-machine";
import { addCoins, coinsCover } from "../support/coins.ts";
import type { GovParts } from "./expected-keepers.ts";
import { deposits, GOV_STORE } from "./state.ts";

/** All deposits together. */
export function totalDeposits(ctx: Context | QueryContext): readonly Coin[] {
  let total: readonly Coin[] = [];
  for (const [, { amount }] of deposits.iterate(ctx.store.store(GOV_STORE))) total = addCoins(total, amount);
  return total;
}

/** The account of gov holds every deposit. */
export function brokenGovInvariants({ bank }: GovParts, ctx: Context | QueryContext): readonly string[] {
  const held = bank.allBalances(ctx, bank.moduleAddress(ctx, "gov"));
  const total = totalDeposits(ctx);
  return coinsCover(held, total) ? [] : [`the account of gov holds ${coinsText(held)}, deposits are ${coinsText(total)}`];
}
