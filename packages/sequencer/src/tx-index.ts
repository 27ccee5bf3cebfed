import { toHex, type Height } from "@openledger/primitives";
import type { ExecTxResult } from "@openledger/state-machine";

/** Where a transaction stands in the chain. */
export interface TxLocation {
  readonly height: Height;
  readonly index: number;
}

/** Finds transactions by hash and by what their events say; kept in memory and rebuilt at start. */
export interface TxIndex {
  /** Number of transactions. */
  readonly count: number;
  /** Adds the transactions of the next block. Failed ones are found as well. */
  add(height: Height, hashes: readonly Uint8Array[], results: readonly ExecTxResult[]): void;
  byHash(hash: Uint8Array): TxLocation | undefined;
  /** Transactions of heights from..to (inclusive), ascending. */
  between(from: bigint, to: bigint): readonly TxLocation[];
  /** Transactions with an event attribute `type.key` of exactly `value`, ascending. */
  withAttribute(tag: string, value: string): readonly TxLocation[];
}

export function createTxIndex(): TxIndex {
  const all: TxLocation[] = [];
  const byHash = new Map<string, number>();
  // Most values belong to one transaction alone, so a single ordinal goes without a list.
  const byTag = new Map<string, Map<string, number | number[]>>();
  // The same maps by type, then key: composing a tag for each attribute of each transaction takes longer than the rest.
  const byType = new Map<string, Map<string, Map<string, number | number[]>>>();

  const valuesOf = (type: string, key: string): Map<string, number | number[]> => {
    let byKey = byType.get(type);
    if (byKey === undefined) byType.set(type, (byKey = new Map<string, Map<string, number | number[]>>()));
    let byValue = byKey.get(key);
    if (byValue !== undefined) return byValue;
    const tag = `${type}.${key}`;
    byValue = byTag.get(tag) ?? new Map<string, number | number[]>();
    byTag.set(tag, byValue);
    byKey.set(key, byValue);
    return byValue;
  };
  const addAttribute = (byValue: Map<string, number | number[]>, value: string, ordinal: number): void => {
    const known = byValue.get(value);
    if (known === undefined) byValue.set(value, ordinal);
    else if (typeof known === "number") {
      if (known !== ordinal) byValue.set(value, [known, ordinal]);
    } else if (known.at(-1) !== ordinal) known.push(ordinal);
  };
  const locate = (ordinals: readonly number[]): TxLocation[] => ordinals.map((ordinal) => all[ordinal] as TxLocation);

  /** First position whose height is at least `height`. */
  const lowerBound = (height: bigint): number => {
    let low = 0;
    let high = all.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((all[middle] as TxLocation).height < height) low = middle + 1;
      else high = middle;
    }
    return low;
  };

  return {
    get count() {
      return all.length;
    },
    add(height, hashes, results) {
      for (const [index, hash] of hashes.entries()) {
        const ordinal = all.push({ height, index }) - 1;
        byHash.set(toHex(hash), ordinal);
        for (const { type, attributes } of results[index]?.events ?? []) {
          for (const { key, value } of attributes) addAttribute(valuesOf(type, key), value, ordinal);
        }
      }
    },
    byHash(hash) {
      const ordinal = byHash.get(toHex(hash));
      return ordinal === undefined ? undefined : all[ordinal];
    },
    between: (from, to) => all.slice(lowerBound(from), lowerBound(to + 1n)),
    withAttribute(tag, value) {
      const known = byTag.get(tag)?.get(value) ?? [];
      return locate(typeof known === "number" ? [known] : known);
    },
  };
}
