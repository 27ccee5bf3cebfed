import {
  ClaimError,
  claimedWeights,
  claimLeaf,
  claimRoot,
  committedRequest,
  contradictionIn,
  isCommittedOutput,
  judgeMatch as judgeShownMatch,
  ownedByDatanet,
  splitAmongContributions,
  verifySources,
  withoutTokens,
  type OwnedAmount,
  type RegisteredContribution,
  type ShownContribution,
  type TokenRun,
} from "@openledger/attribution";
import { SpanStatus, type Claim, type ContributionRef, type Receipt } from "@openledger/messages/openledger/attribution/v1";
import type { Contribution } from "@openledger/messages/openledger/datanet/v1";
import type { ModelVersion } from "@openledger/messages/openledger/model/v1";
import type { DisputedReceipt, MatchEvidence } from "@openledger/messages/openledger/market/v1";
import { equalBytes } from "@openledger/primitives";
import type { Context } from "@openledger/state-machine";
import { parseAmount } from "../support/amounts.ts";
import { committedAnswer } from "./committed-answer.ts";
import { commonsLogSize } from "./commons-log.ts";
import { claimErrors } from "./errors.ts";
import type { DatanetKeeper } from "./expected-keepers.ts";
import { readOnce } from "./read-once.ts";
import { acceptedInTime, contextOf, paramsOf, rulingFor, type ReceiptTerms, type VerifiedAnswer } from "./receipt-terms.ts";

/** The heaviest token weighs 20 bits, in Q8. */
const TOKEN_WEIGHT_MAX = 5_120n;

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
 * claim is not the receipt's, cites what is not registered, names sources that its kind or its passages cannot have, or has
 * owner lines that its spans do not give.
 */
export function claimedAmounts(
  ctx: Context,
  datanets: DatanetKeeper,
  terms: ReceiptTerms,
  { receipt, claim }: { readonly receipt: Receipt; readonly claim: Claim },
): VerifiedAnswer {
  const { sha256 } = ctx.crypto;
  if (!equalBytes(claimRoot(sha256, claim), receipt.claimRoot)) throw claimErrors["claim-root"]();
  checkSources(ctx, datanets, terms, claim);
  const stray = strayOwner(ctx, datanets, terms, claim);
  if (stray !== undefined) throw claimErrors.owner(stray);
  const owned = ownedOf(ctx, datanets, terms, receipt, claim, statedWeight(receipt, claim));
  const sums = new Map<string, bigint>();
  for (const { owner, amount } of owned) sums.set(owner, (sums.get(owner) ?? 0n) + amount);
  const isRight =
    claim.owners.length === sums.size &&
    claim.owners.every(({ owner, amount }) => sums.get(owner)?.toString() === amount);
  if (!isRight) throw claimErrors["owner-amounts"](`receipt ${receipt.index}`);
  return { claimLeaf: claimLeaf(sha256, receipt, claim), owned };
}

function checkSources(ctx: Context, datanets: DatanetKeeper, terms: ReceiptTerms, claim: Claim): void {
  const known = readOnce(datanets);
  try {
    verifySources(claim, contextOf(ctx, known, terms, paramsOf(ctx)), (ref) => registered(ctx, known, terms, ref));
  } catch (error) {
    if (error instanceof ClaimError) throw claimErrors[error.code](error.message);
    throw error;
  }
}

function ownedOf(
  ctx: Context,
  datanets: DatanetKeeper,
  terms: ReceiptTerms,
  receipt: Receipt,
  claim: Claim,
  totalWeight: number,
): readonly OwnedAmount[] {
  const owned = claimedWeights(claim, (ref) => {
    const known = registered(ctx, datanets, terms, ref);
    if (known === undefined) throw claimErrors["contribution-late"](`contribution ${ref.datanetId}/${ref.seq}`);
    return known.leaf.sequence;
  });
  const amount = parseAmount(receipt.amount);
  if (amount === undefined) throw claimErrors.amount(`receipt ${receipt.index}`);
  const { maxOwners } = paramsOf(ctx);
  return ownedByDatanet(splitAmongContributions(owned, { amount, dataBps: terms.dataBps, totalWeight, maxOwners }));
}

/** Tokens without owner weigh as before: what they would have earned is nobody's. */
function weightOf(claim: Claim): bigint {
  return claim.spans.reduce((sum, { weight }) => sum + weight, 0n);
}

/** The weight that a claim states, as a number. Throws for more than the receipt's tokens can weigh. */
function statedWeight(receipt: Receipt, claim: Claim): number {
  const weight = weightOf(claim);
  const most = receipt.outputTokens * TOKEN_WEIGHT_MAX;
  if (weight > most || weight > BigInt(Number.MAX_SAFE_INTEGER)) {
    throw claimErrors.weight(`${receipt.outputTokens} tokens weigh at most ${most}, not ${weight}`);
  }
  return Number(weight);
}

/** Says which owned span names another owner than that of what it cites, which nobody has to open to see. */
function strayOwner(ctx: Context, datanets: DatanetKeeper, terms: ReceiptTerms, claim: Claim): string | undefined {
  const known = readOnce(datanets);
  const stray = claim.spans.find(({ status, owner, match }) => {
    if (status !== SpanStatus.SPAN_STATUS_OWNED || match?.contribution === undefined) return false;
    const right = registered(ctx, known, terms, match.contribution)?.owner;
    return right !== undefined && right !== owner;
  });
  return stray && `span at token ${stray.firstToken} names ${stray.owner || "nobody"} instead of its owner`;
}

/** A contribution that owns what the answers of the receipt's session quote of it; struck ones are passed over. */
function registered(
  ctx: Context,
  datanets: DatanetKeeper,
  terms: ReceiptTerms,
  ref: ContributionRef,
): (RegisteredContribution & { readonly stored: Contribution; readonly owner: string }) | undefined {
  const stored = acceptedInTime(ctx, datanets, terms.model, ref);
  const ruling = rulingFor(ctx, datanets, terms, ref);
  if (stored === undefined || ruling.struck) return undefined;
  const { datanetId, seq, contributor, rowsRoot, sequence, grade, logIndex } = stored;
  const leaf = { chainId: ctx.chain.chainId, datanetId, seq, contributor, rowsRoot, sequence, grade };
  return { leaf, logIndex, stored, owner: ruling.owner ?? contributor };
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
    registered(ctx, datanets, terms, ref),
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
  const known = registered(ctx, datanets, terms, ref);
  if (known === undefined) {
    return { outcome: "unproved", message: "the contribution was not accepted before the model was published, or struck" };
  }
  const context = contextOf(ctx, datanets, terms, paramsOf(ctx));
  const contribution = shownContribution(ctx, datanets, terms.model, known, context);
  const verdict = judgeShownMatch(ctx.crypto.sha256, answer, { match, rows, chunks, rowHashes }, contribution, {
    rule: context.rule,
    sequenceOf: (cited) => registered(ctx, datanets, terms, cited)?.leaf.sequence,
  });
  if (verdict.outcome === "void") return { ...verdict, code: "match-omitted" };
  if (verdict.outcome === "stands") return { ...verdict, code: "claim-stands" };
  if (verdict.outcome === "unproved") return verdict;
  const tokens = withoutKnown(verdict.tokens, corrected);
  // Two who show the same match in one block are both right: the later one is refused and keeps its bond.
  if (tokens.length === 0) return { outcome: "unproved", message: "these tokens have no owner since an earlier correction" };
  const stray = strayOwner(ctx, datanets, terms, answer.claim);
  if (stray !== undefined) return { outcome: "void", code: "owner", message: stray };
  // The verdict checked each span's weight against its tokens.
  const total = Number(weightOf(answer.claim));
  const owned = (runs: readonly TokenRun[]): readonly OwnedAmount[] =>
    ownedOf(ctx, datanets, terms, answer.receipt, withoutTokens(answer.claim, answer.output, runs), total);
  return { outcome: "correct", tokens, before: owned(corrected), after: owned([...corrected, ...tokens]) };
}

function shownContribution(
  ctx: Context,
  datanets: DatanetKeeper,
  model: ModelVersion,
  { stored }: { readonly stored: Contribution },
  context: ReturnType<typeof contextOf>,
): ShownContribution {
  const ref = { datanetId: stored.datanetId, seq: stored.seq };
  const isIn = stored.logIndex < context.manifestLogSize(ref.datanetId);
  const isCommons = !isIn && stored.logIndex < commonsLogSize(ctx, datanets, model, ref.datanetId);
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
