/**
 * A snapshot is the memory of one version, packed: its nodes numbered in post-order, its keys and values in the order of
 * the leaves. Loading it is copying it back, and it is the same on every node that holds the version.
 */
import { assert, concatBytes, toUtf8, u32be, u64be } from "@openledger/primitives";
import { ArenaImage } from "./byte-arena.ts";
import type { CompactMemory } from "./compact-memory.ts";
import { INNER_SHAPE, LEAF, LEAF_SHAPE } from "./node-pool.ts";
import type { ChunkShape } from "./node-records.ts";

/** A chunk of inner nodes, of leaves, or of keys and values, by its number. */
export interface SnapshotBlock {
  readonly kind: "inner" | "leaves" | "bytes";
  readonly index: number;
  readonly data: Uint8Array;
}

/** What a snapshot is of. */
export interface SnapshotSummary {
  readonly version: bigint;
  readonly appHash: Uint8Array;
  readonly inner: number;
  readonly leaves: number;
  /** Where the next key or value goes. */
  readonly arena: { readonly chunks: number; readonly chunk: number; readonly unit: number };
  /** Root nodes, 0 for an empty tree, ascending by name. */
  readonly roots: readonly { readonly name: string; readonly node: number }[];
}

export interface SnapshotOf {
  readonly version: bigint;
  readonly appHash: Uint8Array;
  readonly names: readonly string[];
  readonly rootIds: readonly number[];
}

/** Chunks in the order in which they fill up. */
export function* encodeSnapshot(memory: CompactMemory, of: SnapshotOf): Generator<SnapshotBlock, SnapshotSummary> {
  const packer = new SnapshotPacker(memory);
  const roots: { name: string; node: number }[] = [];
  for (const [i, name] of of.names.entries()) {
    const root = of.rootIds[i] as number;
    packer.enter(root);
    while (packer.step()) yield* packer.takeBlocks();
    roots.push({ name, node: root === 0 ? 0 : packer.lastNode });
  }
  packer.end();
  yield* packer.takeBlocks();
  const { chunks, chunk, unit } = packer.cursor;
  const { version, appHash } = of;
  return { version, appHash, inner: packer.inner, leaves: packer.leaves, arena: { chunks, chunk, unit }, roots };
}

/** Nodes per step, so that a chunk that fills up is taken soon. */
const STEP_NODES = 1024;

interface Frame {
  readonly id: number;
  /** 0 before the left child, 1 before the right one, 2 after it. */
  stage: number;
  left: number;
  /** Packed reference of the smallest key below. */
  smallest: number;
}

/** Records of one kind, packed one after the other from number 1 on. */
class RecordImage {
  readonly #shape: ChunkShape;
  readonly #closed: (index: number, data: Uint8Array) => void;
  #open: Uint8Array;
  words: Uint32Array;
  count = 0;

  constructor(shape: ChunkShape, closed: (index: number, data: Uint8Array) => void) {
    this.#shape = shape;
    this.#closed = closed;
    this.#open = new Uint8Array(shape.chunkBytes);
    this.words = new Uint32Array(this.#open.buffer);
  }

  get #perChunk(): number {
    return this.#shape.chunkBytes / this.#shape.nodeBytes;
  }

  /** Place of the next record in `words`. */
  next(): number {
    this.count += 1;
    const index = this.count % this.#perChunk;
    if (index === 0) {
      this.#closed(this.count / this.#perChunk - 1, this.#open);
      this.#open = new Uint8Array(this.#shape.chunkBytes);
      this.words = new Uint32Array(this.#open.buffer);
    }
    return index;
  }

  end(): void {
    const used = ((this.count % this.#perChunk) + 1) * this.#shape.nodeBytes;
    this.#closed(Math.floor(this.count / this.#perChunk), this.#open.subarray(0, used));
  }
}

/** Walks a tree in post-order and packs what it meets. */
class SnapshotPacker {
  readonly #memory: CompactMemory;
  readonly #strings: ArenaImage;
  readonly #inner: RecordImage;
  readonly #leaves: RecordImage;
  readonly #blocks: SnapshotBlock[] = [];
  readonly #stack: Frame[] = [];
  /** Packed number of the subtree that was finished last, and its smallest key. */
  #done = { node: 0, smallest: 0 };

  constructor(memory: CompactMemory) {
    const closed = (kind: SnapshotBlock["kind"]) => (index: number, data: Uint8Array) => {
      this.#blocks.push({ kind, index, data });
    };
    this.#memory = memory;
    this.#strings = new ArenaImage(closed("bytes"));
    this.#inner = new RecordImage(INNER_SHAPE, closed("inner"));
    this.#leaves = new RecordImage(LEAF_SHAPE, closed("leaves"));
  }

  get cursor(): ArenaImage["cursor"] {
    return this.#strings.cursor;
  }

  get inner(): number {
    return this.#inner.count;
  }

  get leaves(): number {
    return this.#leaves.count;
  }

  get lastNode(): number {
    return this.#done.node;
  }

  enter(root: number): void {
    if (root !== 0) this.#stack.push({ id: root, stage: 0, left: 0, smallest: 0 });
  }

  /** Packs some nodes; false when the tree is finished. */
  step(): boolean {
    for (let i = 0; i < STEP_NODES; i++) {
      const frame = this.#stack.at(-1);
      if (frame === undefined) return i > 0;
      this.#visit(frame);
    }
    return true;
  }

  takeBlocks(): SnapshotBlock[] {
    return this.#blocks.splice(0);
  }

  end(): void {
    assert(this.#stack.length === 0, "a snapshot ends after its last tree");
    this.#inner.end();
    this.#leaves.end();
    this.#strings.end();
  }

  #visit(frame: Frame): void {
    const { pool } = this.#memory;
    const { id } = frame;
    if (id >= LEAF) {
      this.#stack.pop();
      this.#packLeaf(id);
    } else if (frame.stage === 0) {
      frame.stage = 1;
      this.#stack.push({ id: pool.left(id), stage: 0, left: 0, smallest: 0 });
    } else if (frame.stage === 1) {
      frame.stage = 2;
      frame.left = this.#done.node;
      frame.smallest = this.#done.smallest;
      this.#stack.push({ id: pool.right(id), stage: 0, left: 0, smallest: 0 });
    } else {
      this.#stack.pop();
      const index = this.#inner.next();
      // An inner node splits at the smallest key of its right subtree.
      pool.copyInner(id, this.#inner.words, index, this.#done.smallest, frame.left, this.#done.node);
      this.#done = { node: this.#inner.count, smallest: frame.smallest };
    }
  }

  #packLeaf(id: number): void {
    const { pool, arena } = this.#memory;
    const key = this.#strings.add(arena.view(pool.key(id)));
    const value = this.#strings.add(arena.view(pool.value(id)));
    const index = this.#leaves.next();
    pool.copyLeaf(id, this.#leaves.words, index, key, value);
    this.#done = { node: this.#leaves.count | LEAF, smallest: key };
  }
}

/** Bytes that end a snapshot file; numbers are big-endian. */
export function encodeSummary({ version, appHash, inner, leaves, arena, roots }: SnapshotSummary): Uint8Array {
  const names = roots.flatMap(({ name, node }) => {
    const bytes = toUtf8(name);
    return [u32be(bytes.length), bytes, u32be(node)];
  });
  return concatBytes(
    u64be(version),
    u32be(appHash.length),
    appHash,
    u32be(inner),
    u32be(leaves),
    u32be(arena.chunks),
    u32be(arena.chunk),
    u32be(arena.unit),
    u32be(roots.length),
    ...names,
  );
}
