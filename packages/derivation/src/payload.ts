import { CometError, decodeCommit, decodeHeader, encodeCommit, encodeHeader, type Block, type SignedHeader } from "@openledger/comet";
import { concatBytes, EncodingError, InvariantViolation, u32be } from "@openledger/primitives";
import { createByteReader, type ByteReader } from "./byte-reader.ts";
import { PAYLOAD_ITEMS_MAX } from "./limits.ts";

const ITEM_MEMORY_BYTES = 256;
const BLOCK_MEMORY_BYTES = 512;

/** What a block holds beside its header; its last commit is the one that seals the header before it. */
export type BlockData = Pick<Block, "txs" | "evidence">;

/** Payload of a header batch: per block u32 length ‖ header ‖ u32 length ‖ the commit that seals it. */
export function encodeHeaderBatch(headers: readonly SignedHeader[]): Uint8Array {
  return joinAll(headers.flatMap(({ header, commit }) => [...sized(encodeHeader(header)), ...sized(encodeCommit(commit))]));
}

/** The `count` signed headers of a payload, canonical but unverified, or undefined. Total on arbitrary bytes. */
export function decodeHeaderBatch(payload: Uint8Array, count: number): readonly SignedHeader[] | undefined {
  return decodeBatch(payload, count, (reader) => {
    const header = reader.sized();
    const commit = reader.sized();
    if (header === undefined || commit === undefined) return undefined;
    return { header: decodeHeader(header), commit: decodeCommit(commit) };
  });
}

/** Payload of a data batch: per block u32 number of transactions ‖ (u32 length ‖ bytes) each, and evidence likewise. */
export function encodeDataBatch(blocks: readonly BlockData[]): Uint8Array {
  return joinAll(blocks.flatMap(({ txs, evidence }) => [...items(txs), ...items(evidence)]));
}

/** The data of `count` blocks of a payload, as copies, or undefined, beyond {@link PAYLOAD_ITEMS_MAX} items too. Total on arbitrary bytes. */
export function decodeDataBatch(payload: Uint8Array, count: number): readonly BlockData[] | undefined {
  let left = PAYLOAD_ITEMS_MAX;
  const take = (reader: ByteReader): readonly Uint8Array[] | undefined => {
    const items = readItems(reader, left);
    left -= items?.length ?? 0;
    return items;
  };
  return decodeBatch(payload, count, (reader) => {
    const txs = take(reader);
    const evidence = txs === undefined ? undefined : take(reader);
    return txs === undefined || evidence === undefined ? undefined : { txs, evidence };
  });
}

/** What a block adds to a batch: bytes of either kind, and items of data. */
export interface PayloadSize {
  readonly headers: number;
  readonly data: number;
  readonly items: number;
}

export function payloadBytes({ header, commit }: SignedHeader, { txs, evidence }: BlockData): PayloadSize {
  const length = (parts: readonly Uint8Array[]): number => parts.reduce((sum, part) => sum + 4 + part.length, 4);
  return {
    headers: 8 + encodeHeader(header).length + encodeCommit(commit).length,
    data: length(txs) + length(evidence),
    items: txs.length + evidence.length,
  };
}

/** Bytes of memory that the data of a block takes, about: of the block, of each item, and what they hold. */
export function memoryOf({ txs, evidence }: BlockData): number {
  const of = (items: readonly Uint8Array[]): number => items.reduce((sum, { length }) => sum + length + ITEM_MEMORY_BYTES, 0);
  return BLOCK_MEMORY_BYTES + of(txs) + of(evidence);
}

function decodeBatch<T>(payload: Uint8Array, count: number, read: (reader: ByteReader) => T | undefined): readonly T[] | undefined {
  const reader = createByteReader(payload);
  const decoded: T[] = [];
  try {
    while (decoded.length < count) {
      const one = read(reader);
      if (one === undefined) return undefined;
      decoded.push(one);
    }
  } catch (error) {
    if (isMalformed(error)) return undefined;
    throw error;
  }
  return reader.isDone() ? decoded : undefined;
}

/** Numbers out of range and text that is none are other ways in which bytes are no header. */
function isMalformed(error: unknown): boolean {
  return error instanceof CometError || error instanceof EncodingError || error instanceof InvariantViolation;
}

function readItems(reader: ByteReader, max: number): readonly Uint8Array[] | undefined {
  const count = reader.u32();
  if (count === undefined || count > max) return undefined;
  const read: Uint8Array[] = [];
  while (read.length < count) {
    const item = reader.sized();
    if (item === undefined) return undefined;
    read.push(item.slice());
  }
  return read;
}

function items(all: readonly Uint8Array[]): readonly Uint8Array[] {
  return [u32be(all.length), ...all.flatMap(sized)];
}

function sized(bytes: Uint8Array): readonly Uint8Array[] {
  return [u32be(bytes.length), bytes];
}

/** In pieces: a call with too many arguments overflows the stack. */
function joinAll(parts: readonly Uint8Array[]): Uint8Array {
  const joined: Uint8Array[] = [];
  for (let from = 0; from < parts.length; from += 4_096) joined.push(concatBytes(...parts.slice(from, from + 4_096)));
  return concatBytes(...joined);
}
