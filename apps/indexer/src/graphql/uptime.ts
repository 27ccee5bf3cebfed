import { and, gte, lte, sql } from "drizzle-orm";
import { toHex } from "@openledger/primitives";
import { rowsOf, type Db } from "../db/database.ts";
import { commitFromBytes } from "../project/commit-bytes.ts";
import { blocks } from "../schema/chain.ts";
import { missedBlocks } from "../schema/stake.ts";
import type { Key } from "./loaders.ts";

/** Newest blocks that the uptime of a validator looks at. */
export const WINDOW_DEFAULT = 100;
export const WINDOW_MAX = 1_000;

/** Who signed which blocks of a range. */
export interface Signers {
  /** The first block of the range that the chain has: one may begin at any height. */
  readonly from: bigint;
  /** Heights of the blocks that each address, in hex, has signed. */
  readonly heightsOf: ReadonlyMap<string, ReadonlySet<bigint>>;
}

/** Who signed which blocks below a height and from another on; keys are the two, and each is one statement. */
export async function signersBetween(db: Db, keys: readonly Key[]): Promise<Signers[]> {
  const found: Signers[] = [];
  for (const [from, to] of keys) found.push(await readSigners(db, BigInt(from ?? 0), BigInt(to ?? 0)));
  return found;
}

async function readSigners(db: Db, from: bigint, to: bigint): Promise<Signers> {
  const rows = await db.select({ height: blocks.height, commit: blocks.lastCommit }).from(blocks).where(and(gte(blocks.height, from), lte(blocks.height, to)));
  const first = rows.reduce((least, { height }) => (height < least ? height : least), to);
  const heightsOf = new Map<string, Set<bigint>>();
  for (const { height, commit } of rows) {
    // The commit under a block stands in the next one; the first one's is of a block outside.
    if (height === first) continue;
    for (const slot of commitFromBytes(commit)) {
      if (slot.flag === "ABSENT") continue;
      const address = toHex(slot.address);
      const heights = heightsOf.get(address);
      if (heights === undefined) heightsOf.set(address, new Set([height - 1n]));
      else heights.add(height - 1n);
    }
  }
  return { from: first, heightsOf };
}

/** Heights above a height that count a vote of a validator as missed, newest first; keys are consensus address and height. */
export async function missesAfter(db: Db, keys: readonly Key[]): Promise<(readonly bigint[])[]> {
  const addresses = sql.param(keys.map(([address]) => String(address)));
  const heights = sql.param(keys.map(([, height]) => String(height)));
  const result = await db.execute(sql`
    select parent.at::int as at, missed.height::text as height
    from unnest(${addresses}::text[], ${heights}::bigint[]) with ordinality as parent(address, above, at)
    join ${missedBlocks} missed on missed.consensus_address = parent.address and missed.height > parent.above
    order by parent.at, missed.height desc`);
  const groups: bigint[][] = keys.map(() => []);
  for (const { at, height } of rowsOf<{ readonly at: number; readonly height: string }>(result)) groups[at - 1]?.push(BigInt(height));
  return groups;
}
