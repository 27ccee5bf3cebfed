/**
 * First eight bytes of a key as two big-endian numbers, zeros where it ends before. Prefixes that differ are in the order
 * of their keys; equal ones say nothing.
 */
export interface KeyPrefix {
  high: number;
  low: number;
}

/** Sets `prefix` to that of `key`. */
export function readKeyPrefix(prefix: KeyPrefix, key: Uint8Array): void {
  prefix.high = word(key, 0);
  prefix.low = word(key, 4);
}

function word(key: Uint8Array, at: number): number {
  const [a, b, c, d] = [key[at] ?? 0, key[at + 1] ?? 0, key[at + 2] ?? 0, key[at + 3] ?? 0];
  return ((a << 24) | (b << 16) | (c << 8) | d) >>> 0;
}
