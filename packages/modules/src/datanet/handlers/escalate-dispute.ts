import {
  DisputeState,
  MsgEscalateDispute,
  MsgEscalateDisputeResponse,
} from "@openledger/messages/openledger/datanet/v1";
import type { ChainConfig, Context, MessageHandler } from "@openledger/state-machine";
import { messageChecks } from "../../support/message-checks.ts";
import { beginTurn, isInTime } from "../disputes.ts";
import { malformedMessage, notYourTurn } from "../errors.ts";
import { paramsOf, requireDispute } from "../keeper.ts";

/** Leaves a dispute to governance; the proposal that decides it is submitted apart. */
export const escalateDispute: MessageHandler<MsgEscalateDispute, MsgEscalateDisputeResponse> = {
  codec: MsgEscalateDispute,
  response: MsgEscalateDisputeResponse,
  aminoName: "openledger/MsgEscalateDispute",
  signers: (msg) => [msg.signer],
  checkStateless(msg: MsgEscalateDispute, chain: ChainConfig): void {
    messageChecks(malformedMessage, chain).address("signer", msg.signer);
  },
  handle(ctx: Context, msg: MsgEscalateDispute): MsgEscalateDisputeResponse {
    const dispute = requireDispute(ctx, msg.disputeId);
    const isUnanswered = dispute.state === DisputeState.DISPUTE_STATE_UNANSWERED;
    const isContested = dispute.state === DisputeState.DISPUTE_STATE_CONTESTED && dispute.challenger === msg.signer;
    const isTurn = (isUnanswered || isContested) && isInTime(ctx, dispute);
    if (!isTurn) throw notYourTurn(`dispute ${dispute.id}`);
    beginTurn(ctx, { ...dispute, state: DisputeState.DISPUTE_STATE_ESCALATED }, paramsOf(ctx).disputeDecisionSeconds);
    return {};
  },
};
