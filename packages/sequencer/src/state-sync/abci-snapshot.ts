import type { ChunkFileSummary } from "@openledger/kv";
import { concatBytes, height, type Height, type Sha256 } from "@openledger/primitives";

/** The one format that is written and taken: the node stream of `@openledger/store`, in chunks of 8 MiB. */
export const SNAPSHOT_FORMAT = 1;

/** ABCI's `Snapshot`: the same bytes in every field on every node. */
export interface AbciSnapshot {
  readonly height: Height;
  readonly format: number;
  readonly chunks: number;
  /** sha256 of the metadata. */
  readonly hash: Uint8Array;
  /** sha256 of each chunk, in order. */
  readonly metadata: Uint8Array;
}

/** How a file of chunks is offered. */
export function abciSnapshotOf(sha256: Sha256, { version, chunkHashes }: ChunkFileSummary): AbciSnapshot {
  const metadata = concatBytes(...chunkHashes);
  return { height: height(version), format: SNAPSHOT_FORMAT, chunks: chunkHashes.length, hash: sha256(metadata), metadata };
}
