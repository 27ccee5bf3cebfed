import type { Coin } from "@openledger/messages/cosmos/base/v1beta1";
import { assertDefined, type Address } from "@openledger/primitives";
import { coinsText, sdkErrors, type Context, type FeeKeeper, type QueryContext } from "@openledger/state-machine";
import type { BankKeeper } from "../expected-keepers.ts";
import { rememberLast } from "../support/remember-last.ts";
import { sendDisabled } from "./errors.ts";
import { burned } from "./events.ts";
import type { AccountsKeeper, Carried, ExternalValueKeeper, ReservedCoins } from "./expected-keepers.ts";
import { allBalances, balance, changeSupply, giveCoins, mintAtGenesis, supply, unitsOf } from "./holdings.ts";
import { createModuleMoney, type ModuleMoney } from "./module-money.ts";
import { createPayments } from "./payments.ts";
import { createHeldBack, createSpendable, type Spendable } from "./spendable.ts";
import { BANK_STORE, bankParams, explicitParams, sendEnabled } from "./state.ts";

/** Where fees wait for those who stake. */
export const FEE_COLLECTOR = "fee_collector";

/**
 * Everything the chain and the bank's own handlers do with money. Lists of coins are valid (positive, sorted by denom),
 * and an overdraft throws the SDK's insufficient-funds error.
 */
export interface FullBankKeeper extends BankKeeper, FeeKeeper, ModuleMoney, Spendable {
  /** Moves several coins at once, in one set of events. */
  sendCoins(ctx: Context, from: Address, to: Address, coins: readonly Coin[]): void;
  /** `sendCoins` to a module's account. */
  sendCoinsToModule(ctx: Context, from: Address, module: string, coins: readonly Coin[]): void;
  /** `sendCoins` from a module's account; throws the SDK's unauthorized error where the receiver is a module. */
  sendCoinsFromModule(ctx: Context, module: string, to: Address, coins: readonly Coin[]): void;
  /** `sendCoins` between the accounts of two modules. */
  sendCoinsBetweenModules(ctx: Context, from: string, to: string, coins: readonly Coin[]): void;
  /**
   * Takes spendable coins from an account with its event; the caller gives them to someone in the same message, and what
   * goes along with them by `giveCarried`.
   */
  takeCoins(ctx: Context, from: Address, coins: readonly Coin[]): Carried;
  /** Gives coins that were taken, with its event. */
  giveCoins(ctx: Context, to: Address, coins: readonly Coin[]): void;
  /** Gives external units that went along with coins that were taken. */
  giveCarried(ctx: Context, to: Address, carried: Carried): void;
  /** Gives an address that has none an account. */
  ensureAccount(ctx: Context, address: Address): void;
  /** Creates coins out of nothing: genesis only. */
  mintAtGenesis(ctx: Context, to: Address, coin: Coin): void;
  /** All coins of an account, sorted by denom. */
  allBalances(ctx: Context | QueryContext, address: Address): readonly Coin[];
  /** All units of `denom` that there are. */
  supply(ctx: Context | QueryContext, denom: string): bigint;
  isSendEnabled(ctx: Context | QueryContext, denom: string): boolean;
  /** Throws x/bank's error for a denom that may not be sent. */
  requireSendEnabled(ctx: Context, coins: readonly Coin[]): void;
  /** True for accounts of modules, which people must not send to. */
  isBlocked(ctx: Context | QueryContext, address: Address): boolean;
}

/** What a chain may add to its bank. */
export interface BankOptions {
  /** Follows value from outside; without it nobody does. */
  readonly externals?: ExternalValueKeeper;
  /** What no payment may take; nothing when left out. */
  readonly reserved?: ReservedCoins;
}

/** `blockedModules` are the modules whose accounts people cannot send to. */
export function createBankKeeper(
  accounts: AccountsKeeper,
  blockedModules: readonly string[],
  { externals, reserved = () => [] }: BankOptions = {},
): FullBankKeeper {
  const { moduleAddress } = accounts;
  const isBlocked: FullBankKeeper["isBlocked"] = (ctx, address) =>
    blockedModules.some((name) => moduleAddress(ctx, name) === address);
  const readParams = rememberLast((bytes) => explicitParams.decode(bytes));

  const isSendEnabled: FullBankKeeper["isSendEnabled"] = (ctx, denom) => {
    const store = ctx.store.store(BANK_STORE);
    const enabled = sendEnabled.get(store, denom);
    if (enabled !== undefined) return enabled;
    const bytes = store.get(bankParams.keyBytes);
    return readParams(assertDefined(bytes, "the params of bank are stored at genesis")).defaultSendEnabled;
  };
  const heldBack = createHeldBack(accounts, reserved);
  const { takeCoins, giveCarried, move, sendCoins, ensureAccount } = createPayments(accounts, heldBack, externals);
  const sendCoinsToModule: FullBankKeeper["sendCoinsToModule"] = (ctx, from, module, coins) =>
    sendCoins(ctx, from, moduleAddress(ctx, module), coins);
  const sendCoinsBetweenModules: FullBankKeeper["sendCoinsBetweenModules"] = (ctx, from, to, coins) =>
    sendCoinsToModule(ctx, moduleAddress(ctx, from), to, coins);

  return {
    sendCoins,
    sendCoinsToModule,
    sendCoinsBetweenModules,
    takeCoins,
    giveCoins,
    giveCarried,
    ensureAccount,
    moduleAddress,
    balance,
    allBalances,
    supply,
    isBlocked,
    ...createSpendable(heldBack),
    isSendEnabled,
    requireSendEnabled(ctx, coins) {
      for (const { denom } of coins) {
        if (!isSendEnabled(ctx, denom)) throw sendDisabled(`${denom} transfers are currently disabled`);
      }
    },
    sendCoinsFromModule(ctx, module, to, coins) {
      if (isBlocked(ctx, to)) throw sdkErrors.unauthorized(`${to} is not allowed to receive funds`);
      sendCoins(ctx, moduleAddress(ctx, module), to, coins);
    },
    send: (ctx, from, to, coin) => move(ctx, from, to, [coin]),
    sendToModule: (ctx, from, module, coin) => move(ctx, from, moduleAddress(ctx, module), [coin]),
    sendFromModule: (ctx, module, to, coin) => move(ctx, moduleAddress(ctx, module), to, [coin]),
    sendBetweenModules: (ctx, from, to, coin) => move(ctx, moduleAddress(ctx, from), moduleAddress(ctx, to), [coin]),
    collectFee: (ctx, payer, fee) => sendCoinsToModule(ctx, payer, FEE_COLLECTOR, fee),
    burnFromModule(ctx, module, coin) {
      const burner = moduleAddress(ctx, module);
      takeCoins(ctx, burner, [coin]);
      changeSupply(ctx, coin.denom, -unitsOf(coin.amount));
      ctx.emit(burned(burner, coinsText([coin])));
    },
    ...createModuleMoney(accounts, takeCoins, { externals, reserved }),
    mintAtGenesis(ctx, to, coin) {
      mintAtGenesis(ctx, to, coin);
      ensureAccount(ctx, to);
    },
  };
}
