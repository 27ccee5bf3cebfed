/** What one verification of a secp256k1 signature takes: all that its verdict depends on. */
export interface SignatureCheck {
  /** 33 bytes, compressed. */
  readonly publicKey: Uint8Array;
  /** 32 bytes. */
  readonly messageHash: Uint8Array;
  /** 64 bytes r‖s. */
  readonly signature: Uint8Array;
}
