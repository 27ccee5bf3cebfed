export type { AuthenticatedTree, LeafPath, PathStep } from "./authenticated-tree.ts";
export { branch, createMemoryStore, type BranchedStore, type OverlayStore } from "./branch.ts";
export { branchMultiStore, type BranchedMultiStore, type OverlayMultiStore } from "./branch-multi-store.ts";
export {
  applyChanges,
  applyChangeSet,
  assertCanonicalChangeSet,
  compareStoreNames,
  type Change,
  type ChangeSet,
  type StoreChanges,
} from "./change-set.ts";
export {
  createItem,
  createMap,
  createSequence,
  type CollectionItem,
  type CollectionMap,
  type CollectionSequence,
  type MapRange,
} from "./collections.ts";
export {
  createCompactMultiStore,
  type CompactMultiStore,
  type SnapshotSource,
} from "./compact/compact-multi-store.ts";
export { importNodes, importNodesInSteps, type ImportedVersion } from "./compact/node-import.ts";
export { encodeSummary, type SnapshotBlock, type SnapshotSummary } from "./compact/snapshot-encode.ts";
export { decodeSummary, restoreMultiStore } from "./compact/snapshot-restore.ts";
export { multiStoreRoot, type StoreRoot } from "./commit-info.ts";
export { existenceProof, nonExistenceProof } from "./iavl-proof.ts";
export { createIavlTree, type IavlTree } from "./iavl-tree.ts";
export { decodeCommitmentProof } from "./ics23-decode.ts";
export { encodeCommitmentProof } from "./ics23-encode.ts";
export { IAVL_SPEC, TENDERMINT_SPEC, type ChildSide, type ProofSpec } from "./ics23-spec.ts";
export type { CommitmentProof, ExistenceProof, InnerOp, LeafOp, NonExistenceProof } from "./ics23-types.ts";
export { verifyExistence, verifyNonExistence } from "./ics23-verify.ts";
export {
  bytesKey,
  lengthPrefixedBytesKey,
  pairKey,
  tripleKey,
  u64Key,
  utf8Key,
  type KeyCodec,
  type PairKeyCodec,
  type TripleKeyCodec,
} from "./key-codec.ts";
export {
  KEY_LENGTH_MAX,
  VALUE_LENGTH_MAX,
  type Entry,
  type KeyRange,
  type KeyValueReader,
  type KeyValueStore,
  type MultiStore,
  type MultiStoreReader,
} from "./key-value.ts";
export {
  createMultiStore,
  type Candidate,
  type CommitId,
  type CommittedMultiStore,
  type CommittedVersion,
  type MultiStoreOptions,
} from "./multi-store.ts";
export { proveQuery, verifyQuery, type ProofOp, type QueryProof } from "./query-proof.ts";
export { StoreError, type StoreErrorCode } from "./store-error.ts";
export { bytesValue, presentValue, protoCodec, u64Value, utf8Value, type ValueCodec } from "./value-codec.ts";
