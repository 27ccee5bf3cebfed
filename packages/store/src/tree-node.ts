/**
 * Nodes of the balanced tree behind both the authenticated IAVL tree and the overlay of a branch. Nodes never change
 * after they are built, except that an IAVL node remembers its hash once that was computed.
 */

/** Holds one key; `value` is undefined only in an overlay, where it marks a deletion. */
export interface LeafNode {
  readonly key: Uint8Array;
  readonly value: Uint8Array | undefined;
  readonly left: undefined;
  readonly right: undefined;
  readonly height: 0;
  readonly size: 1;
  /** Version of the tree in which this node was built. */
  readonly version: number;
  hash: Uint8Array | undefined;
}

/** Splits its keys: those below `key` lie to the left, the others to the right. */
export interface InnerNode {
  /** Smallest key of the right subtree. */
  readonly key: Uint8Array;
  readonly value: undefined;
  readonly left: TreeNode;
  readonly right: TreeNode;
  readonly height: number;
  /** Number of leaves below. */
  readonly size: number;
  /** Version of the tree in which this node was built. */
  readonly version: number;
  hash: Uint8Array | undefined;
}

export type TreeNode = LeafNode | InnerNode;

export function leafNode(key: Uint8Array, value: Uint8Array | undefined, version: number): LeafNode {
  return { key, value, left: undefined, right: undefined, height: 0, size: 1, version, hash: undefined };
}

export function innerNode(key: Uint8Array, left: TreeNode, right: TreeNode, version: number): InnerNode {
  return {
    key,
    value: undefined,
    left,
    right,
    height: Math.max(left.height, right.height) + 1,
    size: left.size + right.size,
    version,
    hash: undefined,
  };
}
