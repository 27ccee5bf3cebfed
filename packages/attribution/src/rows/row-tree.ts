import type { RowOpening, RowsCommitment } from "@openledger/messages/openledger/attribution/v1";
import {
  assert,
  concatBytes,
  equalBytes,
  merkleRootFromMultiProof,
  toUtf8,
  u32be,
  u64be,
  type Sha256,
} from "@openledger/primitives";
import { createMerkleTree } from "../merkle/merkle-tree.ts";

/** Bytes of every chunk of a document but its last, which holds 0 to 1,024. */
export const CHUNK_BYTES = 1024;
const SALT_BYTES = 16;
const SECRET_BYTES = 32;
const ROWS_PREFIX = Uint8Array.of(0x02);
const SALT_DOMAIN = toUtf8("openledger/salt/v1");

/** The row tree of some content, held by whoever has the content and its secret. */
export type RowTree = {
  /** Rows root: 32 bytes. */
  readonly root: Uint8Array;
  readonly commitment: RowsCommitment;
  /** Opens chunk `chunk` of document `document`; both must exist. */
  openChunk(document: number, chunk: number): RowOpening;
  /** What proves these chunks together, which ascend by document and chunk. */
  rowHashes(chunks: readonly RowOpening[]): Uint8Array[];
};

/** sha256(0x02 ‖ u64 leaf count ‖ u64 bytes ‖ u64 tokens ‖ Merkle root): protocol.md section 1. */
export function rowsRoot(sha256: Sha256, rows: RowsCommitment): Uint8Array {
  const sizes = [u64be(rows.leafCount), u64be(rows.byteCount), u64be(rows.tokenCount)];
  return sha256(concatBytes(ROWS_PREFIX, ...sizes, rows.merkleRoot));
}

/** Number of chunks of a document of `byteLength` bytes; an empty one has one empty chunk. */
export function chunkCount(byteLength: number): number {
  return Math.max(1, Math.ceil(byteLength / CHUNK_BYTES));
}

/**
 * Builds the row tree of `documents` (protocol.md section 1). `secret` is 32 bytes that nobody can guess: a chunk that is
 * never opened stays hidden behind its salt. `tokens` is the sum of the documents' tokens.
 */
export function buildRowTree(
  sha256: Sha256,
  content: { documents: readonly Uint8Array[]; secret: Uint8Array; tokens: number },
): RowTree {
  const { documents, secret } = content;
  assert(secret.length === SECRET_BYTES, `a row secret has 32 bytes, not ${secret.length}`);
  const leaves: Uint8Array[] = [];
  const firstLeaf: number[] = [];
  let byteCount = 0;
  documents.forEach((bytes, document) => {
    firstLeaf.push(leaves.length);
    byteCount += bytes.length;
    const count = chunkCount(bytes.length);
    for (let chunk = 0; chunk < count; chunk++) {
      leaves.push(rowLeafHash(sha256, chunkAt(sha256, secret, bytes, document, chunk)));
    }
  });
  const tree = createMerkleTree(sha256, leaves);
  const commitment: RowsCommitment = {
    merkleRoot: tree.root,
    leafCount: BigInt(leaves.length),
    byteCount: BigInt(byteCount),
    tokenCount: BigInt(content.tokens),
  };
  const openChunk = (document: number, chunk: number): RowOpening => {
    const bytes = documents[document];
    const first = firstLeaf[document];
    assert(bytes !== undefined && first !== undefined, `no document ${document}`);
    assert(chunk >= 0 && chunk < chunkCount(bytes.length), `no chunk ${chunk} in document ${document}`);
    const index = first + chunk;
    const opened = chunkAt(sha256, secret, bytes, document, chunk);
    return { ...opened, leafIndex: BigInt(index) };
  };
  const rowHashes = (chunks: readonly RowOpening[]): Uint8Array[] =>
    tree.multiProof(chunks.map(({ leafIndex }) => Number(leafIndex)));
  return { root: rowsRoot(sha256, commitment), commitment, openChunk, rowHashes };
}

/** Chunks opened together, ascending by leaf, with what proves them. */
export type OpenedRows = {
  readonly chunks: readonly RowOpening[];
  readonly rowHashes: readonly Uint8Array[];
};

/** True when all opened chunks are leaves of content with these rows. Never throws, whatever the opening holds. */
export function verifyRowOpenings(sha256: Sha256, rows: RowsCommitment, { chunks, rowHashes }: OpenedRows): boolean {
  if (rows.leafCount > 0x40000000n || !chunks.every(isWellFormed)) return false;
  const leaves = chunks.map((chunk) => ({ index: Number(chunk.leafIndex), leafHash: rowLeafHash(sha256, chunk) }));
  const root = merkleRootFromMultiProof(sha256, Number(rows.leafCount), leaves, rowHashes);
  return root !== undefined && equalBytes(root, rows.merkleRoot);
}

function isWellFormed({ data, last, salt, document, chunk }: RowOpening): boolean {
  if (salt.length !== SALT_BYTES || data.length > CHUNK_BYTES || (!last && data.length !== CHUNK_BYTES)) return false;
  // Only an empty document has an empty chunk: otherwise a text of 1,024 bytes would have two row trees.
  if (data.length === 0 && chunk !== 0) return false;
  return isU32(document) && isU32(chunk);
}

type Chunk = Pick<RowOpening, "document" | "chunk" | "last" | "salt" | "data">;

function chunkAt(sha256: Sha256, secret: Uint8Array, bytes: Uint8Array, document: number, chunk: number): Chunk {
  const salt = sha256(concatBytes(SALT_DOMAIN, secret, u32be(document), u32be(chunk))).slice(0, SALT_BYTES);
  const data = bytes.slice(chunk * CHUNK_BYTES, (chunk + 1) * CHUNK_BYTES);
  return { document, chunk, last: chunk === chunkCount(bytes.length) - 1, salt, data };
}

function rowLeafHash(sha256: Sha256, leaf: Chunk): Uint8Array {
  const { salt, data } = leaf;
  const bytes = new Uint8Array(1 + salt.length + 9 + data.length);
  bytes.set(salt, 1);
  const view = new DataView(bytes.buffer);
  view.setUint32(1 + salt.length, leaf.document);
  view.setUint32(5 + salt.length, leaf.chunk);
  bytes[9 + salt.length] = leaf.last ? 1 : 0;
  bytes.set(data, 10 + salt.length);
  return sha256(bytes);
}

function isU32(value: number): boolean {
  return Number.isInteger(value) && value >= 0 && value <= 0xffffffff;
}
