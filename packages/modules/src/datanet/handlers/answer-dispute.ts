import {
  DisputeRemedy,
  DisputeState,
  MarkKind,
  MsgAnswerDispute,
  MsgAnswerDisputeResponse,
  type Dispute,
} from "@openledger/messages/openledger/datanet/v1";
import type { ChainConfig, Context, MessageHandler } from "@openledger/state-machine";
import { messageChecks } from "../../support/message-checks.ts";
import { beginTurn, isInTime, uphold, type DisputeDeps } from "../disputes.ts";
import { concededTooOften, malformedMessage, notYourTurn } from "../errors.ts";
import { paramsOf, requireContribution, requireDispute } from "../keeper.ts";

const TEXT_MAX = 2_048;

/** Changes of hands after which only governance makes further ones: friends could use up the marks among themselves. */
const CONCESSIONS_MAX = 4;

/** The owner concedes, and what the challenger asked for happens at once without a slash, or contests. */
export function createAnswerDispute(deps: DisputeDeps): MessageHandler<MsgAnswerDispute, MsgAnswerDisputeResponse> {
  return {
    codec: MsgAnswerDispute,
    response: MsgAnswerDisputeResponse,
    aminoName: "openledger/MsgAnswerDispute",
    signers: (msg) => [msg.owner],
    checkStateless,
    handle: (ctx, msg) => handle(ctx, deps, msg),
  };
}

function checkStateless(msg: MsgAnswerDispute, chain: ChainConfig): void {
  const checks = messageChecks(malformedMessage, chain);
  checks.address("owner", msg.owner);
  checks.text("text", msg.text, 0, TEXT_MAX);
}

function handle(ctx: Context, deps: DisputeDeps, msg: MsgAnswerDispute): MsgAnswerDisputeResponse {
  const dispute = requireDispute(ctx, msg.disputeId);
  const isOpen = dispute.state === DisputeState.DISPUTE_STATE_OPEN && isInTime(ctx, dispute);
  if (!isOpen || dispute.owner !== msg.owner) throw notYourTurn(`dispute ${dispute.id}`);
  const answered = { ...dispute, answer: msg.text };
  if (msg.concede) requireConcession(ctx, dispute);
  if (msg.concede) uphold(ctx, deps, answered, dispute.remedy);
  else beginTurn(ctx, { ...answered, state: DisputeState.DISPUTE_STATE_CONTESTED }, paramsOf(ctx).disputeEscalationSeconds);
  return {};
}

function requireConcession(ctx: Context, { datanetId, seq, remedy }: Dispute): void {
  if (remedy !== DisputeRemedy.DISPUTE_REMEDY_REASSIGN) return;
  const { marks } = requireContribution(ctx, datanetId, seq);
  const changes = marks.filter(({ kind }) => kind === MarkKind.MARK_KIND_REASSIGNED).length;
  if (changes >= CONCESSIONS_MAX) throw concededTooOften(`contribution ${datanetId}/${seq}`);
}
