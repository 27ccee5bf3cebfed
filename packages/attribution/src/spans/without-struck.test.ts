import fc from "fast-check";
import { expect, test } from "vitest";
import { tokenise } from "../tokens/tokenise.ts";
import type { IndexedContribution, SpanIndex } from "./span-index.ts";
import { createSpanIndex } from "./suffix-span-index.ts";
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
