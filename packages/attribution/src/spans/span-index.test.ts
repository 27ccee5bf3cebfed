import fc from "fast-check";
import { expect, test } from "vitest";
import { tokenise } from "../tokens/tokenise.ts";
import { createNaiveSpanIndex } from "./naive-span-index.ts";
import type { IndexedContribution } from "./span-index.ts";
import { createSpanIndex } from "./suffix-span-index.ts";

const word = fc.constantFrom("a", "b", "c", "A", "the", ",", " \n", " ".repeat(300), "x".repeat(300), "\u2014");
const text = fc.array(word, { maxLength: 40 }).map((words) => new Uint8Array(Buffer.from(words.join(" "))));
const contributions = fc.array(fc.array(text, { maxLength: 3 }), { maxLength: 4 }).map((list) =>
  list.map((documents, i): IndexedContribution => ({
    ref: { datanetId: 1n, seq: BigInt(i + 1) },
    sequence: BigInt(100 - i),
    documents,
  })),
);

test("the suffix index answers every run as the naive scan does", () => {
  fc.assert(
    fc.property(contributions, text, (list, output) => {
      const fast = createSpanIndex(list);
      const naive = createNaiveSpanIndex(list);
      const tokens = tokenise(output);
      const symbols = fast.symbolsOf(output, tokens);
      expect(symbols).toEqual(naive.symbolsOf(output, tokens));
      for (let from = 0; from < symbols.length; from++) {
        for (let to = from + 1; to <= Math.min(symbols.length, from + 6); to++) {
          const position = fast.earliest(symbols, from, to);
          expect(position).toBe(naive.earliest(symbols, from, to));
          expect(fast.occurrences(symbols, from, to, 4)).toEqual(naive.occurrences(symbols, from, to, 4));
          if (position >= 0) expect(fast.locate(position)).toEqual(naive.locate(position));
          if (position >= 0) expect(fast.symbolAt(position + 1)).toBe(naive.symbolAt(position + 1));
        }
      }
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
  const position = index.earliest(index.symbolsOf(bytes, tokenise(bytes)), 0, 3);
  expect(index.contributions[index.locate(position).contribution]?.ref.seq).toBe(2n);
});
