/**
 * What pure code needs of cryptography, handed in by `compose` (node:crypto and libsecp256k1 in Node, noble in
 * browsers; `@openledger/crypto`). Must be deterministic and must never keep a reference to its arguments.
 */
export interface Crypto {
  /** 32 bytes. */
  sha256(data: Uint8Array): Uint8Array;
  /** 20 bytes. */
  ripemd160(data: Uint8Array): Uint8Array;
  /** ECDSA over a 32-byte hash; a 33-byte compressed key, a 64-byte r‖s signature with low S, else false. */
  verifySecp256k1(publicKey: Uint8Array, messageHash: Uint8Array, signature: Uint8Array): boolean;
  /** Ed25519 over the message itself; a 32-byte key and a 64-byte signature, else false. */
  verifyEd25519(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean;
}

/** The one hash most pure code needs. */
export type Sha256 = Crypto["sha256"];
