import { Params } from "@openledger/messages/cosmos/bank/v1beta1";
import type { Coin } from "@openledger/messages/cosmos/base/v1beta1";
import { addressToBytes, assert, assertDefined, type Address } from "@openledger/primitives";
import { coinsText, sdkErrors, type Context, type FeeKeeper, type QueryContext } from "@openledger/state-machine";
import type { BankKeeper } from "../expected-keepers.ts";
import { burned, coinReceived, coinSpent, sentBy, transferred } from "./events.ts";
import { rememberLast } from "../support/remember-last.ts";
import type { AccountsKeeper } from "./expected-keepers.ts";
import { BANK_STORE, balances, bankParams, holders, sendEnabled, supplies } from "./state.ts";

/** Where fees wait for those who stake. */
export const FEE_COLLECTOR = "fee_collector";

/** Everything the chain and the bank's own handlers do with money. */
export interface FullBankKeeper extends BankKeeper, FeeKeeper {
  /** Moves several coins at once, in one set of events. Coins are valid and not empty. */
  sendCoins(ctx: Context, from: Address, to: Address, coins: readonly Coin[]): void;
  /** Takes coins from an account with its event; the caller gives them to someone in the same message. */
  takeCoins(ctx: Context, from: Address, coins: readonly Coin[]): void;
  /** Gives coins that were taken, creating the account of a first-time receiver. */
  giveCoins(ctx: Context, to: Address, coins: readonly Coin[]): void;
  /** Creates coins out of nothing: genesis only. */
  mintAtGenesis(ctx: Context, to: Address, coin: Coin): void;
  isSendEnabled(ctx: Context | QueryContext, denom: string): boolean;
  /** True for accounts of modules, which people must not send to. */
  isBlocked(ctx: Context | QueryContext, address: Address): boolean;
}

/** `moduleNames` are the modules whose accounts people cannot send to. */
export function createBankKeeper(accounts: AccountsKeeper, moduleNames: readonly string[]): FullBankKeeper {
  const moduleAddress = accounts.moduleAddress;
  const readParams = rememberLast((bytes) => Params.fromBytes(bytes.slice()));

  function giveCoins(ctx: Context, to: Address, coins: readonly Coin[]): void {
    for (const { denom, amount } of coins) {
      setBalance(ctx, to, denom, balance(ctx, to, denom) + unitsOf(amount));
    }
    ctx.emit(coinReceived(to, coinsText(coins)));
    if (!accounts.hasAccount(ctx, to)) accounts.createAccount(ctx, to);
  }

  function sendCoins(ctx: Context, from: Address, to: Address, coins: readonly Coin[]): void {
    takeCoins(ctx, from, coins);
    giveCoins(ctx, to, coins);
    ctx.emit(transferred(to, from, coinsText(coins)));
    ctx.emit(sentBy(from));
  }

  return {
    sendCoins,
    takeCoins,
    giveCoins,
    moduleAddress,
    balance,
    isSendEnabled: (ctx, denom) => {
      const store = ctx.store.store(BANK_STORE);
      const enabled = sendEnabled.get(store, denom);
      if (enabled !== undefined) return enabled;
      const bytes = store.get(bankParams.keyBytes);
      return readParams(assertDefined(bytes, "the params of bank are stored at genesis")).defaultSendEnabled;
    },
    isBlocked: (ctx, address) => moduleNames.some((name) => moduleAddress(ctx, name) === address),
    send: (ctx, from, to, coin) => sendCoins(ctx, from, to, [coin]),
    sendToModule: (ctx, from, module, coin) => sendCoins(ctx, from, moduleAddress(ctx, module), [coin]),
    sendFromModule: (ctx, module, to, coin) => sendCoins(ctx, moduleAddress(ctx, module), to, [coin]),
    sendBetweenModules: (ctx, from, to, coin) =>
      sendCoins(ctx, moduleAddress(ctx, from), moduleAddress(ctx, to), [coin]),
    collectFee: (ctx, payer, fee) => sendCoins(ctx, payer, moduleAddress(ctx, FEE_COLLECTOR), fee),
    burnFromModule(ctx, module, coin) {
      const burner = moduleAddress(ctx, module);
      takeCoins(ctx, burner, [coin]);
      changeSupply(ctx, coin.denom, -unitsOf(coin.amount));
      ctx.emit(burned(burner, coinsText([coin])));
    },
    mintAtGenesis(ctx, to, { denom, amount }) {
      setBalance(ctx, to, denom, balance(ctx, to, denom) + unitsOf(amount));
      changeSupply(ctx, denom, unitsOf(amount));
      if (!accounts.hasAccount(ctx, to)) accounts.createAccount(ctx, to);
    },
  };
}

function balance(ctx: QueryContext | Context, address: Address, denom: string): bigint {
  return balances.get(ctx.store.store(BANK_STORE), [addressToBytes(ctx.chain.bech32Prefix, address), denom]) ?? 0n;
}

function takeCoins(ctx: Context, from: Address, coins: readonly Coin[]): void {
  for (const { denom, amount } of coins) {
    const units = unitsOf(amount);
    const held = balance(ctx, from, denom);
    if (held < units) {
      throw sdkErrors.insufficientFunds(`spendable balance ${held}${denom} is smaller than ${amount}${denom}`);
    }
    setBalance(ctx, from, denom, held - units);
  }
  ctx.emit(coinSpent(from, coinsText(coins)));
}

function setBalance(ctx: Context, address: Address, denom: string, units: bigint): void {
  const store = ctx.store.store(BANK_STORE);
  const bytes = addressToBytes(ctx.chain.bech32Prefix, address);
  if (units === 0n) {
    balances.delete(store, [bytes, denom]);
    holders.delete(store, [denom, bytes]);
    return;
  }
  if (!holders.has(store, [denom, bytes])) holders.set(store, [denom, bytes], true);
  balances.set(store, [bytes, denom], units);
}

function changeSupply(ctx: Context, denom: string, change: bigint): void {
  const store = ctx.store.store(BANK_STORE);
  const units = (supplies.get(store, denom) ?? 0n) + change;
  assert(units >= 0n, `more ${denom} is burned than there is`);
  if (units === 0n) supplies.delete(store, denom);
  else supplies.set(store, denom, units);
}

/** Amounts reach the keeper checked. */
function unitsOf(amount: string): bigint {
  assert(/^(?:0|[1-9][0-9]{0,77})$/.test(amount), `${amount.slice(0, 100)} is not an amount that can be moved`);
  return BigInt(amount);
}
