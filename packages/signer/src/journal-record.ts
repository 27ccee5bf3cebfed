import { concatBytes, readU32be, readU64be, u32be, u64be } from "@openledger/primitives";
import type { JournalEntry } from "./journal.ts";

const BLOCK = 1;
const SIGNATURE = 2;
const BASE = 3;
const HASH_BYTES = 32;
const SIGNATURE_BYTES = 64;
const BLOCK_HEAD_BYTES = 1 + 8 + 4 + 8 + HASH_BYTES + 4;

/** A block of another key, after which the next one of the journal comes. */
export interface JournalBase {
  readonly height: bigint;
  /** Header hash. */
  readonly hash: Uint8Array;
}

/** One record of a journal file: a block that is to be signed, the signature that it got, or where the journal goes on after a gap. */
export type JournalRecord =
  | { readonly base: JournalBase }
  | { readonly entry: Omit<JournalEntry, "signature">; readonly block: Uint8Array }
  | { readonly height: bigint; readonly round: number; readonly signature: Uint8Array };

export function encodeBlockRecord({ height, round, lease, hash, signBytes }: Omit<JournalEntry, "signature" | "blockBytes">, block: Uint8Array): Uint8Array {
  return concatBytes(Uint8Array.of(BLOCK), u64be(height), u32be(round), u64be(lease), hash, u32be(signBytes.length), signBytes, block);
}

export function encodeSignatureRecord({ height, round, signature }: { readonly height: bigint; readonly round: number; readonly signature: Uint8Array }): Uint8Array {
  return concatBytes(Uint8Array.of(SIGNATURE), u64be(height), u32be(round), signature);
}

export function encodeBaseRecord({ height, hash }: JournalBase): Uint8Array {
  return concatBytes(Uint8Array.of(BASE), u64be(height), hash);
}

/** Undefined for bytes that are no record. Shares no memory with them. */
export function decodeRecord(bytes: Uint8Array): JournalRecord | undefined {
  if (bytes[0] === SIGNATURE && bytes.length === 13 + SIGNATURE_BYTES) {
    return { height: readU64be(bytes, 1), round: readU32be(bytes, 9), signature: bytes.slice(13) };
  }
  if (bytes[0] === BASE && bytes.length === 9 + HASH_BYTES) return { base: { height: readU64be(bytes, 1), hash: bytes.slice(9) } };
  if (bytes[0] !== BLOCK || bytes.length < BLOCK_HEAD_BYTES) return undefined;
  const signLength = readU32be(bytes, BLOCK_HEAD_BYTES - 4);
  const blockAt = BLOCK_HEAD_BYTES + signLength;
  if (blockAt > bytes.length) return undefined;
  const entry = {
    height: readU64be(bytes, 1),
    round: readU32be(bytes, 9),
    lease: readU64be(bytes, 13),
    hash: bytes.slice(21, 21 + HASH_BYTES),
    signBytes: bytes.slice(BLOCK_HEAD_BYTES, blockAt),
    blockBytes: bytes.length - blockAt,
  };
  return { entry, block: bytes.slice(blockAt) };
}
