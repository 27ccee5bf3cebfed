import type { Block, BlockId, Commit, RankedSet } from "@openledger/comet";
import type { Crypto, Height } from "@openledger/primitives";
import type {
  AbciEvent,
  AppInfo,
  CheckTxResponse,
  ExecTxResult,
  InitChainRequest,
  QueryRequest,
  QueryResponse,
  ValidatorUpdate,
} from "@openledger/state-machine";
import type { ChainView } from "./chain-view.ts";

/** A block with the commit that seals it. */
export interface RpcBlock {
  readonly block: Block;
  readonly blockId: BlockId;
  readonly bytes: Uint8Array;
  readonly commit: Commit;
}

/** What a block did. `appHash` is the state after it. */
export interface RpcBlockResults {
  readonly events: readonly AbciEvent[];
  readonly txResults: readonly ExecTxResult[];
  readonly validatorUpdates: readonly ValidatorUpdate[];
  readonly appHash: Uint8Array;
}

export interface RpcTxLocation {
  readonly height: Height;
  readonly index: number;
}

/** Where a rollup's blocks stand, from what a node found on DA by reading. */
export interface RollupStatus {
  /** A standby follows and begins to make blocks when it is its turn; a retired sequencer does neither any more. */
  readonly role: "sequencer" | "follower" | "standby" | "retired";
  /** Last block that the sequencer signed. */
  readonly softHeight: bigint;
  /** Last block that is on DA with header and data. */
  readonly includedHeight: bigint;
  /** The same at the last DA height that is final. */
  readonly finalHeight: bigint;
  /** DA height up to which DA was read. */
  readonly daHeight: bigint;
  /** Last block of which more than two thirds of the registered keys say what is here; undefined where none are registered. */
  readonly attestedHeight?: bigint | undefined;
  /** What only this role has to say. */
  readonly details: Readonly<Record<string, unknown>>;
}

/** What was said of a block by registered keys that executed it, each with its signature. */
export interface RpcAttestation {
  readonly publicKey: Uint8Array;
  readonly blockHash: Uint8Array;
  /** State after the block. */
  readonly appHash: Uint8Array;
  readonly signature: Uint8Array;
}

/**
 * What the RPC server needs of a node. Heights are those whose state is durable: a block is visible here only once it
 * can never be undone.
 */
export interface RpcBackend {
  readonly crypto: Crypto;
  readonly genesis: InitChainRequest;
  /** The genesis file as parsed JSON. */
  readonly genesisDocument: unknown;
  /** Where CometBFT has blocks and transactions: its view of them, for the Cosmos SDK's services. `chain` knows no more than heights then. */
  readonly elsewhere?: ChainView;
  readonly moniker: string;
  readonly softwareVersion: string;
  /** What addresses and fees look like; undefined for an App without accounts. */
  readonly accounts: { readonly bech32Prefix: string; readonly baseDenom: string } | undefined;
  /** The node's floor as its operator wrote it, e.g. `0.025uopen,0.001udemo`; empty for none. */
  readonly minimumGasPrices: string;
  /** Of the key with which this node signs; `address` 20 bytes. */
  readonly validator: { readonly address: Uint8Array; readonly publicKey: Uint8Array };
  readonly chain: {
    /** 0 before the first block. */
    readonly firstHeight: Height;
    readonly lastHeight: Height;
    block(height: Height): RpcBlock | undefined;
    heightOf(blockHash: Uint8Array): Height | undefined;
    results(height: Height): RpcBlockResults | undefined;
    /** Who signs the block at a height, from the first to two after the last. */
    validatorsAt(height: bigint): RankedSet;
    /** Heights of blocks whose own events have an indexed attribute of exactly this value, ascending. */
    blocksWithAttribute(tag: string, value: string): readonly number[];
    readonly txs: {
      readonly count: number;
      byHash(hash: Uint8Array): RpcTxLocation | undefined;
      between(from: bigint, to: bigint): readonly RpcTxLocation[];
      withAttribute(tag: string, value: string): readonly RpcTxLocation[];
    };
  };
  readonly mempool: {
    readonly count: number;
    readonly bytes: number;
    /** Throws an OperationalError for what CometBFT answers as an error instead of a code. */
    admit(tx: Uint8Array): Promise<CheckTxResponse>;
    list(limit: number): readonly Uint8Array[];
  };
  readonly app: {
    info(): AppInfo;
    checkTx(tx: Uint8Array, recheck: boolean): CheckTxResponse;
    query(request: QueryRequest): QueryResponse;
  };
  /** Takes an item of `Block.evidence` for a block to come; throws an OperationalError that says why not. Undefined where no blocks are made. */
  readonly evidence?: { submit(item: Uint8Array): void } | undefined;
  /** Whether blocks that others can see are still to be executed here; never, when absent. */
  readonly isCatchingUp?: (() => boolean) | undefined;
  /** What was read on DA of a height; undefined where no keys are registered. */
  readonly attestations?: ((height: bigint) => readonly RpcAttestation[]) | undefined;
  /** Whom one has to trust for finality, in a sentence; the sequencer, when absent. */
  readonly finality?: string | undefined;
  /** Where blocks stand on DA; undefined for a node that has nothing to do with DA. */
  readonly rollup?: (() => RollupStatus) | undefined;
  /** Calls back once per block, in order, after it is durable. Returns how to stop. */
  onBlock(listener: (height: Height) => void): () => void;
}
