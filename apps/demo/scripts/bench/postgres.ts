import { execFileSync, type ExecFileSyncOptions } from "node:child_process";
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const VERSIONS = "/usr/lib/postgresql";
/** Whose processes the server's are when root starts it, which the server itself refuses to be. */
const SERVER_USER = "postgres";

/** A database server of its own in a temporary folder, on a local socket, which flushes each commit to disk. */
export interface Postgres extends Disposable {
  readonly version: string;
  query(sql: string): void;
  /** Transactions a second of a pgbench script over so many connections. */
  transactionsPerSecond(script: string, clients: number, seconds: number): number;
}

/** The newest PostgreSQL that the machine has, or why there is none. */
export function startPostgres(): { readonly missing: string; readonly server?: undefined } | { readonly missing?: undefined; readonly server: Postgres } {
  const found = existsSync(VERSIONS) ? readdirSync(VERSIONS).sort((a, b) => Number(b) - Number(a)) : [];
  const bin = found.map((version) => join(VERSIONS, version, "bin")).find((folder) => existsSync(join(folder, "pgbench")));
  if (bin === undefined) return { missing: `no PostgreSQL with pgbench below ${VERSIONS}` };
  const home = mkdtempSync(join(tmpdir(), "openledger-ledger-"));
  const run = createRunner(bin, home);
  try {
    const data = join(home, "data");
    run("initdb", ["-D", data, "-U", "bench", "--auth=trust", "--no-locale", "-E", "UTF8"]);
    const settings = "-c listen_addresses= -c fsync=on -c synchronous_commit=on -c shared_buffers=256MB -c max_wal_size=2GB";
    run("pg_ctl", ["-D", data, "-w", "-l", join(home, "log"), "-o", `${settings} -k ${home}`, "start"]);
    return { server: serverAt(home, data, run) };
  } catch (error) {
    rmSync(home, { recursive: true, force: true });
    return { missing: `PostgreSQL does not start: ${error instanceof Error ? (error.message.split("\n")[0] ?? "") : String(error)}` };
  }
}

type Runner = (program: string, args: readonly string[]) => string;

function createRunner(bin: string, home: string): Runner {
  const options: ExecFileSyncOptions & { encoding: "utf8" } = { cwd: home, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] };
  if (process.getuid?.() !== 0) return (program, args) => execFileSync(join(bin, program), args, options);
  const idOf = (flag: string): number => Number(execFileSync("id", [flag, SERVER_USER], { encoding: "utf8" }));
  chownSync(home, idOf("-u"), idOf("-g"));
  return (program, args) => execFileSync("runuser", ["-u", SERVER_USER, "--", join(bin, program), ...args], options);
}

function serverAt(home: string, data: string, run: Runner): Postgres {
  const place = ["-h", home, "-U", "bench", "-d", "postgres"];
  const query = (sql: string): string => run("psql", [...place, "-X", "-q", "-t", "-v", "ON_ERROR_STOP=1", "-c", sql]);
  return {
    version: query("SHOW server_version").trim(),
    query: (sql) => void query(sql),
    transactionsPerSecond(script, clients, seconds) {
      const file = join(home, "script.sql");
      writeFileSync(file, script);
      const options = ["-n", "-M", "prepared", "-c", String(clients), "-j", String(clients), "-T", String(seconds), "-f", file];
      const said = run("pgbench", [...options, "-h", home, "-U", "bench", "postgres"]);
      return Number(/tps = ([0-9.]+)/.exec(said)?.[1] ?? Number.NaN);
    },
    [Symbol.dispose]() {
      run("pg_ctl", ["-D", data, "-m", "immediate", "-w", "stop"]);
      rmSync(home, { recursive: true, force: true });
    },
  };
}
