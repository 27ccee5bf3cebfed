import { assert } from "@openledger/primitives";
import { NumberList } from "./number-list.ts";

/** Bytes per unit of a reference, as a power of two. */
export const UNIT_SHIFT = 3;
const CHUNK_SHIFT = 18;
const CHUNK_UNITS = 1 << CHUNK_SHIFT;
const UNIT_MASK = CHUNK_UNITS - 1;
const CHUNKS_MAX = 1 << (32 - CHUNK_SHIFT);
/** Bytes of a chunk that small strings share: 2 MiB. */
export const ARENA_CHUNK_BYTES: number = CHUNK_UNITS << UNIT_SHIFT;
const LENGTH_BYTES = 4;
/** Up to this many units a block has exactly the units it needs; above, at most an eighth more. */
const EXACT_UNITS = 32;

interface Chunk {
  readonly bytes: Uint8Array;
  readonly words: Uint32Array;
}

/** What a byte string takes in an arena, in units of 8 bytes, with its length before it. */
export function unitsFor(length: number): number {
  const units = (length + LENGTH_BYTES + (1 << UNIT_SHIFT) - 1) >>> UNIT_SHIFT;
  if (units <= EXACT_UNITS) return units;
  const step = 1 << (28 - Math.clz32(units));
  return (units + step - 1) & -step;
}

/** Where strings are placed when they are only ever added: what an arena without free blocks does, and a snapshot. */
export class ArenaCursor {
  /** Number of chunks in use. */
  chunks = 1;
  /** The chunk that small strings go to, and the next free unit in it. Reference 0 means none. */
  chunk = 0;
  unit = 1;

  /** Reference for a string of `length` bytes; longer than a chunk, it has a chunk of its own. */
  place(length: number): number {
    const units = unitsFor(length);
    if (units > CHUNK_UNITS) return this.reserve() * CHUNK_UNITS;
    if (this.unit + units > CHUNK_UNITS) {
      this.chunk = this.reserve();
      this.unit = 0;
    }
    const reference = this.chunk * CHUNK_UNITS + this.unit;
    this.unit += units;
    return reference;
  }

  private reserve(): number {
    assert(this.chunks < CHUNKS_MAX, "the state holds more than 32 GiB of keys and values");
    return this.chunks++;
  }
}

/**
 * Byte strings in large chunks, each known by a 32-bit reference: a key or value costs its bytes, a length and at most
 * seven bytes of padding instead of an object. References are not 0. Freed blocks are used again for strings of their
 * size.
 */
export class ByteArena {
  readonly #chunks: (Chunk | undefined)[];
  readonly #cursor: ArenaCursor;
  /** Free blocks by number of units. */
  readonly #free = new Map<number, NumberList>();
  readonly #freeChunks: number[] = [];
  #used = 0;

  constructor(chunks: readonly Uint8Array[] = [], cursor: ArenaCursor = new ArenaCursor()) {
    this.#chunks = chunks.map(chunkOf);
    this.#cursor = cursor;
    if (chunks.length === 0) this.#chunks.push(chunkOf(new Uint8Array(ARENA_CHUNK_BYTES)));
  }

  /** Bytes of the blocks in use, padding included. */
  get usedBytes(): number {
    return this.#used;
  }

  /** Copies `data` in and returns its reference. */
  add(data: Uint8Array): number {
    const units = unitsFor(data.length);
    const freed = this.#free.get(units)?.pop() ?? 0;
    const reference = freed === 0 ? this.#place(data.length, units) : freed;
    this.#used += units << UNIT_SHIFT;
    const { bytes, words } = this.#chunk(reference);
    const unit = reference & UNIT_MASK;
    words[unit << 1] = data.length;
    bytes.set(data, (unit << UNIT_SHIFT) + LENGTH_BYTES);
    return reference;
  }

  /** Gives a string of `length` bytes up; its reference is then invalid. */
  free(reference: number, length: number): void {
    const units = unitsFor(length);
    this.#used -= units << UNIT_SHIFT;
    if (units > CHUNK_UNITS) {
      const chunk = reference >>> CHUNK_SHIFT;
      this.#chunks[chunk] = undefined;
      this.#freeChunks.push(chunk);
      return;
    }
    let blocks = this.#free.get(units);
    if (blocks === undefined) this.#free.set(units, (blocks = new NumberList()));
    blocks.push(reference);
  }

  length(reference: number): number {
    return this.#chunk(reference).words[(reference & UNIT_MASK) << 1] as number;
  }

  /** True when a string of a length within the limits lies whole at a reference that nobody vouches for. */
  holds(reference: number, minLength: number, maxLength: number): boolean {
    const chunk = this.#chunks[reference >>> CHUNK_SHIFT];
    const unit = reference & UNIT_MASK;
    const length = chunk?.words[unit << 1];
    if (chunk === undefined || length === undefined || reference === 0) return false;
    return length >= minLength && length <= maxLength && (unit << UNIT_SHIFT) + LENGTH_BYTES + length <= chunk.bytes.length;
  }

  /** A copy of a string. */
  read(reference: number): Uint8Array {
    return this.view(reference).slice();
  }

  /** A string in place, valid until it is freed. */
  view(reference: number): Uint8Array {
    const { bytes, words } = this.#chunk(reference);
    const unit = reference & UNIT_MASK;
    const start = (unit << UNIT_SHIFT) + LENGTH_BYTES;
    return bytes.subarray(start, start + (words[unit << 1] as number));
  }

  /** Byte order of a string and `key`: negative, zero or positive. */
  compare(reference: number, key: Uint8Array): number {
    const { bytes, words } = this.#chunk(reference);
    const unit = reference & UNIT_MASK;
    const start = (unit << UNIT_SHIFT) + LENGTH_BYTES;
    const length = words[unit << 1] as number;
    const shared = Math.min(length, key.length);
    for (let i = 0; i < shared; i++) {
      const difference = (bytes[start + i] as number) - (key[i] as number);
      if (difference !== 0) return difference;
    }
    return length - key.length;
  }

  #chunk(reference: number): Chunk {
    return this.#chunks[reference >>> CHUNK_SHIFT] as Chunk;
  }

  #place(length: number, units: number): number {
    if (units > CHUNK_UNITS) {
      const chunk = this.#freeChunks.pop();
      const reference = chunk === undefined ? this.#cursor.place(length) : chunk * CHUNK_UNITS;
      this.#chunks[reference >>> CHUNK_SHIFT] = chunkOf(new Uint8Array(units << UNIT_SHIFT));
      return reference;
    }
    const reference = this.#cursor.place(length);
    this.#chunks[reference >>> CHUNK_SHIFT] ??= chunkOf(new Uint8Array(ARENA_CHUNK_BYTES));
    return reference;
  }
}

/** Writes strings into chunks in the order of an {@link ArenaCursor}; `closed` receives each chunk once it is full. */
export class ArenaImage {
  readonly #cursor = new ArenaCursor();
  readonly #closed: (chunk: number, bytes: Uint8Array) => void;
  #open = chunkOf(new Uint8Array(ARENA_CHUNK_BYTES));

  constructor(closed: (chunk: number, bytes: Uint8Array) => void) {
    this.#closed = closed;
  }

  get cursor(): ArenaCursor {
    return this.#cursor;
  }

  add(data: Uint8Array): number {
    const before = { chunk: this.#cursor.chunk, unit: this.#cursor.unit };
    const reference = this.#cursor.place(data.length);
    const chunk = reference >>> CHUNK_SHIFT;
    if (unitsFor(data.length) > CHUNK_UNITS) {
      const own = chunkOf(new Uint8Array(unitsFor(data.length) << UNIT_SHIFT));
      writeString(own, 0, data);
      this.#closed(chunk, own.bytes);
      return reference;
    }
    if (chunk !== before.chunk) {
      this.#closed(before.chunk, this.#open.bytes.subarray(0, before.unit << UNIT_SHIFT));
      this.#open = chunkOf(new Uint8Array(ARENA_CHUNK_BYTES));
    }
    writeString(this.#open, reference & UNIT_MASK, data);
    return reference;
  }

  /** Hands out the chunk that is still open. */
  end(): void {
    this.#closed(this.#cursor.chunk, this.#open.bytes.subarray(0, this.#cursor.unit << UNIT_SHIFT));
  }
}

function writeString({ bytes, words }: Chunk, unit: number, data: Uint8Array): void {
  words[unit << 1] = data.length;
  bytes.set(data, (unit << UNIT_SHIFT) + LENGTH_BYTES);
}

function chunkOf(bytes: Uint8Array): Chunk {
  const words = new Uint32Array(bytes.buffer, bytes.byteOffset, bytes.length >>> 2);
  return { bytes, words };
}
