import { IncidentState } from "@openledger/messages/openledger/accountability/v1";
import type { Identity, QueryContext } from "@openledger/state-machine";
import { amountOf, coinOf } from "../support/amounts.ts";
import { countUnits, holdingIdentities } from "../support/holdings.ts";
import { offerHeldFor, type Closing } from "./keeper.ts";
import { ACCOUNTABILITY, depositsHeld, incidents, reporterCounts, subjectCounts, turnQueue } from "./state.ts";

/** Deposits of open incidents are counted and covered; each open incident is due, and counted once by reporter and subject. */
export function identities(ctx: QueryContext, { bank, market }: Closing): readonly Identity[] {
  const reader = ctx.store.store(ACCOUNTABILITY);
  const owed = new Map<string, bigint>();
  const broken: string[] = [];
  const byOffer = new Map<bigint, bigint>();
  let open = 0n;
  for (const [id, incident] of incidents.iterate(reader)) {
    if (incident.state === IncidentState.INCIDENT_STATE_CLOSED) continue;
    open += 1n;
    const { denom, amount } = coinOf(incident.deposit);
    countUnits(owed, denom, amountOf(amount));
    byOffer.set(offerHeldFor(incident), (byOffer.get(offerHeldFor(incident)) ?? 0n) + 1n);
    if (!turnQueue.has(reader, [incident.deadlineTime, id])) broken.push(`incident ${id}: its turn never ends`);
  }
  let turns = 0n;
  for (const _turn of turnQueue.iterate(reader)) turns += 1n;
  let [byReporter, bySubject] = [0n, 0n];
  for (const [, count] of reporterCounts.iterate(reader)) byReporter += count;
  for (const [, count] of subjectCounts.iterate(reader)) bySubject += count;
  if (turns !== open) broken.push(`${turns} turns of ${open} open incidents`);
  if (byReporter !== open || bySubject !== open) broken.push(`${byReporter} by reporter and ${bySubject} by subject, not ${open}`);
  for (const [offerId, count] of byOffer) {
    const held = market.incidentsOf(ctx, offerId);
    if (held !== undefined && held !== count) broken.push(`offer ${offerId}: held for ${held} incidents of ${count}`);
  }
  const what = "deposits of open incidents";
  return [
    ...holdingIdentities(ctx, bank, { module: ACCOUNTABILITY, what, totals: depositsHeld.entries(reader), parts: owed }),
    { says: "each open incident has a turn that ends, and counts once by reporter, by subject and by the offer that it holds", found: `${open} open incidents`, broken },
  ];
}
