import {
  claimedWeights,
  claimLeaf,
  claimRoot,
  committedRequest,
  contradictionIn,
  isCommittedOutput,
  judgeMatch as judgeShownMatch,
  ownedByDatanet,
  splitAmongContributions,
  withoutTokens,
  type OwnedAmount,
  type RegisteredContribution,
  type ShownContribution,
  type TokenRun,
} from "@openledger/attribution";
import type { Claim, ContributionRef, Receipt } from "@openledger/messages/openledger/attribution/v1";
import type { Contribution } from "@openledger/messages/openledger/datanet/v1";
import type { ModelVersion } from "@openledger/messages/openledger/model/v1";
import type { DisputedReceipt, MatchEvidence } from "@openledger/messages/openledger/market/v1";
import { equalBytes } from "@openledger/primitives";
import type { Context } from "@openledger/state-machine";
import { parseAmount } from "../support/amounts.ts";
import { committedAnswer } from "./committed-answer.ts";
import { claimErrors } from "./errors.ts";
import type { DatanetKeeper } from "./expected-keepers.ts";
import { acceptedInTime, contextOf, paramsOf, type ReceiptTerms, type VerifiedAnswer } from "./receipt-terms.ts";

const SPAN_WEIGHT_MAX = 1n << 40n;

/** What a counter-example does to a receipt's claim. */
export type ClaimVerdict =
  | { readonly outcome: "void" | "stands"; readonly code: string; readonly message: string }
  | {
      readonly outcome: "correct";
      /** Tokens that have no owner now, beside those of earlier corrections. */
      readonly tokens: readonly TokenRun[];
      readonly before: readonly OwnedAmount[];
      readonly after: readonly OwnedAmount[];
    }
  | { readonly outcome: "unproved"; readonly message: string };

/**
 * What a claim's spans give the owners by datanet, with rows and weights believed. Throws the module's error when the
 * claim is not the receipt's, cites what is not registered, or has owner lines that its spans do not give.
 */
export function claimedAmounts(
  ctx: Context,
  datanets: DatanetKeeper,
  terms: ReceiptTerms,
  { receipt, claim }: { readonly receipt: Receipt; readonly claim: Claim },
): VerifiedAnswer {
  const { sha256 } = ctx.crypto;
  if (!equalBytes(claimRoot(sha256, claim), receipt.claimRoot)) throw claimErrors["claim-root"]();
  const heavy = claim.spans.find(({ weight }) => weight > SPAN_WEIGHT_MAX);
  if (heavy !== undefined) throw claimErrors.weight(`span at token ${heavy.firstToken} weighs ${heavy.weight}`);
  const owned = ownedOf(ctx, datanets, terms, receipt, claim, weightOf(claim));
  const sums = new Map<string, bigint>();
  for (const { owner, amount } of owned) sums.set(owner, (sums.get(owner) ?? 0n) + amount);
  const isRight =
    claim.owners.length === sums.size &&
    claim.owners.every(({ owner, amount }) => sums.get(owner)?.toString() === amount);
  if (!isRight) throw claimErrors["owner-amounts"](`receipt ${receipt.index}`);
  return { claimLeaf: claimLeaf(sha256, receipt, claim), owned };
}

function ownedOf(
  ctx: Context,
  datanets: DatanetKeeper,
  { model, dataBps }: ReceiptTerms,
  receipt: Receipt,
  claim: Claim,
  totalWeight: number,
): readonly OwnedAmount[] {
  const owned = claimedWeights(claim, (ref) => {
    const known = registered(ctx, datanets, model, ref);
    if (known === undefined) throw claimErrors["contribution-late"](`contribution ${ref.datanetId}/${ref.seq}`);
    return known.leaf.sequence;
  });
  const amount = parseAmount(receipt.amount);
  if (amount === undefined) throw claimErrors.amount(`receipt ${receipt.index}`);
  const { maxOwners } = paramsOf(ctx);
  return ownedByDatanet(splitAmongContributions(owned, { amount, dataBps, totalWeight, maxOwners }));
}

/** Tokens without owner weigh as before: what they would have earned is nobody's. */
function weightOf(claim: Claim): number {
  return claim.spans.reduce((sum, { weight }) => sum + Number(weight), 0);
}

function registered(
  ctx: Context,
  datanets: DatanetKeeper,
  model: ModelVersion,
  ref: ContributionRef,
): (RegisteredContribution & { readonly stored: Contribution }) | undefined {
  const stored = acceptedInTime(ctx, datanets, model, ref);
  if (stored === undefined) return undefined;
  const { datanetId, seq, contributor, rowsRoot, sequence, grade, logIndex } = stored;
  return { leaf: { chainId: ctx.chain.chainId, datanetId, seq, contributor, rowsRoot, sequence, grade }, logIndex, stored };
}

/** Looks for a contradiction between a claim and the content, prices aside, that is committed beside it. */
export function judgeClaim(
  ctx: Context,
  datanets: DatanetKeeper,
  terms: ReceiptTerms,
  disputed: DisputedReceipt,
): ClaimVerdict {
  const { sha256 } = ctx.crypto;
  const answer = committedAnswer(ctx, disputed);
  if (answer === undefined) return { outcome: "unproved", message: "receipt or claim is missing" };
  if (!isCommittedOutput(sha256, answer)) return { outcome: "unproved", message: "the output is not the receipt's" };
  const request = committedRequest(sha256, answer);
  if (request === undefined) return { outcome: "unproved", message: "the request is not the receipt's" };
  const context = contextOf(ctx, datanets, terms, paramsOf(ctx));
  const contradiction = contradictionIn(sha256, answer, request, context, (ref) =>
    registered(ctx, datanets, terms.model, ref),
  );
  if (contradiction === undefined) return { outcome: "stands", code: "claim-stands", message: "no contradiction" };
  return { outcome: "void", ...contradiction };
}

/** Judges a claim by a match that it may have left out; `corrected` are the tokens of earlier corrections. */
export function judgeMatch(
  ctx: Context,
  datanets: DatanetKeeper,
  terms: ReceiptTerms,
  disputed: DisputedReceipt,
  shown: MatchEvidence,
  corrected: readonly TokenRun[],
): ClaimVerdict {
  const answer = committedAnswer(ctx, disputed);
  if (answer === undefined) return { outcome: "unproved", message: "receipt or claim is missing" };
  const { match, rows, chunks, rowHashes } = shown;
  const ref = match?.contribution;
  if (match === undefined || rows === undefined || ref === undefined) {
    return { outcome: "unproved", message: "the match names no contribution or lacks its rows" };
  }
  if (!isCommittedOutput(ctx.crypto.sha256, answer)) {
    return { outcome: "unproved", message: "the output is not the receipt's" };
  }
  const known = registered(ctx, datanets, terms.model, ref);
  if (known === undefined) {
    return { outcome: "unproved", message: "the contribution was not accepted before the model was published" };
  }
  const context = contextOf(ctx, datanets, terms, paramsOf(ctx));
  const contribution = shownContribution(ctx, datanets, ref, known, context);
  const verdict = judgeShownMatch(ctx.crypto.sha256, answer, { match, rows, chunks, rowHashes }, contribution, {
    rule: context.rule,
    sequenceOf: (cited) => registered(ctx, datanets, terms.model, cited)?.leaf.sequence,
  });
  if (verdict.outcome === "void") return { ...verdict, code: "match-omitted" };
  if (verdict.outcome === "stands") return { ...verdict, code: "claim-stands" };
  if (verdict.outcome === "unproved") return verdict;
  const tokens = withoutKnown(verdict.tokens, corrected);
  // Two who show the same match in one block are both right: the later one is refused and keeps its bond.
  if (tokens.length === 0) return { outcome: "unproved", message: "these tokens have no owner since an earlier correction" };
  const owned = (runs: readonly TokenRun[]): readonly OwnedAmount[] =>
    ownedOf(ctx, datanets, terms, answer.receipt, withoutTokens(answer.claim, answer.output, runs), weightOf(answer.claim));
  return { outcome: "correct", tokens, before: owned(corrected), after: owned([...corrected, ...tokens]) };
}

function shownContribution(
  ctx: Context,
  datanets: DatanetKeeper,
  ref: ContributionRef,
  { stored }: { readonly stored: Contribution },
  context: ReturnType<typeof contextOf>,
): ShownContribution {
  const isIn = stored.logIndex < context.manifestLogSize(ref.datanetId);
  const isCommons = datanets.datanet(ctx, ref.datanetId)?.commons === true;
  return {
    ref,
    rowsRoot: stored.rowsRoot,
    sequence: stored.sequence,
    standing: isIn ? "manifest" : isCommons ? "commons" : "outside",
    revoked: context.isRevoked(ref),
    revokedRows: context.revokedRows?.(ref) ?? [],
  };
}

/** The runs without the tokens of known ones, ascending. */
function withoutKnown(runs: readonly TokenRun[], known: readonly TokenRun[]): readonly TokenRun[] {
  const left: TokenRun[] = [];
  for (const run of runs) {
    for (let token = run.firstToken; token < run.firstToken + run.tokenCount; token++) {
      if (known.some(({ firstToken, tokenCount }) => token >= firstToken && token < firstToken + tokenCount)) continue;
      const last = left.at(-1);
      if (last !== undefined && last.firstToken + last.tokenCount === token) last.tokenCount++;
      else left.push({ firstToken: token, tokenCount: 1 });
    }
  }
  return left;
}
