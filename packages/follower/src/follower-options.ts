import type { Block, SignedHeader } from "@openledger/comet";
import type { Attestation, BlockData, Break, ForcedTx, Inflate, RecoveryRule, Rotation } from "@openledger/derivation";
import type { FileSystem } from "@openledger/kv";
import type { Da, OperationalError } from "@openledger/ports";
import type { Crypto } from "@openledger/primitives";
import type { CommittedBlock, OpenedChain, VerifyAhead } from "@openledger/sequencer";
import type { App } from "@openledger/state-machine";
import type { FraudRecord } from "./fraud-record.ts";

/** The sequencer itself, which has blocks before DA does; believed in nothing but its signatures. */
export interface SoftSource {
  /** Its last block. Rejects with a retryable OperationalError. */
  head(): Promise<bigint>;
  /** A block with the commit that seals it. Rejects as `head`. */
  block(height: bigint): Promise<SignedHeader & BlockData>;
  /** Whether this node has to take its blocks at once, as whoever goes on from them does; false by default. */
  readonly isBinding?: () => boolean;
}

export interface FollowerOptions {
  readonly da: Da;
  readonly app: App;
  readonly chain: OpenedChain;
  readonly crypto: Crypto;
  readonly inflate: Inflate;
  /** Other threads that verify signatures of blocks that are executed here; without it they are verified where transactions run. */
  readonly ahead?: VerifyAhead | undefined;
  /** For the checkpoint; the caller holds its lock. */
  readonly dataFolder: string;
  /** For fraud records; made when there is one. */
  readonly fraudFolder: string;
  /** First DA height at which the chain may have posted. */
  readonly startHeight: bigint;
  /** Milliseconds since 1970. */
  readonly nowMs: () => number;
  /** Fast path: blocks are executed before they are on DA, and compared when they are. */
  readonly soft?: SoftSource | undefined;
  /** Undefined for a chain whose genesis has no forced inclusion. */
  readonly forced?: ForcedRule | undefined;
  /** Who may replace the sequencer after a miss; undefined for a chain that then ends. */
  readonly recovery?: RecoveryRule | undefined;
  /** Undefined for a chain whose genesis registers nobody. */
  readonly attesting?: AttesterRule | undefined;
  /** Between looks at DA; 250 ms by default. */
  readonly pollMs?: number;
  readonly fileSystem?: FileSystem;
  /** Called once per block, in order, when block and state are durable. */
  readonly onCommitted?: (committed: CommittedBlock) => void;
  /** Proof of a broken rule was kept in a file. After one of an execution, `run` rejects with `FRAUD`. */
  readonly onFraud?: (record: FraudRecord, file: string) => void;
  /** A rotation counts: the next block begins with it, and its key seals that block. */
  readonly onRotation?: (rotation: Rotation) => void;
  /** DA, or the fast path, failed and is tried again. */
  readonly onRetry?: (error: OperationalError) => void;
}

/** What the sequencer must take from DA. */
export interface ForcedRule {
  /** DA heights. */
  readonly window: bigint;
  readonly bytesPerWindow: number;
  readonly gasPerWindow: bigint;
  /** Why nobody owes a block with a transaction on the last commit; undefined when one is owed. */
  readonly whyNotOwed: (tx: Uint8Array) => string | undefined;
  /** Hashes of what runs in its turn on the last commit, of what waits in the order of DA. */
  readonly runsInTurn: (waiting: readonly ForcedTx[]) => ReadonlySet<string>;
  /** Whether this node made a block itself, before it followed. */
  readonly isOwn: (block: Block) => boolean;
}

/** Keys that genesis registers, and the one that is here, if any of them is. */
export interface AttesterRule {
  readonly attesters: readonly Uint8Array[];
  readonly signer: { readonly publicKey: Uint8Array; sign(message: Uint8Array): Uint8Array } | undefined;
  /** Blocks from one attestation to the next. */
  readonly intervalBlocks: number;
}

/** How far following is. */
export interface FollowerStatus {
  /** Last block that was executed here, from DA or from the fast path. */
  readonly softHeight: bigint;
  /** Last block that was derived from DA; below the first height while there is none. */
  readonly includedHeight: bigint;
  /** Last block at a DA height that is final. */
  readonly finalHeight: bigint;
  /** DA height up to which DA was read, and the newest that was seen. */
  readonly daHeight: bigint;
  readonly daHead: bigint;
  /** True when DA was read to its newest height at the last look. */
  readonly isCaughtUp: boolean;
  /** Last block of which more than two thirds of the registered keys say what is here; undefined where none are registered. */
  readonly attestedHeight: bigint | undefined;
  /** Transactions on DA that wait for a block, or for their deadline. */
  readonly forcedWaiting: number;
  /** All misses at which the chain stood still, in order; the last one is open while nothing is executed. */
  readonly breaks: readonly Break[];
  /** Heights at which two sealed headers were found, the last ones. */
  readonly equivocations: readonly bigint[];
  /** Blobs that gave nothing since the start, and why the last one did. */
  readonly passedOver: number;
  readonly lastPassedOver: string | undefined;
  /** What fails at the moment; undefined while all works. */
  readonly failure: { readonly code: string; readonly message: string } | undefined;
}

/** Derives the chain from DA, executes it, and compares it with what the sequencer signed. */
export interface Follower extends Disposable {
  /** Runs until `stop`; rejects with `FRAUD` and with what only an operator can resolve. Call once. */
  run(): Promise<void>;
  /** Lets the block under way finish. */
  stop(): void;
  status(): FollowerStatus;
  /** What registered keys said on DA of a height, the last ones. */
  attestations(height: bigint): readonly Attestation[];
}
