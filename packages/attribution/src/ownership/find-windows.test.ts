import fc from "fast-check";
import { expect, test } from "vitest";
import { createSpanIndex } from "../spans/suffix-span-index.ts";
import { tokenise } from "../tokens/tokenise.ts";
import { weighTokens } from "./attribute.ts";
import { windowsBefore, windowsIn, type TokenText } from "./find-windows.ts";
import { qualifyingWindows, type Windows } from "./rule.ts";

const RULE = { manifestTokens: 1, minExcessBits: 1, minWords: 2 };

/** Few words, so that runs repeat; gaps and breaks among them. */
const bytes = fc
  .array(fc.constantFrom("a", "b", "c", "c,", " ".repeat(300), "x".repeat(300)), { maxLength: 60 })
  .map((words) => new TextEncoder().encode(words.join(" ")));

test("windows are found in documents exactly where a span index finds them", () => {
  fc.assert(
    fc.property(bytes, fc.array(bytes, { maxLength: 3 }), (output, documents) => {
      const { text, windows } = windowsOf(output);
      const index = createSpanIndex([{ ref: { datanetId: 0n, seq: 0n }, sequence: 0n, documents }]);
      const earliest = index.earliest(index.symbolsOf(output, text.tokens), windows.from, windows.to);
      const found = windowsIn(text, windows, documents.map((document) => ({ bytes: document, tokens: tokenise(document) })));
      if (found !== undefined) expect(flags(found)).toEqual(flags(earliest));
    }),
    { numRuns: 300 },
  );
});

test("windows repeat exactly where the smallest place of a span index ends before them", () => {
  fc.assert(
    fc.property(bytes, (output) => {
      const { text, windows } = windowsOf(output);
      const index = createSpanIndex([{ ref: { datanetId: 0n, seq: 0n }, sequence: 0n, documents: [output] }]);
      const earliest = index.earliest(index.symbolsOf(output, text.tokens), windows.from, windows.to).map((place, i) => {
        const from = windows.from[i] ?? 0;
        const last = index.locate(place + (windows.to[i] ?? 0) - from - 1).offset;
        return last < (text.tokens.start[from] ?? 0) ? place : -1;
      });
      const found = windowsBefore(text, windows);
      if (found !== undefined) expect(flags(found)).toEqual(flags(earliest));
    }),
    { numRuns: 300 },
  );
});

test("a text that begins alike everywhere is left to the index", () => {
  const run = "a b ".repeat(20);
  const output = new TextEncoder().encode(Array.from({ length: 200 }, (_, i) => `${run}${i}`).join(" "));
  const tokens = tokenise(output);
  const from = Int32Array.from({ length: tokens.count - 60 }, (_, i) => i);
  const windows = { count: from.length, from, to: from.map((at, i) => at + (i === 0 ? 2 : 60)) };
  expect(windowsBefore({ bytes: output, tokens }, windows)).toBeUndefined();
});

function windowsOf(output: Uint8Array): { readonly text: TokenText; readonly windows: Windows } {
  const text = weighTokens(output);
  return { text: { bytes: output, tokens: text.tokens }, windows: qualifyingWindows(text, RULE) };
}

function flags(places: Int32Array): boolean[] {
  return [...places].map((place) => place >= 0);
}
