import type { Coin } from "@openledger/messages/cosmos/base/v1beta1";
import type { Claim, Params as AttributionParams, Receipt, ReceiptOpening } from "@openledger/messages/openledger/attribution/v1";
import type { Contribution, Datanet } from "@openledger/messages/openledger/datanet/v1";
import type { DisputedReceipt, MatchEvidence, TokenRange } from "@openledger/messages/openledger/market/v1";
import type { ModelVersion, VersionFreeze } from "@openledger/messages/openledger/model/v1";
import type { Context } from "@openledger/state-machine";
import type { BankKeeper } from "../expected-keepers.ts";
import type { StateReader } from "../support/reader.ts";

/** What market needs of datanets. */
export interface DatanetKeeper {
  datanet(ctx: StateReader, id: bigint): Datanet | undefined;
  contribution(ctx: StateReader, datanetId: bigint, seq: bigint): Contribution | undefined;
}

/** What market needs of models. */
export interface ModelKeeper {
  version(ctx: StateReader, modelId: bigint, version: bigint): ModelVersion | undefined;
  /** Why and since when a version takes no sessions, or undefined while it does. */
  freeze(ctx: StateReader, modelId: bigint, version: bigint): VersionFreeze | undefined;
}

/** What an owner is given of the rows of one datanet. */
export interface OwnedAmount {
  readonly owner: string;
  readonly datanetId: bigint;
  readonly amount: bigint;
}

/** What is known of a receipt beside its content. */
export interface ReceiptTerms {
  readonly sessionId: bigint;
  readonly index: bigint;
  readonly model: ModelVersion;
  readonly receiptKey: Uint8Array;
  readonly dataBps: number;
  readonly openedHeight: bigint;
}

/** What a counter-example does to a receipt's claim. */
export type ClaimVerdict =
  | { readonly outcome: "void" | "stands"; readonly code: string; readonly message: string }
  /** Owned amounts of the receipt with the new tokens without owner, and with only those of earlier corrections. */
  | {
      readonly outcome: "correct";
      readonly tokens: readonly TokenRange[];
      readonly before: readonly OwnedAmount[];
      readonly after: readonly OwnedAmount[];
    }
  /** The evidence is not what is committed and says nothing. */
  | { readonly outcome: "unproved"; readonly message: string };

/** What market needs of attribution. */
export interface AttributionKeeper {
  params(ctx: StateReader): AttributionParams;
  /** Recomputes all that an opening states; throws attribution's error for the first thing that does not hold. */
  verifyAnswer(
    ctx: Context,
    presented: ReceiptTerms & { readonly opening: ReceiptOpening },
  ): { readonly claimLeaf: Uint8Array; readonly owned: readonly OwnedAmount[] };
  /**
   * What a claim's spans give the owners by datanet, its rows and weights believed; throws attribution's error when its
   * root or its owner lines contradict that.
   */
  claimedAmounts(
    ctx: Context,
    terms: ReceiptTerms,
    stated: { readonly receipt: Receipt; readonly claim: Claim },
  ): { readonly claimLeaf: Uint8Array; readonly owned: readonly OwnedAmount[] };
  /** Judges a committed output by evidence of the model's kind; undefined for kinds that no evidence refutes. */
  refuteOutput(
    ctx: Context,
    terms: ReceiptTerms,
    disputed: DisputedReceipt,
    evidence: Uint8Array,
  ): ClaimVerdict | undefined;
  /** Looks for a contradiction between a claim and what is committed beside it. */
  judgeClaim(ctx: Context, terms: ReceiptTerms, disputed: DisputedReceipt): ClaimVerdict;
  /** Judges a claim by a match that it may have left out. */
  judgeMatch(
    ctx: Context,
    terms: ReceiptTerms,
    disputed: DisputedReceipt,
    shown: MatchEvidence,
    corrected: readonly TokenRange[],
  ): ClaimVerdict;
}

/** Where a fee went: units that sum to it, less what was withheld. */
export interface DistributedParts {
  readonly owned: bigint;
  readonly priors: bigint;
  readonly curators: bigint;
  readonly returned: bigint;
  readonly host: bigint;
  readonly model: bigint;
  readonly stakers: bigint;
  readonly treasury: bigint;
  readonly burned: bigint;
}

/** What market needs of rewards. */
export interface RewardsKeeper {
  /** The data part out of 10,000. */
  dataBps(ctx: StateReader): number;
  /** Divides a fee that lies in the payer's module account, in so many payouts. */
  distribute(
    ctx: Context,
    distribution: {
      readonly source: { readonly settlementId: bigint; readonly sessionId: bigint };
      readonly payer: string;
      readonly fee: Coin;
      readonly host: string;
      readonly buyer: string;
      readonly model: ModelVersion;
      readonly owned: readonly OwnedAmount[];
      /** Units of the unowned data part that stay in the payer's account; 0 when absent. */
      readonly withheld?: bigint;
    },
  ): { readonly parts: DistributedParts; readonly payouts: number };
}

/** Who tells what buyers brought in from outside from what the protocol paid them. */
export interface DemandLedger {
  /** Before a buyer's coins, `held` of the denom in all, move into the escrow of a new session. */
  openEscrow(
    ctx: Context,
    opened: { readonly sessionId: bigint; readonly buyer: string; readonly coin: Coin; readonly held: bigint },
  ): void;
  /** What an answer or an opening fee cost net of what returned, `toProtocol` of it for stakers, treasury and burn. */
  spendEscrow(
    ctx: Context,
    spent: { readonly sessionId: bigint; readonly denom: string; readonly units: bigint; readonly toProtocol: bigint },
  ): void;
  /** What has gone back to the buyer. */
  returnEscrow(
    ctx: Context,
    returned: { readonly sessionId: bigint; readonly buyer: string; readonly denom: string; readonly units: bigint },
  ): void;
}

/** All that market needs of its neighbours. */
export interface Neighbours {
  readonly bank: BankKeeper;
  readonly datanets: DatanetKeeper;
  readonly models: ModelKeeper;
  readonly attribution: AttributionKeeper;
  readonly rewards: RewardsKeeper;
  readonly demand: DemandLedger;
}
