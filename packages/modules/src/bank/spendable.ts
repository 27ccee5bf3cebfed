/** What of its coins an account can spend. */
import type { Coin } from "@openledger/messages/cosmos/base/v1beta1";
import type { Address } from "@openledger/primitives";
import type { Context, QueryContext } from "@openledger/state-machine";
import { addCoins, subtractCoins, unitsOfDenom } from "../support/coins.ts";
import type { AccountsKeeper, ReservedCoins } from "./expected-keepers.ts";
import { allBalances, balance } from "./holdings.ts";

/** What an account cannot spend. */
export type HeldBack = (ctx: Context | QueryContext, address: Address) => readonly Coin[];

export interface Spendable {
  /** All coins of an account that are not locked or reserved; none where more of any denom is than there is. */
  spendableCoins(ctx: Context | QueryContext, address: Address): readonly Coin[];
  /** Units of `denom` that are not locked or reserved; 0 where more is than there is. */
  spendable(ctx: Context | QueryContext, address: Address, denom: string): bigint;
}

/** What is locked in an account with what is reserved there. */
export function createHeldBack(accounts: AccountsKeeper, reserved: ReservedCoins): HeldBack {
  return (ctx, address) => {
    const locked = accounts.lockedCoins(ctx, address);
    const forOthers = reserved(ctx, address);
    return forOthers.length === 0 ? locked : addCoins(locked, forOthers);
  };
}

export function createSpendable(heldBack: HeldBack): Spendable {
  return {
    spendableCoins: (ctx, address) => subtractCoins(allBalances(ctx, address), heldBack(ctx, address)) ?? [],
    spendable(ctx, address, denom) {
      const free = balance(ctx, address, denom) - unitsOfDenom(heldBack(ctx, address), denom);
      return free < 0n ? 0n : free;
    },
  };
}
