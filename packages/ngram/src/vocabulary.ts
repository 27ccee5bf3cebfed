import { assertDefined } from "@openledger/primitives";
import { byteTextToBytes, compareByLength, type ByteText } from "./byte-text.ts";

/**
 * Numbers for the words (token bytes) and symbols (a word and the whitespace before it) of the training text. Both are
 * numbered in the order of their leaves: shorter first, then by bytes; symbols by word, then by whitespace.
 */
export interface Vocabulary {
  /** Number of a word, or undefined where the training text does not hold it. */
  wordId(word: ByteText): number | undefined;
  /** Bytes of a word. */
  readonly words: readonly Uint8Array[];
  /** Word of each symbol. */
  readonly symbolWord: Uint32Array;
  /** Whitespace before each symbol. */
  readonly symbolGap: readonly Uint8Array[];
}

/** Collects symbols in reading order under numbers of that order, which {@link VocabularySink.finish} replaces. */
export interface VocabularySink {
  /** Provisional number of the symbol. */
  add(gap: ByteText, word: ByteText): number;
  /** The vocabulary, and the final number of each provisional one. */
  finish(): { readonly vocabulary: Vocabulary; readonly finalSymbol: Uint32Array };
}

/** More distinct gaps than a text can hold before symbols run out. */
const GAP_RADIX = 2 ** 26;

export function createVocabularySink(): VocabularySink {
  const words = createInterner();
  const gaps = createInterner();
  const symbols = new Map<number, number>();
  const symbolKeys: number[] = [];
  return {
    add(gap, word) {
      const key = words.intern(word) * GAP_RADIX + gaps.intern(gap);
      const known = symbols.get(key);
      if (known !== undefined) return known;
      symbols.set(key, symbolKeys.length);
      return symbolKeys.push(key) - 1;
    },
    finish: () => finish(words.texts, gaps.texts, symbolKeys),
  };
}

function finish(
  words: readonly ByteText[],
  gaps: readonly ByteText[],
  symbolKeys: readonly number[],
): { readonly vocabulary: Vocabulary; readonly finalSymbol: Uint32Array } {
  const wordOrder = sortedIndexes(words);
  const wordRank = inverse(wordOrder);
  const gapRank = inverse(sortedIndexes(gaps));
  const wordOf = (symbol: number): number => wordRank[Math.floor((symbolKeys[symbol] as number) / GAP_RADIX)] as number;
  const gapOf = (symbol: number): number => (symbolKeys[symbol] as number) % GAP_RADIX;
  const symbolOrder = Uint32Array.from(symbolKeys.keys()).sort(
    (a, b) => wordOf(a) - wordOf(b) || (gapRank[gapOf(a)] as number) - (gapRank[gapOf(b)] as number),
  );
  const gapBytes = gaps.map(byteTextToBytes);
  const ids = new Map<ByteText, number>();
  words.forEach((word, i) => ids.set(word, wordRank[i] as number));
  const vocabulary: Vocabulary = {
    wordId: (word) => ids.get(word),
    words: Array.from(wordOrder, (at) => byteTextToBytes(assertDefined(words[at], "word in range"))),
    symbolWord: symbolOrder.map(wordOf),
    symbolGap: Array.from(symbolOrder, (symbol) => assertDefined(gapBytes[gapOf(symbol)], "gap in range")),
  };
  return { vocabulary, finalSymbol: inverse(symbolOrder) };
}

function createInterner(): { readonly texts: readonly ByteText[]; intern(text: ByteText): number } {
  const ids = new Map<ByteText, number>();
  const texts: ByteText[] = [];
  return {
    texts,
    intern(text) {
      const known = ids.get(text);
      if (known !== undefined) return known;
      ids.set(text, texts.length);
      return texts.push(text) - 1;
    },
  };
}

function sortedIndexes(texts: readonly ByteText[]): Uint32Array {
  const text = (at: number): ByteText => assertDefined(texts[at], "text in range");
  return Uint32Array.from(texts.keys()).sort((a, b) => compareByLength(text(a), text(b)));
}

function inverse(order: Uint32Array): Uint32Array {
  const rank = new Uint32Array(order.length);
  order.forEach((at, i) => (rank[at] = i));
  return rank;
}
