import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { fatal } from "../errors.ts";

const BODY_BYTES_MAX = 64 * 1024;
const URL_LENGTH_MAX = 16 * 1024;
const HEADERS_TIMEOUT_MS = 10_000;
const REQUEST_TIMEOUT_MS = 30_000;
const CONNECTIONS_MAX = 512;

/** A plain answer of the operations endpoints. */
export interface PlainAnswer {
  readonly status: number;
  readonly body: string;
  readonly type: "text/plain" | "application/json";
}

export interface HttpOptions {
  readonly host: string;
  /** 0 takes any free port. */
  readonly port: number;
  /** Answers `/graphql`. */
  readonly graphql: RequestListener;
  /** Answers of other addresses by path; they count for the limit of requests. */
  readonly files?: ReadonlyMap<string, (search: URLSearchParams, response: ServerResponse) => Promise<void>>;
  /** Answers of `/health`, `/ready` and `/metrics` by path. */
  readonly plain: ReadonlyMap<string, () => PlainAnswer>;
  /** Seconds that a client must wait before its next request; 0 lets it through. */
  readonly waitSeconds: (request: IncomingMessage) => number;
}

export interface HttpEndpoint {
  readonly url: string;
  close(): Promise<void>;
}

/** Opens the server. Throws PORT_IN_USE with what to do about it. */
export async function openHttpServer(options: HttpOptions): Promise<HttpEndpoint> {
  const server = createServer((request, response) => route(options, request, response));
  server.headersTimeout = HEADERS_TIMEOUT_MS;
  server.requestTimeout = REQUEST_TIMEOUT_MS;
  server.maxConnections = CONNECTIONS_MAX;
  await listen(server, options);
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://${options.host.includes(":") ? `[${options.host}]` : options.host}:${port}`,
    async close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      // Subscriptions stay open until somebody ends them.
      server.closeAllConnections();
      await closed;
    },
  };
}

async function listen(server: Server, { host, port }: HttpOptions): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    // It stays: a connection that cannot be accepted later is an error event too, and must not end the process.
    server.on("error", (error: NodeJS.ErrnoException) => {
      reject(error.code === "EADDRINUSE" ? fatal("PORT_IN_USE", `port ${port} on ${host} is in use: stop the program that holds it or pass --port`, error) : error);
    });
    server.listen(port, host, resolve);
  });
}

function route({ graphql, plain, files, waitSeconds }: HttpOptions, request: IncomingMessage, response: ServerResponse): void {
  const url = request.url ?? "/";
  const path = url.split("?", 1)[0] ?? "/";
  if (url.length > URL_LENGTH_MAX) return refuse(response, 414, "LIMIT_EXCEEDED", `the address is longer than ${URL_LENGTH_MAX} characters: send the query by POST`);
  const answer = plain.get(path);
  if (answer !== undefined) return send(response, answer());
  const file = files?.get(path);
  if (path !== "/graphql" && file === undefined) return refuse(response, 404, "NOT_FOUND", "GraphQL is at /graphql; /health, /ready and /metrics tell the state");
  const wait = waitSeconds(request);
  if (wait > 0) {
    response.setHeader("retry-after", wait);
    return refuse(response, 429, "RATE_LIMITED", `too many requests from your address: ask again in ${wait} s`);
  }
  if (file !== undefined) return void file(new URLSearchParams(url.slice(path.length + 1)), response);
  if (request.method === "POST") {
    const length = Number(request.headers["content-length"] ?? Number.NaN);
    if (Number.isNaN(length)) return refuse(response, 411, "BAD_USER_INPUT", "send the request with Content-Length");
    if (length > BODY_BYTES_MAX) return refuse(response, 413, "LIMIT_EXCEEDED", `a request has at most ${BODY_BYTES_MAX} bytes`);
  }
  graphql(request, response);
}

function send(response: ServerResponse, { status, body, type }: PlainAnswer): void {
  response.writeHead(status, { "content-type": `${type}; charset=utf-8`, "access-control-allow-origin": "*", "cache-control": "no-store" });
  response.end(body);
}

function refuse(response: ServerResponse, status: number, code: string, message: string): void {
  response.setHeader("connection", "close");
  send(response, { status, type: "application/json", body: JSON.stringify({ errors: [{ message, extensions: { code } }] }) });
}
