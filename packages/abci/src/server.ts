/** The socket side of ABCI: connections, order, flushing, and what happens when something is wrong. */
import { chmodSync, lstatSync, unlinkSync } from "node:fs";
import { connect, createServer, type AddressInfo, type Server, type Socket } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import type { Request, Response } from "@openledger/messages/tendermint/abci";
import { serveConnection } from "./connection.ts";
import { abciError } from "./errors.ts";
import { abciAddress, type AbciAddress } from "./listen-address.ts";

/** A Response that is encoded already, in pieces. */
export interface EncodedAnswer {
  readonly encoded: readonly Uint8Array[];
}

/** Answers requests. What it throws ends the connection, which ends CometBFT. */
export interface AbciHandler {
  /** `connection` is the same object for all requests of one connection. Requests of one connection come one by one. */
  handle(request: Request, connection: object): Response | Promise<Response | EncodedAnswer>;
  /** Requests of a connection that came together, before the first of them is handled. */
  foresee?(requests: readonly Request[]): void;
  /** A connection is gone; nothing comes from it any more. */
  onClosed?(connection: object): void;
}

export interface AbciServerOptions {
  /** `unix://PATH` or `tcp://HOST:PORT`. */
  readonly address: string;
  readonly handler: AbciHandler;
  /** Largest request in bytes; 128 MiB by default. */
  readonly frameBytes?: number;
  /** A connection was refused, broke off, or ended by what the handler threw; `isFatal` when CometBFT was told to stop. */
  readonly onProblem?: (error: unknown, isFatal: boolean) => void;
}

/** A server that listens. */
export interface AbciServer {
  /** In the form of the option, with the real port. */
  readonly address: string;
  readonly connections: number;
  /** Takes no more requests, lets those under way finish within five seconds, and drops the connections. Removes the socket file. */
  close(): Promise<void>;
}

export const FRAME_BYTES: number = 128 * 1024 * 1024;
/** CometBFT opens four; a person may look on with others. */
const CONNECTION_LIMIT = 32;
/** Requests under way when the server closes get this long. */
const CLOSE_MS = 5_000;

/** Listens. Throws `LISTEN_ADDRESS`, `ADDRESS_IN_USE` or `LISTEN_FAILED`. A socket file that nobody serves is replaced. */
export async function startAbciServer(options: AbciServerOptions): Promise<AbciServer> {
  const { handler, frameBytes = FRAME_BYTES, onProblem = () => undefined } = options;
  const address = abciAddress(options.address);
  const open = new Map<Socket, Promise<void>>();
  const stopped = new AbortController();
  const server = createServer({ noDelay: true }, (socket) => {
    const served = serveConnection(socket, { handler, frameBytes, onProblem, stopped: stopped.signal }).finally(() => open.delete(socket));
    open.set(socket, served);
  });
  server.maxConnections = CONNECTION_LIMIT;
  await listen(server, address);
  return {
    address: addressOf(server, address),
    get connections() {
      return open.size;
    },
    async close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      stopped.abort();
      // A block that runs for longer is given up: nothing of it is kept before its Commit.
      const isLate = new AbortController();
      const late = delay(CLOSE_MS, undefined, { signal: isLate.signal }).then(
        () => open.forEach((_, socket) => socket.destroy()),
        () => undefined,
      );
      await Promise.race([Promise.all(open.values()), late]);
      isLate.abort();
      await closed;
    },
  };
}

async function listen(server: Server, address: AbciAddress): Promise<void> {
  if (address.kind === "unix") await removeStale(address.path);
  await new Promise<void>((resolve, reject) => {
    // It stays, because a connection that cannot be accepted later is an error event too, and nobody's end.
    server.on("error", (error) => reject(explain(error, address)));
    if (address.kind === "unix") server.listen(address.path, resolve);
    else server.listen(address.port, address.host, resolve);
  });
  // Whoever may write to the socket may make blocks of the App.
  if (address.kind === "unix") chmodSync(address.path, 0o660);
}

/** A killed process leaves its socket file; only when nobody answers there may another take the place. */
async function removeStale(path: string): Promise<void> {
  const found = lstatSync(path, { throwIfNoEntry: false });
  if (found === undefined) return;
  if (!found.isSocket()) throw abciError("ADDRESS_IN_USE", `${path} is a file, not a socket; choose another --abci.laddr`);
  if (await isServed(path)) throw abciError("ADDRESS_IN_USE", `another process serves ${path}; stop it or choose another --abci.laddr`);
  unlinkSync(path);
}

function isServed(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = connect(path);
    probe.once("connect", () => {
      probe.destroy();
      resolve(true);
    });
    // A full backlog is a server too; only a refusal says that there is none.
    probe.once("error", (error) => resolve(!("code" in error) || error.code !== "ECONNREFUSED"));
  });
}

function addressOf(server: Server, address: AbciAddress): string {
  if (address.kind === "unix") return `unix://${address.path}`;
  const { port } = server.address() as AddressInfo;
  return `tcp://${address.host.includes(":") ? `[${address.host}]` : address.host}:${port}`;
}

function explain(error: Error, address: AbciAddress): Error {
  const code = "code" in error ? error.code : undefined;
  const where = address.kind === "unix" ? address.path : `port ${address.port} on ${address.host}`;
  if (code === "EADDRINUSE") return abciError("ADDRESS_IN_USE", `${where} is in use; stop what uses it or choose another --abci.laddr`, error);
  return abciError("LISTEN_FAILED", `cannot listen on ${where}: ${error.message}`, error);
}
