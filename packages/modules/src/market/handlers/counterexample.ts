import { claimLeaf } from "@openledger/attribution";
import {
  CounterexampleKind,
  CounterexampleOutcome,
  MsgCounterexample,
  MsgCounterexampleResponse,
  type DisputedReceipt,
  type Settlement,
} from "@openledger/messages/openledger/market/v1";
import { ModelKind } from "@openledger/messages/openledger/model/v1";
import { equalBytes, merkleRootFromProof } from "@openledger/primitives";
import type { ChainConfig, Context, MessageHandler } from "@openledger/state-machine";
import { addressOf } from "../../support/addresses.ts";
import { coinText, makeCoin, amountOf } from "../../support/amounts.ts";
import { messageChecks } from "../../support/message-checks.ts";
import { correctSettlement, correctedTokens, ownedBy } from "../correct-settlement.ts";
import {
  claimNotCommitted,
  evidenceInvalid,
  malformedMessage,
  outputNotRefutable,
  receiptNotInSettlement,
} from "../errors.ts";
import { checkNoErasedPassages, checkNotErased } from "../erased-rows.ts";
import { counterexampleJudged } from "../events.ts";
import type { ClaimVerdict, Neighbours, ReceiptTerms } from "../expected-keepers.ts";
import { modelOf, paramsOf, requireOffer, requireSession, requireSettlement } from "../keeper.ts";
import { withGasRefund } from "../gas-refunds.ts";
import { receiptPrice } from "../price.ts";
import { receiptTerms } from "../settle-checks.ts";
import { MARKET, settlements } from "../state.ts";
import { voidSettlement } from "../void-settlement.ts";

const PATH_MAX = 16;

/** Shows that a settlement lies about one receipt; decided at once, for a bond that a false challenge loses to the host. */
export function createCounterexample(deps: Neighbours): MessageHandler<MsgCounterexample, MsgCounterexampleResponse> {
  return {
    codec: MsgCounterexample,
    response: MsgCounterexampleResponse,
    aminoName: "openledger/MsgCounterexample",
    signers: (msg) => [msg.challenger],
    checkStateless,
    handle: (ctx, msg) => handle(ctx, deps, msg),
  };
}

function checkStateless(msg: MsgCounterexample, chain: ChainConfig): void {
  const checks = messageChecks(malformedMessage, chain);
  const { disputed, kind } = msg;
  checks.address("challenger", msg.challenger);
  checks.require(disputed?.receipt !== undefined && disputed.claim !== undefined, "disputed holds receipt and claim");
  checks.range("length of claims_path", disputed?.claimsPath.length ?? 0, 0, PATH_MAX);
  checks.range("kind", kind, CounterexampleKind.COUNTEREXAMPLE_KIND_MATCH, CounterexampleKind.COUNTEREXAMPLE_KIND_OUTPUT);
  const isMatch = kind === CounterexampleKind.COUNTEREXAMPLE_KIND_MATCH;
  checks.require(isMatch === (msg.match !== undefined), "match is given for kind match and no other");
  const isOutput = kind === CounterexampleKind.COUNTEREXAMPLE_KIND_OUTPUT;
  checks.require(isOutput === msg.outputEvidence.length > 0, "output_evidence is given for kind output and no other");
}

function handle(ctx: Context, deps: Neighbours, msg: MsgCounterexample): MsgCounterexampleResponse {
  const settlement = requireSettlement(ctx, msg.settlementId);
  const session = requireSession(ctx, settlement.sessionId);
  const offer = requireOffer(ctx, session.offerId);
  const disputed = committedReceipt(ctx, settlement, msg.disputed);
  const index = disputed.receipt.index;
  const model = modelOf(ctx, deps.models, session);
  const terms = receiptTerms({ session, offer, dataBps: deps.rewards.dataBps(ctx), model }, index);
  const bond = makeCoin(ctx.chain.baseDenom, amountOf(paramsOf(ctx).counterexampleBond));
  const challenger = addressOf(ctx.chain, msg.challenger);
  const price = receiptPrice(offer, disputed.receipt);
  const judged: ClaimVerdict =
    disputed.receipt.amount === price.toString()
      ? judge(ctx, deps, terms, settlement, msg, disputed)
      : { outcome: "void", code: "amount", message: `the price is ${price}` };
  const verdict = statesLess(ctx, settlement, judged) ? SUMS_DIFFER : judged;
  if (verdict.outcome === "unproved") throw evidenceInvalid(verdict.message);

  // Whoever cannot lose the bond may not challenge, so it leaves the account before the verdict counts.
  deps.bank.sendToModule(ctx, challenger, MARKET, bond);
  const isFalse = verdict.outcome === "stands";
  deps.bank.sendFromModule(ctx, MARKET, isFalse ? addressOf(ctx.chain, session.host) : challenger, bond);
  const code = verdict.outcome === "correct" ? "match-outside" : verdict.code;
  ctx.emit(counterexampleJudged(msg, settlement, { outcome: verdict.outcome, code, bond: coinText(bond) }));
  if (verdict.outcome === "void") {
    voidSettlement(ctx, deps, settlement, { reason: verdict.code, challenger: msg.challenger });
  }
  if (verdict.outcome === "correct") {
    const corrected = correctSettlement(ctx, settlement, index, verdict);
    const refunded = withGasRefund(ctx, corrected.settlement, corrected.removed);
    settlements.set(ctx.store.store(MARKET), settlement.id, refunded);
  }
  return { outcome: OUTCOMES[verdict.outcome] };
}

const SUMS_DIFFER: ClaimVerdict = {
  outcome: "void",
  code: "owner-amounts",
  message: "the settlement states less than this one claim gives",
};

/** A settlement without openings may state less for an owner than the corrected claim gave alone: wrong sums. */
function statesLess(ctx: Context, settlement: Settlement, verdict: ClaimVerdict): boolean {
  if (verdict.outcome !== "correct") return false;
  return verdict.before.some(
    ({ owner, datanetId, amount }) => amount > ownedBy(ctx, settlement.id, owner, datanetId),
  );
}

const OUTCOMES: Readonly<Record<"void" | "correct" | "stands", CounterexampleOutcome>> = {
  void: CounterexampleOutcome.COUNTEREXAMPLE_OUTCOME_VOID,
  correct: CounterexampleOutcome.COUNTEREXAMPLE_OUTCOME_CORRECTED,
  stands: CounterexampleOutcome.COUNTEREXAMPLE_OUTCOME_FALSE,
};

type CommittedReceipt = DisputedReceipt & {
  readonly receipt: NonNullable<DisputedReceipt["receipt"]>;
  readonly claim: NonNullable<DisputedReceipt["claim"]>;
};

/** The disputed receipt stands under the claims root at its index. */
function committedReceipt(
  ctx: Context,
  settlement: Settlement,
  disputed: DisputedReceipt | undefined,
): CommittedReceipt {
  const { receipt, claim } = disputed ?? {};
  if (disputed === undefined || receipt === undefined || claim === undefined) throw malformedMessage("no receipt");
  const place = receipt.index - settlement.firstIndex;
  if (place < 0n || place >= BigInt(settlement.receiptCount)) throw receiptNotInSettlement(`receipt ${receipt.index}`);
  const root = merkleRootFromProof(ctx.crypto.sha256, {
    total: settlement.receiptCount,
    index: Number(place),
    leafHash: claimLeaf(ctx.crypto.sha256, receipt, claim),
    aunts: disputed.claimsPath,
  });
  if (root === undefined || !equalBytes(root, settlement.claimsRoot)) {
    throw claimNotCommitted(`receipt ${receipt.index}`);
  }
  return { ...disputed, receipt, claim };
}

function judge(
  ctx: Context,
  deps: Neighbours,
  terms: ReceiptTerms,
  settlement: Settlement,
  msg: MsgCounterexample,
  disputed: DisputedReceipt,
): ClaimVerdict {
  switch (msg.kind) {
    case CounterexampleKind.COUNTEREXAMPLE_KIND_INVALID:
      return deps.attribution.judgeClaim(ctx, terms, disputed);
    case CounterexampleKind.COUNTEREXAMPLE_KIND_MATCH: {
      if (msg.match === undefined) throw malformedMessage("match is missing");
      if (msg.match.match?.contribution !== undefined) checkNotErased(ctx, deps, msg.match.match.contribution);
      return deps.attribution.judgeMatch(ctx, terms, disputed, msg.match, correctedTokens(settlement, terms.index));
    }
    default: {
      const isRetrieval = terms.model.kind === ModelKind.MODEL_KIND_RETRIEVAL;
      if (isRetrieval) checkNoErasedPassages(ctx, deps, msg.outputEvidence);
      const verdict = deps.attribution.refuteOutput(ctx, terms, disputed, msg.outputEvidence);
      if (verdict === undefined) throw outputNotRefutable(`model kind ${terms.model.kind}`);
      return verdict;
    }
  }
}
