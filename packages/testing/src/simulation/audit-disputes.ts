import { assertDefined } from "@openledger/primitives";
import type { AbciEvent } from "@openledger/state-machine";
import type { AuditBooks } from "./audit-block.ts";
import { eventsOf } from "./auditor.ts";

/** What disputes, decisions and lost bonds must have moved; a bond is slashed before its dispute is closed. */
export function auditDisputes(books: AuditBooks, events: readonly AbciEvent[]): void {
  const { auditor, disputes, bonds } = books;
  for (const turn of eventsOf(events, "dispute_turn")) {
    const { dispute_id: id = "", state, challenger = "", owner = "", bond = "" } = turn;
    if (state !== "open") continue;
    const [, units = "0", denom = ""] = /^(\d+)(.+)$/.exec(bond) ?? [];
    disputes.set(id, { challenger, owner, units: BigInt(units), denom });
    auditor.send(challenger, "datanet", denom, BigInt(units));
  }
  const closed = eventsOf(events, "dispute_closed");
  for (const { datanet_id: datanet, seq } of eventsOf(events, "contribution_bond_slashed")) {
    const key = `${datanet}/${seq}`;
    const bond = assertDefined(bonds.get(key), `the bond of ${key}`);
    const { challenger = "" } = assertDefined(closed.find((one) => one["datanet_id"] === datanet && one["seq"] === seq && isUpheld(one["outcome"])), "a decided dispute");
    auditor.send("datanet", challenger, bond.denom, bond.units / 2n);
    auditor.burn("datanet", bond.denom, bond.units - bond.units / 2n);
    bonds.set(key, { ...bond, units: 0n });
  }
  for (const { dispute_id: id = "", outcome } of closed) {
    const { challenger, owner, units, denom } = assertDefined(disputes.get(id), `dispute ${id}`);
    disputes.delete(id);
    if (outcome !== "dismissed") {
      auditor.send("datanet", challenger, denom, units);
      continue;
    }
    auditor.send("datanet", owner, denom, units / 2n);
    auditor.burn("datanet", denom, units - units / 2n);
  }
}

function isUpheld(outcome: string | undefined): boolean {
  return outcome === "struck" || outcome === "reassigned";
}
