import { createHash } from "node:crypto";
import type pg from "pg";

/** Texts that are prepared on each connection; others are parsed each time. */
const PREPARED_MAX = 500;

/** What a reading connection runs. */
export type ReadStatement = Readonly<{ text: string; values?: unknown[]; name?: string | undefined; rowMode?: "array"; types?: pg.CustomTypesConfig }>;

/** Leaves every value as the server wrote it. */
export const asTexts: pg.CustomTypesConfig = { getTypeParser: () => (text: string | Buffer) => text };

/** Names of texts that come again; a connection keeps what it prepared under a name. */
const prepared = new Map<string, string>();

/** The name that a text is prepared under in a schema; undefined when there are too many already. */
export function statementName(schema: string, text: string): string | undefined {
  // The tables of another schema may have other columns, which a statement that is prepared already can't have.
  const key = `${schema} ${text}`;
  const known = prepared.get(key);
  if (known !== undefined || prepared.size >= PREPARED_MAX) return known;
  const name = createHash("sha256").update(key).digest("hex").slice(0, 32);
  prepared.set(key, name);
  return name;
}

/**
 * The driver's own promise keeps the result of each statement alive until a full collection, which costs several times the
 * reading of the rows; with a callback they go with the young ones.
 */
export async function runStatement(client: pg.PoolClient, statement: ReadStatement): Promise<unknown> {
  return new Promise((resolve, reject) => {
    client.query(statement as pg.QueryConfig, (error: Error | null, result) => (error === null ? resolve(result) : reject(error)));
  });
}
