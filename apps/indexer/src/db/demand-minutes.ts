import { sql } from "drizzle-orm";
import { demandMinutes } from "../schema/gate.ts";
import type { Db } from "./database.ts";

type Flows = typeof demandMinutes.$inferInsert;

/** Adds flows to the minutes that their blocks lie in, one row per denom and minute. */
export async function writeDemandFlows(tx: Db, flows: readonly Flows[]): Promise<void> {
  const sums = new Map<string, Flows>();
  for (const flow of flows) {
    const key = `${flow.denom}/${flow.minute}`;
    const before = sums.get(key);
    sums.set(key, before === undefined ? flow : added(before, flow));
  }
  if (sums.size === 0) return;
  const { entered, left, leftExternal, external, internal, toProtocol } = demandMinutes;
  await tx
    .insert(demandMinutes)
    .values([...sums.values()])
    .onConflictDoUpdate({
      target: [demandMinutes.denom, demandMinutes.minute],
      set: {
        entered: sql`${entered} + excluded.entered`,
        left: sql`${left} + excluded.left`,
        leftExternal: sql`${leftExternal} + excluded.left_external`,
        external: sql`${external} + excluded.external`,
        internal: sql`${internal} + excluded.internal`,
        toProtocol: sql`${toProtocol} + excluded.to_protocol`,
      },
    });
}

function added(a: Flows, b: Flows): Flows {
  return {
    ...a,
    entered: a.entered + b.entered,
    left: a.left + b.left,
    leftExternal: a.leftExternal + b.leftExternal,
    external: a.external + b.external,
    internal: a.internal + b.internal,
    toProtocol: a.toProtocol + b.toProtocol,
  };
}
