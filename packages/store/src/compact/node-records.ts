import { assert } from "@openledger/primitives";
import { NumberList } from "./number-list.ts";

/** Records per chunk, and the bits of a number that name one. */
export const CHUNK_SHIFT = 15;
export const CHUNK_NODES: number = 1 << CHUNK_SHIFT;
const NODES_MAX = 1 << 30;

/** How the chunks of a kind of node are cut. */
export interface ChunkShape {
  readonly nodeBytes: number;
  readonly chunkBytes: number;
}

/** Chunks to start from, with their number of nodes. */
export interface NodeChunks {
  readonly chunks: readonly Uint8Array[];
  readonly count: number;
}

/** Chunks of records of one kind, and which records are in use. */
export class NodeRecords {
  readonly words: Uint32Array[] = [];
  readonly bytes: Uint8Array[] = [];
  readonly #chunkBytes: number;
  /** Beside the records: to read one that was freed long ago costs a cache miss. */
  readonly #free = new NumberList();
  #next: number;
  used: number;

  constructor({ chunkBytes }: ChunkShape, { chunks, count }: NodeChunks) {
    this.#chunkBytes = chunkBytes;
    for (const chunk of chunks) this.#addChunk(chunk);
    // Number 0 is no node.
    this.#next = count + 1;
    this.used = count;
  }

  take(): number {
    this.used += 1;
    const freed = this.#free.pop();
    if (freed !== 0) return freed;
    const index = this.#next++;
    assert(index < NODES_MAX, "the state holds more than 2^30 keys");
    if (index >>> CHUNK_SHIFT === this.words.length) this.#addChunk(new Uint8Array(this.#chunkBytes));
    return index;
  }

  free(index: number): void {
    this.#free.push(index);
    this.used -= 1;
  }

  #addChunk(bytes: Uint8Array): void {
    this.bytes.push(bytes);
    this.words.push(new Uint32Array(bytes.buffer, bytes.byteOffset, bytes.length >>> 2));
  }
}
