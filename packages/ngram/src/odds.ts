import { SEGMENT_BYTES_MAX, tokenise } from "@openledger/attribution";
import { equalBytes } from "@openledger/primitives";
import { byteTextOf } from "./byte-text.ts";
import { firstIndex, symbolRange, type NgramCounts } from "./counts.ts";
import { seenContext, type NgramModel } from "./generate.ts";
import { historyBefore } from "./open-token.ts";
import { gapBefore } from "./output-text.ts";

/** One way to a token: of `weight` draws in 10,000, `count` in `total` give it. */
export interface TokenOdds {
  readonly weight: number;
  readonly count: number;
  readonly total: number;
}

/**
 * How likely each token of `output` was, with the whitespace before it, after the output's own tokens before it: the sum
 * of weight x count / (10,000 x total) over the returned odds, one per context length, shortest first. For evaluation;
 * the numbers stay exact, a logarithm is the caller's.
 */
export function outputOdds(model: NgramModel, prompt: string, output: Uint8Array): TokenOdds[][] {
  const tokens = tokenise(output);
  const odds: TokenOdds[][] = [];
  let segmentStart = 0;
  for (let position = 0; position < tokens.count; position++) {
    const [start, end] = [tokens.start[position] as number, tokens.end[position] as number];
    const previousEnd = position === 0 ? 0 : (tokens.end[position - 1] as number);
    const segment = output.subarray(segmentStart, previousEnd);
    const symbols = symbolsWrittenAs(model.counts, segment, output.subarray(previousEnd, start), output.subarray(start, end), position);
    const history = historyBefore(prompt, output, tokens, position);
    odds.push(model.recipe.weights.map((weight, longest) => oddsOf(model.counts, weight, symbols, history, longest)));
    if (start > previousEnd) segmentStart = start;
  }
  return odds;
}

function oddsOf(
  counts: NgramCounts,
  weight: number,
  symbols: readonly number[],
  history: readonly Uint8Array[],
  longest: number,
): TokenOdds {
  const { length, range } = seenContext(counts, history, longest);
  let count = 0;
  for (const symbol of symbols) {
    const { from, to } = symbolRange(counts, length + 1, range, symbol);
    count += to - from;
  }
  return { weight, count, total: range.to - range.from };
}

/** The symbols of `token` that are written as `gap` and the token at this place. */
function symbolsWrittenAs(
  { text }: NgramCounts,
  segment: Uint8Array,
  gap: Uint8Array,
  token: Uint8Array,
  position: number,
): number[] {
  const { symbolWord, symbolGap, wordId } = text.vocabulary;
  const word = token.length > SEGMENT_BYTES_MAX ? undefined : wordId(byteTextOf(token, 0, token.length));
  if (word === undefined) return [];
  const written: number[] = [];
  const first = firstIndex(symbolWord.length, (i) => (symbolWord[i] as number) >= word);
  for (let symbol = first; symbolWord[symbol] === word; symbol++) {
    if (equalBytes(gapBefore(segment, symbolGap[symbol] as Uint8Array, token, position === 0), gap)) written.push(symbol);
  }
  return written;
}
