import { inArray, sql } from "drizzle-orm";
import { rowsOf, type Db } from "../db/database.ts";
import { receipts } from "../schema/attribution.ts";
import { offers, sessions } from "../schema/market.ts";
import type { Key } from "./loaders.ts";

/** Of how many of its newest known receipts the latency of an offer is measured. */
export const SAMPLE_MAX = 500;

/** Milliseconds from request to the end of the answer. */
export interface Latency {
  readonly receipts: number;
  readonly p50: bigint;
  readonly p95: bigint;
}

/** Measures each offer by its newest known receipts; null where none is known. */
export async function measureLatencies(db: Db, offerIds: readonly Key[]): Promise<(Latency | null)[]> {
  const newest = sql`
    select ${receipts.latencyMs} as ms from ${sessions} join ${receipts} on ${receipts.sessionId} = ${sessions.id}
    where ${sessions.offerId} = ${offers.id} order by ${sessions.id} desc, ${receipts.index} desc limit ${SAMPLE_MAX}`;
  const asked = inArray(offers.id, offerIds.map(([id]) => BigInt(id ?? 0)));
  const result = await db.execute(sql`
    select ${offers.id}::text as id, count(*)::int as receipts, percentile_disc(0.5) within group (order by ms)::text as p50,
      percentile_disc(0.95) within group (order by ms)::text as p95
    from ${offers} cross join lateral (${newest}) as newest where ${asked} group by ${offers.id}`);
  const rows = rowsOf<{ id: string; receipts: number; p50: string; p95: string }>(result);
  const found = new Map(rows.map(({ id, receipts: count, p50, p95 }) => [id, { receipts: count, p50: BigInt(p50), p95: BigInt(p95) }]));
  return offerIds.map(([id]) => found.get(String(id)) ?? null);
}
