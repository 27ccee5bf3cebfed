/** Signature checks as threads hand them to each other: 129 bytes each, without the cost of cloning objects. */
import type { SignatureCheck } from "@openledger/primitives";

const KEY_BYTES = 33;
const HASH_BYTES = 32;
const SIGNATURE_BYTES = 64;
export const CHECK_BYTES: number = KEY_BYTES + HASH_BYTES + SIGNATURE_BYTES;

/** A check of other lengths becomes zeros, which no implementation takes for a signature. */
export function encodeChecks(checks: readonly SignatureCheck[]): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(checks.length * CHECK_BYTES);
  checks.forEach(({ publicKey, messageHash, signature }, i) => {
    if (publicKey.length !== KEY_BYTES || messageHash.length !== HASH_BYTES || signature.length !== SIGNATURE_BYTES) return;
    const at = i * CHECK_BYTES;
    bytes.set(publicKey, at);
    bytes.set(messageHash, at + KEY_BYTES);
    bytes.set(signature, at + KEY_BYTES + HASH_BYTES);
  });
  return bytes;
}

/** Views of the checks that {@link encodeChecks} wrote. */
export function* decodeChecks(bytes: Uint8Array): Generator<SignatureCheck, void> {
  for (let at = 0; at < bytes.length; at += CHECK_BYTES) {
    const hash = at + KEY_BYTES;
    const signature = hash + HASH_BYTES;
    yield { publicKey: bytes.subarray(at, hash), messageHash: bytes.subarray(hash, signature), signature: bytes.subarray(signature, at + CHECK_BYTES) };
  }
}
