import type { ContributionRef, OutputLabel } from "@openledger/messages/openledger/attribution/v1";
import type { RowRange } from "@openledger/messages/openledger/datanet/v1";
import type { DerivedAnswer } from "./derivation.ts";
import type { OwnershipRule } from "../ownership/rule.ts";

/** What the chain (or whoever asked it) knows of the receipt's session, offer, model version and manifest. */
export type ReceiptContext = {
  chainId: string;
  sessionId: bigint;
  /** Position in the session's log at which this receipt is presented. */
  index: bigint;
  modelId: bigint;
  modelVersion: bigint;
  outputLabel: OutputLabel;
  /** secp256k1 key of the offer, 33 bytes. */
  receiptKey: Uint8Array;
  rule: OwnershipRule;
  maxOwners: number;
  /** Data part of an answer's amount, out of 10,000. */
  dataBps: number;
  maxOutputBytes: number;
  /** Bound on the bytes of all documents of the request. */
  maxRequestBytes: number;
  /** Leaves of the datanet's log in the manifest's version of it; 0 when the manifest does not hold the datanet. */
  manifestLogSize(datanetId: bigint): bigint;
  /** Size and root of a version's log, whenever it was frozen; undefined when there is no such version. */
  frozenLog(datanetId: bigint, version: bigint): { size: bigint; root: Uint8Array } | undefined;
  /**
   * The contribution was accepted before the model version was published, and not struck when the session was opened:
   * others own nothing in its answers.
   */
  isAcceptedInTime(contribution: ContributionRef): boolean;
  /** Who owned the contribution when the session was opened, if not its contributor; its contributor by default. */
  ownerOf?(contribution: ContributionRef): string | undefined;
  /** The contribution was revoked or struck when the session was opened. */
  isRevoked(contribution: ContributionRef): boolean;
  /** Rows of a contribution that were revoked when the session was opened, where not all of it was; none by default. */
  revokedRows?(contribution: ContributionRef): readonly RowRange[];
  /**
   * For model kinds whose opening shows a derivation: assembles the output again and says why it is another one, or
   * returns undefined. Left out where the kind has none.
   */
  derive?(answer: DerivedAnswer): string | undefined;
};
