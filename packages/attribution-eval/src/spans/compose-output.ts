import { TOKEN_WORD, tokenise } from "@openledger/attribution";
import { concatBytes, toUtf8 } from "@openledger/primitives";
import type { Random } from "../random.ts";
import type { Contributor } from "../text-sets/text-set.ts";

/** Part of an output: where it comes from and its bytes. */
export interface Piece {
  readonly bytes: Uint8Array;
  readonly isPlanted: boolean;
  /** Place of the contributor that it was taken from. */
  readonly source: number;
}

/** An output with, for each of its tokens, the planted piece's contributor or -1. */
export interface ComposedOutput {
  readonly bytes: Uint8Array;
  readonly planted: Int32Array;
}

const SPACE = toUtf8(" ");

/** Joins pieces by a space: the tokeniser begins again after it, so the tokens are those of the pieces. */
export function joinPieces(pieces: readonly Piece[]): ComposedOutput {
  const planted = pieces.flatMap(({ bytes, isPlanted, source }) =>
    Array.from({ length: tokenise(bytes).count }, () => (isPlanted ? source : -1)),
  );
  const bytes = concatBytes(...pieces.flatMap((piece, i) => (i === 0 ? [piece.bytes] : [SPACE, piece.bytes])));
  return { bytes, planted: Int32Array.from(planted) };
}

/** A stretch of `tokens` tokens of one contributor, anywhere in its texts. */
export function takeTokens(contributors: readonly Contributor[], tokens: number, random: Random): Piece {
  return take(contributors, random, (list, from) => Math.min(list.count, from + tokens), tokens);
}

/** A stretch that begins and ends with a word and holds `words` words. */
export function takeWords(contributors: readonly Contributor[], words: number, random: Random): Piece {
  const piece = take(
    contributors,
    random,
    (list, from) => {
      let at = from;
      for (let held = 0; at < list.count && held < words; at++) if (isWord(list, at)) held++;
      return at;
    },
    words * 2,
  );
  return { ...piece, isPlanted: true };
}

/** The bytes with each word replaced, by a chance of `share`, by a word out of `others`. */
export function substituteWords(bytes: Uint8Array, share: number, others: readonly Uint8Array[], random: Random): Uint8Array {
  const list = tokenise(bytes);
  const parts: Uint8Array[] = [];
  let end = 0;
  for (let i = 0; i < list.count; i++) {
    const start = list.start[i] as number;
    parts.push(bytes.subarray(end, start));
    end = list.end[i] as number;
    const isReplaced = isWord(list, i) && random.fraction() < share;
    parts.push(isReplaced ? random.pick(others) : bytes.subarray(start, end));
  }
  return concatBytes(...parts, bytes.subarray(end));
}

/** Words of the texts, `count` of them, frequent ones as often as they stand there. */
export function sampleWords(contributors: readonly Contributor[], count: number, random: Random): Uint8Array[] {
  const words: Uint8Array[] = [];
  while (words.length < count) {
    const { bytes } = takeTokens(contributors, 50, random);
    const list = tokenise(bytes);
    for (let i = 0; i < list.count; i++) if (isWord(list, i)) words.push(bytes.subarray(list.start[i], list.end[i]));
  }
  return words.slice(0, count);
}

type Tokens = ReturnType<typeof tokenise>;

function isWord(list: Tokens, at: number): boolean {
  return ((list.flags[at] as number) & TOKEN_WORD) !== 0;
}

function take(
  contributors: readonly Contributor[],
  random: Random,
  endOf: (list: Tokens, from: number) => number,
  tokensWanted: number,
): Piece {
  for (;;) {
    const source = random.below(contributors.length);
    const document = random.pick((contributors[source] as Contributor).documents);
    // Twelve bytes a token are enough for text, and tokenising a window costs less than the whole.
    const from = random.below(Math.max(1, document.length - tokensWanted * 12));
    const window = document.subarray(from, from + tokensWanted * 24 + 64);
    const list = tokenise(window);
    // The first and the last token of a window may be cut.
    let first = 1;
    while (first < list.count && !isWord(list, first)) first++;
    const end = endOf(list, first);
    if (end >= list.count || end - first < Math.min(tokensWanted / 2, 4)) continue;
    return { bytes: window.subarray(list.start[first], list.end[end - 1]), isPlanted: false, source };
  }
}
