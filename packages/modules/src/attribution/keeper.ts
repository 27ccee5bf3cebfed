import { ownedByDatanet, verifyReceiptOpening, type TokenRun } from "@openledger/attribution";
import type { Claim, Params, Receipt, ReceiptOpening } from "@openledger/messages/openledger/attribution/v1";
import type { DisputedReceipt, MatchEvidence } from "@openledger/messages/openledger/market/v1";
import type { Context } from "@openledger/state-machine";
import type { StateReader } from "../support/reader.ts";
import { claimErrors } from "./errors.ts";
import { claimedAmounts, judgeClaim, judgeMatch, type ClaimVerdict } from "./disputes.ts";
import type { DatanetKeeper } from "./expected-keepers.ts";
import { openingGas } from "./opening-gas.ts";
import { outputRefuter } from "./refute-output.ts";
import { contextOf, paramsOf, type ReceiptTerms, type VerifiedAnswer } from "./receipt-terms.ts";

/** A receipt that the market presents with its opening. */
export interface PresentedReceipt extends ReceiptTerms {
  readonly opening: ReceiptOpening;
}

/** What other modules may ask of attribution. */
export interface AttributionKeeper {
  params(ctx: StateReader): Params;
  /** Version of the tokeniser by which all text on this chain is counted. */
  tokeniserVersion(ctx: StateReader): number;
  /** Recomputes all that an opening states. Throws the module's error for the first thing that does not hold. */
  verifyAnswer(ctx: Context, presented: PresentedReceipt): VerifiedAnswer;
  /** What a claim's spans give the owners, with rows and weights believed. */
  claimedAmounts(
    ctx: Context,
    terms: ReceiptTerms,
    stated: { readonly receipt: Receipt; readonly claim: Claim },
  ): VerifiedAnswer;
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
    corrected: readonly TokenRun[],
  ): ClaimVerdict;
}

export function createAttributionKeeper(datanets: DatanetKeeper): AttributionKeeper {
  return {
    params: paramsOf,
    tokeniserVersion: (ctx) => paramsOf(ctx).tokeniserVersion,
    verifyAnswer: (ctx, presented) => verifyAnswer(ctx, datanets, presented),
    claimedAmounts: (ctx, terms, stated) => claimedAmounts(ctx, datanets, terms, stated),
    refuteOutput: (ctx, terms, disputed, evidence) =>
      outputRefuter(terms.model.kind, datanets)?.(ctx, terms, disputed, evidence),
    judgeClaim: (ctx, terms, disputed) => judgeClaim(ctx, datanets, terms, disputed),
    judgeMatch: (ctx, terms, disputed, shown, corrected) =>
      judgeMatch(ctx, datanets, terms, disputed, shown, corrected),
  };
}

function verifyAnswer(ctx: Context, datanets: DatanetKeeper, presented: PresentedReceipt): VerifiedAnswer {
  const { opening } = presented;
  const rule = paramsOf(ctx);
  ctx.gas.consume(openingGas(opening), "receipt opening");
  const verdict = verifyReceiptOpening(ctx.crypto, opening, contextOf(ctx, datanets, presented, rule));
  if (!verdict.ok) throw claimErrors[verdict.code](verdict.message);
  const { claimLeaf, shares } = verdict.value;
  return { claimLeaf, owned: ownedByDatanet(shares) };
}
