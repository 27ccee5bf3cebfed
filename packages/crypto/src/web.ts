import { ed25519 } from "@noble/curves/ed25519.js";
import { secp256k1 } from "@noble/curves/secp256k1.js";
import { ripemd160 } from "@noble/hashes/legacy.js";
import { sha256 } from "@noble/hashes/sha2.js";
import type { Crypto } from "@openledger/primitives";
import { hasCanonicalSecp256k1Shape } from "./secp256k1-shape.ts";

/**
 * The chain's cryptography in browsers: noble, without any `node:` import. Answers as `createNodeCrypto` does for
 * every key that an honest generator makes; ed25519 keys of small order are refused here, while OpenSSL checks the
 * equation for them too.
 *
 * @example const crypto = createWebCrypto();
 */
export function createWebCrypto(): Crypto {
  return {
    sha256: (data) => sha256(data),
    ripemd160: (data) => ripemd160(data),
    verifySecp256k1(publicKey, messageHash, signature) {
      if (!hasCanonicalSecp256k1Shape(publicKey, messageHash, signature)) return false;
      return orFalse(() => secp256k1.verify(signature, messageHash, publicKey, { prehash: false, lowS: true }));
    },
    verifyEd25519(publicKey, message, signature) {
      if (publicKey.length !== 32 || signature.length !== 64) return false;
      return orFalse(() => ed25519.verify(signature, message, publicKey, { zip215: false }));
    },
  };
}

function orFalse(verify: () => boolean): boolean {
  try {
    return verify();
  } catch {
    // noble throws for bytes that encode no curve point or an out-of-range scalar.
    return false;
  }
}
