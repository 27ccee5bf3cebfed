import { sql } from "drizzle-orm";
import { rowsOf, type Db } from "../db/database.ts";
import { blocks } from "../schema/chain.ts";

/**
 * The first height whose block is not before a time, in Unix nanoseconds; one above the last when there is none. Block
 * times rise with heights, so it is a binary search over the primary key, and times need no index.
 */
export async function firstHeightFrom(db: Db, timeNs: bigint): Promise<bigint> {
  const result = await db.execute(sql`
    with recursive search(low, high) as (
      select coalesce(min(${blocks.height}), 0), coalesce(max(${blocks.height}) + 1, 0) from ${blocks}
      union all
      select case when middle.time_ns < ${timeNs.toString()}::numeric then middle.height + 1 else low end,
        case when middle.time_ns < ${timeNs.toString()}::numeric then high else middle.height end
      from search cross join lateral (
        select ${blocks.height} as height, ${blocks.timeNs} as time_ns from ${blocks} where ${blocks.height} = (low + high) / 2) as middle
      where low < high
    ) select low::text as height from search where low = high`);
  return BigInt(rowsOf<{ height: string }>(result)[0]?.height ?? 0);
}
