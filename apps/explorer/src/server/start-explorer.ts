import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { patterns } from "../paths.ts";
import { builtPages } from "./build-pages.ts";
import { forward, type Upstream } from "./forward.ts";
import { HttpError, sendError } from "./http-error.ts";
import { loadStaticFiles, sendStatic, type StaticFiles } from "./static-files.ts";

export interface ExplorerOptions {
  /** 0 takes any free port. */
  readonly port: number;
  /** 127.0.0.1 by default. */
  readonly host?: string;
  /** Origin of the indexer's GraphQL, for example http://127.0.0.1:4350. */
  readonly indexerUrl: string;
  /** CometBFT RPC of a node, for example http://127.0.0.1:26657. */
  readonly nodeUrl: string;
  /** Origin of the buyer's loopback proxy, for example http://127.0.0.1:8081. */
  readonly buyerUrl: string;
  /** Folder of built pages; by default this package's own, built when missing. */
  readonly pagesFolder?: string;
  /** Sentences about progress and failures. */
  readonly say?: (sentence: string) => void;
  readonly timeoutMs?: number;
}

export interface Explorer {
  readonly url: string;
  close(): Promise<void>;
}

const ASK_BYTES_MAX = 16 * 1024;
/** What a page asks of a node: nothing that broadcasts or changes it. */
const RPC_METHODS: ReadonlySet<string> = new Set(["status", "abci_query", "tx_search"]);
const GRAPHQL_BYTES_MAX = 64 * 1024;
const ANSWER_BYTES_MAX = 8 * 1024 * 1024;
const SECURITY_HEADERS: Readonly<Record<string, string>> = {
  "content-security-policy":
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; " +
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
};

/**
 * Serves the explorer's pages and, under the same origin, the indexer's GraphQL and the buyer's questions and receipts.
 * Rejects with the system's error when the port is taken.
 */
export async function startExplorer(options: ExplorerOptions): Promise<Explorer> {
  const say = options.say ?? ((): void => {});
  const files = await loadStaticFiles(options.pagesFolder ?? (await builtPages(say)));
  const host = options.host ?? "127.0.0.1";
  const server = createServer((request, response) => {
    for (const [name, value] of Object.entries(SECURITY_HEADERS)) response.setHeader(name, value);
    route(request, response, files, options).catch((error: unknown) => {
      if (!(error instanceof HttpError) && !response.destroyed) say(`The explorer's server failed: ${String(error)}`);
      sendError(response, error);
    });
  });
  server.requestTimeout = 30_000;
  server.headersTimeout = 10_000;
  await listen(server, options.port, host);
  const { port } = server.address() as AddressInfo;
  return { url: `http://${urlHost(host)}:${port}`, close: () => closeServer(server) };
}

async function route(request: IncomingMessage, response: ServerResponse, files: StaticFiles, options: ExplorerOptions): Promise<void> {
  assertLocal(request, options);
  const path = new URL(request.url ?? "/", "http://explorer").pathname;
  const upstream = upstreamOf(path, options);
  if (upstream === undefined) {
    demandMethod(request, "GET", "HEAD");
    if (path === "/health") return void response.writeHead(200, { "content-type": "application/json" }).end('{"status":"ok"}\n');
    sendStatic(request, response, files, path);
    return;
  }
  demandMethod(request, upstream.method);
  if (upstream.method === "POST") assertJson(request);
  await forward(request, response, upstream);
}

/** Where an address is passed on to, with its limits; undefined for pages. Throws HttpError for an unknown API address. */
function upstreamOf(path: string, options: ExplorerOptions): (Upstream & { method: "GET" | "POST" }) | undefined {
  const indexer = {
    name: "The indexer",
    advice: "start the network with `npm start`, or name the indexer's address with --indexer.",
    requestBytesMax: GRAPHQL_BYTES_MAX,
    responseBytesMax: ANSWER_BYTES_MAX,
    timeoutMs: options.timeoutMs ?? 10_000,
  };
  const buyer = {
    ...indexer,
    name: "The buyer's proxy",
    advice: "start the network with `npm start`, or name the address of `openledgerd buy` with --buyer.",
    requestBytesMax: ASK_BYTES_MAX,
  };
  if (path === "/api/rpc") {
    const name = "The node";
    const advice = "start the network with `npm start`, or name the node's RPC with --node.";
    return { ...indexer, name, advice, method: "POST", url: options.nodeUrl, accepts: isReadingCall };
  }
  if (path === "/graphql") return { ...indexer, method: "POST", countsVisitors: true, url: new URL("/graphql", options.indexerUrl).href };
  if (path === "/api/models") return { ...buyer, method: "GET", url: new URL("/v1/models", options.buyerUrl).href };
  if (path === "/api/ask") {
    const url = new URL("/v1/chat/completions", options.buyerUrl).href;
    return { ...buyer, method: "POST", url, timeoutMs: options.timeoutMs ?? 120_000 };
  }
  if (path !== "/api" && !path.startsWith("/api/")) return undefined;
  const [, , resource, session, index, ...rest] = path.split("/");
  const isList = session === undefined;
  const isOne = patterns.number.test(session ?? "") && patterns.number.test(index ?? "") && rest.length === 0;
  if (resource !== "receipts" || !(isList || isOne)) {
    throw new HttpError("not-found", "Unknown address. The API has /graphql, /api/rpc, /api/models, /api/ask, /api/receipts and /api/receipts/SESSION/INDEX.");
  }
  const target = `/openledger/v1/receipts${isList ? "?limit=12" : `/${session}/${index}`}`;
  return { ...buyer, method: "GET", url: new URL(target, options.buyerUrl).href };
}

function isReadingCall(body: string): boolean {
  try {
    const call: unknown = JSON.parse(body);
    return typeof call === "object" && call !== null && "method" in call && RPC_METHODS.has(String(call.method));
  } catch {
    return false;
  }
}

function demandMethod(request: IncomingMessage, ...methods: string[]): void {
  if (methods.includes(request.method ?? "")) return;
  throw new HttpError("method-not-allowed", `Use ${methods.join(" or ")} for this address.`);
}

function assertJson(request: IncomingMessage): void {
  if (/^application\/json\b/.test(request.headers["content-type"] ?? "")) return;
  throw new HttpError("unsupported-media-type", "Send the body as content-type: application/json.");
}

/**
 * A question spends the buyer's money, so only pages of this server may ask: another site's page would name its own
 * origin, or (by rebinding a name to this address) its own host.
 */
function assertLocal(request: IncomingMessage, { host = "127.0.0.1" }: ExplorerOptions): void {
  const named = request.headers.host ?? "";
  const name = named.replace(/:\d+$/, "");
  const isLoopback = host === "127.0.0.1" || host === "::1" || host === "localhost";
  const isKnown = !isLoopback || ["localhost", "127.0.0.1", "[::1]"].includes(name);
  const origin = request.headers.origin;
  const isOwn = origin === undefined || origin === `http://${named}` || origin === `https://${named}`;
  if (isKnown && isOwn) return;
  throw new HttpError("foreign-origin", "This explorer answers its own pages only. Open it by its own address.");
}

function urlHost(host: string): string {
  return host.includes(":") ? `[${host}]` : host === "127.0.0.1" ? "localhost" : host;
}

function listen(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, () => {
      server.off("error", reject);
      resolve();
    });
  });
}

function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
