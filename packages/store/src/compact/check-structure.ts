import { KEY_LENGTH_MAX, VALUE_LENGTH_MAX } from "../key-value.ts";
import type { CompactMemory } from "./compact-memory.ts";
import { LEAF } from "./node-pool.ts";

/** The nodes of a snapshot, numbered in post-order from 1 on, inner nodes and leaves apart. */
export interface NumberedNodes {
  readonly memory: CompactMemory;
  readonly version: bigint;
  readonly inner: number;
  readonly leaves: number;
  /** Of non-empty trees. */
  readonly roots: readonly number[];
}

/**
 * Sentence about why nodes that nobody vouches for are not balanced trees of their own, with keys and values that are
 * there; undefined when they are. Then reading and hashing them ends, whatever they hold. Reads every node once.
 */
export function structureProblem(nodes: NumberedNodes): string | undefined {
  const { inner, leaves, roots } = nodes;
  const references = new References(inner, leaves);
  for (let leaf = 1; leaf <= leaves; leaf++) {
    if (!isLeafWhole(nodes, leaf | LEAF)) return `leaf ${leaf} is damaged`;
  }
  for (let id = 1; id <= inner; id++) {
    // Children come before their parent, so that no path leads back to where it came from.
    if (!references.add(nodes.memory.pool.left(id), id) || !references.add(nodes.memory.pool.right(id), id)) return `node ${id} has a wrong child`;
    if (!isInnerWhole(nodes, id)) return `node ${id} is damaged`;
  }
  if (!roots.every((root) => references.add(root, inner + 1))) return "a root is wrong";
  return references.count === inner + leaves ? undefined : "it has nodes that belong to no tree";
}

/** Who was named as a child or root, each at most once. */
class References {
  readonly #inner: Uint8Array;
  readonly #leaves: Uint8Array;
  count = 0;

  constructor(inner: number, leaves: number) {
    this.#inner = new Uint8Array(inner + 1);
    this.#leaves = new Uint8Array(leaves + 1);
  }

  /** False when `id` is none, not before inner node `parent`, or was named before. */
  add(id: number, parent: number): boolean {
    const named = id < LEAF ? this.#inner : this.#leaves;
    const index = id < LEAF ? id : id - LEAF;
    if (index === 0 || index >= named.length || (id < LEAF && id >= parent) || named[index] !== 0) return false;
    named[index] = 1;
    this.count += 1;
    return true;
  }
}

function isLeafWhole({ memory: { pool, arena }, version }: NumberedNodes, id: number): boolean {
  if (pool.version(id) > Number(version)) return false;
  const length = pool.valueLength(id);
  return arena.holds(pool.key(id), 1, KEY_LENGTH_MAX) && length >= 1 && length <= VALUE_LENGTH_MAX && arena.holds(pool.value(id), length, length);
}

/** Its children are checked already. */
function isInnerWhole({ memory: { pool, arena }, version }: NumberedNodes, id: number): boolean {
  if (pool.version(id) > Number(version) || !arena.holds(pool.key(id), 1, KEY_LENGTH_MAX)) return false;
  const [left, right] = [pool.left(id), pool.right(id)];
  if (Math.abs(pool.height(left) - pool.height(right)) > 1) return false;
  return pool.height(id) === Math.max(pool.height(left), pool.height(right)) + 1 && pool.size(id) === pool.size(left) + pool.size(right);
}
