import { amount, assert } from "@openledger/primitives";
import type { Context, Identity, QueryContext } from "@openledger/state-machine";
import { createMap, utf8Key, type KeyValueReader, type KeyValueStore } from "@openledger/store";
import type { BankKeeper } from "../expected-keepers.ts";
import { amountValue } from "./amount-value.ts";

/** Running totals, per denom, of what a module account holds for others. */
export interface Holdings {
  add(store: KeyValueStore, denom: string, units: bigint): void;
  /** Taking more than is held is our bug and stops execution. */
  take(store: KeyValueStore, denom: string, units: bigint): void;
  /** Totals by denom, in byte order. */
  entries(reader: KeyValueReader): readonly (readonly [denom: string, units: bigint])[];
}

/** Builds the totals of one module under `prefix` of its store. */
export function createHoldings(prefix: Uint8Array): Holdings {
  const totals = createMap({ prefix, key: utf8Key, value: amountValue });
  return {
    add(store, denom, units) {
      assert(units >= 0n, `a holding grows by ${units}`);
      if (units > 0n) totals.set(store, denom, amount((totals.get(store, denom) ?? 0n) + units));
    },
    take(store, denom, units) {
      assert(units >= 0n, `a holding shrinks by ${units}`);
      if (units === 0n) return;
      const left = (totals.get(store, denom) ?? 0n) - units;
      assert(left >= 0n, `${-left}${denom} more were taken than held`);
      if (left === 0n) totals.delete(store, denom);
      else totals.set(store, denom, left);
    },
    entries: (reader) => [...totals.iterate(reader)],
  };
}

/**
 * Denoms of which the module account has less than it holds for others, as sentences. An account may have more: anyone
 * can send coins to it, and such a gift must not stop the chain.
 */
export function uncoveredHoldings(
  ctx: Context | QueryContext,
  bank: BankKeeper,
  module: string,
  totals: readonly (readonly [string, bigint])[],
): readonly string[] {
  const account = bank.moduleAddress(ctx, module);
  return totals.flatMap(([denom, units]) => {
    const balance = bank.balance(ctx, account, denom);
    return balance >= units ? [] : [`${module}: account has ${balance}${denom}, owes ${units}${denom}`];
  });
}

/** Sentences for each denom in which counted sums differ from the running totals. */
function differingTotals(
  what: string,
  totals: readonly (readonly [string, bigint])[],
  counted: ReadonlyMap<string, bigint>,
): readonly string[] {
  const broken = totals.flatMap(([denom, units]) => {
    const sum = counted.get(denom) ?? 0n;
    return sum === units ? [] : [`${what}: running total is ${units}${denom}, parts sum to ${sum}${denom}`];
  });
  const known = new Set(totals.map(([denom]) => denom));
  const missing = [...counted].filter(([denom, sum]) => sum !== 0n && !known.has(denom));
  return [...broken, ...missing.map(([denom, sum]) => `${what}: no running total for ${sum}${denom}`)];
}

/** Adds `units` to the sum of `denom`. */
export function countUnits(sums: Map<string, bigint>, denom: string, units: bigint): void {
  sums.set(denom, (sums.get(denom) ?? 0n) + units);
}

/** The two laws of a module that holds coins for others: what it counts is the sum of its parts, and its account has it. */
export function holdingIdentities(
  ctx: QueryContext,
  bank: BankKeeper,
  of: { readonly module: string; readonly what: string; readonly totals: readonly (readonly [string, bigint])[]; readonly parts: ReadonlyMap<string, bigint> },
): readonly Identity[] {
  const { module, what, totals, parts } = of;
  const found = totals.map(([denom, units]) => `${units}${denom}`).join(", ") || "nothing is held";
  return [
    { says: `${what} sum to what the module counts`, found, broken: differingTotals(what, totals, parts) },
    { says: "the module's account has what the module counts", found, broken: uncoveredHoldings(ctx, bank, module, totals) },
  ];
}
