import type { Coin } from "@openledger/messages/cosmos/base/v1beta1";
import type { Address } from "@openledger/primitives";
import { coinsText, sdkErrors, type Context } from "@openledger/state-machine";
import { unitsOfDenom } from "../support/coins.ts";
import { coinSpent, sentBy, transferred } from "./events.ts";
import type { AccountsKeeper, Carried, ExternalValueKeeper } from "./expected-keepers.ts";
import { balance, giveCoins, requireValid, setBalance, unitsOf } from "./holdings.ts";
import type { HeldBack } from "./spendable.ts";

/** Movements between two accounts that respect what is locked or reserved. */
export interface Payments {
  ensureAccount(ctx: Context, address: Address): void;
  /** Returns what goes along; the caller gives it with the coins. */
  takeCoins(ctx: Context, from: Address, coins: readonly Coin[]): Carried;
  /** Gives external units that went along with coins that were taken. */
  giveCarried(ctx: Context, to: Address, carried: Carried): void;
  sendCoins(ctx: Context, from: Address, to: Address, coins: readonly Coin[]): void;
  /** `sendCoins` that lets amounts of zero pass, with their events. */
  move(ctx: Context, from: Address, to: Address, coins: readonly Coin[]): void;
}

const NOTHING: Carried = [];

export function createPayments(
  accounts: AccountsKeeper,
  heldBack: HeldBack,
  externals: ExternalValueKeeper | undefined,
): Payments {
  function ensureAccount(ctx: Context, address: Address): void {
    if (!accounts.hasAccount(ctx, address)) accounts.createAccount(ctx, address);
  }

  function takeCoins(ctx: Context, from: Address, coins: readonly Coin[]): Carried {
    let carried = NOTHING;
    const locked = heldBack(ctx, from);
    for (const { denom, amount } of coins) {
      const units = unitsOf(amount);
      const held = balance(ctx, from, denom);
      const free = held - unitsOfDenom(locked, denom);
      if (free < 0n) {
        const text = `${unitsOfDenom(locked, denom)}${denom} > ${held}${denom}`;
        throw sdkErrors.insufficientFunds(`locked amount exceeds account balance funds: ${text}`);
      }
      if (free < units) {
        throw sdkErrors.insufficientFunds(`spendable balance ${free}${denom} is smaller than ${amount}${denom}`);
      }
      setBalance(ctx, from, denom, held, held - units);
      const external = externals?.take(ctx, from, denom, held - units) ?? 0n;
      if (external > 0n) carried = [...carried, { denom, units: external }];
    }
    ctx.emit(coinSpent(from, coinsText(coins)));
    return carried;
  }

  function giveCarried(ctx: Context, to: Address, carried: Carried): void {
    for (const { denom, units } of carried) externals?.give(ctx, to, denom, units);
  }

  function sendCoins(ctx: Context, from: Address, to: Address, coins: readonly Coin[]): void {
    requireValid(coins);
    move(ctx, from, to, coins);
  }

  function move(ctx: Context, from: Address, to: Address, coins: readonly Coin[]): void {
    const carried = takeCoins(ctx, from, coins);
    giveCoins(ctx, to, coins);
    giveCarried(ctx, to, carried);
    ensureAccount(ctx, to);
    ctx.emit(transferred(to, from, coinsText(coins)));
    ctx.emit(sentBy(from));
  }

  return { ensureAccount, takeCoins, giveCarried, sendCoins, move };
}
