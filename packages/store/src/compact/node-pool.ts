/** Nodes of all trees of a state as records in large chunks, each known by a number below 2^31. */
import type { KeyPrefix } from "./key-prefix.ts";
import { CHUNK_NODES, CHUNK_SHIFT, NodeRecords, type ChunkShape, type NodeChunks } from "./node-records.ts";

const NODE_MASK = CHUNK_NODES - 1;
/** Set in the number of a leaf; inner nodes and leaves are numbered apart. */
export const LEAF: number = 1 << 30;
const INDEX_MASK = LEAF - 1;
const HASH_BYTES = 32;
const TWO_32 = 2 ** 32;

/** Words of 32 bits of an inner node: key with its first 8 bytes, left, right, size, version, flags, both child hashes. */
const INNER_WORDS = 24;
const KEY = 0;
const LEFT = 1;
const RIGHT = 2;
const SIZE = 3;
const VERSION = 4;
/** From the low end: 8 bits height, 16 bits of the version above 2^32, whether a child's hash is to be computed. */
const FLAGS = 5;
const HASHES = 6;
/** First bytes of the key, big-endian, so that most comparisons need not look the key up. */
const PREFIX = 22;
const HEIGHT_MASK = 0xff;
const VERSION_SHIFT = 8;
const LEFT_STALE = 1 << 24;
const RIGHT_STALE = 1 << 25;

/** Words of a leaf: key, value, length of the value, version in two words. A leaf's hash is kept by its parent. */
const LEAF_WORDS = 5;
const VALUE = 1;
const VALUE_LENGTH = 2;
const LEAF_VERSION = 3;
const LEAF_VERSION_HIGH = 4;

export const INNER_SHAPE: ChunkShape = { nodeBytes: INNER_WORDS * 4, chunkBytes: CHUNK_NODES * INNER_WORDS * 4 };
export const LEAF_SHAPE: ChunkShape = { nodeBytes: LEAF_WORDS * 4, chunkBytes: CHUNK_NODES * LEAF_WORDS * 4 };

const EMPTY: NodeChunks = { chunks: [], count: 0 };

/**
 * Number 0 is no node. An inner node holds the hashes of its children, so that hashing a path reads nothing beside it.
 * Numbers that are freed are given out again.
 */
export class NodePool {
  readonly #inner: NodeRecords;
  readonly #leaf: NodeRecords;

  constructor(inner: NodeChunks = EMPTY, leaves: NodeChunks = EMPTY) {
    this.#inner = new NodeRecords(INNER_SHAPE, inner);
    this.#leaf = new NodeRecords(LEAF_SHAPE, leaves);
  }

  /** Bytes of the records in use. */
  get usedBytes(): number {
    return this.#inner.used * INNER_SHAPE.nodeBytes + this.#leaf.used * LEAF_SHAPE.nodeBytes;
  }

  get usedNodes(): number {
    return this.#inner.used + this.#leaf.used;
  }

  leaf(key: number, value: number, valueLength: number, version: number): number {
    const index = this.#leaf.take();
    const words = this.#leaf.words[index >>> CHUNK_SHIFT] as Uint32Array;
    const at = (index & NODE_MASK) * LEAF_WORDS;
    words[at] = key;
    words[at + VALUE] = value;
    words[at + VALUE_LENGTH] = valueLength;
    words[at + LEAF_VERSION] = version;
    words[at + LEAF_VERSION_HIGH] = Math.floor(version / TWO_32);
    return index | LEAF;
  }

  inner(key: number, prefix: KeyPrefix, left: number, right: number, version: number): number {
    const id = this.#inner.take();
    const words = this.#inner.words[id >>> CHUNK_SHIFT] as Uint32Array;
    const at = (id & NODE_MASK) * INNER_WORDS;
    words[at] = key;
    words[at + LEFT] = left;
    words[at + RIGHT] = right;
    words[at + VERSION] = version;
    words[at + FLAGS] = (Math.floor(version / TWO_32) << VERSION_SHIFT) | LEFT_STALE | RIGHT_STALE;
    words[at + PREFIX] = prefix.high;
    words[at + PREFIX + 1] = prefix.low;
    this.update(id);
    return id;
  }

  /** An inner node like `id` that carries `version`. */
  clone(id: number, version: number): number {
    const copy = this.#inner.take();
    const words = this.#inner.words[id >>> CHUNK_SHIFT] as Uint32Array;
    const at = (id & NODE_MASK) * INNER_WORDS;
    const copies = this.#inner.words[copy >>> CHUNK_SHIFT] as Uint32Array;
    const to = (copy & NODE_MASK) * INNER_WORDS;
    for (let i = 0; i < INNER_WORDS; i++) copies[to + i] = words[at + i] as number;
    copies[to + VERSION] = version;
    const height = (words[at + FLAGS] as number) & HEIGHT_MASK;
    copies[to + FLAGS] = (Math.floor(version / TWO_32) << VERSION_SHIFT) | height;
    return copy;
  }

  free(id: number): void {
    if (id >= LEAF) this.#leaf.free(id & INDEX_MASK);
    else this.#inner.free(id);
  }

  /** Key of a leaf, or the smallest key of the right subtree. */
  key(id: number): number {
    return id >= LEAF ? this.#leafWord(id, KEY) : this.#word(id, KEY);
  }

  value(id: number): number {
    return this.#leafWord(id, VALUE);
  }

  valueLength(id: number): number {
    return this.#leafWord(id, VALUE_LENGTH);
  }

  left(id: number): number {
    return this.#word(id, LEFT);
  }

  right(id: number): number {
    return this.#word(id, RIGHT);
  }

  /** Leaves below, 1 for a leaf. */
  size(id: number): number {
    return id >= LEAF ? 1 : this.#word(id, SIZE);
  }

  /** 0 for a leaf. */
  height(id: number): number {
    return id >= LEAF ? 0 : this.#word(id, FLAGS) & HEIGHT_MASK;
  }

  version(id: number): number {
    if (id >= LEAF) return this.#leafWord(id, LEAF_VERSION) + this.#leafWord(id, LEAF_VERSION_HIGH) * TWO_32;
    return this.#word(id, VERSION) + ((this.#word(id, FLAGS) >>> VERSION_SHIFT) & 0xffff) * TWO_32;
  }

  setKey(id: number, key: number, prefix: KeyPrefix): void {
    const words = this.#inner.words[id >>> CHUNK_SHIFT] as Uint32Array;
    const at = (id & NODE_MASK) * INNER_WORDS;
    words[at] = key;
    words[at + PREFIX] = prefix.high;
    words[at + PREFIX + 1] = prefix.low;
  }

  /** Order of an inner node's key and a prefix, 0 when only the whole key can tell. */
  comparePrefix(id: number, { high, low }: KeyPrefix): number {
    const words = this.#inner.words[id >>> CHUNK_SHIFT] as Uint32Array;
    const at = (id & NODE_MASK) * INNER_WORDS + PREFIX;
    const difference = (words[at] as number) - high;
    return difference === 0 ? (words[at + 1] as number) - low : difference;
  }

  /** Puts a node that may have changed to the left; its hash is then to be computed. */
  setLeft(id: number, left: number): void {
    const words = this.#inner.words[id >>> CHUNK_SHIFT] as Uint32Array;
    const at = (id & NODE_MASK) * INNER_WORDS;
    words[at + LEFT] = left;
    words[at + FLAGS] = (words[at + FLAGS] as number) | LEFT_STALE;
  }

  /** As {@link setLeft}, to the right. */
  setRight(id: number, right: number): void {
    const words = this.#inner.words[id >>> CHUNK_SHIFT] as Uint32Array;
    const at = (id & NODE_MASK) * INNER_WORDS;
    words[at + RIGHT] = right;
    words[at + FLAGS] = (words[at + FLAGS] as number) | RIGHT_STALE;
  }

  isLeftStale(id: number): boolean {
    return (this.#word(id, FLAGS) & LEFT_STALE) !== 0;
  }

  isRightStale(id: number): boolean {
    return (this.#word(id, FLAGS) & RIGHT_STALE) !== 0;
  }

  /** Sets size and height of an inner node to what its children say. */
  update(id: number): void {
    const words = this.#inner.words[id >>> CHUNK_SHIFT] as Uint32Array;
    const at = (id & NODE_MASK) * INNER_WORDS;
    const left = words[at + LEFT] as number;
    const right = words[at + RIGHT] as number;
    const height = Math.max(this.height(left), this.height(right)) + 1;
    words[at + SIZE] = this.size(left) + this.size(right);
    words[at + FLAGS] = ((words[at + FLAGS] as number) & ~HEIGHT_MASK) | height;
  }

  /** Height of the left child minus that of the right one; 0 for a leaf. */
  balance(id: number): number {
    return id >= LEAF ? 0 : this.height(this.left(id)) - this.height(this.right(id));
  }

  setLeftHash(id: number, hash: Uint8Array): void {
    this.#setHash(id, hash, 0, LEFT_STALE);
  }

  setRightHash(id: number, hash: Uint8Array): void {
    this.#setHash(id, hash, HASH_BYTES, RIGHT_STALE);
  }

  /** Hash of the left child in place, valid until the node is freed. */
  leftHash(id: number): Uint8Array {
    const start = (id & NODE_MASK) * INNER_WORDS * 4 + HASHES * 4;
    return (this.#inner.bytes[id >>> CHUNK_SHIFT] as Uint8Array).subarray(start, start + HASH_BYTES);
  }

  rightHash(id: number): Uint8Array {
    const start = (id & NODE_MASK) * INNER_WORDS * 4 + HASHES * 4 + HASH_BYTES;
    return (this.#inner.bytes[id >>> CHUNK_SHIFT] as Uint8Array).subarray(start, start + HASH_BYTES);
  }

  /** Writes the children's hashes, a byte 32 before each, to `target` at `offset`. */
  writeHashes(id: number, target: Uint8Array, offset: number): void {
    const bytes = this.#inner.bytes[id >>> CHUNK_SHIFT] as Uint8Array;
    const left = (id & NODE_MASK) * INNER_WORDS * 4 + HASHES * 4;
    const right = left + HASH_BYTES;
    const second = offset + 1 + HASH_BYTES;
    target[offset] = HASH_BYTES;
    target[second] = HASH_BYTES;
    for (let i = 0; i < HASH_BYTES; i++) target[offset + 1 + i] = bytes[left + i] as number;
    for (let i = 0; i < HASH_BYTES; i++) target[second + 1 + i] = bytes[right + i] as number;
  }

  /** Writes an inner record into a chunk at `index`, with references of its own. */
  copyInner(id: number, target: Uint32Array, index: number, key: number, left: number, right: number): void {
    const words = this.#inner.words[id >>> CHUNK_SHIFT] as Uint32Array;
    const at = (id & NODE_MASK) * INNER_WORDS;
    const to = index * INNER_WORDS;
    target[to] = key;
    target[to + LEFT] = left;
    target[to + RIGHT] = right;
    for (let i = SIZE; i < INNER_WORDS; i++) target[to + i] = words[at + i] as number;
  }

  /** Writes a leaf's record into a chunk at `index`, with references of its own. */
  copyLeaf(id: number, target: Uint32Array, index: number, key: number, value: number): void {
    const from = id & INDEX_MASK;
    const words = this.#leaf.words[from >>> CHUNK_SHIFT] as Uint32Array;
    const at = (from & NODE_MASK) * LEAF_WORDS;
    const to = index * LEAF_WORDS;
    target[to] = key;
    target[to + VALUE] = value;
    for (let i = VALUE_LENGTH; i < LEAF_WORDS; i++) target[to + i] = words[at + i] as number;
  }

  #setHash(id: number, hash: Uint8Array, offset: number, stale: number): void {
    const chunk = id >>> CHUNK_SHIFT;
    const at = (id & NODE_MASK) * INNER_WORDS;
    const bytes = this.#inner.bytes[chunk] as Uint8Array;
    const start = (at + HASHES) * 4 + offset;
    for (let i = 0; i < HASH_BYTES; i++) bytes[start + i] = hash[i] as number;
    const words = this.#inner.words[chunk] as Uint32Array;
    words[at + FLAGS] = (words[at + FLAGS] as number) & ~stale;
  }

  #word(id: number, field: number): number {
    return (this.#inner.words[id >>> CHUNK_SHIFT] as Uint32Array)[(id & NODE_MASK) * INNER_WORDS + field] as number;
  }

  #leafWord(id: number, field: number): number {
    const index = id & INDEX_MASK;
    return (this.#leaf.words[index >>> CHUNK_SHIFT] as Uint32Array)[(index & NODE_MASK) * LEAF_WORDS + field] as number;
  }
}
