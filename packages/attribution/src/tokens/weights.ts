import { assert, toUtf8, type Sha256 } from "@openledger/primitives";
import type { TokenList } from "./tokenise.ts";
import { WEIGHT_TABLE_LINES } from "./weight-table.ts";

const OTHER_BASE_BITS = 10;
const OTHER_MAX_BITS = 20;

/** Information content of tokens in Q8 bits (256 = one bit). */
export type WeightTable = {
  /** U of the token at bytes[start..end): 1 to 5,120. */
  weightOf(bytes: Uint8Array, start: number, end: number): number;
};

/** sha256 of {@link weightTableBytes}; a genesis parameter, since every amount depends on it. */
export const WEIGHT_TABLE_HASH = "d4f226b1dcb013fa548ea5a94646c198fa2e580e82a0cacc0e740b6867fb2400";

/** The canonical bytes of the frozen table: one line `token SP weight LF` per entry, most frequent first. */
export function weightTableBytes(): Uint8Array {
  return toUtf8(entries().map(([token, weight]) => `${token} ${weight}\n`).join(""));
}

/** sha256 of the table in use: 32 bytes. */
export function weightTableHash(sha256: Sha256): Uint8Array {
  return sha256(weightTableBytes());
}

/**
 * The frozen table of 2,048 entries. A token is folded by lower-casing A-Z before it is looked up; one that is not listed
 * weighs min(20, 10 + its bytes) bits.
 */
export const WEIGHTS: WeightTable = createWeightTable(entries());

function createWeightTable(list: readonly (readonly [string, number])[]): WeightTable {
  const weights = new Map<string, number>();
  let longest = 0;
  for (const [token, weight] of list) {
    const key = foldedKey(toUtf8(token), 0, toUtf8(token).length);
    assert(!weights.has(key) && weight >= 1, `weight table entry ${token}`);
    weights.set(key, weight);
    longest = Math.max(longest, key.length);
  }
  const weightOf = (bytes: Uint8Array, start: number, end: number): number => {
    const length = end - start;
    const listed = length <= longest ? weights.get(foldedKey(bytes, start, end)) : undefined;
    return listed ?? Math.min(OTHER_MAX_BITS, OTHER_BASE_BITS + length) * 256;
  };
  return { weightOf };
}

/** One character per byte, A-Z lower-cased. */
function foldedKey(bytes: Uint8Array, start: number, end: number): string {
  let key = "";
  for (let i = start; i < end; i++) {
    const byte = bytes[i] as number;
    key += String.fromCharCode(byte >= 0x41 && byte <= 0x5a ? byte + 32 : byte);
  }
  return key;
}

function entries(): [string, number][] {
  const fields = WEIGHT_TABLE_LINES.join(" ").split(" ");
  const list: [string, number][] = [];
  for (let i = 0; i + 1 < fields.length; i += 2) list.push([fields[i] as string, Number(fields[i + 1])]);
  return list;
}

/** Weight of each token of a document in Q8 bits. */
export function tokenWeights(table: WeightTable, bytes: Uint8Array, tokens: TokenList): Uint16Array {
  const weights = new Uint16Array(tokens.count);
  for (let i = 0; i < tokens.count; i++) {
    weights[i] = table.weightOf(bytes, tokens.start[i] as number, tokens.end[i] as number);
  }
  return weights;
}
