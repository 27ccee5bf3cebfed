import type { GenesisClaimable } from "@openledger/client/offline";

/** An event as the node reports it. */
export interface SourceEvent {
  readonly type: string;
  readonly attributes: readonly { readonly key: string; readonly value: string }[];
}

/** A transaction with what its execution gave. */
export interface SourceTx {
  readonly bytes: Uint8Array;
  readonly code: number;
  readonly codespace: string;
  readonly log: string;
  /** TxMsgData of a successful transaction. */
  readonly data: Uint8Array;
  readonly gasWanted: bigint;
  readonly gasUsed: bigint;
  readonly events: readonly SourceEvent[];
}

/** What the commit in a block has of one validator of the set that signed, in the order of the set. */
export type CommitSlot =
  | { readonly flag: "ABSENT" }
  /** NIL voted for no block of that round. `address` are 20 bytes of the consensus key's, `timeNs` Unix nanoseconds, null for a time that was not kept. */
  | { readonly flag: "COMMIT" | "NIL"; readonly address: Uint8Array; readonly timeNs: bigint | null };

/** The signatures under the block before, which a block carries. */
export interface LastCommit {
  readonly round: number;
  readonly slots: readonly CommitSlot[];
}

/** One committed block: header, transactions and results. Hashes are 32 bytes, the parent of block 1 is empty. */
export interface CommittedBlock {
  readonly chainId: string;
  readonly height: bigint;
  readonly hash: Uint8Array;
  readonly parentHash: Uint8Array;
  /** Header time, Unix nanoseconds. */
  readonly timeNs: bigint;
  readonly proposer: Uint8Array;
  /** None in the first block; absent where the source does not tell it. */
  readonly lastCommit?: LastCommit;
  readonly appHash: Uint8Array;
  readonly resultAppHash: Uint8Array;
  readonly txs: readonly SourceTx[];
  /** Events of the block's begin and end. */
  readonly events: readonly SourceEvent[];
}

/** How far the chain of a node is on DA. */
export interface RollupHeights {
  /** `sequencer` or `follower`. */
  readonly role: string;
  /** Last block that the sequencer signed. */
  readonly softHeight: bigint;
  /** Last block that was read from DA. */
  readonly includedHeight: bigint;
  /** The same at the last DA height that is final. */
  readonly finalHeight: bigint;
}

/** Which chain a node serves and how far it is. */
export interface SourceStatus {
  readonly chainId: string;
  readonly height: bigint;
  readonly earliestHeight: bigint;
  /** Where its blocks stand on DA; undefined for a node that has nothing to do with DA. */
  readonly rollup?: RollupHeights | undefined;
}

/** A chain whose state another one began with. */
export interface PreviousChain {
  readonly chainId: string;
  /** Height whose state the other one began with. */
  readonly exportedHeight: bigint;
  /** The first of its blocks that was kept, and the last one, with their hashes. */
  readonly firstHeight: bigint;
  readonly firstHash: Uint8Array;
  readonly lastHeight: bigint;
  readonly lastHash: Uint8Array;
}

/** What an exported genesis carries over beside records that the first block tells. */
export interface CarriedState {
  /** The newest last. */
  readonly previousChains: readonly PreviousChain[];
  readonly votes: readonly { readonly proposalId: bigint; readonly voter: string; readonly options: readonly { readonly option: string; readonly weight: string }[] }[];
  /** `amount` are coins as text. */
  readonly deposits: readonly { readonly proposalId: bigint; readonly depositor: string; readonly amount: string }[];
  readonly signingInfos: readonly { readonly consensusAddress: string; readonly startHeight: bigint; readonly jailedUntilNs: bigint; readonly tombstoned: boolean }[];
  /** What entered, left and was spent until then, by denom and in units. */
  readonly demand: readonly {
    readonly denom: string;
    readonly entered: bigint;
    readonly left: bigint;
    readonly leftExternal: bigint;
    readonly external: bigint;
    readonly internal: bigint;
    readonly toProtocol: bigint;
  }[];
}

/** What the index takes from the genesis document. */
export interface SourceGenesis {
  readonly chainId: string;
  /** sha256 of the document's canonical JSON. */
  readonly hash: Uint8Array;
  /** Prefix of account addresses. */
  readonly bech32Prefix: string;
  readonly initialHeight: bigint;
  /** Balances when the first block begins, with what genesis itself moved; `external` is the part that entered through a gate. */
  readonly balances: readonly { readonly address: string; readonly denom: string; readonly amount: bigint; readonly external?: bigint }[];
  /** What accounts may claim when the first block begins, carried over from an earlier chain. */
  readonly claimables?: readonly GenesisClaimable[];
  /** What else an exported genesis says that no block tells. */
  readonly carriedState?: CarriedState;
  /** Modules whose state genesis carries over from an earlier chain, which no block tells. */
  readonly carried?: readonly string[];
}

/**
 * Where committed blocks come from.
 *
 * Must: answer each height with one and the same block forever; throw a retryable OperationalError while the node
 * can't be reached, and a fatal one for an answer that is not CometBFT's.
 */
export interface BlockSource {
  status(signal?: AbortSignal): Promise<SourceStatus>;
  genesis(signal?: AbortSignal): Promise<SourceGenesis>;
  block(height: bigint, signal?: AbortSignal): Promise<CommittedBlock>;
}
