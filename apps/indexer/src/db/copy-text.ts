import { getTableColumns, getTableName, type Column } from "drizzle-orm";
import type { PgTable } from "drizzle-orm/pg-core";
import { fatal } from "../errors.ts";

/** Rows of one COPY: the statement's columns and its input in Postgres' text format. */
export interface CopyText {
  /** `"table" ("a", "b")`, quoted. */
  readonly target: string;
  /** Whole rows, made as they are asked for, so that the server works on some while others are being written. */
  pieces(): Generator<string, void>;
}

type Row = Readonly<Record<string, unknown>>;

interface CopyColumn {
  readonly key: string;
  readonly name: string;
  /** The server fills the column in when the row has no value. */
  readonly isDefaulted: boolean;
  readonly encode: (value: unknown) => string;
}

/** Characters after which a piece ends. */
const PIECE_CHARS = 64 * 1024;
const NULL = "\\N";
const SPECIAL = /[\\\t\n\r\b\f\v]/g;
const HAS_SPECIAL = /[\\\t\n\r\b\f\v]/;
const ESCAPES: Readonly<Record<string, string>> = { "\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r", "\b": "\\b", "\f": "\\f", "\v": "\\v" };
const columnsOfTable = new WeakMap<PgTable, readonly CopyColumn[]>();

/**
 * COPY texts of a table's rows, in their order. Rows that leave out different defaulted columns go into texts of their
 * own, since a COPY names its columns once. A piece throws for NUL in text, which Postgres can't keep.
 */
export function copyTextsOf<Table extends PgTable>(table: Table, rows: readonly Table["$inferInsert"][]): readonly CopyText[] {
  const all = columnsOf(table);
  const defaulted = all.filter(({ isDefaulted }) => isDefaulted);
  const groups = new Map<string, Row[]>();
  for (const row of rows as readonly Row[]) {
    const leftOut = defaulted.length === 0 ? "" : defaulted.map(({ key }) => (row[key] === undefined ? "0" : "1")).join("");
    const group = groups.get(leftOut);
    if (group === undefined) groups.set(leftOut, [row]);
    else group.push(row);
  }
  return [...groups.values()].map((group) => textOf(table, all, group));
}

function textOf(table: PgTable, all: readonly CopyColumn[], rows: readonly Row[]): CopyText {
  const columns = all.filter(({ isDefaulted, key }) => !isDefaulted || rows[0]?.[key] !== undefined);
  return {
    target: `"${getTableName(table)}" (${columns.map(({ name }) => `"${name}"`).join(", ")})`,
    pieces: () => piecesOf(columns, rows),
  };
}

function* piecesOf(columns: readonly CopyColumn[], rows: readonly Row[]): Generator<string, void> {
  let text = "";
  for (const row of rows) {
    let separator = "";
    for (const { key, encode } of columns) {
      const value = row[key];
      text += separator + (value === null || value === undefined ? NULL : encode(value));
      separator = "\t";
    }
    text += "\n";
    if (text.length < PIECE_CHARS) continue;
    yield text;
    text = "";
  }
  if (text !== "") yield text;
}

function columnsOf(table: PgTable): readonly CopyColumn[] {
  const known = columnsOfTable.get(table);
  if (known !== undefined) return known;
  const columns = Object.entries(getTableColumns(table)).map(([key, column]): CopyColumn => {
    return { key, name: column.name, isDefaulted: column.hasDefault, encode: encoderOf(column) };
  });
  columnsOfTable.set(table, columns);
  return columns;
}

function encoderOf(column: Column): (value: unknown) => string {
  const type = column.getSQLType();
  if (type.endsWith("]")) return (value) => escaped(column, arrayLiteral(value as readonly (string | null)[]));
  if (type === "bytea") return (value) => `\\\\x${hexOf(value as Uint8Array)}`;
  if (type === "jsonb" || type === "json") return jsonText;
  if (type === "boolean") return (value) => (value === true ? "t" : "f");
  if (/^(bigint|integer|smallint|numeric)/.test(type)) return (value) => (typeof value === "bigint" || typeof value === "number" ? value.toString() : refuse(column, `a value of type ${typeof value}`));
  return (value) => (typeof value === "string" ? escaped(column, value) : refuse(column, `a value of type ${typeof value}`));
}

function hexOf({ buffer, byteOffset, byteLength }: Uint8Array): string {
  return Buffer.from(buffer, byteOffset, byteLength).toString("hex");
}

/** Of what COPY gives a meaning to JSON leaves only backslashes. */
function jsonText(value: unknown): string {
  const text = JSON.stringify(value);
  return text.includes("\\") ? text.replaceAll("\\", "\\\\") : text;
}

function escaped(column: Column, text: string): string {
  if (text.includes("\0")) return refuse(column, "text with NUL");
  return HAS_SPECIAL.test(text) ? text.replace(SPECIAL, (special) => ESCAPES[special] ?? special) : text;
}

/** One level; every element is quoted, so that none is read as NULL or as punctuation. */
function arrayLiteral(values: readonly (string | null)[]): string {
  return `{${values.map((value) => (value === null ? "NULL" : `"${value.replace(/[\\"]/g, "\\$&")}"`)).join(",")}}`;
}

function refuse(column: Column, what: string): never {
  throw fatal("INCONSISTENT", `column ${column.name} is given ${what}, which COPY can't carry`);
}
