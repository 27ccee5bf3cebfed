import { assertDefined } from "@openledger/primitives";
import type { AbciEvent } from "@openledger/state-machine";
import type { AuditBooks } from "./audit-block.ts";
import { eventsOf } from "./auditor.ts";

const BPS = 10_000n;
const DATA_BPS = 4_000n;
const BOND_MULTIPLE = 2n;

/** What demands, their answers, counter-examples and void settlements must have moved (protocol.md section 5, Challenges). */
export function auditChallenges(books: AuditBooks, events: readonly AbciEvent[], baseDenom: string): void {
  const { auditor } = books;
  for (const { bond = "", challenger = "" } of eventsOf(events, "demand_made")) sendCoins(books, challenger, "market", bond);
  for (const { bond = "", host = "" } of eventsOf(events, "demand_answered")) sendCoins(books, "market", host, bond);
  for (const { bond = "", challenger = "" } of eventsOf(events, "demand_returned")) sendCoins(books, "market", challenger, bond);
  for (const { outcome, bond = "", challenger = "", session_id: id = "" } of eventsOf(events, "counterexample_judged")) {
    // A true one has its bond back in the same block.
    if (outcome === "stands") sendCoins(books, challenger, hostOf(books, id), bond);
  }
  for (const { settlement_id: id = "", challenger = "" } of eventsOf(events, "settlement_voided")) {
    const { sessionId, units } = assertDefined(books.settlements.get(id), "a known settlement");
    const session = assertDefined(books.sessions.get(sessionId.toString()), "a known session");
    const offer = assertDefined(books.offers.get(session.offerId), "a known offer");
    const slashed = BOND_MULTIPLE * ((units * DATA_BPS) / BPS);
    session.escrow -= units;
    offer.bond -= slashed;
    auditor.send("market", session.buyer, session.denom, units);
    auditor.send("market", challenger, session.denom, slashed / 2n);
    const rest = slashed - slashed / 2n;
    if (session.denom === baseDenom) auditor.burn("market", session.denom, rest);
    else auditor.send("market", "treasury", session.denom, rest);
  }
}

function hostOf({ sessions, offers }: AuditBooks, sessionId: string): string {
  const { offerId } = assertDefined(sessions.get(sessionId), "a known session");
  return assertDefined(offers.get(offerId), "a known offer").host;
}

function sendCoins({ auditor }: AuditBooks, from: string, to: string, coin: string): void {
  const [, units = "0", denom = ""] = /^(\d+)(.+)$/.exec(coin) ?? [];
  auditor.send(from, to, denom, BigInt(units));
}
