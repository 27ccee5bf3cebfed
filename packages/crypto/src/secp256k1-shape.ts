/** Half of the secp256k1 group order, big-endian: the largest S that a canonical signature may carry. */
const HALF_ORDER: Uint8Array = Uint8Array.from([
  0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x5d, 0x57, 0x6e,
  0x73, 0x57, 0xa4, 0x50, 0x1d, 0xdf, 0xe9, 0x2f, 0x46, 0x68, 0x1b, 0x20, 0xa0,
]);

/**
 * True when the inputs have the one form that the chain accepts: a 33-byte compressed key, a 32-byte hash and a
 * 64-byte r‖s signature whose S is not above half the group order. Every implementation asks this first, because
 * each library is lenient in its own way (libsecp256k1 takes 65-byte keys, tiny-secp256k1 throws, noble takes DER).
 */
export function hasCanonicalSecp256k1Shape(
  publicKey: Uint8Array,
  messageHash: Uint8Array,
  signature: Uint8Array,
): boolean {
  if (publicKey.length !== 33 || messageHash.length !== 32 || signature.length !== 64) return false;
  if (publicKey[0] !== 0x02 && publicKey[0] !== 0x03) return false;
  return isLowS(signature);
}

function isLowS(signature: Uint8Array): boolean {
  for (let i = 0; i < 32; i++) {
    const difference = (signature[32 + i] as number) - (HALF_ORDER[i] as number);
    if (difference !== 0) return difference < 0;
  }
  return true;
}
