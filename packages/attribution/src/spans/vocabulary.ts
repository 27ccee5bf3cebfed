import { assert } from "@openledger/primitives";
import { TOKEN_BREAK, type TokenList } from "../tokens/tokenise.ts";

/** Symbol of what matches nothing: between documents, at breaks and at gaps. */
export const SEPARATOR = 0;
/** Symbol of a token that the vocabulary does not hold. */
export const UNKNOWN = -1;
/** Slots that are tried before a token goes to the overflow map. */
const PROBES_MAX = 64;

/** Numbers distinct tokens by their exact bytes, from 1, in the order in which they are first added. */
export type Vocabulary = {
  /** Distinct tokens so far. */
  size(): number;
  /** Symbol of bytes[start..end), adding it if it is new. */
  add(bytes: Uint8Array, start: number, end: number): number;
  /** Symbols of a document's tokens; {@link UNKNOWN} for tokens not held and for breaks. Adds nothing. */
  symbolsOf(bytes: Uint8Array, tokens: TokenList): Int32Array;
  /** The bytes that a symbol in 1..size() stands for, not to be written to. */
  bytesOf(symbol: number): Uint8Array;
};

type Table = {
  /** Open addressing: 0 is free, else a symbol. Its length is a power of two. */
  slots: Int32Array;
  hashes: Int32Array;
  /** Bytes of symbol s are text[offsets[s-1]..offsets[s]). */
  offsets: Uint32Array;
  text: Uint8Array;
  size: number;
  /**
   * Symbols by text, for tokens whose slots are taken: whoever makes tokens with equal hashes on purpose falls back on
   * the engine's map, whose hash nobody can foresee, instead of making every look-up slow.
   */
  overflow: Map<string, number>;
};

/** An empty vocabulary. */
export function createVocabulary(): Vocabulary {
  const table: Table = {
    slots: new Int32Array(1024),
    hashes: new Int32Array(513),
    offsets: new Uint32Array(513),
    text: new Uint8Array(4096),
    size: 0,
    overflow: new Map(),
  };
  const symbolsOf = (bytes: Uint8Array, tokens: TokenList): Int32Array => {
    const symbols = new Int32Array(tokens.count).fill(UNKNOWN);
    for (let i = 0; i < tokens.count; i++) {
      if (((tokens.flags[i] as number) & TOKEN_BREAK) !== 0) continue;
      const start = tokens.start[i] as number;
      const end = tokens.end[i] as number;
      const symbol = heldSymbol(table, bytes, start, end, findSlot(table, bytes, start, end, hashOf(bytes, start, end)));
      if (symbol > 0) symbols[i] = symbol;
    }
    return symbols;
  };
  return {
    size: () => table.size,
    add: (bytes, start, end) => addToken(table, bytes, start, end),
    symbolsOf,
    bytesOf: (symbol) => {
      assert(symbol > 0 && symbol <= table.size, `no token has symbol ${symbol}`);
      return table.text.subarray(table.offsets[symbol - 1], table.offsets[symbol]);
    },
  };
}

function addToken(table: Table, bytes: Uint8Array, start: number, end: number): number {
  if (table.size + 2 >= table.offsets.length) growSymbols(table);
  const hash = hashOf(bytes, start, end);
  const slot = findSlot(table, bytes, start, end, hash);
  const held = heldSymbol(table, bytes, start, end, slot);
  if (held > 0) return held;
  const symbol = ++table.size;
  assert(symbol < 0x3fffffff, "a vocabulary holds fewer than 2^30 tokens");
  const offset = table.offsets[symbol - 1] as number;
  const textEnd = offset + end - start;
  if (textEnd > table.text.length) growText(table, textEnd);
  for (let i = start; i < end; i++) table.text[offset + i - start] = bytes[i] as number;
  table.offsets[symbol] = textEnd;
  table.hashes[symbol] = hash;
  if (slot >= 0) table.slots[slot] = symbol;
  else table.overflow.set(textOf(bytes, start, end), symbol);
  return symbol;
}

/** Symbol in a slot, or in the overflow when the slot is free or there is none; 0 for a new token. */
function heldSymbol(table: Table, bytes: Uint8Array, start: number, end: number, slot: number): number {
  const held = slot >= 0 ? (table.slots[slot] as number) : 0;
  if (held > 0 || table.overflow.size === 0) return held;
  return table.overflow.get(textOf(bytes, start, end)) ?? 0;
}

/** One character per byte. */
function textOf(bytes: Uint8Array, start: number, end: number): string {
  let text = "";
  for (let i = start; i < end; i++) text += String.fromCharCode(bytes[i] as number);
  return text;
}

/** FNV-1a over the bytes, 32 bits. */
function hashOf(bytes: Uint8Array, start: number, end: number): number {
  let hash = 0x811c9dc5 | 0;
  for (let i = start; i < end; i++) hash = Math.imul(hash ^ (bytes[i] as number), 0x01000193);
  return hash ^ (hash >>> 15);
}

/** Slot that holds the token, or the free slot where it belongs, or -1 when all that may be tried are taken. */
function findSlot(table: Table, bytes: Uint8Array, start: number, end: number, hash: number): number {
  const mask = table.slots.length - 1;
  for (let probe = 0; probe < PROBES_MAX; probe++) {
    const slot = (hash + probe) & mask;
    const symbol = table.slots[slot] as number;
    if (symbol === 0) return slot;
    if (table.hashes[symbol] === hash && sameToken(table, symbol, bytes, start, end)) return slot;
  }
  return -1;
}

function sameToken(table: Table, symbol: number, bytes: Uint8Array, start: number, end: number): boolean {
  const offset = table.offsets[symbol - 1] as number;
  if ((table.offsets[symbol] as number) - offset !== end - start) return false;
  for (let i = start; i < end; i++) if (table.text[offset + i - start] !== bytes[i]) return false;
  return true;
}

/** Doubles the room for symbols and keeps at least half of the slots free. */
function growSymbols(table: Table): void {
  const room = table.hashes.length * 2;
  const hashes = new Int32Array(room);
  hashes.set(table.hashes);
  const offsets = new Uint32Array(room);
  offsets.set(table.offsets);
  const slots = new Int32Array(table.slots.length * 2);
  const mask = slots.length - 1;
  for (let symbol = 1; symbol <= table.size; symbol++) {
    let probe = 0;
    while (probe < PROBES_MAX && slots[((hashes[symbol] as number) + probe) & mask] !== 0) probe++;
    if (probe < PROBES_MAX) slots[((hashes[symbol] as number) + probe) & mask] = symbol;
    else table.overflow.set(textOf(table.text, offsets[symbol - 1] as number, offsets[symbol] as number), symbol);
  }
  table.hashes = hashes;
  table.offsets = offsets;
  table.slots = slots;
}

function growText(table: Table, least: number): void {
  const text = new Uint8Array(Math.max(least, table.text.length * 2));
  text.set(table.text);
  table.text = text;
}
