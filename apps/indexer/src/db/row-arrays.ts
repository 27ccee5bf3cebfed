import { getTableColumns, getTableName, type Column } from "drizzle-orm";
import type { PgTable } from "drizzle-orm/pg-core";
import { fatal } from "../errors.ts";

/** A statement whose text depends on the table alone, so that a connection plans it once, and one array for each column. */
export interface RowArrays {
  /** `insert into "table" ("a", "b") select * from unnest($1::text[], $2::bigint[])`. */
  readonly insert: string;
  /** Array literals in the order of the columns. */
  readonly values: readonly string[];
}

type Row = Readonly<Record<string, unknown>>;

interface ArrayColumn {
  readonly key: string;
  readonly name: string;
  readonly type: string;
  readonly isDefaulted: boolean;
  readonly encode: (value: unknown) => string;
}

const columnsOfTable = new WeakMap<PgTable, readonly ArrayColumn[] | undefined>();
const QUOTED = /[\\"]/g;
const HAS_QUOTED = /[\\"]/;

/**
 * Rows as one array for each column. Undefined where arrays can't say it: a table with columns that are arrays, or rows
 * that leave different defaulted columns to the server.
 */
export function rowArraysOf<Table extends PgTable>(table: Table, rows: readonly Table["$inferInsert"][]): RowArrays | undefined {
  const all = columnsOf(table);
  const [first] = rows as readonly Row[];
  if (all === undefined || first === undefined) return undefined;
  const columns = all.filter(({ isDefaulted, key }) => !isDefaulted || first[key] !== undefined);
  for (const { key, isDefaulted } of all) {
    if (isDefaulted && (rows as readonly Row[]).some((row) => (row[key] === undefined) !== (first[key] === undefined))) return undefined;
  }
  const names = columns.map(({ name }) => `"${name}"`).join(", ");
  const binds = columns.map(({ type }, at) => `$${at + 1}::${type}[]`).join(", ");
  return {
    insert: `insert into "${getTableName(table)}" (${names}) select * from unnest(${binds})`,
    values: columns.map(({ key, encode }) => literalOf(rows as readonly Row[], key, encode)),
  };
}

/** An array literal of texts, for `= any($1::text[])`. */
export function textArray(values: readonly string[]): string {
  return `{${values.map(quotedElement).join(",")}}`;
}

function literalOf(rows: readonly Row[], key: string, encode: (value: unknown) => string): string {
  let text = "{";
  let separator = "";
  for (const row of rows) {
    const value = row[key];
    text += separator + (value === null || value === undefined ? "NULL" : encode(value));
    separator = ",";
  }
  return `${text}}`;
}

function columnsOf(table: PgTable): readonly ArrayColumn[] | undefined {
  if (columnsOfTable.has(table)) return columnsOfTable.get(table);
  const all = Object.entries(getTableColumns(table));
  const columns = all.some(([, column]) => column.getSQLType().endsWith("]"))
    ? undefined
    : all.map(([key, column]): ArrayColumn => ({ key, name: column.name, type: column.getSQLType(), isDefaulted: column.hasDefault, encode: encoderOf(column) }));
  columnsOfTable.set(table, columns);
  return columns;
}

function encoderOf(column: Column): (value: unknown) => string {
  const type = column.getSQLType();
  if (type === "bytea") return (value) => `"\\\\x${Buffer.from(value as Uint8Array).toString("hex")}"`;
  // JSON has no control characters of its own, so that JSON's quotation of it is the array's too, and several times as fast.
  if (type === "jsonb" || type === "json") return (value) => JSON.stringify(JSON.stringify(value));
  if (type === "boolean") return (value) => (value === true ? "t" : "f");
  if (/^(bigint|integer|smallint|numeric)/.test(type)) return (value) => (typeof value === "bigint" || typeof value === "number" ? value.toString() : refuse(column, value));
  return (value) => (typeof value === "string" ? quotedElement(value) : refuse(column, value));
}

/** Quoted, so that none is read as NULL or as punctuation. */
function quotedElement(text: string): string {
  return `"${HAS_QUOTED.test(text) ? text.replace(QUOTED, "\\$&") : text}"`;
}

function refuse(column: Column, value: unknown): never {
  throw fatal("INCONSISTENT", `column ${column.name} is given a value of type ${typeof value}`);
}
