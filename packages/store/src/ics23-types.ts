/** ICS-23 proofs (cosmos/ics23 proofs.proto), as far as IAVL trees and the multistore use them. */

/** `HashOp` and `LengthOp` values that our two trees use. */
export const NO_HASH = 0;
export const SHA256 = 1;
export const VAR_PROTO = 1;

/** How key and value become the hash of a leaf. */
export interface LeafOp {
  readonly hash: number;
  readonly prehashKey: number;
  readonly prehashValue: number;
  readonly length: number;
  readonly prefix: Uint8Array;
}

/** How the hash of a child becomes that of its parent: hash(prefix ‖ child ‖ suffix). */
export interface InnerOp {
  readonly hash: number;
  readonly prefix: Uint8Array;
  readonly suffix: Uint8Array;
}

/** Shows that `key` has `value` under a root; `path` goes from the leaf's parent up to the root. */
export interface ExistenceProof {
  readonly key: Uint8Array;
  readonly value: Uint8Array;
  readonly leaf: LeafOp;
  readonly path: readonly InnerOp[];
}

/** Shows that `key` is missing: its two neighbours, or one of them when the key lies outside all others. */
export interface NonExistenceProof {
  readonly key: Uint8Array;
  readonly left: ExistenceProof | undefined;
  readonly right: ExistenceProof | undefined;
}

export type CommitmentProof =
  | { readonly exist: ExistenceProof; readonly nonexist?: undefined }
  | { readonly nonexist: NonExistenceProof; readonly exist?: undefined };
