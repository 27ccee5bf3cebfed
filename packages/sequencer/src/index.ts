export { mempoolLimits } from "./block-limits.ts";
export { createBlockProducer, type BlockProducer, type BlockProducerOptions, type CommittedBlock, type ForcedReap } from "./block-producer.ts";
export type { BlockResults } from "./block-results.ts";
export { headerMismatch, quarantinedInLog, requestOfBlock } from "./check-block.ts";
export { openChainStore, type ChainStore, type SealedBlock } from "./chain-store.ts";
export type { SequencerErrorCode } from "./errors.ts";
export { failedCrossing, validatorsFor } from "./crossing.ts";
export { createEvidencePool, type EvidencePool } from "./evidence-pool.ts";
export { gasUsedBy } from "./gas-used-by.ts";
export { checkForcedInTurn, runsInTurn, whyNotOwed, type ForcedJudge, type ForcedWaiting } from "./forced-txs.ts";
export { importBlock, type Contradiction } from "./import-block.ts";
export { createMempool, type Mempool, type MempoolLimits } from "./mempool.ts";
export { openChain, type OpenChainOptions, type OpenedChain } from "./recover.ts";
export { createReplayer, type Replayer } from "./replayer.ts";
export { nextHeight } from "./propose-block.ts";
export { replayBlockLog, type ReplayReport } from "./replay.ts";
export { removeUnreached, REPLAY_BYTES, restoreState, type RestorableLog, type RestoredState, type RestoreOptions } from "./restore-state.ts";
export { sealedBlock, type Sealer } from "./seal-block.ts";
export { localSealingKey, type SealingKey, type SealRequest } from "./sealing-key.ts";
export { holdsPower, lastSealedBy } from "./sealing-power.ts";
export { createSnapshotter, type Snapshotter, type SnapshotterOptions } from "./snapshotter.ts";
export { SNAPSHOT_FORMAT, type AbciSnapshot } from "./state-sync/abci-snapshot.ts";
export {
  restorePortableSnapshot,
  writePortableSnapshot,
  writeStateSnapshot,
  type PortableSnapshot,
  type RestoreSnapshotFrom,
  type WriteSnapshotTo,
} from "./state-sync/portable-snapshot.ts";
export {
  createSnapshotRestorer,
  type ApplyAnswer,
  type OfferAnswer,
  type SnapshotRestorer,
  type SnapshotRestorerOptions,
} from "./state-sync/snapshot-restorer.ts";
export { openSnapshotShelf, type SnapshotShelf } from "./state-sync/snapshot-shelf.ts";
export { createStateSyncWriter, type StateSyncWriter, type StateSyncWriterOptions } from "./state-sync/state-sync-writer.ts";
export { runInSlices } from "./time-slice.ts";
export type { TxIndex, TxLocation } from "./tx-index.ts";
export { createValidatorHistory, type SetChange, type ValidatorHistory, type ValidatorSets } from "./validator-history.ts";
export { createValidatorKey, loadValidatorKey, type ValidatorKey } from "./validator-key.ts";
export { createVerifyAhead, executionOf, type VerifyAhead, type VerifyAheadOptions } from "./verify-ahead.ts";
export { isSignStateOfAnotherKey, newSignState } from "./whose-sign-state.ts";
