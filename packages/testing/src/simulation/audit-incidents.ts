import { assertDefined } from "@openledger/primitives";
import type { AbciEvent } from "@openledger/state-machine";
import type { AuditBooks } from "./audit-block.ts";
import { eventsOf } from "./auditor.ts";

/** What incidents must have moved: deposits, payments out of bonds, and what those who accept pay out of their own account. */
export function auditIncidents({ auditor, bonds, offers }: AuditBooks, events: readonly AbciEvent[]): void {
  for (const { reporter = "", deposit } of eventsOf(events, "incident_reported")) {
    const { units, denom } = coinIn(deposit);
    auditor.send(reporter, "accountability", denom, units);
  }
  for (const { offer_id: id = "", receiver = "", amount } of eventsOf(events, "offer_bond_paid")) {
    const { units, denom } = coinIn(amount);
    assertDefined(offers.get(id), "a known offer").bond -= units;
    auditor.send("market", receiver, denom, units);
  }
  for (const { datanet_id: datanet, seq, receiver = "", amount } of eventsOf(events, "contribution_bond_paid")) {
    const { units, denom } = coinIn(amount);
    const key = `${datanet}/${seq}`;
    const bond = assertDefined(bonds.get(key), `the bond of ${key}`);
    bonds.set(key, { ...bond, units: bond.units - units });
    auditor.send("datanet", receiver, denom, units);
  }
  for (const closed of eventsOf(events, "incident_closed")) {
    const { reporter = "", respondent = "", compensation, deposit, deposit_went: went, outcome } = closed;
    const { units, denom } = coinIn(deposit);
    if (went === "burned") auditor.burn("accountability", denom, units);
    else auditor.send("accountability", reporter, denom, units);
    const paid = coinIn(compensation);
    if (outcome === "accepted" && paid.units > 0n) auditor.send(respondent, reporter, paid.denom, paid.units);
  }
}

function coinIn(text: string | undefined): { readonly units: bigint; readonly denom: string } {
  const [, units = "0", denom = ""] = /^(\d+)(.+)$/.exec(text ?? "") ?? [];
  return { units: BigInt(units), denom };
}
