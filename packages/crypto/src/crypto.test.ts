import { createHash, generateKeyPairSync, sign } from "node:crypto";
import { createRequire } from "node:module";
import { fromHex, toHex, type Crypto } from "@openledger/primitives";
import { secp256k1 } from "@noble/curves/secp256k1.js";
import { describe, expect, test } from "vitest";
import { loadNativeSecp256k1 } from "./native-secp256k1.ts";
import { createNodeCrypto } from "./node-crypto.ts";
import vectors from "./vectors.json" with { type: "json" };
import { createWebCrypto } from "./web.ts";

const implementations: readonly (readonly [string, Crypto])[] = [
  ...(loadNativeSecp256k1() === undefined ? [] : [["native", createNodeCrypto({ secp256k1: "native" })] as const]),
  ["wasm", createNodeCrypto({ secp256k1: "wasm" })],
  ["web", createWebCrypto()],
];

describe.each(implementations)("%s", (_name, crypto) => {
  test.each(vectors.hashes)("hashes $claim", ({ data, sha256, ripemd160 }) => {
    expect(toHex(crypto.sha256(fromHex(data)))).toBe(sha256);
    expect(toHex(crypto.ripemd160(fromHex(data)))).toBe(ripemd160);
  });

  test.each(vectors.secp256k1)("secp256k1: $claim is $valid", ({ publicKey, message, signature, valid }) => {
    expect(crypto.verifySecp256k1(fromHex(publicKey), fromHex(message), fromHex(signature))).toBe(valid);
  });

  test.each(vectors.ed25519)("ed25519: $claim is $valid", ({ publicKey, message, signature, valid }) => {
    expect(crypto.verifyEd25519(fromHex(publicKey), fromHex(message), fromHex(signature))).toBe(valid);
  });

  test("a digest is a plain array that owns its memory", () => {
    const digest = crypto.sha256(new Uint8Array(3));
    expect(Object.getPrototypeOf(digest)).toBe(Uint8Array.prototype);
    expect(digest.buffer.byteLength).toBe(32);
    expect(crypto.ripemd160(new Uint8Array(3)).buffer.byteLength).toBe(20);
  });

  test("a view into a larger buffer is hashed and verified by its own bytes", () => {
    const backing = new Uint8Array(100).map((_, i) => i);
    expect(crypto.sha256(backing.subarray(10, 20))).toEqual(crypto.sha256(backing.slice(10, 20)));
    const { privateKey, publicKey } = generateKeyPairSync("ed25519");
    const key = publicKey.export({ format: "der", type: "spki" });
    const message = backing.subarray(3, 9);
    expect(crypto.verifyEd25519(key.subarray(12), message, sign(null, message, privateKey))).toBe(true);
  });

  test("every bit flipped in a signature makes it invalid", () => {
    const secret = new Uint8Array(32).fill(7);
    const hash = new Uint8Array(createHash("sha256").update("bits").digest());
    const signature = secp256k1.sign(hash, secret, { prehash: false, lowS: true });
    const publicKey = secp256k1.getPublicKey(secret, true);
    expect(crypto.verifySecp256k1(publicKey, hash, signature)).toBe(true);
    for (let bit = 0; bit < 512; bit += 37) {
      const flipped = signature.slice();
      flipped[bit >> 3] = (flipped[bit >> 3] as number) ^ (1 << (bit & 7));
      expect(crypto.verifySecp256k1(publicKey, hash, flipped)).toBe(false);
    }
  });
});

test("the addon entry never loads elliptic", () => {
  const require = createRequire(import.meta.url);
  createNodeCrypto();
  expect(Object.keys(require.cache).filter((path) => /[\\/]elliptic[\\/]/.test(path))).toEqual([]);
});
