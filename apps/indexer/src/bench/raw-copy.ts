import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sql } from "drizzle-orm";
import { rowsOf, type Database } from "../db/database.ts";
import type { TempPostgres } from "../testing/temp-postgres.ts";
import { emptyIndex } from "./backfill.ts";

/** COPY files of an index's tables, as psql writes and reads them. */
export interface TableFiles extends Disposable {
  readonly rows: number;
  readonly tables: readonly string[];
  readonly fileOf: (table: string) => string;
}

/** Writes each table that holds rows to a file. */
export async function dumpTables(postgres: TempPostgres, database: Database, url: string, only?: readonly string[]): Promise<TableFiles> {
  const folder = mkdtempSync(join(tmpdir(), "openledger-copy-"));
  const fileOf = (table: string): string => join(folder, `${table}.copy`);
  const names = rowsOf<{ name: string }>(await database.writer.execute(sql`select tablename as name from pg_tables where schemaname = 'public' and tablename not like 'indexer_%'`));
  const tables: string[] = [];
  let rows = 0;
  for (const { name } of names) {
    if (only !== undefined && !only.includes(name)) continue;
    const [found] = rowsOf<{ count: number }>(await database.writer.execute(sql.raw(`select count(*)::int as count from ${name}`)));
    if ((found?.count ?? 0) === 0) continue;
    tables.push(name);
    rows += found?.count ?? 0;
  }
  await psql(postgres, url, tables.map((table) => `\\copy ${table} to '${fileOf(table)}'`));
  return { rows, tables, fileOf, [Symbol.dispose]: () => rmSync(folder, { recursive: true, force: true }) };
}

/** Seconds that psql takes to load the files into an empty index with all of its indexes, in one transaction. */
export async function rawCopySeconds(postgres: TempPostgres, name: string, files: TableFiles): Promise<number> {
  const { database, url } = await emptyIndex(postgres, name);
  await database.close();
  const commands = ["begin;", ...files.tables.map((table) => `\\copy ${table} from '${files.fileOf(table)}'`), "commit;"];
  const begun = performance.now();
  await psql(postgres, url, commands);
  return (performance.now() - begun) / 1_000;
}

async function psql(postgres: TempPostgres, url: string, commands: readonly string[]): Promise<void> {
  const child = spawn(postgres.program("psql"), ["-q", "-X", "-v", "ON_ERROR_STOP=1", url], { stdio: ["pipe", "ignore", "pipe"] });
  let said = "";
  child.stderr.on("data", (part: Buffer) => (said += part.toString("utf8")));
  child.stdin.end(`${commands.join("\n")}\n`);
  const code = await new Promise<number | null>((resolve) => child.once("close", resolve));
  if (code !== 0) throw new Error(`psql ended with ${code}: ${said}`);
}
