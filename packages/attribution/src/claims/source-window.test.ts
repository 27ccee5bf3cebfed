import type { RowOpening } from "@openledger/messages/openledger/attribution/v1";
import fc from "fast-check";
import { expect, test } from "vitest";
import { TOKEN_BREAK, tokenise } from "../tokens/tokenise.ts";
import { chunksAround, openedWindows, tokenAt } from "./source-window.ts";

function chunks(document: Uint8Array, first: number, last: number): RowOpening[] {
  const count = Math.max(1, Math.ceil(document.length / 1024));
  return Array.from({ length: last - first + 1 }, (_, i) => ({
    ...{ document: 0, chunk: first + i, last: first + i === count - 1, salt: new Uint8Array(16), leafIndex: 0n, path: [] },
    data: document.slice((first + i) * 1024, (first + i + 1) * 1024),
  }));
}

const piece = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom("word", "\u00a0", " ", "\n", "\u2014", "(https://a.b/c).", "\u00e9", ",") },
  { weight: 1, arbitrary: fc.integer({ min: 1, max: 300 }).map((count) => "y.".repeat(count)) },
  { weight: 1, arbitrary: fc.integer({ min: 1, max: 300 }).map((count) => " ".repeat(count)) },
);
const documents = fc.array(piece, { minLength: 1, maxLength: 60 }).map((parts) => new Uint8Array(Buffer.from(parts.join(""))));

test("the chunks around any run of matchable tokens prove exactly the tokens of the whole document", () => {
  fc.assert(
    fc.property(documents, fc.nat(), fc.nat(30), (document, pick, length) => {
      const tokens = tokenise(document);
      const matchable = Array.from(tokens.start.keys()).filter((i) => ((tokens.flags[i] as number) & TOKEN_BREAK) === 0);
      if (matchable.length === 0) return;
      const first = matchable[pick % matchable.length] as number;
      const broken = Array.from(tokens.flags.keys()).find((i) => i > first && ((tokens.flags[i] as number) & TOKEN_BREAK) !== 0);
      const last = Math.min(first + length, (broken ?? tokens.count) - 1);
      const offset = tokens.start[first] as number;
      const range = chunksAround(document, offset, tokens.start[last] as number);
      const window = openedWindows(chunks(document, range.first, range.last)).at(0, offset);
      expect(window).toBeDefined();
      if (window === undefined) return;
      const at = tokenAt(window, offset);
      expect(at).toBeGreaterThanOrEqual(0);
      for (let i = 0; i <= last - first; i++) {
        expect(window.base + (window.tokens.start[at + i] as number)).toBe(tokens.start[first + i]);
        expect(window.base + (window.tokens.end[at + i] as number)).toBe(tokens.end[first + i]);
        if (i > 0) expect(window.tokens.flags[at + i]).toBe(tokens.flags[first + i]);
      }
    }),
    { numRuns: 300 },
  );
});

test("a token that is cut by the end of what is opened is not read", () => {
  const document = new Uint8Array(Buffer.from(`${"a".repeat(100)} `.repeat(30)));
  const window = openedWindows(chunks(document, 1, 1)).at(0, 1024);
  expect(tokenAt(window as NonNullable<typeof window>, 1024)).toBe(-1);
  expect(openedWindows(chunks(document, 1, 1)).at(0, 0)).toBeUndefined();
});

test("adjacent chunks are read once, and a missing one parts them", () => {
  const document = new Uint8Array(Buffer.from("some words ".repeat(600)));
  const [first, second, , fourth, fifth] = chunks(document, 0, 4) as [RowOpening, RowOpening, RowOpening, RowOpening, RowOpening];
  const windows = openedWindows([first, second, fourth, fifth]);
  expect(windows.at(0, 1500)).toBe(windows.at(0, 0));
  expect(windows.at(0, 4096)).toBe(windows.at(0, 3072));
  expect(windows.at(0, 3072)).not.toBe(windows.at(0, 0));
  expect(windows.at(0, 2048)).toBeUndefined();
});
