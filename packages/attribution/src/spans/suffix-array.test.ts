import fc from "fast-check";
import { expect, test } from "vitest";
import { buildSuffixArray } from "./suffix-array.ts";

function naive(text: Int32Array): number[] {
  const compare = (a: number, b: number): number => {
    for (let i = 0; ; i++) {
      const x = text[a + i] ?? -1;
      const y = text[b + i] ?? -1;
      if (x !== y) return x - y;
    }
  };
  return Array.from(text, (_, i) => i).sort(compare);
}

test("the suffix array of any integers is their suffixes sorted", () => {
  const texts = fc.integer({ min: 1, max: 6 }).chain((symbols) => fc.array(fc.nat(symbols - 1), { maxLength: 120 }));
  fc.assert(
    fc.property(texts, (symbols) => {
      const text = Int32Array.from(symbols);
      expect(Array.from(buildSuffixArray(text, 6))).toEqual(naive(text));
    }),
    { numRuns: 500 },
  );
});

test("periodic texts, the worst for naive sorting, come out right", () => {
  for (const period of [1, 2, 3, 7]) {
    const text = Int32Array.from({ length: 200 }, (_, i) => i % period);
    expect(Array.from(buildSuffixArray(text, 7))).toEqual(naive(text));
  }
});
