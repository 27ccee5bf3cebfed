import { toHex, type Height } from "@openledger/primitives";
import { isTaken, type ExecTxResult } from "@openledger/state-machine";
import { createAttributeIndex } from "./attribute-index.ts";

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
  /** Height of the block in which the ante chain let a transaction through; undefined for one that was only refused. */
  takenAt(hash: Uint8Array): Height | undefined;
  /** Transactions of heights from..to (inclusive), ascending. */
  between(from: bigint, to: bigint): readonly TxLocation[];
  /** Transactions with an event attribute `type.key` of exactly `value`, ascending. */
  withAttribute(tag: string, value: string): readonly TxLocation[];
}

export function createTxIndex(): TxIndex {
  const all: TxLocation[] = [];
  const byHash = new Map<string, number>();
  const attributes = createAttributeIndex();
  const failures = new Set<number>();
  /** Of the failures, those that the ante chain refused. */
  const refused = new Set<number>();

  const rank = (ordinal: number): number => (refused.has(ordinal) ? 0 : failures.has(ordinal) ? 1 : 2);
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
        const name = toHex(hash);
        const before = byHash.get(name);
        const result = results[index];
        if (result !== undefined && result.code !== 0) failures.add(ordinal);
        if (result !== undefined && !isTaken(result)) refused.add(ordinal);
        // Of a transaction that is in the chain twice, clients look for the success, or for where it was paid for.
        if (before === undefined || rank(ordinal) >= rank(before)) byHash.set(name, ordinal);
        attributes.add(ordinal, results[index]?.events ?? []);
      }
    },
    byHash(hash) {
      const ordinal = byHash.get(toHex(hash));
      return ordinal === undefined ? undefined : all[ordinal];
    },
    takenAt(hash) {
      const ordinal = byHash.get(toHex(hash));
      return ordinal === undefined || refused.has(ordinal) ? undefined : all[ordinal]?.height;
    },
    between: (from, to) => all.slice(lowerBound(from), lowerBound(to + 1n)),
    withAttribute: (tag, value) => locate(attributes.find(tag, value)),
  };
}
