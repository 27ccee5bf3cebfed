import type { ChainProof } from "../offline/chain-proof.ts";
import type { ChainFacts, SettlementFacts } from "./chain-facts.ts";

/** Version of the file format. */
export const RECEIPT_FILE_FORMAT = "openledger.receipt/1";

/**
 * RECEIPT.json: one answer with everything that a stranger needs to check it. `opening` and `head` are what is proved;
 * `readable` repeats them for people and is compared with them.
 */
export interface ReceiptFile {
  readonly format: typeof RECEIPT_FILE_FORMAT;
  /** Canonical protobuf of `openledger.attribution.v1.ReceiptOpening`, base64. */
  readonly opening: string;
  /** Null until the buyer has signed a head that covers the receipt. */
  readonly head: ReceiptFileHead | null;
  readonly facts: ChainFacts;
  /** Null until the receipt is part of a settlement that is known. */
  readonly settlement: SettlementFacts | null;
  /** What shows that settlement without a node; there once it is final, if the node still had the states around it. */
  readonly chainProof?: ChainProof;
  readonly readable: ReadableReceipt;
}

export interface ReceiptFileHead {
  /** Canonical protobuf of `openledger.attribution.v1.SignedTreeHead`, base64. */
  readonly signed: string;
  /** Sibling hashes from the receipt's leaf up to the head's root, hex. */
  readonly inclusionPath: readonly string[];
}

/** The receipt in words and numbers. Amounts, ids and weights are decimal text. */
export interface ReadableReceipt {
  readonly sessionId: string;
  readonly index: string;
  readonly nonce: string;
  /** Text of the last message whose role is `user`. */
  readonly question: string;
  /** The output as text; its bytes are in the opening. */
  readonly answer: string;
  readonly amount: string;
  readonly denom: string;
  readonly inputTokens: string;
  readonly outputTokens: string;
  readonly latencyMs: string;
  /** Units of `denom` that the claim gives each owner. */
  readonly owners: readonly { readonly owner: string; readonly amount: string }[];
  /** All tokens of the answer, in order. */
  readonly spans: readonly ReadableSpan[];
  /** Q8 bits of all tokens, and of those with an owner. */
  readonly totalWeight: string;
  readonly ownedWeight: string;
}

export type ReadableSpanStatus = "owned" | "no-match" | "outside" | "revoked" | "request" | "repeat";

/** A run of the answer with one owner, or one reason why it has none. */
export interface ReadableSpan {
  /** Bytes of the answer's UTF-8: from `start` up to, without, `end`. */
  readonly start: number;
  readonly end: number;
  readonly status: ReadableSpanStatus;
  /** Address when owned, else empty. */
  readonly owner: string;
  /** Q8 bits. */
  readonly weight: string;
  /** What is cited: absent for `no-match`, `request` and `repeat`. */
  readonly contribution: { readonly datanetId: string; readonly seq: string; readonly title: string } | null;
  /** Document of the contribution (or number of the message, or 0) and byte offset of the cited run in it. */
  readonly document: number | null;
  readonly offset: string | null;
}
