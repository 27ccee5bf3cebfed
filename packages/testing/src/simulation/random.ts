import { readU32be, toUtf8, u64be, concatBytes, type Sha256 } from "@openledger/primitives";

/** Choices that follow from a seed alone: the same seed makes the same run. */
export interface Random {
  /** A whole number from 0 to `below - 1`. */
  below(below: number): number;
  /** One of the items. */
  pick<T>(items: readonly [T, ...T[]]): T;
  pick<T>(items: readonly T[]): T | undefined;
  /** True in `percent` of 100 cases. */
  chance(percent: number): boolean;
  bytes(length: number): Uint8Array;
}

/** sha256(seed ‖ counter), four bytes at a time. The bias of the modulus is below 2^-16 for the sizes used here. */
export function createRandom(sha256: Sha256, seed: string): Random {
  const prefix = toUtf8(`openledger simulation ${seed}\n`);
  let counter = 0n;
  let block = new Uint8Array(0);
  const bytes = (length: number): Uint8Array => {
    while (block.length < length) block = new Uint8Array(concatBytes(block, sha256(concatBytes(prefix, u64be(counter++)))));
    const taken = block.slice(0, length);
    block = block.slice(length);
    return taken;
  };
  const below = (limit: number): number => readU32be(bytes(4), 0) % limit;
  return {
    below,
    bytes,
    chance: (percent) => below(100) < percent,
    pick: <T>(items: readonly T[]): T => items[below(items.length)] as T,
  };
}
