import { IncidentState, Outcome, Role, type Incident, type Params } from "@openledger/messages/openledger/accountability/v1";
import { addressToBytes, concatBytes, u64be } from "@openledger/primitives";
import type { Context } from "@openledger/state-machine";
import { addressOf } from "../support/addresses.ts";
import { amountOf, coinOf } from "../support/amounts.ts";
import type { StateReader } from "../support/reader.ts";
import { secondsAfter } from "../support/time.ts";
import { unknownIncident } from "./errors.ts";
import { incidentClosed } from "./events.ts";
import type { Neighbours } from "./expected-keepers.ts";
import {
  ACCOUNTABILITY,
  depositsHeld,
  incidents,
  openBySubject,
  params,
  recordQueue,
  reporterCounts,
  subjectCounts,
  turnQueue,
} from "./state.ts";

/** Parameters of the module. */
export function paramsOf(ctx: StateReader): Params {
  return params.require(ctx.store.store(ACCOUNTABILITY));
}

/** The incident, or the module's own error. */
export function requireIncident(ctx: StateReader, id: bigint): Incident {
  const incident = incidents.get(ctx.store.store(ACCOUNTABILITY), id);
  if (incident === undefined) throw unknownIncident(`incident ${id}`);
  return incident;
}

/** What the incident is about, as 17 bytes of a key. */
export function subjectKey({ receipt, modelVersion, contribution }: Pick<Incident, "receipt" | "modelVersion" | "contribution">): Uint8Array {
  if (receipt !== undefined) return concatBytes(Uint8Array.of(1), u64be(receipt.sessionId), u64be(receipt.index));
  if (modelVersion !== undefined) return concatBytes(Uint8Array.of(2), u64be(modelVersion.modelId), u64be(modelVersion.version));
  return concatBytes(Uint8Array.of(3), u64be(contribution?.datanetId ?? 0n), u64be(contribution?.seq ?? 0n));
}

/** The state of an incident whose turn begins now and lasts this long; it is stored, and due in the queue. */
export function beginTurn(
  ctx: Context,
  incident: Incident,
  turn: { readonly state: IncidentState; readonly seconds: bigint; readonly blocks: bigint },
): Incident {
  const store = ctx.store.store(ACCOUNTABILITY);
  const next: Incident = {
    ...incident,
    state: turn.state,
    deadlineTime: secondsAfter(ctx.block.time, turn.seconds),
    deadlineHeight: ctx.block.height + turn.blocks,
  };
  turnQueue.delete(store, [incident.deadlineTime, incident.id]);
  turnQueue.set(store, [next.deadlineTime, next.id], true);
  incidents.set(store, next.id, next);
  return next;
}

/** Governance's turn: it has decision_seconds, and at least one block. */
export function escalateNow(ctx: Context, incident: Incident): Incident {
  const state = IncidentState.INCIDENT_STATE_ESCALATED;
  return beginTurn(ctx, incident, { state, seconds: paramsOf(ctx).decisionSeconds, blocks: 1n });
}

/** True until both time and height of the present turn are reached. */
export function isInTime(ctx: Context, { deadlineTime, deadlineHeight }: Incident): boolean {
  return ctx.block.time < deadlineTime || ctx.block.height < deadlineHeight;
}

/** Who has a part in the end of an incident. */
export type Closing = Pick<Neighbours, "bank" | "market">;

/** Ends an incident: the deposit returns or is burned, the offer's bond is held for it no longer, and it stays on record for a while. */
export function closeIncident(ctx: Context, deps: Closing, incident: Incident, outcome: Outcome): void {
  const { bank } = deps;
  const store = ctx.store.store(ACCOUNTABILITY);
  const deposit = coinOf(incident.deposit);
  const isBurned = outcome === Outcome.OUTCOME_DROPPED || outcome === Outcome.OUTCOME_DISMISSED;
  if (isBurned) bank.burnFromModule(ctx, ACCOUNTABILITY, deposit);
  else bank.sendFromModule(ctx, ACCOUNTABILITY, addressOf(ctx.chain, incident.reporter), deposit);
  depositsHeld.take(store, deposit.denom, amountOf(deposit.amount));
  turnQueue.delete(store, [incident.deadlineTime, incident.id]);
  countOpen(ctx, deps, incident, -1n);
  const recordUntil = secondsAfter(ctx.block.time, paramsOf(ctx).recordSeconds);
  const closed: Incident = {
    ...incident,
    outcome,
    state: IncidentState.INCIDENT_STATE_CLOSED,
    deadlineTime: recordUntil,
    deadlineHeight: ctx.block.height,
  };
  incidents.set(store, closed.id, closed);
  recordQueue.set(store, [recordUntil, closed.id], true);
  ctx.emit(incidentClosed(closed, isBurned ? "burned" : "returned"));
}

/** The offer whose bond an incident holds while it is open, if that offer is in state; 0 when it is about no host. */
export function offerHeldFor({ role, receipt }: Incident): bigint {
  return role === Role.ROLE_HOST ? (receipt?.offerId ?? 0n) : 0n;
}

/** Counts an incident that begins (1) or ends (-1) under its reporter, its subject and its offer. */
export function countOpen(ctx: Context, { bank, market }: Closing, incident: Incident, change: 1n | -1n): void {
  // An offer that had ended before the report never comes back, so what is in state at the end was so at the beginning.
  const offerId = offerHeldFor(incident);
  if (market.incidentsOf(ctx, offerId) !== undefined) market.countIncident(ctx, bank, offerId, change);
  const store = ctx.store.store(ACCOUNTABILITY);
  const reporter = addressToBytes(ctx.chain.bech32Prefix, incident.reporter);
  const subject = subjectKey(incident);
  for (const [counts, key] of [[reporterCounts, reporter], [subjectCounts, subject]] as const) {
    const count = (counts.get(store, key) ?? 0n) + change;
    if (count === 0n) counts.delete(store, key);
    else counts.set(store, key, count);
  }
  if (change === 1n) openBySubject.set(store, [subject, reporter], incident.id);
  else openBySubject.delete(store, [subject, reporter]);
}
