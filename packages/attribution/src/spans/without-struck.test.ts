import fc from "fast-check";
import { expect, test } from "vitest";
import { tokenise } from "../tokens/tokenise.ts";
import { createNaiveSpanIndex } from "./naive-span-index.ts";
import { layOutSegment } from "./segment-text.ts";
import { buildColumns, segmentOf } from "./segment.ts";
import { createSegmentedSpanIndex } from "./segmented-span-index.ts";
import type { IndexedContribution, SpanIndex } from "./span-index.ts";
import { createSpanIndex } from "./suffix-span-index.ts";
import { createVocabulary } from "./vocabulary.ts";
import { withoutStruck } from "./without-struck.ts";

const text = fc.array(fc.constantFrom("a", "b", "c", ",", " \n"), { maxLength: 30 }).map((words) => new Uint8Array(Buffer.from(words.join(" "))));
const contributions = fc
  .array(fc.array(text, { minLength: 1, maxLength: 2 }), { maxLength: 5 })
  .map((list) => list.map((documents, i): IndexedContribution => ({ ref: { datanetId: 1n, seq: BigInt(i + 1) }, sequence: BigInt(i + 1), documents })));

/** Where a run stands, in names that two indexes share. */
function placeOf(index: SpanIndex, position: number): string {
  const { contribution, document, offset } = index.locate(position);
  return `${index.contributions[contribution]?.ref.seq}/${document}/${offset}`;
}

test("an index without struck contributions answers as one that was built without them", () => {
  fc.assert(
    fc.property(contributions, fc.array(fc.boolean(), { minLength: 5, maxLength: 5 }), text, fc.integer({ min: 1, max: 4 }), (list, struck, output, max) => {
      const isStruck = ({ seq }: { readonly seq: bigint }): boolean => struck[Number(seq) - 1] === true;
      const without = withoutStruck(createSpanIndex(list), isStruck);
      const rebuilt = createSpanIndex(list.filter(({ ref }) => !isStruck(ref)));
      const tokens = tokenise(output);
      const from = Int32Array.from({ length: Math.max(0, tokens.count - 2) }, (_, i) => i);
      const to = from.map((start) => start + 3);
      const found = without.earliest(without.symbolsOf(output, tokens), from, to);
      const right = rebuilt.earliest(rebuilt.symbolsOf(output, tokens), from, to);
      for (const [i, position] of found.entries()) {
        const place = right[i] ?? -1;
        expect(position < 0).toBe(place < 0);
        if (position < 0) continue;
        expect(placeOf(without, position)).toBe(placeOf(rebuilt, place));
        const places = without.occurrences(position, 3, max).map((one) => placeOf(without, one));
        expect(places).toEqual(rebuilt.occurrences(place, 3, max).map((one) => placeOf(rebuilt, one)));
      }
    }),
    { numRuns: 150 },
  );
});

test("an index over several segments, passed over twice, answers as the slow one does", () => {
  fc.assert(
    fc.property(contributions, fc.array(fc.constantFrom(0, 1, 2), { minLength: 5, maxLength: 5 }), text, fc.integer({ min: 1, max: 4 }), (list, when, output, max) => {
      const vocabulary = createVocabulary();
      const segments = [0, 1].map((half) => {
        const laid = layOutSegment(list.filter((_, i) => i % 2 === half), vocabulary);
        return segmentOf(laid, buildColumns(laid));
      });
      const passed = (round: number): ReadonlySet<number> => new Set(list.flatMap((_, i) => (when[i] === round ? [i] : [])));
      const fast = createSegmentedSpanIndex(vocabulary, segments).without(passed(1)).without(passed(2));
      const slow = createNaiveSpanIndex(list).without(passed(1)).without(passed(2));
      const tokens = tokenise(output);
      const from = Int32Array.from({ length: Math.max(0, tokens.count - 1) }, (_, i) => i);
      const to = from.map((start) => start + 2);
      const found = fast.earliest(fast.symbolsOf(output, tokens), from, to);
      const right = slow.earliest(slow.symbolsOf(output, tokens), from, to);
      for (const [i, position] of found.entries()) {
        const place = right[i] ?? -1;
        expect(position < 0).toBe(place < 0);
        if (position < 0) continue;
        expect(placeOf(fast, position)).toBe(placeOf(slow, place));
        const places = fast.occurrences(position, 2, max).map((one) => placeOf(fast, one));
        expect(places).toEqual(slow.occurrences(place, 2, max).map((one) => placeOf(slow, one)));
      }
    }),
    { numRuns: 150 },
  );
});

test("a strike is asked about once, not with every answer", () => {
  const index = createSpanIndex([{ ref: { datanetId: 1n, seq: 1n }, sequence: 1n, documents: [new Uint8Array(Buffer.from("a b c"))] }]);
  let asked = 0;
  const isStruck = (): boolean => {
    asked += 1;
    return true;
  };
  expect(withoutStruck(index, isStruck)).toBe(withoutStruck(index, isStruck));
  expect(asked).toBe(1);
});

test("what a struck contribution repeats is not walked: an index reads as often for 256 places as for 16", () => {
  const reads = [16, 256].map((times) => {
    const phrase = "purple bureaucrats seldom juggle accordions. ";
    const list = [phrase.repeat(times), phrase].map((words, i) => ({
      ref: { datanetId: 1n, seq: BigInt(i + 1) }, sequence: BigInt(i + 1), documents: [new Uint8Array(Buffer.from(words))],
    }));
    const vocabulary = createVocabulary();
    const laid = layOutSegment(list, vocabulary);
    const segment = segmentOf(laid, buildColumns(laid));
    let count = 0;
    const { suffixes } = segment.columns;
    const counted = { length: suffixes.length, at: (i: number) => (count++, suffixes.at(i)), read: (a: number, b: number) => ((count += b - a), suffixes.read(a, b)) };
    const index = createSegmentedSpanIndex(vocabulary, [{ ...segment, columns: { ...segment.columns, suffixes: counted } }]).without(new Set([0]));
    const output = new Uint8Array(Buffer.from(phrase));
    const ask = (): Int32Array => index.earliest(index.symbolsOf(output, tokenise(output)), Int32Array.of(0), Int32Array.of(4));
    ask();
    count = 0;
    const position = ask()[0] ?? -1;
    expect(index.locate(position)).toMatchObject({ contribution: 1, offset: 0 });
    expect(index.occurrences(position, 4, 8)).toEqual([position]);
    return count;
  });
  expect((reads[1] ?? 0) - (reads[0] ?? 0)).toBeLessThan(100);
});
