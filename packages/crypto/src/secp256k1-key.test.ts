import { secp256k1 } from "@noble/curves/secp256k1.js";
import { fromHex, toHex, toUtf8 } from "@openledger/primitives";
import { describe, expect, test } from "vitest";
import { loadNativeSecp256k1 } from "./native-secp256k1.ts";
import { createNodeCrypto, type Secp256k1Source } from "./node-crypto.ts";
import { createSecp256k1Key, type Secp256k1Key } from "./secp256k1-key.ts";

const crypto = createNodeCrypto();
const ORDER = "fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141";
const sources: Secp256k1Source[] = [...(loadNativeSecp256k1() === undefined ? [] : (["native"] as const)), "wasm", "auto"];

function keyOf(secret: Uint8Array, source: Secp256k1Source): Secp256k1Key {
  const key = createSecp256k1Key(secret, source);
  if (key === undefined) throw new Error("no key");
  return key;
}

describe.each(sources)("%s", (source) => {
  // The vectors for secp256k1 with SHA-256 and RFC 6979 that Trezor and CoreBitcoin publish.
  test.each([
    [
      "0000000000000000000000000000000000000000000000000000000000000001",
      "Satoshi Nakamoto",
      "934b1ea10a4b3c1757e2b0c017d0b6143ce3c9a7e6a4a49860d7a6ab210ee3d82442ce9d2b916064108014783e923ec36b49743e2ffa1c4496f01a512aafd9e5",
    ],
    [
      "fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364140",
      "Satoshi Nakamoto",
      "fd567d121db66e382991534ada77a6bd3106f0a1098c231e47993447cd6af2d06b39cd0eb1bc8603e159ef5c20a5c8ad685a45b06ce9bebed3f153d10d93bed5",
    ],
    [
      "f8b8af8ce3c7cca5e300d33939540c10d45ce001b8f252bfbc57ba0342904181",
      "Alan Turing",
      "7063ae83e7f62bbb171798131b4a0564b956930092b33b07b395615d9ec7e15c58dfcc1e00a35e1572f366ffe34ba0fc47db1e7189759b9fb233c5b05ab388ea",
    ],
  ])("signs with the nonce of RFC 6979 and low S (%s, %s)", (secret, message, signature) => {
    expect(toHex(keyOf(fromHex(secret), source).sign(crypto.sha256(toUtf8(message))))).toBe(signature);
  });

  test("gives the bytes that noble gives, and they verify", () => {
    for (let i = 1; i <= 12; i++) {
      const secret = crypto.sha256(Uint8Array.of(i));
      const hash = crypto.sha256(secret);
      const key = keyOf(secret, source);
      const signature = key.sign(hash);
      expect(toHex(key.publicKey)).toBe(toHex(secp256k1.getPublicKey(secret, true)));
      expect(toHex(signature)).toBe(toHex(secp256k1.sign(hash, secret, { prehash: false, lowS: true, format: "compact" })));
      expect(crypto.verifySecp256k1(key.publicKey, hash, signature)).toBe(true);
    }
  });

  test("bytes that are no key make none, and the key does not change with the bytes that it was made of", () => {
    for (const bytes of [new Uint8Array(32), new Uint8Array(31).fill(1), new Uint8Array(33).fill(1), fromHex(ORDER)]) {
      expect(createSecp256k1Key(bytes, source)).toBeUndefined();
    }
    const secret = new Uint8Array(32).fill(7);
    const hash = new Uint8Array(32).fill(9);
    const key = keyOf(secret, source);
    const before = key.sign(hash);
    secret.fill(8);
    expect(key.sign(hash)).toEqual(before);
    expect(() => key.sign(new Uint8Array(31))).toThrow();
  });
});
