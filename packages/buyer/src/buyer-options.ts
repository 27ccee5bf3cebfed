import type { ChainClient, CitedFacts, TxSender } from "@openledger/client";
import type { Crypto } from "@openledger/primitives";
import type { Logger } from "@openledger/telemetry";
import { BuyerError } from "./errors.ts";
import type { Places } from "./places.ts";
import type { ReceiptShelf } from "./receipt-shelf.ts";
import type { SessionKeys } from "./session-keys.ts";

/** What a buyer is made of. */
export interface BuyerOptions {
  readonly client: ChainClient;
  readonly sender: TxSender;
  readonly crypto: Crypto;
  readonly places: Places;
  readonly keys: SessionKeys;
  readonly shelf: ReceiptShelf;
  /** What answers of all sessions cite. */
  readonly cited: CitedFacts;
  readonly logger: Logger;
  /** Folder of call logs. */
  readonly folder: string;
  /** The most that answers and opening fees may cost together, over all sessions of this home. */
  readonly cap: { readonly denom: string; readonly amount: bigint };
  readonly durationSeconds: bigint;
  /** Opens private sessions with these auditors; public ones when absent. */
  readonly auditors?: readonly string[];
}

/** The refusal of an answer for which too little is left. */
export function capReached({ cap }: BuyerOptions, spent: bigint): BuyerError {
  const sums = `${spent} of ${cap.amount} ${cap.denom} are spent`;
  return new BuyerError(402, "spending_cap", `${sums}, which leaves too little for an answer; start again with a larger --max`);
}
