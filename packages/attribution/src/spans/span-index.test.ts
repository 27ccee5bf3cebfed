import fc from "fast-check";
import { expect, test } from "vitest";
import { tokenise } from "../tokens/tokenise.ts";
import { createNaiveSpanIndex } from "./naive-span-index.ts";
import { buildColumns, mergeTexts, segmentOf } from "./segment.ts";
import { layOutSegment } from "./segment-text.ts";
import { createSegmentedSpanIndex } from "./segmented-span-index.ts";
import type { IndexedContribution, SpanIndex } from "./span-index.ts";
import { createSpanIndex } from "./suffix-span-index.ts";
import { createVocabulary } from "./vocabulary.ts";

const word = fc.constantFrom("a", "b", "c", "A", "the", ",", " \n", " ".repeat(300), "x".repeat(300), "\u2014");
const text = fc.array(word, { maxLength: 40 }).map((words) => new Uint8Array(Buffer.from(words.join(" "))));
const contributions = fc.array(fc.array(text, { maxLength: 3 }), { maxLength: 4 }).map((list) =>
  list.map((documents, i): IndexedContribution => ({
    ref: { datanetId: 1n, seq: BigInt(i + 1) },
    sequence: BigInt(100 - i),
    documents,
  })),
);

/** Asks both indexes for every run of two or three tokens of the output, and what stands where they are found. */
function expectSameAnswers(fast: SpanIndex, naive: SpanIndex, output: Uint8Array): void {
  const tokens = tokenise(output);
  const symbols = fast.symbolsOf(output, tokens);
  const naiveSymbols = naive.symbolsOf(output, tokens);
  expect(symbols.map(Math.sign)).toEqual(naiveSymbols.map(Math.sign));
  const from: number[] = [];
  const to: number[] = [];
  for (let end = 1; end <= symbols.length; end++) {
    from.push(Math.max(0, end - 3), Math.max(0, end - 2));
    to.push(end, end);
  }
  const runs: [Int32Array, Int32Array] = [Int32Array.from(from), Int32Array.from(to)];
  const found = fast.earliest(symbols, ...runs);
  expect(found).toEqual(naive.earliest(naiveSymbols, ...runs));
  expect(fast.contributions).toEqual(naive.contributions);
  found.forEach((position, i) => {
    if (position < 0) return;
    const length = (to[i] as number) - (from[i] as number);
    for (const max of [1, 4, 100]) {
      expect(fast.occurrences(position, length, max)).toEqual(naive.occurrences(position, length, max));
    }
    expect(fast.locate(position)).toEqual(naive.locate(position));
    for (const next of [-1, 0, 1, 2, 3]) {
      const symbol = fast.symbolAt(position + next);
      const naiveSymbol = naive.symbolAt(position + next);
      expect(symbols.map((one) => Number(one === symbol))).toEqual(
        naiveSymbols.map((one) => Number(one === naiveSymbol)),
      );
    }
  });
}

test("the suffix index answers every run as the naive scan does", () => {
  fc.assert(
    fc.property(contributions, text, (list, output) => {
      expectSameAnswers(createSpanIndex(list), createNaiveSpanIndex(list), output);
    }),
    { numRuns: 80 },
  );
});

test("segments answer as one text does, however contributions are spread over them and merged", () => {
  const spread = fc.array(fc.nat(3), { minLength: 4, maxLength: 4 });
  fc.assert(
    fc.property(contributions, spread, fc.nat(4), text, (list, homes, merged, output) => {
      const vocabulary = createVocabulary();
      const parts = [0, 1, 2, 3].map((home) => list.filter((_, i) => homes[i] === home));
      const segments = parts.map((part) => {
        const laidOut = layOutSegment(part, vocabulary);
        return segmentOf(laidOut, buildColumns(laidOut));
      });
      const one = mergeTexts(segments.slice(0, merged));
      const index = createSegmentedSpanIndex(vocabulary, [
        segmentOf(one, buildColumns(one)),
        ...segments.slice(merged),
      ]);
      expectSameAnswers(index, createNaiveSpanIndex(list), output);
    }),
    { numRuns: 80 },
  );
});

test("the earliest contribution by sequence is found, whatever the order of the list", () => {
  const bytes = new Uint8Array(Buffer.from("one two three"));
  const entry = (seq: number, sequence: bigint): IndexedContribution => ({
    ref: { datanetId: 1n, seq: BigInt(seq) },
    sequence,
    documents: [bytes],
  });
  const index = createSpanIndex([entry(1, 9n), entry(2, 4n), entry(3, 7n)]);
  const symbols = index.symbolsOf(bytes, tokenise(bytes));
  const position = index.earliest(symbols, Int32Array.of(0), Int32Array.of(3))[0] as number;
  expect(index.contributions[index.locate(position).contribution]?.ref.seq).toBe(2n);
});
