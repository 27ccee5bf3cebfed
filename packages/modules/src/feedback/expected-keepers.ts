import type { Receipt } from "@openledger/messages/openledger/attribution/v1";
import type { Contribution, FeedbackRef, MsgContribute } from "@openledger/messages/openledger/datanet/v1";
import type { ReceiptInclusion, Session } from "@openledger/messages/openledger/market/v1";
import type { ChainConfig, Context } from "@openledger/state-machine";
import type { StateReader } from "../support/reader.ts";

/** A receipt of which the market has decided. */
export interface DecidedReceipt {
  readonly session: Session;
  readonly receipt: Receipt;
  readonly index: bigint;
  /** False when its settlement is void. */
  readonly paid: boolean;
}

/** What feedback needs of the market. */
export interface ReceiptKeeper {
  /** The receipt that an inclusion shows. Throws the market's errors, also while its settlement is pending. */
  settledReceipt(ctx: Context, inclusion: ReceiptInclusion): DecidedReceipt;
  /** The session while it is open or on record, or undefined. */
  session(ctx: StateReader, id: bigint): Session | undefined;
}

/** What feedback needs of datanets. */
export interface CorrectionKeeper {
  /** What of a contribution shows without state. Throws datanet's error. */
  checkContribution(msg: MsgContribute, chain: ChainConfig): void;
  /** Registers a contribution that corrects an answer. Throws datanet's errors. */
  contribute(ctx: Context, msg: MsgContribute, feedback: FeedbackRef): Contribution;
}
