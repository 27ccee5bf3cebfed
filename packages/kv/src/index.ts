export { openBlobStore, type BlobHash, type BlobLimits, type BlobStore } from "./blob-store.ts";
export { openBlockLog, type BlockLog, type StoredBlock } from "./block-log.ts";
export {
  readChunk,
  readChunkFileSummary,
  SNAPSHOT_CHUNK_BYTES,
  writeChunkFile,
  type ChunkFileSummary,
  type WriteChunkFileOptions,
} from "./chunk-file.ts";
export { DATA_FORMAT, lockDataFolder, type DataFolder } from "./data-folder.ts";
export { onDisk, type KvErrorCode } from "./errors.ts";
export { listIfThere, nodeFileSystem, readFully, readOnly, writeFully, type FileSystem } from "./file-system.ts";
export { makeFolder } from "./make-folder.ts";
export { openGroupLog, type GroupLog } from "./group-log.ts";
export { openRecordLog, type RecordLog, type RecordLogOptions, type TornTail } from "./record-log.ts";
export {
  openSignState,
  STEP_PRECOMMIT,
  STEP_PREVOTE,
  STEP_PROPOSE,
  type SignedMessage,
  type SignRequest,
  type SignState,
} from "./sign-state.ts";
export { readSnapshot, writeSnapshot, type SnapshotBlocks, type StoredSnapshot, type WriteSnapshotOptions } from "./snapshot-file.ts";
export { openSnapshotFolder, type SnapshotFolder } from "./snapshot-folder.ts";
export { encodeAhead, openStateLog, type EncodedVersion, type StateLog, type StateLogOptions } from "./state-log.ts";
export { decodeStateVersion, encodeStateVersion, type StateSummary, type StateVersion } from "./state-record.ts";
export { writeFileAtomic } from "./write-file-atomic.ts";
