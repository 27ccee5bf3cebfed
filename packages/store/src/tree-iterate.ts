import { compareBytes } from "@openledger/primitives";
import type { KeyRange } from "./key-value.ts";
import type { LeafNode, TreeNode } from "./tree-node.ts";

/** Leaves within the range, in byte order or against it. The tree is immutable, so writes elsewhere do not show. */
export function* iterateLeaves(root: TreeNode | undefined, range: KeyRange = {}): Generator<LeafNode, void> {
  const { start, end, reverse = false } = range;
  const stack: TreeNode[] = root === undefined ? [] : [root];
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    if (node.left === undefined) {
      const below = start !== undefined && compareBytes(node.key, start) < 0;
      const above = end !== undefined && compareBytes(node.key, end) >= 0;
      if (!below && !above) yield node;
      continue;
    }
    const intoLeft = start === undefined || compareBytes(start, node.key) < 0;
    const intoRight = end === undefined || compareBytes(node.key, end) < 0;
    // The side pushed last is visited first.
    if (reverse) {
      if (intoLeft) stack.push(node.left);
      if (intoRight) stack.push(node.right);
    } else {
      if (intoRight) stack.push(node.right);
      if (intoLeft) stack.push(node.left);
    }
  }
}
