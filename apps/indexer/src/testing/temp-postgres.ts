import { spawnSync } from "node:child_process";
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";

const INSTALLED = "/usr/lib/postgresql";

/** A PostgreSQL server of its own, with the settings that it ships with, fsync included. */
export interface TempPostgres extends AsyncDisposable {
  /** Path of a program of the same version, for example `psql`. */
  program(name: string): string;
  start(): void;
  /** `fast` ends sessions and writes a checkpoint, `immediate` is a crash. */
  stop(mode: "fast" | "immediate"): void;
  /** An empty database; its URL. */
  createDatabase(name: string): Promise<string>;
}

/** True when the machine has a PostgreSQL to start. */
export function hasPostgres(): boolean {
  return binFolder() !== undefined;
}

/** Starts a server on a free port of this machine. Throws when there is none. */
export async function startTempPostgres(): Promise<TempPostgres> {
  const bin = binFolder();
  if (bin === undefined) throw new Error(`no PostgreSQL below ${INSTALLED}: install the postgresql package`);
  const folder = mkdtempSync(join(tmpdir(), "openledger-pg-"));
  const data = join(folder, "data");
  const port = await freePort();
  // initdb refuses root, so the server runs as the user of the distribution's package there.
  const isRoot = process.getuid?.() === 0;
  if (isRoot) chownSync(folder, idOf("-u"), idOf("-g"));
  const run = (name: string, ...args: readonly string[]): void => {
    const [command, rest] = isRoot ? ["runuser", ["-u", "postgres", "--", join(bin, name), ...args]] : [join(bin, name), args];
    const { status, stderr } = spawnSync(command, rest, { cwd: "/", encoding: "utf8", stdio: ["ignore", "ignore", "pipe"] });
    if (status !== 0) throw new Error(`${name} ended with ${status}: ${stderr}`);
  };
  const start = (): void => run("pg_ctl", "-D", data, "-w", "-l", join(folder, "log"), "-o", `-p ${port} -c listen_addresses=127.0.0.1 -c unix_socket_directories=${folder}`, "start");
  const stop = (mode: string): void => run("pg_ctl", "-D", data, "-m", mode, "-w", "stop");
  run("initdb", "-D", data, "-U", "openledger", "--auth=trust", "--encoding=UTF8", "--locale=C");
  start();
  const urlOf = (name: string): string => `postgres://openledger@127.0.0.1:${port}/${name}`;
  return {
    program: (name) => join(bin, name),
    start,
    stop,
    async createDatabase(name) {
      const client = new pg.Client({ connectionString: urlOf("postgres") });
      await client.connect();
      await client.query(`create database "${name}"`);
      await client.end();
      return urlOf(name);
    },
    async [Symbol.asyncDispose]() {
      try {
        stop("immediate");
      } catch {
        // It may be stopped already.
      }
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function binFolder(): string | undefined {
  if (!existsSync(INSTALLED)) return undefined;
  const versions = readdirSync(INSTALLED).sort((a, b) => Number(a) - Number(b));
  return versions.map((version) => join(INSTALLED, version, "bin")).findLast((bin) => existsSync(join(bin, "initdb")));
}

function idOf(flag: "-u" | "-g"): number {
  const { stdout } = spawnSync("id", [flag, "postgres"], { encoding: "utf8" });
  return Number(stdout.trim());
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
