import { IncidentState, Outcome, type Incident } from "@openledger/messages/openledger/accountability/v1";
import type { Context } from "@openledger/state-machine";
import { incidentUnanswered } from "./events.ts";
import { beginTurn, closeIncident, isInTime, paramsOf, type Closing } from "./keeper.ts";
import { ACCOUNTABILITY, incidents, recordQueue, turnQueue } from "./state.ts";

/** Ends the turns that are over, oldest first; at most max_turns_per_block are looked at. */
export function endTurns(ctx: Context, deps: Closing): void {
  const store = ctx.store.store(ACCOUNTABILITY);
  const limit = paramsOf(ctx).maxTurnsPerBlock;
  const seen: Incident[] = [];
  for (const [[deadline, id]] of turnQueue.iterate(store)) {
    if (deadline > ctx.block.time || seen.length >= limit) break;
    seen.push(incidents.require(store, id));
  }
  for (const incident of seen) {
    if (isInTime(ctx, incident)) queueBehind(ctx, incident);
    else endTurn(ctx, deps, incident);
  }
}

/** One whose time is over and that waits for blocks makes room for those behind it, whose turns may end now. */
function queueBehind(ctx: Context, incident: Incident): void {
  const store = ctx.store.store(ACCOUNTABILITY);
  const waiting: Incident = { ...incident, deadlineTime: ctx.block.time };
  turnQueue.delete(store, [incident.deadlineTime, incident.id]);
  turnQueue.set(store, [waiting.deadlineTime, waiting.id], true);
  incidents.set(store, waiting.id, waiting);
}

function endTurn(ctx: Context, deps: Closing, incident: Incident): void {
  if (incident.state === IncidentState.INCIDENT_STATE_REPORTED) {
    const { escalationSeconds, escalationBlocks } = paramsOf(ctx);
    const turn = { state: IncidentState.INCIDENT_STATE_SILENT, seconds: escalationSeconds, blocks: escalationBlocks };
    ctx.emit(incidentUnanswered(beginTurn(ctx, incident, turn)));
  } else {
    closeIncident(ctx, deps, incident, outcomeOfSilence(incident));
  }
}

/** What becomes of an incident when nobody takes its present turn. */
function outcomeOfSilence({ state, response }: Incident): Outcome {
  if (state === IncidentState.INCIDENT_STATE_REJECTED) return response?.accepted === true ? Outcome.OUTCOME_ACCEPTED : Outcome.OUTCOME_DROPPED;
  return state === IncidentState.INCIDENT_STATE_SILENT ? Outcome.OUTCOME_UNANSWERED : Outcome.OUTCOME_UNDECIDED;
}

/** Forgets closed incidents whose record period is over, oldest first; at most max_turns_per_block. */
export function forgetIncidents(ctx: Context): void {
  const store = ctx.store.store(ACCOUNTABILITY);
  const limit = paramsOf(ctx).maxTurnsPerBlock;
  const due: (readonly [bigint, bigint])[] = [];
  for (const [key] of recordQueue.iterate(store)) {
    if (key[0] > ctx.block.time || due.length >= limit) break;
    due.push(key);
  }
  for (const key of due) {
    recordQueue.delete(store, key);
    incidents.delete(store, key[1]);
  }
}
