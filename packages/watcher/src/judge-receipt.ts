import {
  buildReceiptOpening,
  claimLeaf,
  contributionKey,
  createMerkleTree,
  judgeMatch,
  type AttributionSource,
  type MatchVerdict,
} from "@openledger/attribution";
import type { Claim, ContributionOpening, Receipt, ReceiptOpening, Span } from "@openledger/messages/openledger/attribution/v1";
import {
  CounterexampleKind,
  DisputedReceipt,
  MsgCounterexample,
  type MatchEvidence,
  type Settlement,
} from "@openledger/messages/openledger/market/v1";
import { assertDefined, equalBytes, type Sha256 } from "@openledger/primitives";
import type { EngineAnswer, EngineCall, ServedModel, SessionView } from "@openledger/served-model";
import { quotesErased, type IsErased } from "./erased-rows.ts";
import type { ShownBatch } from "./read-settlements.ts";

/** What a receipt is answered and attributed again with. */
export interface Bench {
  readonly sha256: Sha256;
  readonly served: Pick<ServedModel, "engine">;
  /** As of the block in which the session opened. */
  readonly view: SessionView;
  readonly revocationOf: (ref: { readonly datanetId: bigint; readonly seq: bigint }) => MatchTerms;
  readonly isCommons: ServedModel["isCommons"];
  /** Contributions whose text is held no more; none when it is left out. */
  readonly isErased?: IsErased;
}

type MatchTerms = Pick<Parameters<typeof judgeMatch>[3], "revoked" | "revokedRows">;

/** What follows for the settlement: undefined is an answer as it should be. */
export type Finding =
  | { readonly expected: "void" | "correct"; readonly message: MsgCounterexample }
  /** Another answer or claim than here, and nothing that the chain would take as evidence. */
  | { readonly expected: "nothing"; readonly why: string };

/**
 * Answers and attributes one opened receipt again. A counter-example is returned only when the chain's own rule, run here
 * on the evidence, decides against the claim, so an honest host is never challenged and no bond is lost to it. What quotes
 * text that was erased since differs from what is made here by that alone, so the difference says nothing.
 */
export function judgeReceipt(
  bench: Bench,
  settlement: Settlement,
  batch: ShownBatch,
  opening: ReceiptOpening,
  challenger: string,
): Finding | undefined {
  const receipt = assertDefined(opening.receipt, "the chain takes openings with their receipts");
  const claim = assertDefined(opening.claim, "the chain takes openings with their claims");
  const base = { challenger, settlementId: settlement.id, disputed: disputed(bench.sha256, batch, opening, receipt) };
  const call = callOf(bench, opening, receipt);
  const isQuoteGone = quotesErased(opening, bench.isErased ?? (() => false));
  // Answers that name passages are made of rows; those of other kinds follow from an artifact that erasing leaves whole.
  const isRemade = !isQuoteGone || claim.passages.length === 0;
  const evidence = isRemade ? bench.served.engine.refute(call, opening.output, claim.passages) : undefined;
  if (evidence !== undefined) {
    const kind = CounterexampleKind.COUNTEREXAMPLE_KIND_OUTPUT;
    return { expected: "void", message: MsgCounterexample.create({ ...base, kind, outputEvidence: evidence }) };
  }
  const right = answerAgain(bench, call, opening.output);
  const own = attributedAgain(bench, opening, receipt, right);
  const isSameClaim = equalBytes(assertDefined(own.receipt, "built").claimRoot, receipt.claimRoot);
  if (!isSameClaim) {
    const match = strongestMatch(bench, opening, claim, own);
    if (match !== undefined) {
      const kind = CounterexampleKind.COUNTEREXAMPLE_KIND_MATCH;
      return { expected: match.expected, message: MsgCounterexample.create({ ...base, kind, match: match.shown }) };
    }
    return isQuoteGone ? undefined : { expected: "nothing", why: "its claim is another one" };
  }
  const isSameOutput = equalBytes(right.output, opening.output);
  return isSameOutput || !isRemade ? undefined : { expected: "nothing", why: "its output is another one" };
}

/** Nobody makes an asserted output again: it is taken as it is, and only the claim about it is judged. */
function answerAgain({ served }: Bench, call: EngineCall, output: Uint8Array): EngineAnswer {
  const { external } = served.engine;
  if (external === undefined) return served.engine.answer(call);
  const { derivation } = external.context(call);
  return derivation === undefined ? { output } : { output, derivation };
}

function callOf({ view }: Bench, { request }: ReceiptOpening, { sessionId, nonce, outputTokens }: Receipt): EngineCall {
  // No model answers with nothing, so an empty output is compared with the beginning of the right one.
  const maxTokens = Math.max(1, Number(outputTokens));
  return { messages: request, sessionId, nonce, maxTokens, isLeftOut: view.isLeftOut };
}

/** The opening that an honest host would have made of the same request and output. */
function attributedAgain(
  { sha256, view }: Bench,
  opening: ReceiptOpening,
  receipt: Receipt,
  { derivation }: EngineAnswer,
): ReceiptOpening {
  const { request, requestSecret, output, outputSecret } = opening;
  const price = (): bigint => BigInt(receipt.amount);
  const answer = { ...receipt, request, requestSecret, output, outputSecret, price };
  return buildReceiptOpening(sha256, derivation === undefined ? answer : { ...answer, derivation }, view.source);
}

function disputed(sha256: Sha256, { claims }: ShownBatch, opening: ReceiptOpening, receipt: Receipt): DisputedReceipt {
  const leaves = claims.map((one) => claimLeaf(sha256, one.receipt, one.claim));
  const place = claims.findIndex((one) => one.receipt.index === receipt.index);
  const { claim, request, requestSecret, output, outputSecret } = opening;
  const claimsPath = createMerkleTree(sha256, leaves).inclusionPath(place);
  return DisputedReceipt.create({ receipt, claim, request, requestSecret, output, outputSecret, claimsPath });
}

/** A match of the right claim that voids the stated one, else one that corrects it. */
function strongestMatch(
  bench: Bench,
  opening: ReceiptOpening,
  claim: Claim,
  own: ReceiptOpening,
): { readonly expected: "void" | "correct"; readonly shown: MatchEvidence } | undefined {
  const citable = [...opening.contributions, ...own.contributions].filter(({ leaf }) => leaf && !bench.view.source.isStruck?.(leaf));
  const sequences = new Map(citable.map((one) => [keyOf(one), one.leaf?.sequence]));
  const sources = new Map(own.contributions.map((one) => [keyOf(one), one]));
  let correcting: MatchEvidence | undefined;
  for (const span of own.claim?.spans ?? []) {
    const ref = span.match?.contribution;
    const source = ref && sources.get(contributionKey(ref));
    const verdict = source && verdictOf(bench, { claim, output: opening.output }, span, source, sequences);
    if (verdict === undefined || source === undefined || span.match === undefined) continue;
    const shown: MatchEvidence = { match: span.match, rows: source.rows, chunks: source.chunks, rowHashes: source.rowHashes };
    if (verdict.outcome === "void") return { expected: "void", shown };
    if (verdict.outcome === "correct") correcting ??= shown;
  }
  return correcting === undefined ? undefined : { expected: "correct", shown: correcting };
}

function keyOf({ leaf }: ContributionOpening): string {
  return leaf === undefined ? "" : contributionKey(leaf);
}

function verdictOf(
  bench: Bench,
  answer: { readonly claim: Claim; readonly output: Uint8Array },
  { match }: Span,
  { leaf, rows, chunks, rowHashes }: ContributionOpening,
  sequences: ReadonlyMap<string, bigint | undefined>,
): MatchVerdict | undefined {
  if (match === undefined || leaf === undefined || rows === undefined) return undefined;
  const { source } = bench.view;
  const verdict = judgeMatch(
    bench.sha256,
    answer,
    { match, rows, chunks, rowHashes },
    { ref: leaf, rowsRoot: leaf.rowsRoot, sequence: leaf.sequence, standing: standingOf(bench, source, leaf), ...bench.revocationOf(leaf) },
    { rule: source.rule, sequenceOf: (ref) => sequences.get(contributionKey(ref)) },
  );
  return verdict.outcome === "unproved" ? undefined : verdict;
}

function standingOf(
  { isCommons }: Bench,
  source: AttributionSource,
  ref: { readonly datanetId: bigint; readonly seq: bigint },
): "manifest" | "commons" | "outside" {
  if (source.standing(ref) !== "outside") return "manifest";
  return isCommons(ref) ? "commons" : "outside";
}
