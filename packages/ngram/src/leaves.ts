import { assert, assertDefined, concatBytes, readU32be, u32be } from "@openledger/primitives";
import { contextRange, firstIndex, orderCounts, tokenCount, type NgramCounts } from "./counts.ts";
import { encodeRecipe, type NgramRecipe } from "./recipe.ts";
import { ORDER_MAX, RULE_VERSION } from "./rule.ts";

const KIND_HEADER = 1;
const KIND_ENTRY = 2;
const KIND_END = 3;

/** One leaf of the artifact: how often a token follows a context. */
export interface NgramEntry {
  /** Words before the token, oldest first, 0 to 4. */
  readonly context: readonly Uint8Array[];
  readonly token: Uint8Array;
  /** Whitespace before the token in the training text. */
  readonly gap: Uint8Array;
  readonly count: number;
  /** Sum of the counts of the context's entries before this one. */
  readonly before: number;
  /** Sum of the counts of all the context's entries. */
  readonly total: number;
}

/** Where an entry is: n-grams of `length` tokens, entry `entry` of them. */
export interface EntryPlace {
  readonly length: number;
  readonly entry: number;
}

/** Number of leaves: the header, all entries, the end. */
export function leafCount(counts: NgramCounts): number {
  return counts.orders.reduce((sum, { entryStart }) => sum + entryStart.length - 1, 2);
}

/** Index of an entry's leaf. */
export function leafIndexOf(counts: NgramCounts, { length, entry }: EntryPlace): number {
  return counts.orders.slice(0, length - 1).reduce((sum, { entryStart }) => sum + entryStart.length - 1, 1) + entry;
}

/** The entry that holds index `position` of the sorted positions of its length. */
export function entryHolding(counts: NgramCounts, length: number, position: number): EntryPlace {
  const { entryStart } = orderCounts(counts, length);
  return { length, entry: firstIndex(entryStart.length - 1, (i) => (entryStart[i] as number) > position) - 1 };
}

/** Reads leaves by index; a walk from leaf to leaf finds each context once. */
export interface LeafReader {
  /** Bytes of leaf `index`; they stay valid until the next call only. */
  read(index: number): Uint8Array;
}

/** Makes the leaves of a model one at a time, so that no more than one of them is in memory. */
export function createLeafReader(counts: NgramCounts, recipe: NgramRecipe): LeafReader {
  const total = leafCount(counts);
  const firsts = counts.orders.map((_, i) => leafIndexOf(counts, { length: i + 1, entry: 0 }));
  const writer = createEntryWriter(counts);
  return {
    read(index) {
      assert(Number.isSafeInteger(index) && index >= 0 && index < total, `leaf ${index} of ${total}`);
      if (index === 0) return headerLeaf(counts, recipe);
      if (index === total - 1) return Uint8Array.of(KIND_END);
      const length = firsts.findLastIndex((first) => first <= index) + 1;
      return writer({ length, entry: index - (firsts[length - 1] as number) });
    },
  };
}

/** u8 kind 1 ‖ u32 rule version ‖ u32 tokens ‖ u32 number of entries per order ‖ recipe. */
function headerLeaf(counts: NgramCounts, recipe: NgramRecipe): Uint8Array {
  const entries = counts.orders.map(({ entryStart }) => u32be(entryStart.length - 1));
  const tokens = u32be(tokenCount(counts));
  return concatBytes(Uint8Array.of(KIND_HEADER), u32be(RULE_VERSION), tokens, ...entries, encodeRecipe(recipe));
}

/** A leaf is at most 5 words, 6 lengths, whitespace and three numbers long; words and whitespace have <= 256 bytes. */
const LEAF_BYTES_MAX = 2 + (ORDER_MAX + 1) * 258 + 12;

function createEntryWriter(counts: NgramCounts): (place: EntryPlace) => Uint8Array {
  const { text } = counts;
  const { vocabulary } = text;
  const scratch = new Uint8Array(LEAF_BYTES_MAX);
  const view = new DataView(scratch.buffer);
  let cached = { length: 0, from: 0, to: 0 };
  let at = 0;
  const putBytes = (bytes: Uint8Array): void => {
    view.setUint16(at, bytes.length);
    scratch.set(bytes, at + 2);
    at += 2 + bytes.length;
  };
  const putNumber = (value: number): void => {
    view.setUint32(at, value);
    at += 4;
  };
  return ({ length, entry }) => {
    const { positions, entryStart } = orderCounts(counts, length);
    const from = entryStart[entry] as number;
    const to = entryStart[entry + 1] as number;
    const position = positions[from] as number;
    if (cached.length !== length || from < cached.from || from >= cached.to) {
      const context = Array.from(text.words.subarray(position - length + 1, position));
      cached = { length, ...contextRange(counts, context) };
    }
    const symbol = text.symbols[position] as number;
    scratch[0] = KIND_ENTRY;
    scratch[1] = length - 1;
    at = 2;
    for (let distance = length - 1; distance >= 0; distance--) {
      putBytes(assertDefined(vocabulary.words[text.words[position - distance] as number], "word in range"));
    }
    putBytes(assertDefined(vocabulary.symbolGap[symbol], "symbol in range"));
    putNumber(to - from);
    putNumber(from - cached.from);
    putNumber(cached.to - cached.from);
    return scratch.subarray(0, at);
  };
}

/** What every entry of `context` (oldest first) begins with, and no other leaf. */
export function contextPrefix(context: readonly Uint8Array[]): Uint8Array {
  return concatBytes(Uint8Array.of(KIND_ENTRY, context.length), ...context.flatMap((word) => [u16(word.length), word]));
}

/** The entry in a leaf, or undefined for the header, the end, and bytes that are no leaf. */
export function parseEntry(leaf: Uint8Array): NgramEntry | undefined {
  const words = leaf[1];
  if (leaf[0] !== KIND_ENTRY || words === undefined || words >= ORDER_MAX) return undefined;
  const parts: Uint8Array[] = [];
  let at = 2;
  while (parts.length < words + 2) {
    if (at + 2 > leaf.length) return undefined;
    const end = at + 2 + (((leaf[at] as number) << 8) | (leaf[at + 1] as number));
    if (end > leaf.length) return undefined;
    parts.push(leaf.slice(at + 2, end));
    at = end;
  }
  const [token, gap] = [parts[words], parts[words + 1]];
  if (leaf.length !== at + 12 || token === undefined || gap === undefined) return undefined;
  const [count, before, total] = [readU32be(leaf, at), readU32be(leaf, at + 4), readU32be(leaf, at + 8)];
  return { context: parts.slice(0, words), token, gap, count, before, total };
}

function u16(value: number): Uint8Array {
  return Uint8Array.of(value >>> 8, value & 0xff);
}
