import { MsgContribute } from "@openledger/messages/openledger/datanet/v1";
import { MsgFeedback, MsgFeedbackResponse, type Correction } from "@openledger/messages/openledger/feedback/v1";
import { assertDefined } from "@openledger/primitives";
import type { ChainConfig, Context, MessageHandler } from "@openledger/state-machine";
import { amountOf } from "../../support/amounts.ts";
import { messageChecks } from "../../support/message-checks.ts";
import { alreadyRated, malformedMessage, notBuyer, notPaid } from "../errors.ts";
import { feedbackGiven } from "../events.ts";
import type { CorrectionKeeper, ReceiptKeeper } from "../expected-keepers.ts";
import { isRated, markRated } from "../rated-receipts.ts";
import { addRating, RATING_MAX } from "../ratings.ts";

/** No log of receipts is deeper. */
const PATH_MAX = 64;

/** What feedback is given with. */
export interface FeedbackDeps {
  readonly receipts: ReceiptKeeper;
  readonly datanets: CorrectionKeeper;
}

/** A buyer rates an answer that was paid for, and may register what it should have said. */
export function createFeedback(deps: FeedbackDeps): MessageHandler<MsgFeedback, MsgFeedbackResponse> {
  return {
    codec: MsgFeedback,
    response: MsgFeedbackResponse,
    aminoName: "openledger/MsgFeedback",
    signers: (msg) => [msg.buyer],
    checkStateless: (msg, chain) => checkStateless(msg, chain, deps),
    handle: (ctx, msg) => handle(ctx, deps, msg),
  };
}

function checkStateless(msg: MsgFeedback, chain: ChainConfig, { datanets }: FeedbackDeps): void {
  const checks = messageChecks(malformedMessage, chain);
  checks.address("buyer", msg.buyer);
  checks.range("rating", msg.rating, 1, RATING_MAX);
  checks.require(msg.inclusion?.receipt !== undefined, "inclusion must hold the receipt");
  checks.range("number of hashes in inclusion.path", msg.inclusion?.path.length ?? 0, 0, PATH_MAX);
  for (const hash of msg.inclusion?.path ?? []) checks.bytes("inclusion.path", hash, 32);
  if (msg.correction !== undefined) datanets.checkContribution(contributionOf(msg.buyer, msg.correction), chain);
}

function handle(ctx: Context, { receipts, datanets }: FeedbackDeps, msg: MsgFeedback): MsgFeedbackResponse {
  const decided = receipts.settledReceipt(ctx, assertDefined(msg.inclusion, "an inclusion was checked"));
  const { session, receipt, index, paid } = decided;
  const name = `receipt ${index} of session ${session.id}`;
  if (session.buyer !== msg.buyer) throw notBuyer(name);
  // Answers that cost nothing would let a host rate itself for nothing.
  if (!paid || amountOf(receipt.amount) === 0n) throw notPaid(name);
  if (isRated(ctx, session.id, index)) throw alreadyRated(name);

  markRated(ctx, session, index);
  addRating(ctx, session, msg.rating, msg.correction !== undefined);
  const correction =
    msg.correction && datanets.contribute(ctx, contributionOf(msg.buyer, msg.correction), { sessionId: session.id, receiptIndex: index });
  ctx.emit(feedbackGiven(decided, msg.rating, correction));
  return { seq: correction?.seq ?? 0n };
}

/** A correction is a contribution of the buyer like any other. */
function contributionOf(contributor: string, correction: Correction): MsgContribute {
  return MsgContribute.create({ ...correction, contributor });
}
