import type { KeyValueReader } from "./key-value.ts";

/** One inner node on the way from a leaf to the root. */
export interface PathStep {
  /** Bytes that open the node's hash preimage: zigzag varints of height, size and version. */
  readonly head: Uint8Array;
  /** True when the leaf lies in the left subtree. */
  readonly toLeft: boolean;
  /** Hash of the other child. */
  readonly sibling: Uint8Array;
}

/** A leaf and how its hash leads to the root. */
export interface LeafPath {
  readonly key: Uint8Array;
  readonly value: Uint8Array;
  /** As in a {@link PathStep}. */
  readonly head: Uint8Array;
  /** From the leaf up. */
  readonly steps: readonly PathStep[];
}

/** One version of an authenticated ordered map, with the shape and hashes of cosmos/iavl v1. */
export interface AuthenticatedTree extends KeyValueReader {
  /** Number of keys. */
  readonly size: number;
  /** 32 bytes: root of the tree, sha256("") when it is empty. */
  hash(): Uint8Array;
  /** How a key is bound to the root; undefined when it is missing. */
  path(key: Uint8Array): LeafPath | undefined;
}
