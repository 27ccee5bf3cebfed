/** Insertion, removal and rotation as in cosmos/iavl v1 (mutable_tree.go), on records instead of objects. */
import { assert } from "@openledger/primitives";
import type { CompactMemory } from "./compact-memory.ts";
import { readKeyPrefix, type KeyPrefix } from "./key-prefix.ts";
import { LEAF } from "./node-pool.ts";
import { NumberList } from "./number-list.ts";

/**
 * The writes of one version. A node of an earlier version is copied when its path is first written; copies belong to
 * this version alone and are changed in place. The result equals that of rebuilding the path for every write.
 */
export class CompactEdit {
  readonly #memory: CompactMemory;
  readonly #version: number;
  /** Nodes that this edit made, and keys and values it stored. */
  readonly #made = new NumberList();
  readonly #madeStrings = new NumberList();
  /** Nodes, keys and values that the version does not reach although its predecessor does; strings with their length. */
  readonly #dropped = new NumberList();
  readonly #droppedStrings = new NumberList();
  /** Of the key that is being written, and of one that moves to another node. */
  readonly #prefix: KeyPrefix = { high: 0, low: 0 };
  readonly #movedPrefix: KeyPrefix = { high: 0, low: 0 };
  /** True after an insertion that added a leaf. */
  #grew = false;
  /** New smallest key of the subtree a removal returns from, 0 when it is as before. */
  #smallest = 0;

  constructor(memory: CompactMemory, version: number) {
    this.#memory = memory;
    this.#version = version;
  }

  /** Number of nodes that were copied or made. */
  get madeNodes(): number {
    return this.#made.length;
  }

  /** Root of the tree in which `key` has `value`; 0 is the empty tree. */
  set(root: number, key: Uint8Array, value: Uint8Array): number {
    this.#grew = false;
    readKeyPrefix(this.#prefix, key);
    return root === 0 ? this.#newLeaf(key, value) : this.#insert(root, key, value);
  }

  /** Root of the tree without `key`, 0 when nothing is left; the same root when the key is missing. */
  remove(root: number, key: Uint8Array): number {
    if (root === 0 || findLeaf(this.#memory, root, key) === 0) return root;
    this.#smallest = 0;
    readKeyPrefix(this.#prefix, key);
    return this.#remove(root, key);
  }

  /** Undoes the edit: frees what it made. */
  discard(): void {
    const { arena } = this.#memory;
    freeAll(this.#memory, this.#made, new NumberList());
    for (let i = 0; i < this.#madeStrings.length; i++) {
      const reference = this.#madeStrings.at(i);
      arena.free(reference, arena.length(reference));
    }
  }

  /** The edit stays; returns what frees everything that only earlier versions reach, once none of them is left. */
  keep(): () => void {
    const memory = this.#memory;
    const dropped = this.#dropped;
    const droppedStrings = this.#droppedStrings;
    dropped.trim();
    droppedStrings.trim();
    return () => freeAll(memory, dropped, droppedStrings);
  }

  #insert(id: number, key: Uint8Array, value: Uint8Array): number {
    const { pool, arena } = this.#memory;
    if (id >= LEAF) {
      const nodeKey = pool.key(id);
      const order = arena.compare(nodeKey, key);
      if (order === 0) return this.#overwrite(id, value);
      const leaf = this.#newLeaf(key, value);
      this.#grew = true;
      return order > 0 ? this.#newInner(nodeKey, leaf, id) : this.#newInner(pool.key(leaf), id, leaf);
    }
    const own = this.#own(id);
    if (this.#isBelow(own, key)) pool.setLeft(own, this.#insert(pool.left(own), key, value));
    else pool.setRight(own, this.#insert(pool.right(own), key, value));
    // An overwritten leaf leaves every size and height as it was, and nothing is out of balance.
    if (!this.#grew) return own;
    pool.update(own);
    return this.#rebalance(own);
  }

  /** Root of the subtree without an existing key; sets `#smallest`. */
  #remove(id: number, key: Uint8Array): number {
    const { pool, arena } = this.#memory;
    const nodeKey = pool.key(id);
    if (id >= LEAF) {
      this.#dropped.push(id);
      this.#dropString(nodeKey, arena.length(nodeKey));
      this.#dropString(pool.value(id), pool.valueLength(id));
      return 0;
    }
    if (this.#isBelow(id, key)) {
      const left = this.#remove(pool.left(id), key);
      if (left === 0) {
        this.#smallest = nodeKey;
        this.#dropped.push(id);
        return pool.right(id);
      }
      const own = this.#own(id);
      pool.setLeft(own, left);
      pool.update(own);
      return this.#rebalance(own);
    }
    const right = this.#remove(pool.right(id), key);
    if (right === 0) {
      this.#dropped.push(id);
      return pool.left(id);
    }
    const own = this.#own(id);
    pool.setRight(own, right);
    if (this.#smallest !== 0) {
      readKeyPrefix(this.#movedPrefix, arena.view(this.#smallest));
      pool.setKey(own, this.#smallest, this.#movedPrefix);
    }
    this.#smallest = 0;
    pool.update(own);
    return this.#rebalance(own);
  }

  /** True when the key that is being written belongs to the left of an inner node. */
  #isBelow(id: number, key: Uint8Array): boolean {
    const { pool, arena } = this.#memory;
    const order = pool.comparePrefix(id, this.#prefix);
    return order === 0 ? arena.compare(pool.key(id), key) > 0 : order > 0;
  }

  #rebalance(id: number): number {
    const { pool } = this.#memory;
    const balance = pool.balance(id);
    if (balance > 1) {
      const left = pool.left(id);
      if (pool.balance(left) < 0) pool.setLeft(id, this.#rotateLeft(this.#own(left)));
      return this.#rotateRight(id);
    }
    if (balance < -1) {
      const right = pool.right(id);
      if (pool.balance(right) > 0) pool.setRight(id, this.#rotateRight(this.#own(right)));
      return this.#rotateLeft(id);
    }
    return id;
  }

  #rotateRight(id: number): number {
    const { pool } = this.#memory;
    const pivot = this.#own(pool.left(id));
    pool.setLeft(id, pool.right(pivot));
    pool.update(id);
    pool.setRight(pivot, id);
    pool.update(pivot);
    return pivot;
  }

  #rotateLeft(id: number): number {
    const { pool } = this.#memory;
    const pivot = this.#own(pool.right(id));
    pool.setRight(id, pool.left(pivot));
    pool.update(id);
    pool.setLeft(pivot, id);
    pool.update(pivot);
    return pivot;
  }

  /** The node itself when this edit made it, or a copy that takes its place. */
  #own(id: number): number {
    const { pool } = this.#memory;
    const version = this.#version;
    assert(id < LEAF, "a leaf is replaced, never copied");
    if (pool.version(id) === version) return id;
    this.#dropped.push(id);
    const copy = pool.clone(id, version);
    this.#made.push(copy);
    return copy;
  }

  #overwrite(id: number, value: Uint8Array): number {
    const { pool } = this.#memory;
    this.#dropped.push(id);
    this.#dropString(pool.value(id), pool.valueLength(id));
    return this.#makeLeaf(pool.key(id), value);
  }

  #newLeaf(key: Uint8Array, value: Uint8Array): number {
    const stored = this.#memory.arena.add(key);
    this.#madeStrings.push(stored);
    return this.#makeLeaf(stored, value);
  }

  #makeLeaf(key: number, value: Uint8Array): number {
    const { pool, arena } = this.#memory;
    const stored = arena.add(value);
    this.#madeStrings.push(stored);
    const leaf = pool.leaf(key, stored, value.length, this.#version);
    this.#made.push(leaf);
    return leaf;
  }

  #dropString(reference: number, length: number): void {
    this.#droppedStrings.push(reference);
    this.#droppedStrings.push(length);
  }

  #newInner(key: number, left: number, right: number): number {
    const { pool, arena } = this.#memory;
    readKeyPrefix(this.#movedPrefix, arena.view(key));
    const inner = pool.inner(key, this.#movedPrefix, left, right, this.#version);
    this.#made.push(inner);
    return inner;
  }
}

/** The leaf of `key` below `root`, or 0. */
export function findLeaf({ pool, arena }: CompactMemory, root: number, key: Uint8Array): number {
  if (root === 0) return 0;
  const prefix = { high: 0, low: 0 };
  readKeyPrefix(prefix, key);
  let id = root;
  while (id < LEAF) {
    const order = pool.comparePrefix(id, prefix);
    const isBelow = order === 0 ? arena.compare(pool.key(id), key) > 0 : order > 0;
    id = isBelow ? pool.left(id) : pool.right(id);
  }
  return arena.compare(pool.key(id), key) === 0 ? id : 0;
}

/** Frees nodes, and strings that are listed with their lengths, without touching them. */
function freeAll({ pool, arena }: CompactMemory, nodes: NumberList, strings: NumberList): void {
  for (let i = 0; i < nodes.length; i++) pool.free(nodes.at(i));
  for (let i = 0; i < strings.length; i += 2) arena.free(strings.at(i), strings.at(i + 1));
}
