import { storableText } from "../decode/text.ts";
import type { EventReader } from "./event-reader.ts";
import { namedOrNull, onEvent, type EventProjection } from "./projection.ts";
import type { IncidentChange } from "./state-change.ts";

/** Incidents from report to end, and the model versions that they freeze. */
export const accountabilityEvents: readonly EventProjection[] = [
  onEvent("incident_reported", (rows, { height }, event, read) => {
    rows.incidents.push({
      ...{ id: read.number("incident_id"), subject: read.text("subject"), state: "REPORTED", height, txIndex: event.txIndex },
      sessionId: read.optionalNumber("session_id") ?? null,
      receiptIndex: read.optionalNumber("receipt") ?? null,
      modelId: read.optionalNumber("model_id") ?? null,
      modelVersion: read.optionalNumber("model_version") ?? null,
      datanetId: read.optionalNumber("datanet_id") ?? null,
      seq: read.optionalNumber("seq") ?? null,
      reporter: read.text("reporter"),
      role: read.text("role"),
      respondent: namedOrNull(read.text("respondent")),
      reason: read.text("reason"),
      statement: storableText(read.text("statement")),
      asked: read.text("asked"),
      deposit: read.text("deposit"),
      ...deadlineOf(read),
    });
  }),
  onEvent("incident_responded", (rows, _place, _event, read) => {
    const response = storableText(read.text("statement"));
    // Whoever pays what was asked ends the incident, which the next event says; after any other answer the reporter may escalate.
    rows.changes.push(changeOf(read, { state: "REJECTED", response, ...deadlineOf(read) }));
  }),
  onEvent("incident_unanswered", (rows, _place, _event, read) => {
    rows.changes.push(changeOf(read, { state: "SILENT", ...deadlineOf(read) }));
  }),
  onEvent("incident_escalated", (rows, _place, _event, read) => {
    rows.changes.push(changeOf(read, { state: "ESCALATED", ...deadlineOf(read) }));
  }),
  onEvent("incident_decided", (rows, _place, _event, read) => {
    rows.changes.push(changeOf(read, { froze: read.text("froze") === "true", struck: read.text("struck") === "true" }));
  }),
  onEvent("incident_closed", (rows, { height }, _event, read) => {
    const { compensation, depositWent } = { compensation: namedOrNull(read.text("compensation")), depositWent: read.text("deposit_went") };
    rows.changes.push(changeOf(read, { state: "CLOSED", outcome: read.text("outcome"), compensation, depositWent, closedHeight: height }));
  }),
  onEvent("model_version_frozen", (rows, { height }, _event, read) => {
    const version = { modelId: read.number("model_id"), version: read.number("version") };
    rows.changes.push({ kind: "version-freeze", ...version, frozenByIncident: read.number("incident_id"), frozenHeight: height });
  }),
  onEvent("model_version_unfrozen", (rows, _place, _event, read) => {
    const version = { modelId: read.number("model_id"), version: read.number("version") };
    rows.changes.push({ kind: "version-freeze", ...version, frozenByIncident: null, frozenHeight: null });
  }),
];

function changeOf(read: EventReader, set: IncidentChange["set"]): IncidentChange {
  return { kind: "incident-changed", incidentId: read.number("incident_id"), set };
}

function deadlineOf(read: EventReader): { readonly deadlineTimeNs: bigint; readonly deadlineHeight: bigint } {
  return { deadlineTimeNs: read.number("deadline_time"), deadlineHeight: read.number("deadline_height") };
}
