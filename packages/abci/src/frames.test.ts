import { concatBytes, toHex } from "@openledger/primitives";
import fc from "fast-check";
import { expect, test } from "vitest";
import { createFrameReader, frameOf } from "./frames.ts";
import { abciAddress } from "./listen-address.ts";

const bytes = fc.uint8Array({ maxLength: 300 }).map((data) => new Uint8Array(data));

test("whatever way a stream is cut, the same messages come out of it", () => {
  fc.assert(
    fc.property(fc.array(bytes, { maxLength: 8 }), fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 1, maxLength: 20 }), (messages, cuts) => {
      const stream = concatBytes(...messages.map(frameOf));
      const reader = createFrameReader(300);
      const found: string[] = [];
      for (let at = 0, i = 0; at < stream.length; i++) {
        const length = cuts[i % cuts.length] as number;
        for (const message of reader.push(stream.subarray(at, at + length))) found.push(toHex(message));
        at += length;
      }
      expect(found).toEqual(messages.map(toHex));
      expect(reader.isInside).toBe(false);
    }),
    { numRuns: 200 },
  );
});

test("a frame is refused by its length alone, before any of it is kept", () => {
  const reader = createFrameReader(1_000);
  expect([...reader.push(frameOf(new Uint8Array(1_000)))].length).toBe(1);
  expect(() => [...reader.push(frameOf(new Uint8Array(1_001)).subarray(0, 2))]).toThrow("a frame of 1001 bytes or more is above the limit of 1000");
  expect(() => [...createFrameReader(2 ** 31).push(new Uint8Array(6).fill(0x80))]).toThrow("more than five bytes");
});

test.each([
  ["unix:///run/a.sock", { kind: "unix", path: "/run/a.sock" }],
  ["unix://a.sock", { kind: "unix", path: "a.sock" }],
  ["tcp://127.0.0.1:26658", { kind: "tcp", host: "127.0.0.1", port: 26658 }],
  ["tcp://[::1]:0", { kind: "tcp", host: "::1", port: 0 }],
])("%s is an address", (text, address) => {
  expect(abciAddress(text)).toEqual(address);
});

test.each(["", "unix://", "tcp://127.0.0.1", "tcp://127.0.0.1:70000", "http://127.0.0.1:1", "127.0.0.1:1"])("%j is none", (text) => {
  expect(() => abciAddress(text)).toThrow("is no ABCI address");
});
