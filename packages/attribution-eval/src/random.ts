import { uniformFloat64 } from "pure-rand/distribution/uniformFloat64";
import { uniformInt } from "pure-rand/distribution/uniformInt";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";

/** Choices that follow from a seed alone. */
export interface Random {
  /** A whole number from 0 to `limit - 1`. */
  below(limit: number): number;
  /** A number from 0 up to, not including, 1. */
  fraction(): number;
  /** One of the items, of which there is at least one. */
  pick<T>(items: readonly T[]): T;
  /** The items in another order. */
  shuffle<T>(items: readonly T[]): T[];
}

/** Choices that follow from `seed` (an integer) and a word that names their use, so that uses do not shift each other. */
export function createRandom(seed: number, use: string): Random {
  let mixed = seed | 0;
  for (const unit of use) mixed = Math.imul(mixed ^ (unit.codePointAt(0) ?? 0), 0x01000193);
  const generator = xoroshiro128plus(mixed);
  const below = (limit: number): number => uniformInt(generator, 0, limit - 1);
  return {
    below,
    fraction: () => uniformFloat64(generator),
    pick: <T>(items: readonly T[]): T => items[below(items.length)] as T,
    shuffle: <T>(items: readonly T[]): T[] => {
      const shuffled = [...items];
      for (let i = shuffled.length - 1; i > 0; i--) {
        const j = below(i + 1);
        [shuffled[i], shuffled[j]] = [shuffled[j] as T, shuffled[i] as T];
      }
      return shuffled;
    },
  };
}
