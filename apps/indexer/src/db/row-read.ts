import { fillPlaceholders, sql, type SQL } from "drizzle-orm";
import { PgDialect, type PgColumn } from "drizzle-orm/pg-core";
import pg from "pg";
import { rowsOf, type Db } from "./database.ts";

/** Texts that are kept; further ones are made anew each time. */
const TEXTS_MAX = 500;
/** Number of the type `text[]`, which the driver's list of types leaves out. */
const TEXT_ARRAY: number = 1009;

/** What rows have, by name: columns of a table, and numbers that the statement makes. */
export type RowColumns = Readonly<Record<string, PgColumn | "number">>;

/** A statement for rows. */
export interface RowRead {
  /** Statements of the same key have the same text, whatever their values; undefined makes the text each time. */
  readonly key: string | undefined;
  /** By the names that the statement selects them as, in its order. */
  readonly columns: RowColumns;
  /** The statement, with a value of `values` wherever it asks for one by name. */
  readonly sql: (value: (name: string) => SQL) => SQL;
  readonly values: Readonly<Record<string, unknown>>;
}

/** Values of each row as the server writes them, in the order of the statement; null stays null. */
export type TextRows = readonly (readonly (string | null)[])[];

/** Runs a statement on a connection that gives the server's text, so that every value is decoded once. */
export type ReadTexts = (text: string, values: unknown[]) => Promise<TextRows>;

/** A Drizzle database over such a connection. */
export type TextDb = Db & { readonly readTexts: ReadTexts };

/** Rows as Drizzle decodes them, without what it does for each row and statement. */
export async function readRows<Row extends object>(db: Db, read: RowRead): Promise<Row[]> {
  const { readTexts } = db as Partial<TextDb>;
  if (readTexts === undefined) {
    const result = await db.execute(read.sql((name) => sql`${sql.param(read.values[name])}`));
    return rowsOf<Record<string, unknown>>(result).map((row) => decoded<Row>(row, read.columns));
  }
  const { text, params, names, decoders } = statementOf(read);
  const rows = await readTexts(text, fillPlaceholders([...params], { ...read.values }));
  return rows.map((values) => rowOf<Row>(values, names, decoders));
}

interface Statement {
  readonly text: string;
  readonly params: readonly unknown[];
  readonly names: readonly string[];
  readonly decoders: readonly Decoder[];
}

const dialect = new PgDialect();
const statements = new Map<string, Statement>();

function statementOf(read: RowRead): Statement {
  const known = read.key === undefined ? undefined : statements.get(read.key);
  if (known !== undefined) return known;
  const { sql: text, params } = dialect.sqlToQuery(read.sql((name) => sql`${sql.placeholder(name)}`));
  const statement = { text, params, names: Object.keys(read.columns), decoders: Object.values(read.columns).map(decoderOf) };
  if (read.key !== undefined && statements.size < TEXTS_MAX) statements.set(read.key, statement);
  return statement;
}

function rowOf<Row extends object>(values: readonly (string | null)[], names: readonly string[], decoders: readonly Decoder[]): Row {
  const row: Record<string, unknown> = {};
  for (let at = 0; at < names.length; at += 1) {
    const value = values[at] ?? null;
    row[names[at] ?? ""] = value === null ? null : decoders[at]?.(value);
  }
  return row as Row;
}

/** Makes the driver's row the one that Drizzle gives, by the columns' own decoders; in place, because rows are many. */
function decoded<Row extends object>(row: Record<string, unknown>, columns: RowColumns): Row {
  for (const [name, column] of Object.entries(columns)) {
    const value = row[name];
    if (column !== "number" && value !== null) row[name] = column.mapFromDriverValue(value);
  }
  return row as Row;
}

type Decoder = (text: string) => unknown;

const textArray: Decoder = pg.types.getTypeParser(TEXT_ARRAY);

/** From the server's text to the value of a column, by the kind of Drizzle's column. */
const decoders: Readonly<Record<string, Decoder>> = {
  PgText: (text) => text,
  PgInteger: Number,
  PgBigInt64: BigInt,
  PgNumericBigInt: BigInt,
  PgBoolean: (text) => text === "t",
  PgJsonb: (text) => JSON.parse(text),
  PgArray: textArray,
  // `bytea` is the only type of our own, and its text is \x and hexadecimal.
  PgCustomColumn: (text) => bytesOf(Buffer.from(text.slice(2), "hex")),
};

/** The same bytes in place: small buffers lie in one that Node keeps for them, and an own one for each costs more than all else. */
function bytesOf({ buffer, byteOffset, length }: Buffer): Uint8Array {
  return new Uint8Array(buffer, byteOffset, length);
}

/** Throws for a kind of column that no table has yet. */
export function decoderOf(column: PgColumn | "number"): Decoder {
  if (column === "number") return Number;
  const decoder = decoders[column.columnType];
  if (decoder === undefined) throw new Error(`${column.columnType} has no decoder: add one to row-read.ts`);
  return decoder;
}
