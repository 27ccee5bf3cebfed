import { tokenise } from "@openledger/attribution";
import { toUtf8 } from "@openledger/primitives";
import fc from "fast-check";
import { expect, test } from "vitest";
import { createOutputLimit } from "./output-limit.ts";

const pieces = fc.array(fc.oneof(fc.constantFrom(" ", "tea ", "green", ", ", "😀", "naïve ", "\n"), fc.string({ unit: "grapheme", maxLength: 6 })), {
  maxLength: 40,
});

test("whatever comes, what goes through is a beginning of it within both limits", () => {
  const sizes = fc.record({ bytes: fc.integer({ min: 1, max: 120 }), tokens: fc.integer({ min: 1, max: 30 }) });
  fc.assert(
    fc.property(pieces, sizes, (spoken, limits) => {
      const limit = createOutputLimit(limits);
      const through = spoken.map((piece) => limit.take(piece)).join("");
      const all = spoken.join("");
      expect(limit.text).toBe(through);
      expect(all.startsWith(through)).toBe(true);
      expect(toUtf8(through).length).toBeLessThanOrEqual(limits.bytes);
      expect(tokenise(toUtf8(through)).count).toBeLessThanOrEqual(limits.tokens);
      if (!limit.isFull) expect(through).toBe(all);
    }),
    { numRuns: 300 },
  );
});
