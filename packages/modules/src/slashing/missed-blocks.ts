/** Which blocks of its window a validator missed: bits in chunks of 1,024, eight big-endian bytes of length and words. */
import { assert, u64be } from "@openledger/primitives";
import type { Context } from "@openledger/state-machine";
import type { KeyValueReader, KeyValueStore } from "@openledger/store";
import { missedChunkKey, missedChunks, SLASHING_STORE, signingInfos } from "./state.ts";

const CHUNK_BITS = 1024n;
const HEADER_BYTES = 8;

/** The byte and the bit of a block in its chunk; words are big-endian, so the lowest bit is in a word's last byte. */
function placeOf(index: bigint): { readonly byte: number; readonly bit: number } {
  const inChunk = Number(index % CHUNK_BITS);
  const word = Math.floor(inChunk / 64);
  const inWord = inChunk % 64;
  return { byte: HEADER_BYTES + word * 8 + 7 - Math.floor(inWord / 8), bit: 1 << (inWord % 8) };
}

export function hasMissed(reader: KeyValueReader, address: Uint8Array, index: bigint): boolean {
  const chunk = missedChunks.get(reader, [address, index / CHUNK_BITS]);
  const { byte, bit } = placeOf(index);
  return chunk !== undefined && ((chunk[byte] ?? 0) & bit) !== 0;
}

export function setMissed(store: KeyValueStore, address: Uint8Array, index: bigint, missed: boolean): void {
  const key = [address, index / CHUNK_BITS] as const;
  const chunk = missedChunks.get(store, key)?.slice() ?? emptyChunk();
  const { byte, bit } = placeOf(index);
  assert(byte < chunk.length, "a chunk has 1,024 bits");
  const old = chunk[byte] ?? 0;
  chunk[byte] = missed ? old | bit : old & ~bit;
  missedChunks.set(store, key, chunk);
}

function emptyChunk(): Uint8Array {
  const chunk = new Uint8Array(HEADER_BYTES + Number(CHUNK_BITS) / 8);
  chunk.set(u64be(CHUNK_BITS));
  return chunk;
}

export function forgetMissed(store: KeyValueStore, address: Uint8Array): void {
  for (const [key] of [...missedChunks.iterate(store, { prefix: missedChunkKey.prefix(address) })]) missedChunks.delete(store, key);
}

/** Begins the window of every validator anew, as for a chain on which nobody has signed yet. */
export function restartWindows(ctx: Context): void {
  const store = ctx.store.store(SLASHING_STORE);
  for (const [address, info] of [...signingInfos.iterate(store)]) {
    forgetMissed(store, address);
    signingInfos.set(store, address, { ...info, startHeight: ctx.block.height, indexOffset: 0n, missedBlocksCounter: 0n });
  }
}

/** Indexes of missed blocks, chunk by chunk in the order of their keys. */
export function missedIndexes(reader: KeyValueReader, address: Uint8Array): readonly bigint[] {
  const indexes: bigint[] = [];
  for (const [[, chunk]] of missedChunks.iterate(reader, { prefix: missedChunkKey.prefix(address) })) {
    for (let i = chunk * CHUNK_BITS; i < (chunk + 1n) * CHUNK_BITS; i++) if (hasMissed(reader, address, i)) indexes.push(i);
  }
  return indexes;
}
