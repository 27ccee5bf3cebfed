import { count, or, type SQL } from "drizzle-orm";
import type { Db } from "../db/database.ts";
import { pageOf, pageSize, type Keyset, type Page, type PageArgs } from "./connection.ts";
import { clientError } from "./errors.ts";
import type { KeyPart } from "./loaders.ts";

/** Each condition is a statement of its own. */
const CONDITIONS_MAX = 20;

/**
 * One page of the rows that meet any of the conditions, in the order of the list. Each condition is read from its own index
 * and the pages are merged, because a statement that asks for all of them would have to sort every row that meets one.
 */
export async function mergedPage<Row extends object>(db: Db, keyset: Keyset<Row>, args: PageArgs, conditions: readonly (SQL | undefined)[]): Promise<Page<Row>> {
  const [only] = conditions;
  if (conditions.length <= 1) return pageOf(db, keyset, args, only);
  if (conditions.length > CONDITIONS_MAX) throw clientError("LIMIT_EXCEEDED", `accounts times types are at most ${CONDITIONS_MAX}: ask for fewer at once`);
  const pages = await Promise.all(conditions.map((condition) => pageOf(db, keyset, args, condition)));
  const { size, backward } = pageSize(args);
  const sign = (args.order ?? "desc") === "desc" ? -1 : 1;
  const rows = new Map(pages.flatMap(({ edges }) => edges.map((edge) => [keyOf(keyset, edge.node).join("/"), edge] as const)));
  const merged = [...rows.values()].sort((a, b) => sign * compareKeys(keyOf(keyset, a.node), keyOf(keyset, b.node)));
  const edges = backward ? merged.slice(Math.max(0, merged.length - size)) : merged.slice(0, size);
  const isCut = merged.length > size;
  return {
    edges,
    pageInfo: {
      hasNextPage: pages.some(({ pageInfo }) => pageInfo.hasNextPage) || (!backward && isCut),
      hasPreviousPage: pages.some(({ pageInfo }) => pageInfo.hasPreviousPage) || (backward && isCut),
      startCursor: edges[0]?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
    },
    totalCount: async () => (await db.select({ rows: count() }).from(keyset.table).where(or(...conditions)))[0]?.rows ?? 0,
  };
}

function keyOf(keyset: Keyset<object>, row: object): readonly KeyPart[] {
  const values = row as Readonly<Record<string, KeyPart>>;
  return keyset.key.map((name) => values[name] ?? "");
}

function compareKeys(a: readonly KeyPart[], b: readonly KeyPart[]): number {
  for (const [at, part] of a.entries()) {
    const other = b[at] ?? "";
    if (part !== other) return part < other ? -1 : 1;
  }
  return 0;
}
