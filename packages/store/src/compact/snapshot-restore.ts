import { equalBytes, fromUtf8, isUtf8, readU32be, readU64be } from "@openledger/primitives";
import { checkedNames, type MultiStoreOptions } from "../multi-store.ts";
import { StoreError } from "../store-error.ts";
import { ARENA_CHUNK_BYTES, ArenaCursor, ByteArena, UNIT_SHIFT } from "./byte-arena.ts";
import { structureProblem } from "./check-structure.ts";
import { createCompactMemory } from "./compact-memory.ts";
import { createCompactMultiStore, VERSION_LIMIT, type CompactMultiStore } from "./compact-multi-store.ts";
import { INNER_SHAPE, LEAF_SHAPE, NodePool } from "./node-pool.ts";
import type { ChunkShape, NodeChunks } from "./node-records.ts";
import type { SnapshotBlock, SnapshotSummary } from "./snapshot-encode.ts";

/**
 * Stores as they were at the version of a snapshot. Blocks may come in any order; their memory is taken over and must
 * not be used afterwards. Checks that everything is there, that it is trees which can be read, and that their roots give
 * the recorded app hash; that keys and values are the ones that were written is for the caller's checksums, or for
 * `storesWithWrongHashes` when the source is not trusted. Throws StoreError MALFORMED_SNAPSHOT, whatever the blocks hold.
 */
export function restoreMultiStore(
  options: MultiStoreOptions,
  summary: SnapshotSummary,
  blocks: Iterable<SnapshotBlock>,
): CompactMultiStore {
  const { inner, leaves, bytes } = sorted(blocks);
  const pool = new NodePool(nodeChunks(INNER_SHAPE, inner, summary.inner), nodeChunks(LEAF_SHAPE, leaves, summary.leaves));
  const memory = createCompactMemory(options.sha256, pool, byteArena(bytes, summary.arena));
  const names = checkedNames(options.stores);
  const roots = names.map((name) => summary.roots.find((root) => root.name === name)?.node);
  const known = roots.filter((root) => root !== undefined);
  if (known.length !== names.length || summary.roots.length !== names.length) {
    throw malformed(`it holds the stores ${summary.roots.map(({ name }) => name).join(", ")}`);
  }
  const { version } = summary;
  if (version >= VERSION_LIMIT - 1n) throw malformed(`it is of version ${version}`);
  const trees = known.filter((root) => root !== 0);
  const problem = structureProblem({ memory, version, inner: summary.inner, leaves: summary.leaves, roots: trees });
  if (problem !== undefined) throw malformed(problem);
  const stores = createCompactMultiStore(options, { version, memory, roots: known });
  if (!equalBytes(stores.appHash, summary.appHash)) throw malformed("its roots give another app hash");
  return stores;
}

interface Chunks {
  readonly inner: readonly Uint8Array[];
  readonly leaves: readonly Uint8Array[];
  readonly bytes: readonly Uint8Array[];
}

function sorted(blocks: Iterable<SnapshotBlock>): Chunks {
  const kinds = { inner: new Map<number, Uint8Array>(), leaves: new Map<number, Uint8Array>(), bytes: new Map<number, Uint8Array>() };
  for (const { kind, index, data } of blocks) {
    if (kinds[kind].has(index) || data.length % 4 !== 0) throw malformed(`block ${index} of ${kind} is there twice or cut`);
    kinds[kind].set(index, data);
  }
  const { inner, leaves, bytes } = kinds;
  return { inner: ascending(inner, "inner"), leaves: ascending(leaves, "leaves"), bytes: ascending(bytes, "bytes") };
}

function ascending(chunks: ReadonlyMap<number, Uint8Array>, kind: string): readonly Uint8Array[] {
  return Array.from({ length: chunks.size }, (_, index) => {
    const chunk = chunks.get(index);
    if (chunk === undefined) throw malformed(`block ${index} of ${kind} is missing`);
    return chunk;
  });
}

function nodeChunks({ nodeBytes, chunkBytes }: ChunkShape, chunks: readonly Uint8Array[], count: number): NodeChunks {
  const length = chunks.reduce((sum, chunk) => sum + chunk.length, 0);
  const wholeButLast = chunks.slice(0, -1).every((chunk) => chunk.length === chunkBytes);
  if (length !== (count + 1) * nodeBytes || !wholeButLast) throw malformed(`it does not hold ${count} nodes`);
  return { chunks: chunks.map((chunk) => padded(chunk, chunkBytes)), count };
}

function byteArena(chunks: readonly Uint8Array[], end: SnapshotSummary["arena"]): ByteArena {
  // New strings go behind those of the open chunk.
  if (chunks.length !== end.chunks || chunks[end.chunk]?.length !== end.unit << UNIT_SHIFT) throw malformed("its keys and values are incomplete");
  const cursor = new ArenaCursor();
  cursor.chunks = end.chunks;
  cursor.chunk = end.chunk;
  cursor.unit = end.unit;
  // Only the chunk that new strings go to has to have its full length.
  const all = chunks.map((chunk, index) => (index === end.chunk ? padded(chunk, ARENA_CHUNK_BYTES) : aligned(chunk)));
  return new ByteArena(all, cursor);
}

function padded(chunk: Uint8Array, length: number): Uint8Array {
  if (chunk.length > length) throw malformed("a block is too long");
  if (chunk.length === length) return aligned(chunk);
  const whole = new Uint8Array(length);
  whole.set(chunk);
  return whole;
}

function aligned(chunk: Uint8Array): Uint8Array {
  return chunk.byteOffset % 4 === 0 ? chunk : chunk.slice();
}

/** Reads what `encodeSummary` wrote. Throws StoreError MALFORMED_SNAPSHOT. */
export function decodeSummary(bytes: Uint8Array): SnapshotSummary {
  let at = 0;
  const take = (length: number): Uint8Array => {
    if (length > bytes.length - at) throw malformed("its summary is cut");
    at += length;
    return bytes.subarray(at - length, at);
  };
  const u32 = (): number => readU32be(take(4));
  const version = readU64be(take(8));
  const appHash = take(u32()).slice();
  const inner = u32();
  const leaves = u32();
  const arena = { chunks: u32(), chunk: u32(), unit: u32() };
  const roots: { name: string; node: number }[] = [];
  for (let left = u32(); left > 0; left--) {
    const name = take(u32());
    if (!isUtf8(name)) throw malformed("a store's name is not text");
    roots.push({ name: fromUtf8(name), node: u32() });
  }
  if (at !== bytes.length) throw malformed("its summary is longer than it says");
  return { version, appHash, inner, leaves, arena, roots };
}

function malformed(why: string): StoreError {
  return new StoreError("MALFORMED_SNAPSHOT", `the snapshot cannot be used: ${why}; take another, or replay the log`);
}
