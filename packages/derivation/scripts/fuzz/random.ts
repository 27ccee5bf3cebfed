/** xorshift32: the same inputs for the same seed. */
export interface FuzzRandom {
  below(limit: number): number;
  pick<T>(from: readonly T[]): T;
  /** True in one of `of` cases. */
  oneIn(of: number): boolean;
  bytes(length: number): Uint8Array;
}

export function fuzzRandom(seed: number): FuzzRandom {
  // Zero would stay zero.
  let state = seed >>> 0 || 1;
  const below = (limit: number): number => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % limit;
  };
  return {
    below,
    pick: <T>(from: readonly T[]) => from[below(from.length)] as T,
    oneIn: (of) => below(of) === 0,
    bytes: (length) => Uint8Array.from({ length }, () => below(256)),
  };
}
