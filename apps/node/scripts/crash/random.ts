/** Integers in 0..limit-1, the same for the same seed (xorshift32). */
export function createRandom(seed: number): (limit: number) => number {
  let state = seed === 0 ? 1 : seed;
  return (limit) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % limit;
  };
}
