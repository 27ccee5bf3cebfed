import { createNodeCrypto } from "@openledger/crypto";
import { expect, test } from "vitest";
import { rememberGoodSignatures } from "./signature-cache.ts";

test("a good signature is verified once, a bad one every time, and one byte makes another signature", () => {
  let verifications = 0;
  const crypto = rememberGoodSignatures({
    ...createNodeCrypto(),
    verifySecp256k1(_key, _hash, signature) {
      verifications++;
      return signature[0] === 1;
    },
  });
  const [key, hash] = [new Uint8Array(33), new Uint8Array(32)];
  const good = new Uint8Array(64).fill(1);
  const bad = new Uint8Array(64).fill(2);
  const verify = (k: Uint8Array, h: Uint8Array, s: Uint8Array) => [crypto.verifySecp256k1(k, h, s), verifications];
  expect(verify(key, hash, good)).toEqual([true, 1]);
  expect(verify(key, hash, good)).toEqual([true, 1]);
  expect(verify(key, hash, bad)).toEqual([false, 2]);
  expect(verify(key, hash, bad)).toEqual([false, 3]);
  expect(verify(key.slice().fill(1), hash, good)).toEqual([true, 4]);
  expect(verify(key, hash.slice().fill(1), good)).toEqual([true, 5]);
  expect(verify(key, hash, good.slice(0, 63))).toEqual([true, 6]);
});
