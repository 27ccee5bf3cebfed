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
export { multiStoreRoot, type StoreRoot } from "./commit-info.ts";
export { createIavlTree, type IavlTree } from "./iavl-tree.ts";
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
export { StoreError, type StoreErrorCode } from "./store-error.ts";
export { bytesValue, presentValue, protoCodec, u64Value, utf8Value, type ValueCodec } from "./value-codec.ts";
