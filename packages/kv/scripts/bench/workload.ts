import { compareBytes, u32be, type Sha256 } from "@openledger/primitives";
import type { Change, ChangeSet } from "@openledger/store";

export const STORE = "bench";

/** Random updates of keys of 32 bytes with values of 32, the same in every run. */
export interface Workload {
  /** Writes keys `from` to `to`, exclusive. */
  load(from: number, to: number): ChangeSet;
  /** Overwrites `count` different keys of the first `keys`. */
  updates(keys: number, count: number): ChangeSet;
  key(number: number): Uint8Array;
  /** Any number in 0..limit-1. */
  pick(limit: number): number;
}

export function createWorkload(sha256: Sha256): Workload {
  let seed = 0x9e3779b9;
  const next = (): number => {
    seed ^= seed << 13;
    seed ^= seed >>> 17;
    seed ^= seed << 5;
    return seed >>> 0;
  };
  const key = (number: number): Uint8Array => sha256(u32be(number));
  const value = (): Uint8Array => new Uint8Array(32).map(() => next());
  const setOf = (numbers: Iterable<number>): ChangeSet => {
    const changes: Change[] = Array.from(numbers, (number) => ({ key: key(number), value: value() }));
    return [{ store: STORE, changes: changes.sort((a, b) => compareBytes(a.key, b.key)) }];
  };
  return {
    key,
    pick: (limit) => next() % limit,
    load: (from, to) => setOf(Array.from({ length: to - from }, (_, i) => from + i)),
    updates(keys, count) {
      const numbers = new Set<number>();
      while (numbers.size < count) numbers.add(next() % keys);
      return setOf(numbers);
    },
  };
}

/** The value below which the share `quantile` of `times` lies. */
export function quantile(times: readonly number[], share: number): number {
  const sorted = times.toSorted((a, b) => a - b);
  return sorted[Math.round(share * (sorted.length - 1))] ?? 0;
}

export function rounded(value: number): number {
  return Number(value.toPrecision(4));
}
