import type { Identity, QueryContext } from "@openledger/state-machine";
import { fromUtf8 } from "@openledger/primitives";
import type { Change, KeyValueReader } from "@openledger/store";
import { naturalValue } from "../support/amount-value.ts";
import { BANK_STORE, balances, holders, supplies } from "./state.ts";

/** The supply of each denom is the sum of all balances, and the index names exactly the holders. */
export function bankIdentities({ store }: QueryContext): readonly Identity[] {
  const reader = store.store(BANK_STORE);
  const sums = new Map<string, bigint>();
  const [unequal, unindexed]: [string[], string[]] = [[], []];
  let held = 0;
  for (const [[address, denom], units] of balances.iterate(reader)) {
    held++;
    if (units <= 0n) unequal.push(`a balance of ${units}${denom} is stored`);
    if (!holders.has(reader, [denom, address])) unindexed.push(`a holder of ${denom} is missing in the index`);
    sums.set(denom, (sums.get(denom) ?? 0n) + units);
  }
  const totals: string[] = [];
  for (const [denom, supply] of supplies.iterate(reader)) {
    const sum = sums.get(denom) ?? 0n;
    totals.push(`${supply}${denom}`);
    if (sum !== supply) unequal.push(`supply is ${supply}${denom}, balances sum to ${sum}${denom}`);
    sums.delete(denom);
  }
  for (const [denom, sum] of sums) unequal.push(`balances sum to ${sum}${denom}, which has no supply`);
  const indexed = [...holders.iterate(reader)].length;
  if (indexed !== held) unindexed.push(`the index names ${indexed} holdings, there are ${held}`);
  return [
    { says: "the supply of each denom is the sum of its balances", found: `${held} balances, ${totals.join(", ") || "no denom"}`, broken: unequal },
    { says: "the index of holders names exactly the balances", found: `${indexed} holdings`, broken: unindexed },
  ];
}

/** What changes of this store create or lose: per denom, balances must move by as much as the supply does. */
export function bankBrokenBy(before: KeyValueReader, changes: readonly Change[]): string | undefined {
  const created = new Map<string, bigint>();
  const add = (denom: string, units: bigint): void => void created.set(denom, (created.get(denom) ?? 0n) + units);
  for (const { key, value } of changes) {
    if (key[0] === 0x00) add(fromUtf8(key.subarray(1)), -difference(before, key, value));
    else if (key[0] === 0x02) add(denomOfBalance(key), difference(before, key, value));
  }
  for (const [denom, units] of created) {
    if (units !== 0n) return `${units}${denom} appeared in balances without a change of supply`;
  }
  return undefined;
}

function difference(before: KeyValueReader, key: Uint8Array, value: Uint8Array | undefined): bigint {
  const old = before.get(key);
  return unitsIn(value) - unitsIn(old);
}

function unitsIn(value: Uint8Array | undefined): bigint {
  return value === undefined ? 0n : naturalValue.decode(value);
}

/** The denom in 0x02 ‖ len ‖ address ‖ denom. */
function denomOfBalance(key: Uint8Array): string {
  return fromUtf8(key.subarray(2 + (key[1] ?? 0)));
}
