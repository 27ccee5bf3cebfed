import { sql } from "drizzle-orm";
import { rowsOf, type Db } from "../db/database.ts";
import { ledger } from "../schema/ledger.ts";
import { statementLines } from "../schema/rewards.ts";
import { delegationChanges } from "../schema/stake.ts";
import type { GraphqlContext } from "./builder.ts";
import { clientError } from "./errors.ts";
import type { Key } from "./loaders.ts";

export interface BalanceAt {
  readonly denom: string;
  readonly amount: bigint;
  readonly external: bigint;
}

export interface SharesAt {
  readonly delegator: string;
  readonly validator: string;
  readonly shares: bigint;
}

export interface ClaimableAt {
  readonly denom: string;
  readonly amount: bigint;
  readonly earned: bigint;
}

/** The height that `asOf` names. Throws for one that is not indexed yet, whose state nobody knows. */
export function heightOf(asOf: bigint, { checkpoint }: GraphqlContext): bigint {
  const indexed = checkpoint()?.height ?? 0n;
  if (asOf > indexed) throw clientError("NOT_FOUND", `the index reaches height ${indexed} and not ${asOf}: ask again later, or for an earlier height`);
  return asOf;
}

/** Balances of accounts after the block of a height; keys are address and height. */
export async function balancesAt(db: Db, keys: readonly Key[]): Promise<(readonly BalanceAt[])[]> {
  const rows = await lastRows(db, keys, sql`
    select distinct on (${ledger.denom}) ${ledger.denom} as denom, ${ledger.balanceAfter}::text as amount, ${ledger.externalAfter}::text as part
    from ${ledger} where ${ledger.address} = parent.key and ${ledger.height} <= parent.height
    order by ${ledger.denom}, ${ledger.height} desc, ${ledger.index} desc`);
  return rows.map((found) => found.map(({ denom, amount, part }) => ({ denom, amount: BigInt(amount), external: BigInt(part) })));
}

/** Shares of delegators after the block of a height; keys are delegator and height. */
export async function sharesAt(db: Db, keys: readonly Key[]): Promise<(readonly SharesAt[])[]> {
  const c = delegationChanges;
  const rows = await lastRows(db, keys, sql`
    select distinct on (${c.validator}) ${c.validator} as denom, ${c.shares}::text as amount, '0' as part
    from ${c} where ${c.delegator} = parent.key and ${c.height} <= parent.height order by ${c.validator}, ${c.height} desc`);
  return rows.map((found, at) =>
    found.flatMap(({ denom, amount }) => (amount === "0" ? [] : [{ delegator: String(keys[at]?.[0]), validator: denom, shares: BigInt(amount) }])),
  );
}

/** What accounts could claim after the block of a height, and all that was ever credited until then. */
export async function claimableAt(db: Db, keys: readonly Key[]): Promise<(readonly ClaimableAt[])[]> {
  const s = statementLines;
  const rows = await lastRows(db, keys, sql`
    select distinct on (${s.denom}) ${s.denom} as denom, ${s.balanceAfter}::text as amount,
      (sum(greatest(${s.amount}, 0)) over (partition by ${s.denom}))::text as part
    from ${s} where ${s.address} = parent.key and ${s.height} <= parent.height
    order by ${s.denom}, ${s.height} desc, ${s.eventIndex} desc, ${s.part} desc`);
  return rows.map((found) => found.map(({ denom, amount, part }) => ({ denom, amount: BigInt(amount), earned: BigInt(part) })));
}

interface LastRow {
  readonly denom: string;
  readonly amount: string;
  readonly part: string;
}

/** One statement for all keys: `last` may name `parent.key` and `parent.height`. */
async function lastRows(db: Db, keys: readonly Key[], last: ReturnType<typeof sql>): Promise<LastRow[][]> {
  const names = sql.param(keys.map(([name]) => String(name)));
  const heights = sql.param(keys.map(([, height]) => String(height)));
  const result = await db.execute(sql`
    select parent.at::int as at, found.* from unnest(${names}::text[], ${heights}::bigint[]) with ordinality as parent(key, height, at)
    cross join lateral (${last}) as found order by parent.at, found.denom`);
  const groups: LastRow[][] = keys.map(() => []);
  for (const row of rowsOf<LastRow & { readonly at: number }>(result)) groups[row.at - 1]?.push(row);
  return groups;
}
