import { createRequire } from "node:module";
import type { Secp256k1Source } from "./node-crypto.ts";

/** A secp256k1 key that signs 32-byte hashes. */
export interface Secp256k1Key {
  /** 33 bytes, compressed. */
  readonly publicKey: Uint8Array;
  /** 64 bytes r‖s with low S over a 32-byte hash; the nonce is that of RFC 6979, so equal hashes give equal bytes. */
  sign(hash: Uint8Array): Uint8Array;
}

interface NativeBindings {
  privateKeyVerify(privateKey: Uint8Array): boolean;
  publicKeyCreate(privateKey: Uint8Array, compressed: boolean): Uint8Array;
  ecdsaSign(hash: Uint8Array, privateKey: Uint8Array): { readonly signature: Uint8Array };
}
interface WasmBindings {
  isPrivate(privateKey: Uint8Array): boolean;
  pointFromScalar(privateKey: Uint8Array, compressed: boolean): Uint8Array | null;
  sign(hash: Uint8Array, privateKey: Uint8Array): Uint8Array;
}
interface Signing {
  isPrivateKey(key: Uint8Array): boolean;
  publicKey(privateKey: Uint8Array): Uint8Array;
  sign(hash: Uint8Array, privateKey: Uint8Array): Uint8Array;
}

const require = createRequire(import.meta.url);

/**
 * The key with these 32 secret bytes, or undefined for bytes that are no key (of another length, zero, or not below the
 * group's order). It signs by libsecp256k1: the prebuilt addon if there is one, else WebAssembly; or one of them on request.
 *
 * @throws Error when `native` is asked for and the platform has no prebuilt addon.
 * @example const signature = createSecp256k1Key(secret)?.sign(crypto.sha256(message));
 */
export function createSecp256k1Key(privateKey: Uint8Array, source: Secp256k1Source = "auto"): Secp256k1Key | undefined {
  const signing = signingOf(source);
  const secret = Uint8Array.from(privateKey);
  if (secret.length !== 32 || !signing.isPrivateKey(secret)) return undefined;
  return {
    publicKey: signing.publicKey(secret),
    sign: (hash) => signing.sign(hash, secret),
  };
}

function signingOf(source: Secp256k1Source): Signing {
  if (source === "wasm") return wasmSigning();
  try {
    return nativeSigning();
  } catch (error) {
    if (source === "native") throw error;
    return wasmSigning();
  }
}

/** By this subpath only: the package's main entry answers a missing addon with `elliptic`, silently. */
function nativeSigning(): Signing {
  const bindings = require("secp256k1/bindings") as NativeBindings;
  return {
    isPrivateKey: (key) => bindings.privateKeyVerify(key),
    publicKey: (key) => bindings.publicKeyCreate(key, true),
    sign: (hash, key) => bindings.ecdsaSign(hash, key).signature,
  };
}

function wasmSigning(): Signing {
  const bindings = require("tiny-secp256k1") as WasmBindings;
  return {
    isPrivateKey: (key) => bindings.isPrivate(key),
    publicKey(key) {
      const point = bindings.pointFromScalar(key, true);
      if (point === null) throw new Error("a private key has a public key");
      return point;
    },
    sign: (hash, key) => bindings.sign(hash, key),
  };
}
