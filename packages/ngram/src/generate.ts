import { concatBytes, toUtf8, type Sha256 } from "@openledger/primitives";
import { byteTextOf } from "./byte-text.ts";
import { contextRange, orderCounts, type NgramCounts, type Range } from "./counts.ts";
import { contextLengthOfDraw, drawAt, indexOfDraw, type TokenDraw } from "./draw.ts";
import { NgramError } from "./errors.ts";
import { gapBefore, lastWords } from "./output-text.ts";
import type { NgramRecipe } from "./recipe.ts";
import { ORDER_MAX, OUTPUT_TOKENS_MAX } from "./rule.ts";

/** A model without its commitments. */
export interface NgramModel {
  readonly recipe: NgramRecipe;
  readonly counts: NgramCounts;
}

/** What an answer depends on besides the model. */
export interface NgramRequest {
  /** 32 bytes, {@link answerSeed}. */
  readonly seed: Uint8Array;
  /** {@link promptOf} the messages. */
  readonly prompt: string;
}

/** Where a draw falls: an index into the sorted positions of n-grams of `length` tokens, and its context's range. */
export interface DrawnPlace {
  readonly length: number;
  readonly context: Range;
  readonly index: number;
}

/**
 * The answer's bytes, `tokens` tokens long (1 to 1,024). The same model, request and seed give the same bytes on every
 * machine; a shorter answer is the beginning of a longer one. Throws NgramError `bad_length`.
 *
 * @example
 * generate(artifact, { seed: answerSeed(sha256, 7n, 1n), prompt: promptOf(messages) }, 64, sha256);
 */
export function generate(model: NgramModel, request: NgramRequest, tokens: number, sha256: Sha256): Uint8Array {
  if (!Number.isSafeInteger(tokens) || tokens < 1 || tokens > OUTPUT_TOKENS_MAX) {
    throw new NgramError("bad_length", `an answer has 1 to ${OUTPUT_TOKENS_MAX} tokens, not ${tokens}`);
  }
  const { symbolGap, symbolWord, words } = model.counts.text.vocabulary;
  const history = lastWords(toUtf8(request.prompt));
  const parts: Uint8Array[] = [];
  let segment: Uint8Array = new Uint8Array(0);
  for (let position = 0; position < tokens; position++) {
    const symbol = symbolAt(model, drawPlace(model, history, drawAt(sha256, request.seed, position)));
    const token = words[symbolWord[symbol] as number] as Uint8Array;
    const gap = gapBefore(segment, symbolGap[symbol] as Uint8Array, token, position === 0);
    segment = gap.length > 0 ? token : concatBytes(segment, token);
    parts.push(gap, token);
    history.push(token);
    if (history.length >= ORDER_MAX) history.shift();
  }
  return concatBytes(...parts);
}

/** Where `draw` falls after `history` (words, oldest first). */
export function drawPlace({ recipe, counts }: NgramModel, history: readonly Uint8Array[], draw: TokenDraw): DrawnPlace {
  const { length, range } = seenContext(counts, history, contextLengthOfDraw(draw.order, recipe));
  return { length: length + 1, context: range, index: range.from + indexOfDraw(draw.token, range.to - range.from) };
}

/** The longest of the last at most `longest` words of `history` that the training text goes on from. */
export function seenContext(
  counts: NgramCounts,
  history: readonly Uint8Array[],
  longest: number,
): { readonly length: number; readonly range: Range } {
  const ids: number[] = [];
  for (let i = history.length - 1; i >= 0 && ids.length < longest; i--) {
    const word = history[i] as Uint8Array;
    const id = counts.text.vocabulary.wordId(byteTextOf(word, 0, word.length));
    if (id === undefined) break;
    ids.unshift(id);
  }
  for (let length = ids.length; length > 0; length--) {
    const range = contextRange(counts, ids.slice(ids.length - length));
    if (range.from < range.to) return { length, range };
  }
  return { length: 0, range: contextRange(counts, []) };
}

function symbolAt({ counts }: NgramModel, { length, index }: DrawnPlace): number {
  return counts.text.symbols[orderCounts(counts, length).positions[index] as number] as number;
}
