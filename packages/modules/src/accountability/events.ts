import type { Coin } from "@openledger/messages/cosmos/base/v1beta1";
import type { Incident } from "@openledger/messages/openledger/accountability/v1";
import { toHex } from "@openledger/primitives";
import { event, type Event } from "@openledger/state-machine";
import { coinOf, coinText } from "../support/amounts.ts";
import { outcomeName, reasonName, roleName, subjectName } from "./names.ts";

/** What is the same in every event of an incident, with the end of the turn that begins. */
function about(incident: Incident): Record<string, string | bigint> {
  return {
    incident_id: incident.id,
    subject: subjectName(incident),
    reporter: incident.reporter,
    role: roleName(incident.role),
    respondent: incident.respondent,
    deadline_time: incident.deadlineTime,
    deadline_height: incident.deadlineHeight,
  };
}

export function incidentReported(incident: Incident): Event {
  const { receipt, modelVersion, contribution } = incident;
  return event("incident_reported", {
    ...about(incident),
    reason: reasonName(incident.reason),
    ...(receipt === undefined ? {} : { session_id: receipt.sessionId, receipt: receipt.index, offer_id: receipt.offerId }),
    ...(modelVersion === undefined ? {} : { model_id: modelVersion.modelId, model_version: modelVersion.version }),
    ...(contribution === undefined ? {} : { datanet_id: contribution.datanetId, seq: contribution.seq }),
    statement: incident.statement,
    statement_hash: toHex(incident.statementHash),
    asked: incident.asked === undefined ? "" : coinText(incident.asked),
    deposit: coinText(coinOf(incident.deposit)),
  });
}

export function incidentResponded(incident: Incident): Event {
  const { response } = incident;
  return event("incident_responded", {
    ...about(incident),
    accepted: response?.accepted === true ? "true" : "false",
    statement: response?.statement ?? "",
    statement_hash: toHex(response?.statementHash ?? new Uint8Array(0)),
  });
}

/** The role's holder let its response window pass. */
export function incidentUnanswered(incident: Incident): Event {
  return event("incident_unanswered", about(incident));
}

/** `by` is empty where nobody holds the role, so that nobody had to ask. */
export function incidentEscalated(incident: Incident, by: string): Event {
  return event("incident_escalated", { ...about(incident), by });
}

/** Governance has decided. */
export function incidentDecided(incident: Incident): Event {
  return event("incident_decided", {
    ...about(incident),
    outcome: outcomeName(incident.outcome),
    froze: incident.froze ? "true" : "false",
    struck: incident.struck ? "true" : "false",
    compensation: paid(incident.compensation),
  });
}

/** The end of every incident: what was paid to the reporter, and where the deposit went. */
export function incidentClosed(incident: Incident, deposit: "returned" | "burned"): Event {
  return event("incident_closed", {
    ...about(incident),
    outcome: outcomeName(incident.outcome),
    compensation: paid(incident.compensation),
    deposit: coinText(coinOf(incident.deposit)),
    deposit_went: deposit,
  });
}

function paid(coin: Coin | undefined): string {
  return coin === undefined ? "" : coinText(coin);
}
