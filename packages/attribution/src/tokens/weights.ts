import { assert, toUtf8, type Sha256 } from "@openledger/primitives";
import type { TokenList } from "./tokenise.ts";
import { WEIGHT_TABLE_LINES } from "./weight-table.ts";

const OTHER_BASE_BITS = 10;
const OTHER_MAX_BITS = 20;
/** Places of the table's hash, a power of two; at least half of them stay empty. */
const SLOTS = 8192;
/** Every byte, A-Z lower-cased. */
const FOLDED: Uint8Array = Uint8Array.from({ length: 256 }, (_, byte) => (byte >= 0x41 && byte <= 0x5a ? byte + 32 : byte));

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
  const slots = new Int32Array(SLOTS);
  const keys: Uint8Array[] = [];
  const weights = new Int32Array(list.length);
  let longest = 0;
  for (const [i, [token, weight]] of list.entries()) {
    const key = toUtf8(token);
    let slot = hashOf(key, 0, key.length);
    for (; (slots[slot] as number) > 0; slot = (slot + 1) & (SLOTS - 1)) {
      assert(!isToken(keys[(slots[slot] as number) - 1] as Uint8Array, key, 0, key.length), `weight table entry ${token}`);
    }
    assert(weight >= 1 && keys.length < SLOTS / 2, `weight table entry ${token}`);
    slots[slot] = keys.push(key);
    weights[i] = weight;
    longest = Math.max(longest, key.length);
  }
  const weightOf = (bytes: Uint8Array, start: number, end: number): number => {
    const length = end - start;
    if (length <= longest) {
      let slot = hashOf(bytes, start, end);
      for (let entry = slots[slot] as number; entry > 0; entry = slots[slot] as number) {
        if (isToken(keys[entry - 1] as Uint8Array, bytes, start, end)) return weights[entry - 1] as number;
        slot = (slot + 1) & (SLOTS - 1);
      }
    }
    return Math.min(OTHER_MAX_BITS, OTHER_BASE_BITS + length) * 256;
  };
  return { weightOf };
}

/** FNV-1a of the bytes with A-Z lower-cased. */
function hashOf(bytes: Uint8Array, start: number, end: number): number {
  let hash = 0x811c9dc5;
  for (let i = start; i < end; i++) hash = Math.imul(hash ^ (FOLDED[bytes[i] as number] as number), 0x01000193);
  return (hash ^ (hash >>> 15)) & (SLOTS - 1);
}

/** True when the bytes are those of a listed token, A-Z lower-cased. */
function isToken(key: Uint8Array, bytes: Uint8Array, start: number, end: number): boolean {
  if (key.length !== end - start) return false;
  for (let i = 0; i < key.length; i++) {
    if (FOLDED[key[i] as number] !== FOLDED[bytes[start + i] as number]) return false;
  }
  return true;
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
