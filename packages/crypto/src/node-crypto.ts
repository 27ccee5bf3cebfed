import { createPublicKey, hash, verify, type KeyObject } from "node:crypto";
import type { Crypto } from "@openledger/primitives";
import { loadNativeSecp256k1, loadWasmSecp256k1, type VerifySecp256k1 } from "./native-secp256k1.ts";

/** Where secp256k1 comes from: the prebuilt addon if there is one, else WebAssembly; or one of them on request. */
export type Secp256k1Source = "auto" | "native" | "wasm";

const ED25519_SPKI_PREFIX = Buffer.from("302a300506032b6570032100", "hex");
const ED25519_CACHE_LIMIT = 4096;
const SHA256_BYTES = 32;

/**
 * The chain's cryptography in Node: OpenSSL hashes and ed25519, libsecp256k1. Returned arrays are plain
 * `Uint8Array`s that own their memory.
 *
 * @throws Error when `native` is asked for and the platform has no prebuilt addon.
 * @example const crypto = createNodeCrypto();
 */
export function createNodeCrypto(options: { readonly secp256k1?: Secp256k1Source } = {}): Crypto {
  return {
    sha256,
    ripemd160: (data) => new Uint8Array(hash("ripemd160", data, "buffer")),
    verifySecp256k1: loadSecp256k1(options.secp256k1 ?? "auto"),
    verifyEd25519: createEd25519Verifier(),
  };
}

/** The digest comes as a string of its bytes: for 32 of them that takes half the time of a Buffer and its copy. */
function sha256(data: Uint8Array): Uint8Array {
  const text = hash("sha256", data, "latin1");
  const digest = new Uint8Array(SHA256_BYTES);
  for (let i = 0; i < SHA256_BYTES; i++) digest[i] = text.charCodeAt(i);
  return digest;
}

function loadSecp256k1(source: Secp256k1Source): VerifySecp256k1 {
  if (source === "wasm") return loadWasmSecp256k1();
  const native = loadNativeSecp256k1();
  if (native !== undefined) return native;
  if (source === "native") {
    throw new Error(`no secp256k1 prebuild for ${process.platform}-${process.arch}; ask for "auto" or "wasm"`);
  }
  return loadWasmSecp256k1();
}

function createEd25519Verifier(): Crypto["verifyEd25519"] {
  // Importing a key costs about as much as half a verification, and a validator's key comes back every block.
  const keys = new Map<string, KeyObject>();
  return (publicKey, message, signature) => {
    if (publicKey.length !== 32 || signature.length !== 64) return false;
    const name = Buffer.from(publicKey.buffer, publicKey.byteOffset, 32).toString("latin1");
    let key = keys.get(name);
    try {
      if (key === undefined) {
        key = createPublicKey({
          key: Buffer.concat([ED25519_SPKI_PREFIX, publicKey]),
          format: "der",
          type: "spki",
        });
        if (keys.size >= ED25519_CACHE_LIMIT) keys.clear();
        keys.set(name, key);
      }
      return verify(null, message, key, signature);
    } catch {
      return false;
    }
  };
}
