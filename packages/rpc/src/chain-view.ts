import type { RankedValidator } from "@openledger/comet";
import type { DefaultNodeInfo } from "@openledger/messages/tendermint/p2p";
import type { Block, BlockID } from "@openledger/messages/tendermint/types";
import type { CheckTxResponse, ExecTxResult } from "@openledger/state-machine";

/** A block as services show it. */
export interface ViewedBlock {
  readonly block: Block;
  readonly blockId: BlockID;
}

/** A committed transaction. */
export interface ViewedTx {
  readonly height: bigint;
  readonly bytes: Uint8Array;
  readonly result: ExecTxResult;
  /** Of its block's header, in nanoseconds since 1970. */
  readonly time: bigint;
}

/** Which of the transactions found are wanted. */
export interface TxPage {
  /** CometBFT's event query language. */
  readonly query: string;
  readonly order: "asc" | "desc";
  /** From 1. */
  readonly page: number;
  /** 1 to 100. */
  readonly perPage: number;
}

/**
 * What the Cosmos SDK's services say of blocks, transactions, validators and peers: of this process's own chain, or of a
 * CometBFT that has them. Each call throws RpcError for a question that cannot be answered, with CometBFT's sentence, and
 * {@link ChainUnreachable} when whoever has the blocks does not answer.
 */
export interface ChainView {
  nodeInfo(): Promise<DefaultNodeInfo>;
  isSyncing(): Promise<boolean>;
  /** Of the first block that is kept and the last; both 0 before the first. */
  heights(): Promise<{ readonly first: bigint; readonly last: bigint }>;
  /** Undefined outside those heights. */
  block(height: bigint): Promise<ViewedBlock | undefined>;
  /** Who signs the block of a height, in the order of the set. */
  validators(height: bigint): Promise<readonly RankedValidator[]>;
  tx(hash: Uint8Array): Promise<ViewedTx | undefined>;
  searchTxs(page: TxPage): Promise<{ readonly total: number; readonly txs: readonly ViewedTx[] }>;
  /** Hands a transaction to the mempool. Throws an OperationalError of code `TX_IN_CACHE`, `MEMPOOL_FULL` or `TX_TOO_LARGE`. */
  admit(tx: Uint8Array): Promise<Pick<CheckTxResponse, "code" | "codespace" | "data" | "log">>;
}

/** Whoever has the blocks does not answer: REST says 503, code 14. The message says who that is. */
export class ChainUnreachable extends Error {
  override readonly name = "ChainUnreachable";
}
