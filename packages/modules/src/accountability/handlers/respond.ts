import {
  IncidentState,
  MsgRespond,
  MsgRespondResponse,
  Outcome,
  type Incident,
} from "@openledger/messages/openledger/accountability/v1";
import type { ChainConfig, Context, MessageHandler } from "@openledger/state-machine";
import { messageChecks } from "../../support/message-checks.ts";
import { payAccepted } from "../compensation.ts";
import { malformedMessage, notRespondent, notTheTurn, turnOver } from "../errors.ts";
import { incidentResponded } from "../events.ts";
import type { Neighbours } from "../expected-keepers.ts";
import { beginTurn, closeIncident, isInTime, paramsOf, requireIncident } from "../keeper.ts";
import { STATEMENT_BYTES_MAX } from "./report-incident.ts";

/** The role's holder accepts or rejects. Paying what was asked ends the incident; after any other answer the reporter may escalate. */
export function createRespond(deps: Neighbours): MessageHandler<MsgRespond, MsgRespondResponse> {
  return {
    codec: MsgRespond,
    response: MsgRespondResponse,
    aminoName: "openledger/MsgRespond",
    signers: (msg) => [msg.responder],
    checkStateless,
    handle: (ctx, msg) => handle(ctx, deps, msg),
  };
}

function checkStateless(msg: MsgRespond, chain: ChainConfig): void {
  const checks = messageChecks(malformedMessage, chain);
  checks.address("responder", msg.responder);
  checks.bytesOrEmpty("statement_hash", msg.statementHash, 32);
  checks.text("statement", msg.statement, 1, STATEMENT_BYTES_MAX);
  if (msg.compensation !== undefined) checks.coin("compensation", msg.compensation, 1n);
  checks.require(msg.accept || msg.compensation === undefined, "who rejects pays nothing");
}

function handle(ctx: Context, deps: Neighbours, msg: MsgRespond): MsgRespondResponse {
  const incident = requireIncident(ctx, msg.incidentId);
  if (incident.state !== IncidentState.INCIDENT_STATE_REPORTED) throw notTheTurn(`incident ${incident.id}`);
  if (incident.respondent !== msg.responder) throw notRespondent(msg.responder);
  if (!isInTime(ctx, incident)) throw turnOver(`incident ${incident.id}`);

  const { accept, statement, statementHash, compensation } = msg;
  const answered: Incident = { ...incident, response: { accepted: accept, statementHash, statement, height: ctx.block.height } };
  if (compensation === undefined) {
    ctx.emit(incidentResponded(leaveToReporter(ctx, answered)));
    return {};
  }
  payAccepted(ctx, deps, incident, compensation);
  const accepted: Incident = { ...answered, compensation };
  ctx.emit(incidentResponded(accepted));
  closeIncident(ctx, deps, accepted, Outcome.OUTCOME_ACCEPTED);
  return {};
}

function leaveToReporter(ctx: Context, incident: Incident): Incident {
  const { escalationSeconds, escalationBlocks } = paramsOf(ctx);
  const state = IncidentState.INCIDENT_STATE_REJECTED;
  return beginTurn(ctx, incident, { state, seconds: escalationSeconds, blocks: escalationBlocks });
}
