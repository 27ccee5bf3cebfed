import { createNodeCrypto } from "@openledger/crypto";
import { toUtf8, type Sha256 } from "@openledger/primitives";
import fc from "fast-check";
import type { NgramContribution } from "./training-text.ts";

export const sha256: Sha256 = createNodeCrypto().sha256;

const word = fc.constantFrom("tea", "is", "the", "a", "http", "https://a.b", "né", "日本", "Ω", "x".repeat(120));
const mark = fc.constantFrom(".", ",", ":", "/", "/", "-", "(", ")", "—", "😀");
const gap = fc.constantFrom(" ", " ", " ", "\n", "\n\n", "\u00a0", " ".repeat(257));

/** A short text of few words, so that contexts repeat and tokens meet in ways that the tokeniser could misread. */
export const anyText: fc.Arbitrary<string> = fc
  .array(fc.oneof({ arbitrary: word, weight: 4 }, { arbitrary: gap, weight: 4 }, mark), { maxLength: 60 })
  .map((parts) => parts.join(""));

/** One to four contributions of up to two documents; at least one token in each. */
export const anyContributions: fc.Arbitrary<NgramContribution[]> = fc
  .array(fc.tuple(anyText, anyText), { minLength: 1, maxLength: 4 })
  .map((texts) =>
    texts.map(([first, second], i) => ({
      sequence: BigInt(3 * i + 1),
      documents: [toUtf8(`tea ${first}`), toUtf8(second)],
    })),
  );

/** Recipes of orders 1 to 5. */
export const anyWeights: fc.Arbitrary<{ order: number; smoothingBps: number }> = fc.record({
  order: fc.integer({ min: 1, max: 5 }),
  smoothingBps: fc.integer({ min: 0, max: 9_999 }),
});
