import {
  concatBytes,
  equalBytes,
  leafHash,
  merkleProof,
  merkleRoot,
  readU32be,
  readU64be,
  u32be,
  u64be,
  unixNanos,
  verifyMerkleProof,
  type Sha256,
  type UnixNanos,
} from "@openledger/primitives";
import { DA_NAMESPACE_BYTES } from "@openledger/ports";
import { celestiaCommitment, celestiaNamespace } from "./celestia-commitment.ts";

/** What links one DA block to the one before; its hash is sha256 of the 84 bytes. */
export interface DaHeader {
  readonly height: bigint;
  /** 32 bytes; zeros at height 1. */
  readonly parent: Uint8Array;
  readonly time: UnixNanos;
  /** Number of blobs. */
  readonly count: number;
  /** Merkle root over namespace ‖ commitment of each blob. */
  readonly root: Uint8Array;
}

export interface NamedBlob {
  readonly namespace: Uint8Array;
  readonly data: Uint8Array;
  readonly commitment: Uint8Array;
}

export interface DaBlock {
  readonly header: DaHeader;
  readonly blobs: readonly NamedBlob[];
}

const HEADER_BYTES = 84;
const HASH_BYTES = 32;
const TIME_MAX = (1n << 63n) - 1n;
export const NO_PARENT: Uint8Array = new Uint8Array(HASH_BYTES);

export function commitmentOf(sha256: Sha256, namespace: Uint8Array, data: Uint8Array): Uint8Array {
  return celestiaCommitment(sha256, { namespace: celestiaNamespace(namespace), data });
}

export function makeDaBlock(sha256: Sha256, link: Pick<DaHeader, "height" | "parent" | "time">, blobs: readonly NamedBlob[]): DaBlock {
  return { header: { ...link, count: blobs.length, root: merkleRoot(sha256, blobs.map(leafOf)) }, blobs };
}

export function daHeaderHash(sha256: Sha256, header: DaHeader): Uint8Array {
  return sha256(encodeHeader(header));
}

/** header ‖ per blob: namespace ‖ commitment ‖ u32 length ‖ data. */
export function encodeDaBlock({ header, blobs }: DaBlock): Uint8Array {
  return concatBytes(encodeHeader(header), ...blobs.flatMap(({ namespace, commitment, data }) => [namespace, commitment, u32be(data.length), data]));
}

/** The block of a record, its blobs copied; undefined when the bytes are none. Says nothing of hashes: {@link isWholeDaBlock}. */
export function decodeDaBlock(bytes: Uint8Array): DaBlock | undefined {
  if (bytes.length < HEADER_BYTES || readU64be(bytes, 40) > TIME_MAX) return undefined;
  const header = {
    height: readU64be(bytes),
    parent: bytes.slice(8, 40),
    time: unixNanos(readU64be(bytes, 40)),
    count: readU32be(bytes, 48),
    root: bytes.slice(52, 84),
  };
  const blobs: NamedBlob[] = [];
  let at = HEADER_BYTES;
  const take = (length: number): Uint8Array => bytes.slice(at, (at += length));
  while (at < bytes.length) {
    if (bytes.length - at < DA_NAMESPACE_BYTES + HASH_BYTES + 4) return undefined;
    const namespace = take(DA_NAMESPACE_BYTES);
    const commitment = take(HASH_BYTES);
    const length = readU32be(take(4));
    if (length > bytes.length - at) return undefined;
    blobs.push({ namespace, commitment, data: take(length) });
  }
  return blobs.length === header.count ? { header, blobs } : undefined;
}

/** Whether every commitment is that of its blob and the root that of the commitments. */
export function isWholeDaBlock(sha256: Sha256, { header, blobs }: DaBlock): boolean {
  if (!equalBytes(merkleRoot(sha256, blobs.map(leafOf)), header.root)) return false;
  return blobs.every(({ namespace, data, commitment }) => equalBytes(commitmentOf(sha256, namespace, data), commitment));
}

/** The siblings that lead from a blob to its block's root. */
export function proveBlob(sha256: Sha256, { blobs }: DaBlock, index: number): readonly Uint8Array[] {
  return merkleProof(sha256, blobs.map(leafOf), index).aunts;
}

export function isBlobProven(
  sha256: Sha256,
  header: DaHeader,
  blob: Pick<NamedBlob, "namespace" | "commitment">,
  { index, aunts }: { readonly index: number; readonly aunts: readonly Uint8Array[] },
): boolean {
  const leaf = leafOf(blob);
  return verifyMerkleProof(sha256, header.root, leaf, { total: header.count, index, aunts, leafHash: leafHash(sha256, leaf) });
}

function leafOf({ namespace, commitment }: Pick<NamedBlob, "namespace" | "commitment">): Uint8Array {
  return concatBytes(namespace, commitment);
}

function encodeHeader({ height, parent, time, count, root }: DaHeader): Uint8Array {
  return concatBytes(u64be(height), parent, u64be(time), u32be(count), root);
}
