import { compareBytes } from "@openledger/primitives";
import type { AuthenticatedTree, LeafPath, PathStep } from "../authenticated-tree.ts";
import type { Entry, KeyRange } from "../key-value.ts";
import { nodeHead } from "../node-hash.ts";
import { findLeaf } from "./compact-edit.ts";
import type { CompactMemory } from "./compact-memory.ts";
import { requireHeld, type Lease } from "./lease.ts";
import { LEAF } from "./node-pool.ts";

/** A version of one tree in compact memory. Reading it after its version was pruned throws StoreError. */
export class CompactTree implements AuthenticatedTree {
  readonly #memory: CompactMemory;
  readonly #lease: Lease;
  readonly #root: number;
  readonly #hash: Uint8Array;

  constructor(memory: CompactMemory, lease: Lease, root: number, hash: Uint8Array) {
    this.#memory = memory;
    this.#lease = lease;
    this.#root = root;
    this.#hash = hash;
  }

  get size(): number {
    return this.#root === 0 ? 0 : this.#readable().pool.size(this.#root);
  }

  hash(): Uint8Array {
    return this.#hash;
  }

  get(key: Uint8Array): Uint8Array | undefined {
    const memory = this.#readable();
    const leaf = findLeaf(memory, this.#root, key);
    return leaf === 0 ? undefined : memory.arena.read(memory.pool.value(leaf));
  }

  has(key: Uint8Array): boolean {
    return findLeaf(this.#readable(), this.#root, key) !== 0;
  }

  iterate(range: KeyRange = {}): Iterable<Entry> {
    return { [Symbol.iterator]: () => this.#entries(range) };
  }

  path(key: Uint8Array): LeafPath | undefined {
    const { pool, arena } = this.#readable();
    const steps: PathStep[] = [];
    let id = this.#root;
    if (id === 0) return undefined;
    while (id < LEAF) {
      const toLeft = arena.compare(pool.key(id), key) > 0;
      const sibling = toLeft ? pool.rightHash(id) : pool.leftHash(id);
      steps.push({ head: this.#head(id), toLeft, sibling: sibling.slice() });
      id = toLeft ? pool.left(id) : pool.right(id);
    }
    if (arena.compare(pool.key(id), key) !== 0) return undefined;
    const value = arena.read(pool.value(id));
    return { key: arena.read(pool.key(id)), value, head: this.#head(id), steps: steps.reverse() };
  }

  #head(id: number): Uint8Array {
    const { pool } = this.#memory;
    return nodeHead({ height: pool.height(id), size: pool.size(id), version: pool.version(id) });
  }

  *#entries({ start, end, reverse = false }: KeyRange): Generator<Entry, void> {
    const stack = this.#root === 0 ? [] : [this.#root];
    for (let id = stack.pop(); id !== undefined; id = stack.pop()) {
      const { pool, arena } = this.#readable();
      if (id >= LEAF) {
        const key = arena.read(pool.key(id));
        const below = start !== undefined && compareBytes(key, start) < 0;
        const above = end !== undefined && compareBytes(key, end) >= 0;
        if (!below && !above) yield [key, arena.read(pool.value(id))];
        continue;
      }
      const intoLeft = start === undefined || arena.compare(pool.key(id), start) > 0;
      const intoRight = end === undefined || arena.compare(pool.key(id), end) < 0;
      // The side pushed last is visited first.
      const [first, second] = reverse ? [pool.right(id), pool.left(id)] : [pool.left(id), pool.right(id)];
      if (reverse ? intoLeft : intoRight) stack.push(second);
      if (reverse ? intoRight : intoLeft) stack.push(first);
    }
  }

  #readable(): CompactMemory {
    requireHeld(this.#lease);
    return this.#memory;
  }
}
