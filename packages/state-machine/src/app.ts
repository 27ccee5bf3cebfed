import type { Height, SignatureCheck, UnixNanos } from "@openledger/primitives";
import type { ChangeSet, SnapshotBlock, SnapshotSource, SnapshotSummary } from "@openledger/store";
import type { Misbehavior, VoteInfo } from "./context.ts";

/** ABCI event: every attribute is indexed. */
export interface AbciEvent {
  readonly type: string;
  readonly attributes: readonly { readonly key: string; readonly value: string; readonly index: boolean }[];
}

/** Result of one transaction; CometBFT hashes code, data, gasWanted and gasUsed. */
export interface ExecTxResult {
  readonly code: number;
  readonly data: Uint8Array;
  readonly log: string;
  readonly info: string;
  readonly gasWanted: bigint;
  readonly gasUsed: bigint;
  readonly events: readonly AbciEvent[];
  readonly codespace: string;
}

export interface ValidatorUpdate {
  /** 32 bytes ed25519. */
  readonly publicKey: Uint8Array;
  /** 0 removes the validator. */
  readonly power: bigint;
}

/** Consensus parameters that CometBFT hashes into the header. */
export interface ConsensusParams {
  readonly maxBlockBytes: bigint;
  readonly maxBlockGas: bigint;
  /** What CometBFT reads and does not hash; its own values where the App keeps none. */
  readonly evidence?: { readonly maxAgeBlocks: bigint; readonly maxAgeNanos: bigint; readonly maxBytes: bigint };
  /** Such as `ed25519`. */
  readonly pubKeyTypes?: readonly string[];
}

/** The parsed genesis document. `appState` is module name -> JSON. */
export interface InitChainRequest {
  readonly chainId: string;
  readonly genesisTime: UnixNanos;
  readonly initialHeight: Height;
  readonly consensusParams: ConsensusParams;
  readonly validators: readonly ValidatorUpdate[];
  readonly appState: unknown;
}

export interface InitChainResponse {
  readonly appHash: Uint8Array;
  readonly validators: readonly ValidatorUpdate[];
}

export interface CheckTxResponse {
  readonly code: number;
  readonly data: Uint8Array;
  readonly log: string;
  readonly gasWanted: bigint;
  readonly gasUsed: bigint;
  readonly events: readonly AbciEvent[];
  readonly codespace: string;
  /** Signer and sequence of the first signature, for the mempool's order; empty when refused. */
  readonly sender: string;
  readonly sequence: bigint;
}

export interface FinalizeBlockRequest {
  readonly height: Height;
  readonly time: UnixNanos;
  readonly proposer: Uint8Array;
  readonly hash: Uint8Array;
  readonly txs: readonly Uint8Array[];
  /** Votes on the block before, in the order of the validator set; absent where nobody votes. */
  readonly votes?: readonly VoteInfo[] | undefined;
  readonly misbehavior?: readonly Misbehavior[] | undefined;
}

export interface FinalizeBlockResponse {
  readonly appHash: Uint8Array;
  readonly txResults: readonly ExecTxResult[];
  readonly events: readonly AbciEvent[];
  readonly validatorUpdates: readonly ValidatorUpdate[];
}

/** A block that was executed on a branch and waits for commit; `changeSet` is what the state log persists. */
export interface ExecutedBlock {
  readonly request: FinalizeBlockRequest;
  readonly response: FinalizeBlockResponse;
  readonly changeSet: ChangeSet;
  /** Parameters of the next block, where this block changed them. */
  readonly consensusParams?: ConsensusParams;
  /** Transactions that tripped an assertion and must not enter the block (candidate execution only). */
  readonly quarantined: readonly { readonly index: number; readonly reason: string }[];
}

export interface QueryRequest {
  readonly path: string;
  readonly data: Uint8Array;
  /** 0 means the last committed version. */
  readonly height: bigint;
  readonly prove: boolean;
}

export interface QueryResponse {
  readonly code: number;
  readonly log: string;
  /** Where the key stands, for an App that knows; 0 when absent. */
  readonly index?: bigint;
  readonly codespace: string;
  readonly key: Uint8Array;
  readonly value: Uint8Array;
  readonly proofOps: readonly { readonly type: string; readonly key: Uint8Array; readonly data: Uint8Array }[];
  readonly height: bigint;
}

/** What an App says of itself. */
export interface AppInfo {
  /** Of the last commit; 0 before the first. */
  readonly height: Height;
  readonly appHash: Uint8Array;
  /** Free text for `abci_info`; the driver has words of its own when it is absent, as for `version`. */
  readonly data?: string;
  readonly version?: string;
  /** Parameters of the next block; those of genesis when absent. */
  readonly consensusParams?: ConsensusParams;
  /** Protocol version of the App in block headers; 0 when absent. */
  readonly appVersion?: bigint;
}

/** What a driver may say to a block that executes. */
export type StepSignal = "enough" | undefined | void;

/**
 * The application as every driver sees it: the ABCI 2.0 calls as a synchronous-inside, step-wise type.
 *
 * Must: be deterministic; persist nothing by itself (the driver logs the block, then the change set, then calls
 * `commit`); answer queries from the last committed version while a block executes.
 * Must not: keep references to the byte arrays it was given.
 */
export interface App {
  info(): AppInfo;
  /** Builds the genesis state on a branch; kept until the first commit, persisted with it. May run again before it. */
  initChain(request: InitChainRequest): InitChainResponse;
  /** The whole ante chain on the check state. `recheck` skips signatures, not sequences. */
  checkTx(tx: Uint8Array, recheck: boolean): CheckTxResponse;
  /**
   * Signatures that these transactions would have verified now, for another thread to do so meanwhile; absent where none
   * are verified. What comes of it never changes a result, only who computes it.
   */
  signaturesAhead?(txs: readonly Uint8Array[]): readonly SignatureCheck[];
  /** Takes signatures that were found good: they are not verified again. */
  rememberGood?(checks: readonly SignatureCheck[]): void;
  /** The transactions of a proposal as this App wants them in the block; unchanged when it is absent. */
  prepareProposal?(txs: readonly Uint8Array[]): readonly Uint8Array[];
  /**
   * Executes a candidate on a branch, yielding between transactions so that the driver can serve queries. The result's
   * request holds only the transactions that stay: those that trip an assertion are in `quarantined`. Told `enough`, it
   * ends the block after the transactions that have run, the first in any case; the others are neither there nor quarantined.
   */
  executeBlock(request: FinalizeBlockRequest): Generator<void, ExecutedBlock, StepSignal>;
  /** Gives up the memory of an executed block that will hardly be committed; another one may still take its place. */
  forget?(block: ExecutedBlock): void;
  /** Makes an executed block the last committed version and resets the check state. */
  commit(block: ExecutedBlock): void;
  /** Applies a version from the state log at start, without executing. Throws when the hash differs. */
  restore(version: { readonly height: Height; readonly time: UnixNanos; readonly appHash: Uint8Array; readonly changeSet: ChangeSet }): void;
  query(request: QueryRequest): QueryResponse;
  /** Gas and result of a transaction without valid signatures, on the check state (pending sequences count). */
  simulate(tx: Uint8Array): { readonly gasUsed: bigint; readonly result: ExecTxResult };
}

/** An App that starts from snapshots as well as from its change sets. */
export interface SnapshotApp extends App {
  /**
   * Begins a snapshot of a version that queries reach, the last committed one by default. It stays in memory until the
   * snapshot is released. Throws StoreError VERSION_NOT_AVAILABLE.
   */
  snapshot(height?: Height): SnapshotSource;
  /**
   * Starts from a snapshot instead of genesis or earlier versions; takes the memory of the blocks over. The caller
   * knows the app hash of that version and compares. Throws StoreError MALFORMED_SNAPSHOT, with nothing changed.
   */
  restoreSnapshot(summary: SnapshotSummary, blocks: Iterable<SnapshotBlock>): void;
  /**
   * Starts from the nodes of a version that another machine gave, in pieces cut anywhere. The app hash comes from a
   * header that the caller trusts; every hash is computed anew. Yields after each piece, and the state changes with the last
   * step. Throws StoreError MALFORMED_SNAPSHOT, with nothing changed.
   */
  importNodes(version: { readonly height: Height; readonly appHash: Uint8Array }, pieces: Iterable<Uint8Array>): Generator<void, void, void>;
}

/** Tells an App that makes snapshots, and starts from them. */
export function makesSnapshots(app: App): app is SnapshotApp {
  return "snapshot" in app;
}
