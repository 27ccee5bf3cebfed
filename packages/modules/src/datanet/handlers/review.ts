import {
  ContributionState,
  MsgReview,
  MsgReviewResponse,
  RejectReason,
  Verdict,
  type Contribution,
  type Datanet,
  type Review,
} from "@openledger/messages/openledger/datanet/v1";
import { equalBytes } from "@openledger/primitives";
import type { ChainConfig, Context, MessageHandler } from "@openledger/state-machine";
import type { BankKeeper } from "../../expected-keepers.ts";
import { amountOf } from "../../support/amounts.ts";
import { messageChecks } from "../../support/message-checks.ts";
import { acceptContribution, medianGrade } from "../accept.ts";
import { releaseBond } from "../bonds.ts";
import {
  alreadyReviewed,
  malformedMessage,
  notCurator,
  notPending,
  reviewPeriodOver,
  rowsRootDiffers,
  unknownReason,
} from "../errors.ts";
import { contributionRejected, contributionReviewed } from "../events.ts";
import { lapseTime, leaveLapseQueue } from "../lapse.ts";
import { paramsOf, requireContribution, requireDatanet } from "../keeper.ts";
import { contributions, DATANET } from "../state.ts";

const REASONS: ReadonlySet<number> = new Set(
  Object.values(RejectReason).filter((reason) => reason !== RejectReason.REJECT_REASON_UNSPECIFIED),
);

/** A curator's verdict; the k-th acceptance accepts, the (n-k+1)-th rejection rejects. */
export function createReview(bank: BankKeeper): MessageHandler<MsgReview, MsgReviewResponse> {
  return {
    codec: MsgReview,
    response: MsgReviewResponse,
    aminoName: "openledger/MsgReview",
    signers: (msg) => [msg.curator],
    checkStateless,
    handle: (ctx, msg) => handle(ctx, bank, msg),
  };
}

function checkStateless(msg: MsgReview, chain: ChainConfig): void {
  const checks = messageChecks(malformedMessage, chain);
  checks.address("curator", msg.curator);
  checks.range("verdict", msg.verdict, Verdict.VERDICT_ACCEPT, Verdict.VERDICT_ABSTAIN);
  const accepts = msg.verdict === Verdict.VERDICT_ACCEPT;
  const rejects = msg.verdict === Verdict.VERDICT_REJECT;
  checks.range("grade", msg.grade, accepts ? 1 : 0, accepts ? 100 : 0);
  if (rejects && !REASONS.has(msg.reasonCode)) throw unknownReason(`${msg.reasonCode}`);
  checks.require(rejects || msg.reasonCode === RejectReason.REJECT_REASON_UNSPECIFIED, "only a rejection has a reason_code");
  // A curator who rejects or abstains may not have been able to fetch the content.
  if (accepts) checks.bytes("rows_root", msg.rowsRoot, 32);
  else checks.bytesOrEmpty("rows_root", msg.rowsRoot, 32);
}

function handle(ctx: Context, bank: BankKeeper, msg: MsgReview): MsgReviewResponse {
  const datanet = requireDatanet(ctx, msg.datanetId);
  const before = requireContribution(ctx, msg.datanetId, msg.seq);
  if (!datanet.curators.includes(msg.curator)) throw notCurator(msg.curator);
  if (before.state !== ContributionState.CONTRIBUTION_STATE_PENDING)
    throw notPending(`contribution ${msg.datanetId}/${msg.seq}`);
  if (before.reviews.some((review) => review.curator === msg.curator)) throw alreadyReviewed(msg.curator);
  if (ctx.block.time >= lapseTime(ctx, before)) throw reviewPeriodOver(`contribution ${msg.datanetId}/${msg.seq}`);
  if (msg.verdict === Verdict.VERDICT_ACCEPT && !equalBytes(msg.rowsRoot, before.rowsRoot)) throw rowsRootDiffers();

  const review: Review = {
    curator: msg.curator,
    verdict: msg.verdict,
    grade: msg.grade,
    reasonCode: msg.reasonCode,
    height: ctx.block.height,
  };
  const reviewed: Contribution = { ...before, reviews: [...before.reviews, review] };
  ctx.emit(contributionReviewed(reviewed, review));
  const decided = decide(ctx, bank, datanet, reviewed);
  contributions.set(ctx.store.store(DATANET), [datanet.id, msg.seq], decided);
  return { state: decided.state };
}

function decide(ctx: Context, bank: BankKeeper, datanet: Datanet, reviewed: Contribution): Contribution {
  const count = (verdict: Verdict): number => reviewed.reviews.filter((review) => review.verdict === verdict).length;
  if (count(Verdict.VERDICT_ACCEPT) >= datanet.threshold) {
    leaveLapseQueue(ctx, reviewed);
    return acceptContribution(ctx, datanet, reviewed, medianGrade(reviewed));
  }
  if (count(Verdict.VERDICT_REJECT) > datanet.curators.length - datanet.threshold) {
    leaveLapseQueue(ctx, reviewed);
    releaseBond(ctx, bank, reviewed, amountOf(paramsOf(ctx).rejectionFee));
    ctx.emit(contributionRejected(reviewed));
    return { ...reviewed, state: ContributionState.CONTRIBUTION_STATE_REJECTED };
  }
  return reviewed;
}
