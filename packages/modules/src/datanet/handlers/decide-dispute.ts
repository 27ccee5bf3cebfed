import {
  DisputeOutcome,
  DisputeRemedy,
  DisputeState,
  MsgDecideDispute,
  MsgDecideDisputeResponse,
} from "@openledger/messages/openledger/datanet/v1";
import type { ChainConfig, Context, MessageHandler } from "@openledger/state-machine";
import { requireGovAuthority } from "../../support/gov-authority.ts";
import { messageChecks } from "../../support/message-checks.ts";
import { dismiss, isInTime, upholdAndSlash, type DisputeDeps } from "../disputes.ts";
import { malformedMessage, notDecidable } from "../errors.ts";
import { requireDispute } from "../keeper.ts";

/** Governance strikes the contribution, gives it to the challenger, or dismisses the dispute. */
export function createDecideDispute(deps: DisputeDeps): MessageHandler<MsgDecideDispute, MsgDecideDisputeResponse> {
  return {
    codec: MsgDecideDispute,
    response: MsgDecideDisputeResponse,
    aminoName: "openledger/MsgDecideDispute",
    signers: (msg) => [msg.authority],
    checkStateless,
    handle: (ctx, msg) => handle(ctx, deps, msg),
  };
}

function checkStateless(msg: MsgDecideDispute, chain: ChainConfig): void {
  const checks = messageChecks(malformedMessage, chain);
  const { DISPUTE_OUTCOME_STRUCK, DISPUTE_OUTCOME_DISMISSED } = DisputeOutcome;
  checks.range("outcome", msg.outcome, DISPUTE_OUTCOME_STRUCK, DISPUTE_OUTCOME_DISMISSED);
}

function handle(ctx: Context, deps: DisputeDeps, { authority, disputeId, outcome }: MsgDecideDispute): MsgDecideDisputeResponse {
  requireGovAuthority(ctx, deps.bank, authority);
  const dispute = requireDispute(ctx, disputeId);
  const isOwnersTurn = dispute.state === DisputeState.DISPUTE_STATE_OPEN;
  if (isOwnersTurn || !isInTime(ctx, dispute)) throw notDecidable(`dispute ${disputeId}`);
  if (outcome === DisputeOutcome.DISPUTE_OUTCOME_DISMISSED) dismiss(ctx, deps.bank, dispute);
  else if (outcome === DisputeOutcome.DISPUTE_OUTCOME_STRUCK) upholdAndSlash(ctx, deps, dispute, DisputeRemedy.DISPUTE_REMEDY_STRIKE);
  else upholdAndSlash(ctx, deps, dispute, DisputeRemedy.DISPUTE_REMEDY_REASSIGN);
  return {};
}
