import DataLoader from "dataloader";
import { and, sql, type SQL } from "drizzle-orm";
import type { PgColumn } from "drizzle-orm/pg-core";
import type { GraphQLResolveInfo } from "graphql";
import type { Db } from "../db/database.ts";
import { readRows } from "../db/row-read.ts";
import { boundsOf, columnsOf, edgesOf, orderOf, pageSize, selectionOf, type Keyset, type Page, type PageArgs } from "./connection.ts";
import type { Key } from "./loaders.ts";
import { selectedColumns, type Selection } from "./selected-columns.ts";

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
  /** With the info of the field only what the operation asks for is read. */
  load<Row extends object>(list: NestedList<Row>, key: Key, args: PageArgs, filter?: NestedFilter, info?: GraphQLResolveInfo): Promise<Page<Row>>;
}

/** A further condition, with a name that tells it from others. */
export interface NestedFilter {
  readonly name: string;
  readonly condition: SQL | undefined;
}

/** Whose row it is: the position of its parent's key, from 1. */
interface AtParent {
  readonly parentAt: number;
}

interface Level<Row extends object> {
  readonly rows: DataLoader<Key, readonly Row[], string>;
  readonly counts: DataLoader<Key, number, string>;
}

export function createPages(db: Db): NestedPages {
  const levels = new Map<string, unknown>();
  return {
    async load<Row extends object>(list: NestedList<Row>, key: Key, args: PageArgs, filter?: NestedFilter, info?: GraphQLResolveInfo): Promise<Page<Row>> {
      const selection = selectedColumns(list.keyset, columnsOf(list.keyset), info);
      const { first, last, after, before, order } = args;
      const name = JSON.stringify([list.name, first, last, after, before, order, filter?.name, selection.name]);
      // The name holds the list's own, so the level found under it has this list's rows.
      const level = (levels.get(name) as Level<Row> | undefined) ?? levelOf(db, list, args, filter?.condition, selection);
      levels.set(name, level);
      const rows = await level.rows.load(key);
      return { ...edgesOf(list.keyset, args, rows), totalCount: () => level.counts.load(key) };
    },
  };
}

function levelOf<Row extends object>(db: Db, list: NestedList<Row>, args: PageArgs, condition: SQL | undefined, selection: Selection): Level<Row> {
  const options = { cacheKeyFn: (key: Key) => key.join("/") };
  return {
    rows: new DataLoader(async (keys: readonly Key[]) => readPages(db, list, args, condition, selection, keys), options),
    counts: new DataLoader(async (keys: readonly Key[]) => countRows(db, list, condition, keys), options),
  };
}

async function readPages<Row extends object>(db: Db, list: NestedList<Row>, args: PageArgs, condition: SQL | undefined, { name, columns }: Selection, keys: readonly Key[]): Promise<(readonly Row[])[]> {
  const { keyset, types, belongs } = list;
  const order = orderOf(keyset, args);
  const further = and(condition, ...boundsOf(keyset, args));
  const rows = await readRows<Row & AtParent>(db, {
    key: further === undefined ? `nested ${list.name} ${order.name} ${name}` : undefined,
    columns: { parentAt: "number", ...columns },
    sql: (value) => sql`
      select parent.at::int as "parentAt", nested.* from ${parents(types, value)}
      cross join lateral (select ${selectionOf(columns)} from ${keyset.table} where ${and(belongs(parentKey(types)), further)} order by ${order.by} limit ${value("limit")}) as nested`,
    values: { ...valuesOf(types, keys), limit: pageSize(args).size + 1 },
  });
  const groups: Row[][] = keys.map(() => []);
  for (const row of rows) groups[row.parentAt - 1]?.push(row);
  return groups;
}

async function countRows(db: Db, { keyset, types, belongs }: NestedList<object>, condition: SQL | undefined, keys: readonly Key[]): Promise<number[]> {
  const where = and(belongs(parentKey(types)), condition);
  const counted = await readRows<AtParent & { readonly rows: number }>(db, {
    key: undefined,
    columns: { parentAt: "number", rows: "number" },
    sql: (value) => sql`
      select parent.at::int as "parentAt", nested.rows from ${parents(types, value)}
      cross join lateral (select count(*)::int as rows from ${keyset.table} where ${where}) as nested`,
    values: valuesOf(types, keys),
  });
  const counts = keys.map(() => 0);
  for (const { parentAt, rows } of counted) counts[parentAt - 1] = rows;
  return counts;
}

function parentKey(types: readonly string[]): readonly SQL[] {
  return types.map((_type, position) => sql.raw(`parent.k${position}`));
}

/** `unnest($1::bigint[]) with ordinality as parent(k0, at)`. */
function parents(types: readonly string[], value: (name: string) => SQL): SQL {
  const arrays = types.map((type, position) => sql`${value(`k${position}`)}::${sql.raw(type)}[]`);
  const names = types.map((_type, position) => `k${position}`);
  return sql`unnest(${sql.join(arrays, sql`, `)}) with ordinality as parent(${sql.raw(names.join(", "))}, at)`;
}

/** The arrays of `parents`, by name. */
function valuesOf(types: readonly string[], keys: readonly Key[]): Readonly<Record<string, readonly string[]>> {
  return Object.fromEntries(types.map((_type, position) => [`k${position}`, keys.map((key) => String(key[position]))]));
}

/** Rows of a table by equality with the parent's key. */
export function byColumns(...columns: readonly PgColumn[]): (key: readonly SQL[]) => SQL | undefined {
  return (key) => and(...columns.map((column, position) => sql`${column} = ${key[position]}`));
}

/** Names a list; keeps the type of its rows. */
export function nestedList<Row extends object>(list: NestedList<Row>): NestedList<Row> {
  return list;
}

