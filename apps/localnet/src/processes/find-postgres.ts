import { existsSync, readdirSync, realpathSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { localnetError } from "../errors.ts";

const PROGRAMS = ["initdb", "postgres", "pg_ctl", "pg_isready"] as const;
/** Where distributions put the programs of a server, one folder for each version, when not on the PATH. */
const VERSION_FOLDERS: readonly string[] = ["/usr/lib/postgresql", "/usr", "/opt/homebrew/opt", "/usr/local/opt"];
const VERSION_NAME = /^(?:\d+|pgsql-\d+|postgresql@\d+)$/;

/** The folder of a PostgreSQL server's programs. Throws `POSTGRES` that says how to get one. */
export function requirePostgres(environment: Readonly<Record<string, string | undefined>> = process.env, folders: readonly string[] = VERSION_FOLDERS): string {
  const onPath = (environment["PATH"] ?? "").split(delimiter).filter((folder) => existsSync(join(folder, "initdb")));
  const known = [...onPath.map((folder) => dirname(realpathSync(join(folder, "initdb")))), ...folders.flatMap(newestFirst)];
  const found = known.find((folder) => PROGRAMS.every((program) => existsSync(join(folder, program))));
  if (found !== undefined) return found;
  const advice = "install one (apt-get install postgresql, brew install postgresql), or give the address of one that runs: --indexer postgres://USER:PASSWORD@HOST/NAME";
  throw localnetError("POSTGRES", `the indexer writes to PostgreSQL, and this machine has no server of it; ${advice}`);
}

function newestFirst(folder: string): string[] {
  if (!existsSync(folder)) return [];
  const versions = readdirSync(folder).filter((name) => VERSION_NAME.test(name));
  return versions.toSorted((a, b) => numberOf(b) - numberOf(a)).map((name) => join(folder, name, "bin"));
}

function numberOf(name: string): number {
  return Number(/\d+$/.exec(name)?.[0] ?? 0);
}
