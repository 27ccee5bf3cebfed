import { createNodeCrypto } from "@openledger/crypto";
import { expect, test } from "vitest";
import { rememberSignatures } from "./signature-cache.ts";

const [key, hash] = [new Uint8Array(33), new Uint8Array(32)];
const good = new Uint8Array(64).fill(1);
const bad = new Uint8Array(64).fill(2);

/** Verifies, and says how many verifications there were so far; what begins with 1 is good. */
function startVerifying() {
  let verifications = 0;
  const crypto = rememberSignatures({
    ...createNodeCrypto(),
    verifySecp256k1(_key, _hash, signature) {
      verifications++;
      return signature[0] === 1;
    },
  });
  const verify = (k: Uint8Array, h: Uint8Array, s: Uint8Array) => [crypto.verifySecp256k1(k, h, s), verifications];
  return { crypto, verify };
}

test("a signature is verified once, good or bad, and one byte makes another signature", () => {
  const { verify } = startVerifying();
  expect(verify(key, hash, good)).toEqual([true, 1]);
  expect(verify(key, hash, good)).toEqual([true, 1]);
  expect(verify(key, hash, bad)).toEqual([false, 2]);
  expect(verify(key, hash, bad)).toEqual([false, 2]);
  expect(verify(key.slice().fill(1), hash, good)).toEqual([true, 3]);
  expect(verify(key, hash.slice().fill(1), good)).toEqual([true, 4]);
  expect(verify(key, hash.slice().fill(1), bad)).toEqual([false, 5]);
});

test("a signature of another length is verified every time", () => {
  const { verify } = startVerifying();
  expect([1, 2].map(() => verify(key, hash, good.slice(0, 63)))).toEqual([[true, 1], [true, 2]]);
  expect([1, 2].map(() => verify(key, hash, bad.slice(0, 63)))).toEqual([[false, 3], [false, 4]]);
});

test("however many bad signatures come, a good one stays known, and the bad ones are forgotten at last", () => {
  const { crypto, verify } = startVerifying();
  verify(key, hash, good);
  verify(key, hash, bad);
  const other = bad.slice();
  for (let i = 0; i < 40_000; i++) {
    new DataView(other.buffer).setUint32(60, i);
    crypto.verifySecp256k1(key, hash, other);
  }
  expect(verify(key, hash, good)).toEqual([true, 40_002]);
  expect(verify(key, hash, bad)).toEqual([false, 40_003]);
});

test("what was found good elsewhere is known, as is what was found bad here", () => {
  const { crypto, verify } = startVerifying();
  const check = (signature: Uint8Array) => ({ publicKey: key, messageHash: hash, signature });
  expect([good, bad].map((signature) => crypto.isKnown(check(signature)))).toEqual([false, false]);
  crypto.rememberGood(check(good));
  verify(key, hash, bad);
  expect([good, bad].map((signature) => crypto.isKnown(check(signature)))).toEqual([true, true]);
  expect(verify(key, hash, good)).toEqual([true, 1]);
});
