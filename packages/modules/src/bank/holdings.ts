/** Single balances and supplies, below every rule about who may move them. */
import type { Coin } from "@openledger/messages/cosmos/base/v1beta1";
import { addressToBytes, assert, type Address } from "@openledger/primitives";
import { areValidCoins, coinsText, sdkErrors, storeGas, type Context, type QueryContext } from "@openledger/state-machine";
import { coinReceived } from "./events.ts";
import { BANK_STORE, balanceKey, balances, holders, supplies } from "./state.ts";

export function giveCoins(ctx: Context, to: Address, coins: readonly Coin[]): void {
  for (const { denom, amount } of coins) {
    const held = balance(ctx, to, denom);
    setBalance(ctx, to, denom, held, held + unitsOf(amount));
  }
  ctx.emit(coinReceived(to, coinsText(coins)));
}

export function allBalances(ctx: QueryContext | Context, address: Address): readonly Coin[] {
  const prefix = balanceKey.prefix(addressToBytes(ctx.chain.bech32Prefix, address));
  return Array.from(balances.iterate(ctx.store.store(BANK_STORE), { prefix }), ([[, denom], units]) => ({
    denom,
    amount: String(units),
  }));
}

export function supply(ctx: QueryContext | Context, denom: string): bigint {
  return supplies.get(ctx.store.store(BANK_STORE), denom) ?? 0n;
}

export function requireValid(coins: readonly Coin[]): void {
  if (!areValidCoins(coins)) throw sdkErrors.invalidCoins(coinsText(coins).slice(0, 200));
}

export function balance(ctx: QueryContext | Context, address: Address, denom: string): bigint {
  return balances.get(ctx.store.store(BANK_STORE), [addressToBytes(ctx.chain.bech32Prefix, address), denom]) ?? 0n;
}

export function setBalance(ctx: Context, address: Address, denom: string, held: bigint, units: bigint): void {
  const store = ctx.store.store(BANK_STORE);
  const bytes = addressToBytes(ctx.chain.bech32Prefix, address);
  if (units === 0n) {
    balances.delete(store, [bytes, denom]);
    holders.delete(store, [denom, bytes]);
    return;
  }
  if (held === 0n) {
    holders.set(store, [denom, bytes], true);
  } else {
    // The SDK writes the index again with every balance: the gas is the same here, the needless write is not.
    ctx.gas.consume(storeGas.writeFlat, "WriteFlat");
    ctx.gas.consume(storeGas.writePerByte * BigInt(holders.keyBytes([denom, bytes]).length + 1), "WritePerByte");
  }
  balances.set(store, [bytes, denom], units);
}

export function changeSupply(ctx: Context, denom: string, change: bigint): void {
  const store = ctx.store.store(BANK_STORE);
  const units = (supplies.get(store, denom) ?? 0n) + change;
  assert(units >= 0n, `more ${denom} is burned than there is`);
  if (units === 0n) supplies.delete(store, denom);
  else supplies.set(store, denom, units);
}

/** Balance and supply of coins that come out of nothing. */
export function mintAtGenesis(ctx: Context, to: Address, { denom, amount }: Coin): void {
  const held = balance(ctx, to, denom);
  setBalance(ctx, to, denom, held, held + unitsOf(amount));
  changeSupply(ctx, denom, unitsOf(amount));
}

/** Amounts reach the keeper checked. */
export function unitsOf(amount: string): bigint {
  assert(/^(?:0|[1-9][0-9]{0,77})$/.test(amount), `${amount.slice(0, 100)} is not an amount that can be moved`);
  return BigInt(amount);
}
