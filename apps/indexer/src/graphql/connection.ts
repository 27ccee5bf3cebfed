import { and, asc, count, desc, getTableColumns, sql, type SQL } from "drizzle-orm";
import type { PgColumn, PgTable } from "drizzle-orm/pg-core";
import type { GraphQLResolveInfo } from "graphql";
import type { Db } from "../db/database.ts";
import { readRows } from "../db/row-read.ts";
import { builder } from "./builder.ts";
import { clientError } from "./errors.ts";
import { tuple, type KeyPart } from "./loaders.ts";
import { selectedColumns, type Columns } from "./selected-columns.ts";

export const PAGE_MAX = 100;
const PAGE_DEFAULT = 20;
const CURSOR_LENGTH_MAX = 600;

export const Order = builder.enumType("Order", {
  description: "Direction of a connection along its key.",
  values: { NEWEST_FIRST: { value: "desc" }, OLDEST_FIRST: { value: "asc" } } as const,
});

/** A list that can be paged by its full unique key. */
export interface Keyset<Row extends object> {
  /** Goes into cursors, so that one list's cursor is refused by another. */
  readonly name: string;
  readonly table: PgTable;
  /** Property names of the unique key, most significant first. */
  readonly key: readonly string[];
  /** Columns to read; all when absent. */
  readonly columns?: Record<string, PgColumn>;
  /** Carries the type of a row; never set. */
  readonly row?: Row;
}

export interface PageArgs {
  readonly first?: number | null | undefined;
  readonly last?: number | null | undefined;
  readonly after?: string | null | undefined;
  readonly before?: string | null | undefined;
  readonly order?: "asc" | "desc" | null | undefined;
}

export interface Page<Row> {
  readonly edges: { readonly cursor: string; readonly node: Row }[];
  readonly pageInfo: {
    readonly hasNextPage: boolean;
    readonly hasPreviousPage: boolean;
    readonly startCursor: string | null;
    readonly endCursor: string | null;
  };
  readonly totalCount: () => Promise<number>;
}

/**
 * One page of a list, by keyset: the cost does not grow with the page's number, and rows that are added meanwhile are
 * neither repeated nor skipped. With the info of the field only what the operation asks for is read. Asking for both ends or for more than 100 rows is an error, never clamped.
 */
export async function pageOf<Row extends object>(db: Db, keyset: Keyset<Row>, args: PageArgs, where?: SQL, info?: GraphQLResolveInfo): Promise<Page<Row>> {
  const { size } = pageSize(args);
  const { name, columns } = selectedColumns(keyset, columnsOf(keyset), info);
  const order = orderOf(keyset, args);
  const condition = and(where, ...boundsOf(keyset, args));
  const rows = await readRows<Row>(db, {
    key: condition === undefined ? `page ${keyset.name} ${order.name} ${name}` : undefined,
    columns,
    sql: (value) => sql`select ${selectionOf(columns)} from ${keyset.table} where ${condition ?? sql`true`} order by ${order.by} limit ${value("limit")}`,
    values: { limit: size + 1 },
  });
  return {
    ...edgesOf(keyset, args, rows),
    totalCount: async () => (await db.select({ rows: count() }).from(keyset.table).where(where))[0]?.rows ?? 0,
  };
}

/** What a list's rows have. */
export function columnsOf(keyset: Keyset<object>): Columns {
  return keyset.columns ?? getTableColumns(keyset.table);
}

/** Columns under their own names. */
export function selectionOf(columns: Columns): SQL {
  const named = Object.entries(columns).map(([name, column]) => sql`${column} as ${sql.identifier(name)}`);
  return sql.join(named, sql`, `);
}

/** The order that the rows of a page are read in. */
export function orderOf(keyset: Keyset<object>, args: PageArgs): { readonly name: "asc" | "desc"; readonly by: SQL } {
  const name = ((args.order ?? "desc") === "desc") !== pageSize(args).backward ? "desc" : "asc";
  const by = columnsOfKey(keyset).map((column) => (name === "desc" ? desc(column) : asc(column)));
  return { name, by: sql.join(by, sql`, `) };
}

/** A row of a page. Its cursor is made when it is asked for, which most are not; one getter serves all rows. */
class Edge<Row extends object> {
  readonly node: Row;
  readonly #keyset: Keyset<Row>;

  constructor(keyset: Keyset<Row>, node: Row) {
    this.#keyset = keyset;
    this.node = node;
  }

  get cursor(): string {
    return cursorOf(this.#keyset, this.node);
  }
}

/** Getters of a class and not of a literal, which makes a hidden class for each and keeps its page until a full collection. */
class PageInfo {
  readonly hasNextPage: boolean;
  readonly hasPreviousPage: boolean;
  readonly #edges: readonly Edge<object>[];

  constructor(edges: readonly Edge<object>[], hasNextPage: boolean, hasPreviousPage: boolean) {
    this.#edges = edges;
    this.hasNextPage = hasNextPage;
    this.hasPreviousPage = hasPreviousPage;
  }

  get startCursor(): string | null {
    return this.#edges[0]?.cursor ?? null;
  }

  get endCursor(): string | null {
    return this.#edges.at(-1)?.cursor ?? null;
  }
}

/** Edges and page info of rows as they were read: in the direction of the page, with one more when there are more. */
export function edgesOf<Row extends object>(keyset: Keyset<Row>, args: PageArgs, rows: readonly Row[]): Omit<Page<Row>, "totalCount"> {
  const { size, backward } = pageSize(args);
  const more = rows.length > size;
  const page = rows.slice(0, size);
  if (backward) page.reverse();
  const edges = page.map((node) => new Edge(keyset, node));
  // The row that a cursor names lies on its other side.
  const [hasNextPage, hasPreviousPage] = backward ? [args.before != null, more] : [more, args.after != null];
  return { edges, pageInfo: new PageInfo(edges, hasNextPage, hasPreviousPage) };
}

/** How many rows a page has, and whether it is read from its end. Throws for both ends, and for more than 100 rows. */
export function pageSize({ first, last }: PageArgs): { readonly size: number; readonly backward: boolean } {
  if (first != null && last != null) throw clientError("BAD_USER_INPUT", "ask for `first` or `last`, not both");
  const size = first ?? last ?? PAGE_DEFAULT;
  if (size < 0) throw clientError("BAD_USER_INPUT", "`first` and `last` are not negative");
  if (size > PAGE_MAX) throw clientError("LIMIT_EXCEEDED", `a page has at most ${PAGE_MAX} rows: ask for fewer and go on with \`endCursor\``);
  return { size, backward: last != null };
}

/** Columns of a list's key, most significant first. */
export function columnsOfKey(keyset: Keyset<object>): readonly PgColumn[] {
  const all: Readonly<Record<string, PgColumn>> = getTableColumns(keyset.table);
  return keyset.key.flatMap((name) => all[name] ?? []);
}

/** Conditions of the cursors that a page lies between. */
export function boundsOf(keyset: Keyset<object>, args: PageArgs): readonly (SQL | undefined)[] {
  const columns = columnsOfKey(keyset);
  const [lower, upper] = (args.order ?? "desc") === "desc" ? ([args.before, args.after] as const) : ([args.after, args.before] as const);
  return [bound(keyset, columns, ">", lower), bound(keyset, columns, "<", upper)];
}

function bound(keyset: Keyset<object>, columns: readonly PgColumn[], side: "<" | ">", cursor: string | null | undefined): SQL | undefined {
  if (cursor == null) return undefined;
  const key = keyOfCursor(keyset, columns, cursor);
  return sql`(${sql.join([...columns], sql`, `)}) ${sql.raw(side)} ${tuple(columns, key)}`;
}

function cursorOf(keyset: Keyset<object>, row: object): string {
  return Buffer.from(JSON.stringify([keyset.name, ...partsOf(keyset, row)])).toString("base64url");
}

function partsOf(keyset: Keyset<object>, row: object): readonly string[] {
  const values = row as Readonly<Record<string, KeyPart>>;
  return keyset.key.map((name) => String(values[name]));
}

function keyOfCursor(keyset: Keyset<object>, columns: readonly PgColumn[], cursor: string): readonly KeyPart[] {
  const refused = clientError("BAD_USER_INPUT", "the cursor is not one of this list: pass `endCursor` or `startCursor` as it was given");
  if (cursor.length > CURSOR_LENGTH_MAX) throw refused;
  let parts: unknown;
  try {
    parts = JSON.parse(Buffer.from(cursor, "base64url").toString("utf8"));
  } catch {
    throw refused;
  }
  if (!Array.isArray(parts) || parts.length !== columns.length + 1 || parts[0] !== keyset.name) throw refused;
  return columns.map((column, position) => partOf(column, parts[position + 1]) ?? fail(refused));
}

/** A part of a key as its column holds it; undefined for what it can't hold. */
function partOf(column: PgColumn, text: unknown): KeyPart | undefined {
  if (typeof text !== "string") return undefined;
  if (column.dataType === "string") return text.replaceAll("\u0000", "");
  if (!/^-?\d{1,18}$/.test(text)) return undefined;
  return column.dataType === "bigint" ? BigInt(text) : Number(text);
}

function fail(error: Error): never {
  throw error;
}

/** Place of a row in a stream: its key, such as `17/0/3`. */
export function positionOf(keyset: Keyset<object>, row: object): string {
  return partsOf(keyset, row).join("/");
}

/** Rows after a place in a stream. Throws for what is not the place of an event of this stream. */
export function afterPosition(keyset: Keyset<object>, position: string): SQL {
  const refused = clientError("BAD_USER_INPUT", "`after` is not an event of this subscription: pass `extensions.eventId` as it was given");
  const columns = columnsOfKey(keyset);
  const parts = position.split("/");
  if (parts.length !== columns.length) throw refused;
  const key = columns.map((column, at) => partOf(column, parts[at]) ?? fail(refused));
  return sql`(${sql.join([...columns], sql`, `)}) > ${tuple(columns, key)}`;
}
