import { createRequire } from "node:module";
import { hasCanonicalSecp256k1Shape } from "./secp256k1-shape.ts";

/** Verifies an ECDSA signature over a 32-byte hash; malformed input is false, never an exception. */
export type VerifySecp256k1 = (publicKey: Uint8Array, messageHash: Uint8Array, signature: Uint8Array) => boolean;

interface NativeBindings {
  ecdsaVerify(signature: Uint8Array, messageHash: Uint8Array, publicKey: Uint8Array): boolean;
}
interface WasmBindings {
  verify(messageHash: Uint8Array, publicKey: Uint8Array, signature: Uint8Array, strict: boolean): boolean;
}

const require = createRequire(import.meta.url);

/**
 * libsecp256k1 through the prebuilt addon, or undefined where the platform has no prebuild. The subpath matters:
 * the package's main entry answers a missing addon with `elliptic`, silently and with other rules.
 */
export function loadNativeSecp256k1(): VerifySecp256k1 | undefined {
  let bindings: NativeBindings;
  try {
    bindings = require("secp256k1/bindings") as NativeBindings;
  } catch {
    return undefined;
  }
  return guarded((publicKey, messageHash, signature) => bindings.ecdsaVerify(signature, messageHash, publicKey));
}

/** The same C code compiled to WebAssembly (tiny-secp256k1); runs on every platform. */
export function loadWasmSecp256k1(): VerifySecp256k1 {
  const bindings = require("tiny-secp256k1") as WasmBindings;
  return guarded((publicKey, messageHash, signature) => bindings.verify(messageHash, publicKey, signature, true));
}

function guarded(verify: VerifySecp256k1): VerifySecp256k1 {
  return (publicKey, messageHash, signature) => {
    if (!hasCanonicalSecp256k1Shape(publicKey, messageHash, signature)) return false;
    try {
      return verify(publicKey, messageHash, signature);
    } catch {
      // Both libraries throw for a key that is no curve point and for r or s outside the group order.
      return false;
    }
  };
}
