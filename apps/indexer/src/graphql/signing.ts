import { sql } from "drizzle-orm";
import { rowsOf, type Db } from "../db/database.ts";
import { signingInfos } from "../schema/stake.ts";
import type { Key } from "./loaders.ts";

/** Whether a validator may sign. */
export interface SigningInfo {
  readonly startHeight: bigint;
  /** Unix nanoseconds; 0 for never jailed. */
  readonly jailedUntilNs: bigint;
  readonly tombstoned: boolean;
  readonly height: bigint;
}

/** The last signing info of each consensus address; null for one that never was to sign. */
export async function lastSigningInfos(db: Db, keys: readonly Key[]): Promise<(SigningInfo | null)[]> {
  const s = signingInfos;
  const addresses = sql.param(keys.map(([address]) => String(address)));
  const result = await db.execute(sql`
    select parent.at::int as at, info.* from unnest(${addresses}::text[]) with ordinality as parent(address, at)
    cross join lateral (
      select ${s.startHeight}::text as start, ${s.jailedUntilNs}::text as jailed_until, ${s.tombstoned} as tombstoned, ${s.height}::text as height
      from ${s} where ${s.consensusAddress} = parent.address order by ${s.height} desc limit 1
    ) as info`);
  interface Row {
    readonly at: number;
    readonly start: string;
    readonly jailed_until: string;
    readonly tombstoned: boolean;
    readonly height: string;
  }
  const infos: (SigningInfo | null)[] = keys.map(() => null);
  for (const { at, start, jailed_until: until, tombstoned, height } of rowsOf<Row>(result)) {
    infos[at - 1] = { startHeight: BigInt(start), jailedUntilNs: BigInt(until), tombstoned, height: BigInt(height) };
  }
  return infos;
}
