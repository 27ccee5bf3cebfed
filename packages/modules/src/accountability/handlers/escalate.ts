import { IncidentState, MsgEscalate, MsgEscalateResponse } from "@openledger/messages/openledger/accountability/v1";
import type { Context, MessageHandler } from "@openledger/state-machine";
import { messageChecks } from "../../support/message-checks.ts";
import { malformedMessage, notReporter, notTheTurn, turnOver } from "../errors.ts";
import { incidentEscalated } from "../events.ts";
import { escalateNow, isInTime, requireIncident } from "../keeper.ts";

/** Hands an incident to governance: the reporter after a rejection, anyone after silence. */
export const escalate: MessageHandler<MsgEscalate, MsgEscalateResponse> = {
  codec: MsgEscalate,
  response: MsgEscalateResponse,
  aminoName: "openledger/MsgEscalate",
  signers: (msg) => [msg.signer],
  checkStateless: (msg, chain) => messageChecks(malformedMessage, chain).address("signer", msg.signer),
  handle,
};

function handle(ctx: Context, { signer, incidentId }: MsgEscalate): MsgEscalateResponse {
  const incident = requireIncident(ctx, incidentId);
  const isRejected = incident.state === IncidentState.INCIDENT_STATE_REJECTED;
  if (!isRejected && incident.state !== IncidentState.INCIDENT_STATE_SILENT) throw notTheTurn(`incident ${incidentId}`);
  if (isRejected && incident.reporter !== signer) throw notReporter(signer);
  if (!isInTime(ctx, incident)) throw turnOver(`incident ${incidentId}`);

  ctx.emit(incidentEscalated(escalateNow(ctx, incident), signer));
  return {};
}
