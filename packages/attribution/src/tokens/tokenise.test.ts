import { concatBytes, fromUtf8, toUtf8 } from "@openledger/primitives";
import fc from "fast-check";
import { expect, test } from "vitest";
import { TOKEN_BREAK, TOKEN_GAP, TOKEN_WORD, tokenise } from "./tokenise.ts";

function texts(input: string): string[] {
  const bytes = toUtf8(input);
  const tokens = tokenise(bytes);
  return Array.from(tokens.start, (start, i) => fromUtf8(bytes.subarray(start, tokens.end[i])));
}

const vectors: [string, string[]][] = [
  ["", []],
  [" \t\r\n\v\f\u00a0", []],
  ["Hello, World 42!", ["Hello", ",", "World", "42", "!"]],
  ["don't snake_case", ["don", "'", "t", "snake", "_", "case"]],
  ["caf\u00e9 \u65e5\u672c\u8a9e na\u00efve", ["caf\u00e9", "\u65e5\u672c\u8a9e", "na\u00efve"]],
  ["one\u2014two\u2019s \u2026\u2b50", ["one", "\u2014", "two", "\u2019", "s", "\u2026", "\u2b50"]],
  ["ok\ud83d\ude00\ud83d\udc4dok \u26a0\ufe0f!", ["ok", "\ud83d\ude00", "\ud83d\udc4d", "ok", "\u26a0", "\ufe0f", "!"]],
  ["a\u00a0b", ["a", "b"]],
  ["see (https://a.example/x_y?z=1#q).", ["see", "(", "https://a.example/x_y?z=1#q", ")", "."]],
  ["[t](http://e.org/a), http://e.org.", ["[", "t", "]", "(", "http://e.org/a", ")", ",", "http://e.org", "."]],
  ["http:// https://... xhttp://y HTTP://z", [
    ...["http", ":", "/", "/", "https", ":", "/", "/", ".", ".", ".", "xhttp", ":", "/", "/", "y"],
    ...["HTTP", ":", "/", "/", "z"],
  ]],
  ["https://a.b\u2014c", ["https://a.b", "\u2014", "c"]],
  ["\u0000\u007f", ["\u0000", "\u007f"]],
];

test.each(vectors)("vector %j has the tokens of the README", (input, expected) => {
  expect(texts(input)).toEqual(expected);
});

test("a word has a letter or a digit, punctuation is no word, a URL is one word", () => {
  const flags = (text: string): number[] => Array.from(tokenise(toUtf8(text)).flags);
  expect(flags("a ! 7 \u2014 \u00e9 https://x.y/z-w")).toEqual([1, 0, 1, 0, 1, 1]);
});

test("256 bytes without whitespace are split, 257 are one token that matches nothing", () => {
  expect(tokenise(toUtf8("a,".repeat(128))).count).toBe(256);
  const long = tokenise(toUtf8(`x ${"a,".repeat(128)}b y`));
  expect(Array.from(long.flags)).toEqual([TOKEN_WORD, TOKEN_BREAK, TOKEN_WORD]);
});

test("256 bytes of whitespace join, 257 end a run", () => {
  expect(Array.from(tokenise(toUtf8(`a${" ".repeat(256)}b`)).flags)).toEqual([TOKEN_WORD, TOKEN_WORD]);
  const flags = Array.from(tokenise(toUtf8(`a${" ".repeat(257)}b c`)).flags);
  expect(flags).toEqual([TOKEN_WORD, TOKEN_WORD | TOKEN_GAP, TOKEN_WORD]);
});

test("invalid UTF-8 is split like any bytes", () => {
  const tokens = tokenise(Uint8Array.of(0xe2, 0x80, 0x20, 0xff, 0xe2, 0x80, 0x94, 0xf0, 0x9f, 0x98));
  expect(Array.from(tokens.start)).toEqual([0, 3, 4, 7]);
  expect(Array.from(tokens.flags)).toEqual([1, 1, 0, 1]);
});

test("tokens of two texts joined by whitespace are the tokens of each", () => {
  const anyBytes = fc.uint8Array({ maxLength: 60 });
  const mixed = fc.oneof(anyBytes, fc.string({ unit: "grapheme", maxLength: 40 }).map((text) => Buffer.from(text)));
  fc.assert(
    fc.property(mixed, mixed, (left, right) => {
      const joined = tokenise(concatBytes(left, Uint8Array.of(0x20), right));
      const separate = [...tokenise(left).start, ...Array.from(tokenise(right).start, (at) => at + left.length + 1)];
      expect(Array.from(joined.start)).toEqual(separate);
    }),
    { numRuns: 300 },
  );
});

test("tokens are in order, do not overlap and leave out whitespace only", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 600, size: "max" }), (bytes) => {
      const tokens = tokenise(bytes);
      let at = 0;
      for (let i = 0; i < tokens.count; i++) {
        expect(tokenise(bytes.subarray(at, tokens.start[i])).count).toBe(0);
        expect(tokens.end[i]).toBeGreaterThan(tokens.start[i] as number);
        at = tokens.end[i] as number;
      }
      expect(tokenise(bytes.subarray(at)).count).toBe(0);
    }),
    { numRuns: 100 },
  );
});
