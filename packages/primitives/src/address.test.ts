import { bech32 } from "@scure/base";
import fc from "fast-check";
import { expect, test } from "vitest";
import { addressFromBytes, addressToBytes, EncodingError } from "./index.ts";

test("addresses of 20 and 32 bytes come back as they were", () => {
  for (const length of [20, 32]) {
    const bytes = new Uint8Array(length).fill(length);
    expect(addressToBytes("open", addressFromBytes("open", bytes))).toEqual(bytes);
  }
});

test("any words under a right checksum are an address or an EncodingError, padding included", () => {
  const words = fc.array(fc.nat(31), { maxLength: 60 });
  fc.assert(
    fc.property(words, (list) => {
      let bytes: Uint8Array;
      try {
        bytes = addressToBytes("open", bech32.encode("open", list, 100));
      } catch (error) {
        expect(error).toBeInstanceOf(EncodingError);
        return;
      }
      expect([20, 32]).toContain(bytes.length);
    }),
    { numRuns: 300, examples: [[Array.from({ length: 33 }, () => 1)], [Array.from({ length: 52 }, () => 31)]] },
  );
});

test("an address that was read before is still bound to its prefix, and its bytes are the caller's own", () => {
  const bytes = new Uint8Array(20).fill(9);
  const address = addressFromBytes("open", bytes);
  addressToBytes("open", address).fill(0);
  expect(addressToBytes("open", address)).toEqual(bytes);
  expect(() => addressToBytes("cosmos", address)).toThrow(EncodingError);
  expect(addressFromBytes("cosmos", bytes)).not.toBe(address);
});
