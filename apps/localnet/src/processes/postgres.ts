import { spawnSync, type SpawnSyncReturns } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import { chmodSync, chownSync, existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { localnetError } from "../errors.ts";
import type { NetworkHome } from "../network/network-file.ts";
import { requirePostgres } from "./find-postgres.ts";
import { startProcess, type Process } from "./process.ts";

/** A server of this network's own, on 127.0.0.1, with a password that its folder holds. */
export interface OwnPostgres extends AsyncDisposable {
  /** `postgres://USER:PASSWORD@HOST:PORT/NAME`. */
  readonly url: string;
}

interface User {
  readonly uid: number;
  readonly gid: number;
}

const USER = "openledger";
const SERVER_USER = "postgres";
const READY_TIMEOUT_MS = 60_000;

/**
 * Makes the database when the folder has none, starts its server and waits until it takes connections. Throws `POSTGRES`
 * when the machine cannot, `TIMEOUT` when it takes too long.
 */
export async function startPostgres(home: NetworkHome): Promise<OwnPostgres> {
  const bin = requirePostgres();
  const user = userOfServer();
  const folder = postgresFolder(home);
  const data = join(folder, "data");
  const run = (program: string, ...args: string[]): SpawnSyncReturns<string> => spawnSync(join(bin, program), args, { cwd: "/", encoding: "utf8", ...user });
  if (!existsSync(join(data, "PG_VERSION")) || isForeign(folder, user)) makeDatabase(folder, data, user, run);
  // A run that was killed leaves its server behind.
  if (existsSync(join(data, "postmaster.pid"))) run("pg_ctl", "-D", data, "-m", "fast", "-w", "stop");
  const port = await freePort();
  const settings = ["listen_addresses=127.0.0.1", "unix_socket_directories="].flatMap((setting) => ["-c", setting]);
  const server = startProcess({
    ...{ name: "postgres", program: join(bin, "postgres"), args: ["-D", data, "-p", `${port}`, ...settings], logFile: join(home.logs, "postgres.log"), hasChannel: false },
    ...(user === undefined ? {} : { user }),
  });
  const isReady = (): boolean => run("pg_isready", "-q", "-h", "127.0.0.1", "-p", `${port}`).status === 0;
  await reach(server, isReady);
  const password = readFileSync(join(folder, "password"), "utf8").trim();
  return { url: `postgres://${USER}:${password}@127.0.0.1:${port}/postgres`, [Symbol.asyncDispose]: () => server.stop() };
}

/** Where the database lies: a server refuses to run as root, and another user may not be let into root's folders. */
export function postgresFolder({ root }: NetworkHome): string {
  if (!isRoot()) return join(root, "postgres");
  const id = createHash("sha256").update(root).digest("hex").slice(0, 16);
  return join(tmpdir(), `openledger-postgres-${id}`);
}

function makeDatabase(folder: string, data: string, user: User | undefined, run: (program: string, ...args: string[]) => SpawnSyncReturns<string>): void {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  chmodSync(folder, 0o700);
  const passwordFile = join(folder, "password");
  writeFileSync(passwordFile, `${randomBytes(18).toString("hex")}\n`, { mode: 0o600 });
  if (user !== undefined) for (const path of [folder, passwordFile]) chownSync(path, user.uid, user.gid);
  const made = run("initdb", "-D", data, "-U", USER, "--auth=scram-sha-256", `--pwfile=${passwordFile}`, "--encoding=UTF8", "--locale=C");
  if (made.status === 0) return;
  rmSync(folder, { recursive: true, force: true });
  throw localnetError("POSTGRES", `no database could be made in ${folder}: ${(made.stderr || (made.error?.message ?? "")).trim()}`);
}

/** The temporary folder takes anybody's files, also under the name that ours has. */
function isForeign(folder: string, user: User | undefined): boolean {
  return user !== undefined && statSync(folder).uid !== user.uid;
}

function isRoot(): boolean {
  return process.getuid?.() === 0;
}

/** Undefined where the server may run as who runs this. */
function userOfServer(): User | undefined {
  if (!isRoot()) return undefined;
  const [uid = "", gid = ""] = ["-u", "-g"].map((flag) => spawnSync("id", [flag, SERVER_USER], { encoding: "utf8" }).stdout.trim());
  if (uid !== "" && gid !== "") return { uid: Number(uid), gid: Number(gid) };
  throw localnetError("POSTGRES", `PostgreSQL does not run as root, and there is no user ${SERVER_USER} to run it as; make one with useradd --system ${SERVER_USER}, or give --indexer postgres://USER:PASSWORD@HOST/NAME`);
}

async function reach(server: Process, isReady: () => boolean): Promise<void> {
  const end = Date.now() + READY_TIMEOUT_MS;
  while (!isReady()) {
    if (server.child.exitCode !== null || server.child.pid === undefined) {
      throw localnetError("POSTGRES", `PostgreSQL ended by itself (${await server.ended}); its last lines:\n${server.lastLines()}`);
    }
    if (Date.now() >= end) {
      await server.stop();
      throw localnetError("TIMEOUT", `PostgreSQL took no connection within ${READY_TIMEOUT_MS / 1_000} s; its last lines:\n${server.lastLines()}`);
    }
    await delay(200);
  }
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
