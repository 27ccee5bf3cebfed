import DataLoader from "dataloader";
import { and, asc, desc, getTableColumns, sql, type SQL } from "drizzle-orm";
import type { PgColumn } from "drizzle-orm/pg-core";
import { rowsOf, type Db } from "../db/database.ts";
import { boundsOf, columnsOfKey, edgesOf, pageSize, type Keyset, type Page, type PageArgs } from "./connection.ts";
import type { Key } from "./loaders.ts";

/** A list that hangs on each row of another one. */
export interface NestedList<Row extends object> {
  /** Tells this list from other lists of the same keyset. */
  readonly name: string;
  readonly keyset: Keyset<Row>;
  /** SQL type of each part of the parent's key, such as `bigint`. */
  readonly types: readonly ("bigint" | "text" | "integer")[];
  /** Which rows belong to a parent, whose key is given as expressions. */
  readonly belongs: (key: readonly SQL[]) => SQL | undefined;
}

/** Pages of nested lists: one statement for all parents of a level that ask for the same page, however many they are. */
export interface NestedPages {
  load<Row extends object>(list: NestedList<Row>, key: Key, args: PageArgs, filter?: NestedFilter): Promise<Page<Row>>;
}

/** A further condition, with a name that tells it from others. */
export interface NestedFilter {
  readonly name: string;
  readonly condition: SQL | undefined;
}

interface Level<Row extends object> {
  readonly rows: DataLoader<Key, readonly Row[], string>;
  readonly counts: DataLoader<Key, number, string>;
}

export function createPages(db: Db): NestedPages {
  const levels = new Map<string, unknown>();
  return {
    async load<Row extends object>(list: NestedList<Row>, key: Key, args: PageArgs, filter?: NestedFilter): Promise<Page<Row>> {
      const { first, last, after, before, order } = args;
      const name = JSON.stringify([list.name, first, last, after, before, order, filter?.name]);
      // The name holds the list's own, so the level found under it has this list's rows.
      const level = (levels.get(name) as Level<Row> | undefined) ?? levelOf(db, list, args, filter?.condition);
      levels.set(name, level);
      const rows = await level.rows.load(key);
      return { ...edgesOf(list.keyset, args, rows), totalCount: () => level.counts.load(key) };
    },
  };
}

function levelOf<Row extends object>(db: Db, list: NestedList<Row>, args: PageArgs, condition: SQL | undefined): Level<Row> {
  const options = { cacheKeyFn: (key: Key) => key.join("/") };
  return {
    rows: new DataLoader(async (keys: readonly Key[]) => readRows(db, list, args, condition, keys), options),
    counts: new DataLoader(async (keys: readonly Key[]) => countRows(db, list, condition, keys), options),
  };
}

async function readRows<Row extends object>(db: Db, list: NestedList<Row>, args: PageArgs, condition: SQL | undefined, keys: readonly Key[]): Promise<(readonly Row[])[]> {
  const { keyset, types, belongs } = list;
  const { size, backward } = pageSize(args);
  const columns = columnsOfKey(keyset);
  const descending = ((args.order ?? "desc") === "desc") !== backward;
  const where = and(belongs(parentKey(types)), condition, ...boundsOf(keyset, args));
  const order = columns.map((column) => (descending ? desc(column) : asc(column)));
  const selected: Readonly<Record<string, PgColumn>> = keyset.columns ?? getTableColumns(keyset.table);
  const named = Object.entries(selected).map(([name, column]) => sql`${column} as ${sql.identifier(name)}`);
  const result = await db.execute(sql`
    select parent.at::int as parent_at, nested.* from ${parents(types, keys)}
    cross join lateral (select ${sql.join(named, sql`, `)} from ${keyset.table} where ${where} order by ${sql.join(order, sql`, `)} limit ${size + 1}) as nested`);
  const groups: Row[][] = keys.map(() => []);
  const columnsByName = Object.entries(selected);
  for (const row of rowsOf<Record<string, unknown>>(result)) groups[Number(row["parent_at"]) - 1]?.push(decoded<Row>(row, columnsByName));
  return groups;
}

async function countRows(db: Db, { keyset, types, belongs }: NestedList<object>, condition: SQL | undefined, keys: readonly Key[]): Promise<number[]> {
  const where = and(belongs(parentKey(types)), condition);
  const result = await db.execute(sql`
    select parent.at::int as parent_at, nested.rows from ${parents(types, keys)}
    cross join lateral (select count(*)::int as rows from ${keyset.table} where ${where}) as nested`);
  const counts = keys.map(() => 0);
  for (const { parent_at, rows } of rowsOf<{ parent_at: number; rows: number }>(result)) counts[parent_at - 1] = rows;
  return counts;
}

function parentKey(types: readonly string[]): readonly SQL[] {
  return types.map((_type, position) => sql.raw(`parent.k${position}`));
}

/** `unnest($1::bigint[]) with ordinality as parent(k0, at)`. */
function parents(types: readonly string[], keys: readonly Key[]): SQL {
  const arrays = types.map((type, position) => sql`${sql.param(keys.map((key) => String(key[position])))}::${sql.raw(type)}[]`);
  const names = types.map((_type, position) => `k${position}`);
  return sql`unnest(${sql.join(arrays, sql`, `)}) with ordinality as parent(${sql.raw(names.join(", "))}, at)`;
}

/** Makes the driver's row the one that Drizzle gives, by the columns' own decoders; in place, because rows are many. */
function decoded<Row extends object>(row: Record<string, unknown>, selected: readonly (readonly [string, PgColumn])[]): Row {
  for (const [name, column] of selected) {
    const value = row[name];
    if (value !== null) row[name] = column.mapFromDriverValue(value);
  }
  return row as Row;
}

/** Rows of a table by equality with the parent's key. */
export function byColumns(...columns: readonly PgColumn[]): (key: readonly SQL[]) => SQL | undefined {
  return (key) => and(...columns.map((column, position) => sql`${column} = ${key[position]}`));
}

/** Names a list; keeps the type of its rows. */
export function nestedList<Row extends object>(list: NestedList<Row>): NestedList<Row> {
  return list;
}

