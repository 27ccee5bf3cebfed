import { disputeRemedies, disputeStates, type DisputeState } from "../schema/datanet.ts";
import { unexpected, type EventReader, type PlacedEvent } from "./event-reader.ts";
import { onEvent, type BlockPlace, type EventProjection } from "./projection.ts";

/** Disputes about ownership with their outcomes, and what buyers say of answers. */
export const disputeEvents: readonly EventProjection[] = [
  onEvent("dispute_turn", (rows, place, event, read) => {
    const state = named(disputeStates, place, event, read.text("state"));
    const id = read.number("dispute_id");
    const untilNs = read.number("until");
    if (state !== "OPEN") {
      rows.changes.push({ kind: "dispute-turned", disputeId: id, state, untilNs });
      return;
    }
    rows.disputes.push({
      ...{ id, state, untilNs, ...contributionOf(read) },
      challenger: read.text("challenger"),
      owner: read.text("owner"),
      remedy: named(disputeRemedies, place, event, read.text("remedy")),
      bond: read.text("bond"),
      height: place.height,
      txIndex: event.txIndex,
    });
  }),
  onEvent("dispute_closed", (rows, place, event, read) => {
    const state: DisputeState = named(disputeStates, place, event, read.text("outcome"));
    rows.changes.push({ kind: "dispute-closed", disputeId: read.number("dispute_id"), state, height: place.height });
  }),
  onEvent("contribution_struck", (rows, { height }, event, read) => {
    const mark = { height, eventIndex: event.index, txIndex: event.txIndex, ...contributionOf(read), rows: [], erase: false };
    rows.contributionMarks.push({ ...mark, kind: "STRUCK", fromVersion: read.number("from_version") });
  }),
  onEvent("contribution_reassigned", (rows, { height }, event, read) => {
    const mark = { height, eventIndex: event.index, txIndex: event.txIndex, ...contributionOf(read), rows: [], erase: false };
    rows.contributionMarks.push({ ...mark, kind: "REASSIGNED", owner: read.text("owner"), fromVersion: 0n });
  }),
  onEvent("feedback_given", (rows, { height }, event, read) => {
    const host = read.text("host");
    const rating = Number(read.number("rating"));
    rows.feedbacks.push({
      ...{ host, rating, height, txIndex: event.txIndex },
      sessionId: read.number("session_id"),
      receiptIndex: read.number("receipt"),
      buyer: read.text("buyer"),
      modelId: read.number("model_id"),
      modelVersion: read.number("model_version"),
      datanetId: read.optionalNumber("datanet_id") ?? null,
      seq: read.optionalNumber("seq") ?? null,
    });
    rows.changes.push({ kind: "host-rated", host, rating });
  }),
];

function contributionOf(read: EventReader): { readonly datanetId: bigint; readonly seq: bigint } {
  return { datanetId: read.number("datanet_id"), seq: read.number("seq") };
}

function named<Name extends string>(names: readonly Name[], { height }: BlockPlace, event: PlacedEvent, text: string): Name {
  const found = names.find((name) => name === text.toUpperCase());
  if (found === undefined) throw unexpected(height, event, `${text.slice(0, 40)} is none of ${names.join(", ")}`);
  return found;
}
