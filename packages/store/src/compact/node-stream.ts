/**
 * The nodes of all trees as bytes, without anything of how this software lays them out: what nodes send each other.
 * Store by store in ascending order of the names, each tree in post-order: 0, u8 + name | 1, version, key, value of a
 * leaf | 2, version of an inner node, whose children are the two trees before it. Versions and the lengths before keys
 * and values are unsigned varints. Hashes, heights and sizes are left out: whoever reads computes them.
 */
import { assert, toUtf8, uvarint } from "@openledger/primitives";
import type { CompactMemory } from "./compact-memory.ts";
import { LEAF } from "./node-pool.ts";

export const STORE_ITEM = 0;
export const LEAF_ITEM = 1;
export const INNER_ITEM = 2;

/** Bytes of a piece, unless one leaf is longer. */
const PIECE_BYTES = 256 * 1024;
/** A kind and three varints. */
const HEAD_BYTES = 31;

/** Bytes of one version in pieces, computed as they are asked for. */
export function* encodeNodes(memory: CompactMemory, names: readonly string[], rootIds: readonly number[]): Generator<Uint8Array, void> {
  const writer = new PieceWriter();
  for (const [i, name] of names.entries()) {
    const bytes = toUtf8(name);
    writer.reserve(HEAD_BYTES + bytes.length);
    writer.byte(STORE_ITEM);
    writer.byte(bytes.length);
    writer.bytes(bytes);
    const root = rootIds[i] as number;
    if (root !== 0) yield* encodeTree(memory, root, writer);
  }
  yield writer.take();
}

function* encodeTree({ pool, arena }: CompactMemory, root: number, writer: PieceWriter): Generator<Uint8Array, void> {
  // A node that was pushed with its sign turned has its children behind it.
  const stack = [root];
  for (let entry = stack.pop(); entry !== undefined; entry = stack.pop()) {
    if (entry > 0 && entry < LEAF) {
      stack.push(-entry, pool.right(entry), pool.left(entry));
      continue;
    }
    const id = Math.abs(entry);
    const [key, value] = id < LEAF ? [undefined, undefined] : [arena.view(pool.key(id)), arena.view(pool.value(id))];
    writer.reserve(HEAD_BYTES + (key?.length ?? 0) + (value?.length ?? 0));
    writer.byte(id < LEAF ? INNER_ITEM : LEAF_ITEM);
    writer.bytes(uvarint(pool.version(id)));
    for (const part of [key, value]) {
      if (part === undefined) continue;
      writer.bytes(uvarint(part.length));
      writer.bytes(part);
    }
    if (writer.isFull) yield writer.take();
  }
}

class PieceWriter {
  #piece = new Uint8Array(2 * PIECE_BYTES);
  #length = 0;

  get isFull(): boolean {
    return this.#length >= PIECE_BYTES;
  }

  /** Makes room for what one item takes. */
  reserve(length: number): void {
    if (this.#length + length <= this.#piece.length) return;
    const larger = new Uint8Array(this.#length + length);
    larger.set(this.#piece.subarray(0, this.#length));
    this.#piece = larger;
  }

  byte(value: number): void {
    assert(value >= 0 && value < 256, "an item begins with bytes");
    this.#piece[this.#length] = value;
    this.#length += 1;
  }

  bytes(value: Uint8Array): void {
    this.#piece.set(value, this.#length);
    this.#length += value.length;
  }

  /** A copy of what was written since the last piece. */
  take(): Uint8Array {
    const piece = this.#piece.slice(0, this.#length);
    this.#length = 0;
    return piece;
  }
}
