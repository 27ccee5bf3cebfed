import { compareBytes, concatBytes, equalBytes, fromUtf8, isUtf8 } from "@openledger/primitives";
import { KEY_LENGTH_MAX, VALUE_LENGTH_MAX } from "../key-value.ts";
import { checkedNames, type MultiStoreOptions } from "../multi-store.ts";
import { StoreError } from "../store-error.ts";
import { CompactHasher } from "./compact-hash.ts";
import { createCompactMemory, type CompactMemory } from "./compact-memory.ts";
import { createCompactMultiStore, type CompactMultiStore } from "./compact-multi-store.ts";
import { readKeyPrefix, type KeyPrefix } from "./key-prefix.ts";
import { INNER_ITEM, LEAF_ITEM, STORE_ITEM } from "./node-stream.ts";

/** The version that a stream of nodes is said to be of; the app hash comes from a source that the caller trusts. */
export interface ImportedVersion {
  readonly version: bigint;
  readonly appHash: Uint8Array;
}

/**
 * Stores rebuilt from what `SnapshotSource.nodes` gave on any machine, in pieces cut anywhere. Every hash is computed
 * here, so whoever made the stream need not be trusted: one changed bit gives another app hash. Throws StoreError
 * MALFORMED_SNAPSHOT.
 */
export function importNodes(options: MultiStoreOptions, of: ImportedVersion, pieces: Iterable<Uint8Array>): CompactMultiStore {
  const steps = importNodesInSteps(options, of, pieces);
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}

/** {@link importNodes} that can be left alone for a while after every piece; its work is spread over them. */
export function* importNodesInSteps(options: MultiStoreOptions, of: ImportedVersion, pieces: Iterable<Uint8Array>): Generator<void, CompactMultiStore, void> {
  const names = checkedNames(options.stores);
  const reader = new NodeReader(createCompactMemory(options.sha256), names, of.version);
  for (const piece of pieces) {
    reader.push(piece);
    yield;
  }
  const roots = reader.end();
  const stores = createCompactMultiStore(options, { version: of.version, memory: reader.memory, roots });
  if (!equalBytes(stores.appHash, of.appHash)) throw malformed("its nodes give another app hash than the chain's");
  return stores;
}

/** A finished subtree. */
interface Subtree {
  readonly id: number;
  /** Reference of the smallest key below. */
  readonly smallest: number;
}

/** The item is not whole yet. */
class MoreNeeded extends Error {}
const moreNeeded = new MoreNeeded();

class NodeReader {
  readonly memory: CompactMemory;
  readonly #hasher: CompactHasher;
  readonly #names: readonly string[];
  readonly #version: number;
  readonly #roots: number[] = [];
  readonly #prefix: KeyPrefix = { high: 0, low: 0 };
  #stack: Subtree[] = [];
  #lastKey: Uint8Array = new Uint8Array(0);
  /** Index of the store that is being read, -1 before the first. */
  #store = -1;
  #bytes: Uint8Array = new Uint8Array(0);
  #at = 0;

  constructor(memory: CompactMemory, names: readonly string[], version: bigint) {
    this.memory = memory;
    this.#hasher = new CompactHasher(memory);
    this.#names = names;
    this.#version = Number(version);
  }

  push(piece: Uint8Array): void {
    const rest = this.#bytes.subarray(this.#at);
    this.#bytes = rest.length === 0 ? piece : concatBytes(rest, piece);
    this.#at = 0;
    while (this.#at < this.#bytes.length) {
      const start = this.#at;
      try {
        this.#item();
      } catch (error) {
        if (!(error instanceof MoreNeeded)) throw error;
        this.#at = start;
        return;
      }
    }
  }

  /** Root nodes by store. */
  end(): readonly number[] {
    if (this.#at < this.#bytes.length) throw malformed("it ends within a node");
    this.#endStore();
    if (this.#roots.length !== this.#names.length) throw malformed(`it holds ${this.#roots.length} of ${this.#names.length} stores`);
    return this.#roots;
  }

  #item(): void {
    const kind = this.#byte();
    if (kind === STORE_ITEM) this.#beginStore();
    else if (this.#store < 0) throw malformed("a node stands before the first store");
    else if (kind === LEAF_ITEM) this.#leaf();
    else if (kind === INNER_ITEM) this.#inner();
    else throw malformed(`it has an item of kind ${kind}`);
  }

  #beginStore(): void {
    const bytes = this.#take(this.#byte());
    const name = isUtf8(bytes) ? fromUtf8(bytes) : "";
    this.#endStore();
    this.#store += 1;
    if (name !== this.#names[this.#store]) throw malformed(`it has store ${name || "without a name"} where ${this.#names[this.#store] ?? "none"} belongs`);
  }

  #endStore(): void {
    if (this.#store < 0) return;
    if (this.#stack.length > 1) throw malformed(`the nodes of store ${this.#names[this.#store]} are not one tree`);
    this.#roots.push(this.#stack[0]?.id ?? 0);
    this.#stack = [];
    this.#lastKey = new Uint8Array(0);
  }

  #leaf(): void {
    const { pool, arena } = this.memory;
    const version = this.#nodeVersion();
    const key = this.#take(this.#length(KEY_LENGTH_MAX));
    const value = this.#take(this.#length(VALUE_LENGTH_MAX));
    if (compareBytes(this.#lastKey, key) >= 0) throw malformed("its keys are not in order");
    this.#lastKey = key.slice();
    const smallest = arena.add(key);
    this.#stack.push({ id: pool.leaf(smallest, arena.add(value), value.length, version), smallest });
  }

  #inner(): void {
    const { pool, arena } = this.memory;
    const version = this.#nodeVersion();
    const [right, left] = [this.#stack.pop(), this.#stack.pop()];
    if (left === undefined || right === undefined) throw malformed("an inner node has no children");
    // The longest common shape of honest trees; without it, a tree could be as deep as it has nodes.
    if (Math.abs(pool.height(left.id) - pool.height(right.id)) > 1) throw malformed("a tree is not balanced");
    readKeyPrefix(this.#prefix, arena.view(right.smallest));
    const id = pool.inner(right.smallest, this.#prefix, left.id, right.id, version);
    pool.setLeftHash(id, this.#hasher.hash(left.id));
    pool.setRightHash(id, this.#hasher.hash(right.id));
    this.#stack.push({ id, smallest: left.smallest });
  }

  #nodeVersion(): number {
    const version = this.#varint();
    if (version > this.#version) throw malformed(`a node is of version ${version}`);
    return version;
  }

  #length(limit: number): number {
    const length = this.#varint();
    if (length === 0 || length > limit) throw malformed(`a key or value has ${length} bytes`);
    return length;
  }

  /** Below 2^49. */
  #varint(): number {
    let value = 0;
    for (let scale = 1; scale < 2 ** 49; scale *= 128) {
      const byte = this.#byte();
      value += (byte & 0x7f) * scale;
      if (byte >= 0x80) continue;
      if (byte === 0 && scale > 1) throw malformed("a number is not in its shortest form");
      return value;
    }
    throw malformed("a number is too large");
  }

  #byte(): number {
    const byte = this.#bytes[this.#at];
    if (byte === undefined) throw moreNeeded;
    this.#at += 1;
    return byte;
  }

  #take(length: number): Uint8Array {
    if (this.#at + length > this.#bytes.length) throw moreNeeded;
    this.#at += length;
    return this.#bytes.subarray(this.#at - length, this.#at);
  }
}

function malformed(why: string): StoreError {
  return new StoreError("MALFORMED_SNAPSHOT", `the snapshot cannot be used: ${why}; take it from another node`);
}
