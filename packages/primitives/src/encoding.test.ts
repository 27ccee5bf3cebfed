import fc from "fast-check";
import { expect, test } from "vitest";
import { EncodingError, fromBase64, toBase64 } from "./encoding.ts";

/** The one form by definition: what the platform's lenient decoder reads and writes again the same. */
function isCanonical(text: string): boolean {
  return Buffer.from(text, "base64").toString("base64") === text;
}

test("base64 comes back as the bytes that it was made of", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      expect(fromBase64(toBase64(bytes))).toEqual(bytes);
    }),
    { numRuns: 200 },
  );
});

test.each([
  ["no padding", "QQ"],
  ["half of the padding", "QQ="],
  ["too much padding", "QUJD===="],
  ["padding alone", "===="],
  ["padding in the middle", "QQ==QUJD"],
  ["one character before the padding", "Q==="],
  ["bits after the last byte", "QR=="],
  ["the alphabet of URLs", "-_-_"],
  ["a line break within", "QUJ\nQUJD"],
  ["spaces around", "  QUJD  "],
  ["four spaces", "    "],
  ["a line break at the end", "QUJDQUJ\n"],
  ["a no-break space", "QUJ\u00a0"],
  ["a byte order mark", "\ufeffQUJ"],
  ["a letter whose low byte is A", "QUJ\u0141"],
  ["a lone surrogate", "QUJ\ud800"],
  ["NUL", "QUJ\0"],
])("base64 with %s is refused", (_what, text) => {
  expect(() => fromBase64(text)).toThrow(EncodingError);
});

test("every character outside the alphabet is refused, wherever it stands", () => {
  const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  for (let code = 0; code < 0x300; code++) {
    const char = String.fromCharCode(code);
    if (alphabet.includes(char)) continue;
    for (const text of [`${char}AAA`, `AA${char}A`, `AAAA${char}AAA`]) expect(() => fromBase64(text)).toThrow(EncodingError);
  }
});

test("text is read exactly when it is canonical base64, also close to it", () => {
  const chars = fc.constantFrom("A", "Q", "R", "Z", "0", "9", "+", "/", "=", "-", "_", " ", "\n");
  const near = fc.record({ bytes: fc.uint8Array({ maxLength: 12 }), at: fc.nat(20), char: chars, cut: fc.nat(4) });
  const mutated = near.map(({ bytes, at, char, cut }) => {
    const text = toBase64(bytes);
    return text.slice(0, at) + char + text.slice(at + cut);
  });
  const any = fc.array(chars, { maxLength: 12 }).map((list) => list.join(""));
  fc.assert(
    fc.property(fc.oneof(mutated, any), (text) => {
      if (isCanonical(text)) expect(toBase64(fromBase64(text))).toBe(text);
      else expect(() => fromBase64(text)).toThrow(EncodingError);
    }),
    { numRuns: 500 },
  );
});
