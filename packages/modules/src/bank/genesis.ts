import { GenesisState, Metadata, type Balance } from "@openledger/messages/cosmos/bank/v1beta1";
import type { Coin } from "@openledger/messages/cosmos/base/v1beta1";
import {
  genesisError,
  isDenom,
  jsonArray,
  jsonBoolean,
  jsonObject,
  jsonString,
  jsonUint,
  type Context,
  type Json,
  type QueryContext,
} from "@openledger/state-machine";
import { addressFromBytes, addressToBytes } from "@openledger/primitives";
import { messageToJson } from "../support/proto-json.ts";
import { genesisAddress } from "../support/genesis-address.ts";
import type { FullBankKeeper } from "./keeper.ts";
import { BANK_STORE, balances, bankParams, denomMetadata, sendEnabled, supplies } from "./state.ts";

const WHERE = "app_state.bank";
/** No sum of balances can then leave the range of an amount. */
const AMOUNT_MAX = (1n << 127n) - 1n;

/** Reads the SDK's `{params, balances, supply, denom_metadata, send_enabled}`; a given supply must match the balances. */
export function initBankGenesis(ctx: Context, keeper: FullBankKeeper, genesis: Json | undefined): void {
  const given = jsonObject(genesis, WHERE);
  const store = ctx.store.store(BANK_STORE);
  const params = jsonObject(given["params"], `${WHERE}.params`);
  const defaultSendEnabled = jsonBoolean(params["default_send_enabled"], `${WHERE}.params.default_send_enabled`, true);
  bankParams.set(store, { sendEnabled: [], defaultSendEnabled });
  each(params["send_enabled"], "params.send_enabled", (entry, where) => {
    sendEnabled.set(store, readDenom(entry["denom"], `${where}.denom`), jsonBoolean(entry["enabled"], `${where}.enabled`, false));
  });
  each(given["send_enabled"], "send_enabled", (entry, where) => {
    const denom = readDenom(entry["denom"], `${where}.denom`);
    sendEnabled.set(store, denom, jsonBoolean(entry["enabled"], `${where}.enabled`, false));
  });
  each(given["denom_metadata"], "denom_metadata", (entry, where) => {
    const metadata = readMetadata(entry, where);
    denomMetadata.set(store, metadata.base, metadata);
  });
  each(given["balances"], "balances", (entry, where) => readBalance(ctx, keeper, entry, where));
  for (const [denom, units] of supplies.iterate(store)) {
    if (units > AMOUNT_MAX) throw genesisError(`${WHERE}.balances`, `${denom} sums to more than 2^127-1 units`);
  }
  each(given["supply"], "supply", (entry, where) => {
    const coin = readCoin(entry, where);
    const sum = supplies.get(store, coin.denom) ?? 0n;
    if (sum !== BigInt(coin.amount)) throw genesisError(where, `is ${coin.amount}${coin.denom}, but balances sum to ${sum}`);
  });
}

/** Writes what {@link initBankGenesis} reads. */
export function exportBankGenesis({ chain, store }: QueryContext): Json {
  const reader = store.store(BANK_STORE);
  const balancesOf: Balance[] = [];
  for (const [[bytes, denom], units] of balances.iterate(reader)) {
    const address = addressFromBytes(chain.bech32Prefix, bytes);
    const last = balancesOf.at(-1);
    const coin = { denom, amount: String(units) };
    if (last?.address === address) last.coins.push(coin);
    else balancesOf.push({ address, coins: [coin] });
  }
  return messageToJson(GenesisState, {
    params: bankParams.require(reader),
    balances: balancesOf,
    supply: Array.from(supplies.iterate(reader), ([denom, units]) => ({ denom, amount: String(units) })),
    denomMetadata: Array.from(denomMetadata.iterate(reader), ([, metadata]) => metadata),
    sendEnabled: Array.from(sendEnabled.iterate(reader), ([denom, enabled]) => ({ denom, enabled })),
  });
}

type JsonObject = { readonly [key: string]: Json };

function each(list: Json | undefined, name: string, read: (entry: JsonObject, where: string) => void): void {
  jsonArray(list, `${WHERE}.${name}`).forEach((json, i) => {
    const where = `${WHERE}.${name}[${i}]`;
    read(jsonObject(json, where), where);
  });
}

function readBalance(ctx: Context, keeper: FullBankKeeper, entry: JsonObject, where: string): void {
  const address = genesisAddress(ctx, entry["address"], `${where}.address`);
  jsonArray(entry["coins"], `${where}.coins`).forEach((json, i) => {
    const at = `${where}.coins[${i}]`;
    const coin = readCoin(jsonObject(json, at), at);
    if (balances.has(ctx.store.store(BANK_STORE), [addressToBytes(ctx.chain.bech32Prefix, address), coin.denom])) {
      throw genesisError(at, `${address} has ${coin.denom} twice`);
    }
    keeper.mintAtGenesis(ctx, address, coin);
  });
}

function readDenom(json: Json | undefined, where: string): string {
  const denom = jsonString(json, where);
  if (!isDenom(denom)) throw genesisError(where, `${denom} is not a denom: 3 to 128 characters, a letter first`);
  return denom;
}

function readCoin(entry: JsonObject, where: string): Coin {
  const amount = jsonUint(entry["amount"], `${where}.amount`);
  if (amount === 0n || amount > AMOUNT_MAX) throw genesisError(`${where}.amount`, "must be from 1 to 2^127-1");
  return { denom: readDenom(entry["denom"], `${where}.denom`), amount: String(amount) };
}

function readMetadata(entry: JsonObject, where: string): Metadata {
  const text = (key: string): string => jsonString(entry[key], `${where}.${key}`, "");
  return Metadata.create({
    description: text("description"),
    denomUnits: jsonArray(entry["denom_units"], `${where}.denom_units`).map((json, i) => {
      const at = `${where}.denom_units[${i}]`;
      const unit = jsonObject(json, at);
      const exponent = jsonUint(unit["exponent"], `${at}.exponent`, 0n);
      if (exponent > 38n) throw genesisError(`${at}.exponent`, "must be 38 or less");
      return {
        denom: jsonString(unit["denom"], `${at}.denom`),
        exponent: Number(exponent),
        aliases: jsonArray(unit["aliases"], `${at}.aliases`).map((alias) => jsonString(alias, `${at}.aliases`)),
      };
    }),
    base: readDenom(entry["base"], `${where}.base`),
    display: text("display"),
    name: text("name"),
    symbol: text("symbol"),
    uri: text("uri"),
    uriHash: text("uri_hash"),
  });
}
