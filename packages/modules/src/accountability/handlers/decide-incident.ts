import {
  IncidentState,
  MsgDecideIncident,
  MsgDecideIncidentResponse,
  Outcome,
  type Incident,
} from "@openledger/messages/openledger/accountability/v1";
import type { ChainConfig, Context, MessageHandler } from "@openledger/state-machine";
import { requireGovAuthority } from "../../support/gov-authority.ts";
import { messageChecks } from "../../support/message-checks.ts";
import { payDecided } from "../compensation.ts";
import { malformedMessage, nothingToFreeze, nothingToStrike, notTheTurn } from "../errors.ts";
import { incidentDecided } from "../events.ts";
import type { Neighbours } from "../expected-keepers.ts";
import { closeIncident, requireIncident } from "../keeper.ts";

/**
 * Governance dismisses an escalated incident, or upholds it: it may freeze the model version, strike the contribution and
 * pay out of a bond. What has happened to version, contribution or bond since the vote began makes no part of it fail.
 */
export function createDecideIncident(deps: Neighbours): MessageHandler<MsgDecideIncident, MsgDecideIncidentResponse> {
  return {
    codec: MsgDecideIncident,
    response: MsgDecideIncidentResponse,
    aminoName: "openledger/MsgDecideIncident",
    signers: (msg) => [msg.authority],
    checkStateless,
    handle(ctx, msg) {
      requireGovAuthority(ctx, deps.bank, msg.authority);
      return handle(ctx, deps, msg);
    },
  };
}

function checkStateless(msg: MsgDecideIncident, chain: ChainConfig): void {
  const checks = messageChecks(malformedMessage, chain);
  checks.address("authority", msg.authority);
  if (msg.compensation !== undefined) checks.coin("compensation", msg.compensation, 1n);
  checks.require(msg.uphold || (!msg.freeze && !msg.strike && msg.compensation === undefined), "a dismissal neither freezes, strikes nor pays");
  checks.require(msg.compensation !== undefined || msg.offerId === 0n, "offer_id is named with a compensation only");
}

function handle(ctx: Context, deps: Neighbours, msg: MsgDecideIncident): MsgDecideIncidentResponse {
  const incident = requireIncident(ctx, msg.incidentId);
  if (incident.state !== IncidentState.INCIDENT_STATE_ESCALATED) throw notTheTurn(`incident ${incident.id}`);
  const { modelVersion, contribution } = incident;
  if (msg.freeze && modelVersion === undefined) throw nothingToFreeze(`incident ${incident.id}`);
  if (msg.strike && contribution === undefined) throw nothingToStrike(`incident ${incident.id}`);

  if (msg.freeze && modelVersion !== undefined) deps.models.freezeVersion(ctx, modelVersion, incident.id);
  const paid = msg.compensation === undefined ? undefined : payDecided(ctx, deps, incident, msg.compensation, msg.offerId);
  const struck = msg.strike && contribution !== undefined && deps.datanetActions.strike(ctx, contribution.datanetId, contribution.seq);
  const outcome = msg.uphold ? Outcome.OUTCOME_UPHELD : Outcome.OUTCOME_DISMISSED;
  const decided: Incident = { ...incident, outcome, froze: msg.freeze, struck, ...(paid === undefined ? {} : { compensation: paid }) };
  ctx.emit(incidentDecided(decided));
  closeIncident(ctx, deps, decided, outcome);
  return paid === undefined ? {} : { compensation: paid };
}
