import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { OperationalError } from "@openledger/ports";

/** Where a server listens; port 0 asks the operating system for a free one. */
export interface ListenAddress {
  readonly host: string;
  readonly port: number;
}

/** A server that answers. */
export interface RunningServer {
  /** `http://host:port` with the real port. */
  readonly url: string;
  readonly port: number;
  /** Stops taking requests, drops idle and open connections, and returns when all are gone. */
  close(): Promise<void>;
}

/**
 * Host and port of `tcp://127.0.0.1:26657`, `http://…` or `127.0.0.1:26657`. Throws `LISTEN_ADDRESS`.
 */
export function listenAddress(text: string): ListenAddress {
  const match = /^(?:(?:tcp|http):\/\/)?(\[[0-9a-fA-F:]+\]|[^:/\s]+):(\d{1,5})$/.exec(text);
  const [, host = "", port = ""] = match ?? [];
  if (match === null || Number(port) > 65_535) {
    throw listenError("LISTEN_ADDRESS", `${text} is no listen address; give one like tcp://127.0.0.1:26657`);
  }
  return { host: host.replace(/^\[(.*)\]$/, "$1"), port: Number(port) };
}

/** Longer than any client's pool keeps an idle connection, so that a reused one is not just being closed here. */
const KEEP_ALIVE_MS = 75_000;

/** CometBFT's `max_open_connections`. What comes above is closed at once, so that files can still be opened. */
const CONNECTION_LIMIT = 900;

/** Starts to listen, with bounds on connections. Throws `PORT_IN_USE` or `LISTEN_FAILED` with a sentence that names `what`. */
export async function listen(server: Server, { host, port }: ListenAddress, what: string): Promise<RunningServer> {
  server.keepAliveTimeout = KEEP_ALIVE_MS;
  server.maxConnections = CONNECTION_LIMIT;
  await new Promise<void>((resolve, reject) => {
    // It stays, because a connection that cannot be accepted later is an error event too, and nobody's end.
    server.on("error", (error) => reject(explain(error, host, port, what)));
    server.listen(port, host, resolve);
  });
  const { port: bound } = server.address() as AddressInfo;
  const shown = host.includes(":") ? `[${host}]` : host;
  return {
    url: `http://${shown}:${bound}`,
    port: bound,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function explain(error: Error, host: string, port: number, what: string): Error {
  const code = "code" in error ? error.code : undefined;
  if (code === "EADDRINUSE") {
    return listenError("PORT_IN_USE", `${what}: port ${port} on ${host} is in use; stop what uses it or choose another`, error);
  }
  return listenError("LISTEN_FAILED", `${what}: cannot listen on ${host}:${port}: ${error.message}`, error);
}

function listenError(code: string, message: string, cause?: unknown): OperationalError {
  return new OperationalError(code, message, { retryable: false, cause });
}
