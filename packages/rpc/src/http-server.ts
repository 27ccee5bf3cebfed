import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { RpcBackend } from "./backend.ts";
import { answerBody, toRpcError, type ReportDefect, type RpcResponse } from "./dispatch.ts";
import { BodiesTooMany, BodyTooLarge, createBodyReader, type BodyReader } from "./http-body.ts";
import { methods } from "./methods.ts";
import { argumentsFromUri } from "./params.ts";
import { requestTarget } from "./request-target.ts";
import { RpcError } from "./rpc-error.ts";

/** CometBFT takes 1 MB of body; base64 makes a third more of a transaction of 1 MiB. */
export const BODY_BYTES_LIMIT: number = 2 * 1024 * 1024;
/** Of all bodies that arrive at one time. */
const BODY_BYTES_BUDGET = 128 * 1024 * 1024;
/** A request that has not arrived by then is cut off. */
const REQUEST_TIMEOUT_MS = 30_000;

/** A connection on which nothing moves is closed, as its client does not read or is gone. Longer than any call takes. */
export const SILENCE_MS = 150_000;

const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** The HTTP side of the RPC: POST `/` and GET `/method?argument=`. */
export function createRpcHttpServer(backend: RpcBackend, report: ReportDefect): Server {
  const readBody = createBodyReader(BODY_BYTES_LIMIT, BODY_BYTES_BUDGET);
  const server = createServer({ requestTimeout: REQUEST_TIMEOUT_MS }, (request, response) => {
    allowAnyOrigin(request, response);
    answer(backend, readBody, request, response, report).catch((error: unknown) => {
      report(error, request.url ?? "");
      response.destroy();
    });
  });
  return server.setTimeout(SILENCE_MS);
}

async function answer(
  backend: RpcBackend,
  readBody: BodyReader,
  request: IncomingMessage,
  response: ServerResponse,
  report: ReportDefect,
): Promise<void> {
  if (request.method === "OPTIONS") return void response.writeHead(204).end();
  if (request.method === "POST" && requestTarget(request)?.path !== "/") {
    return void response.writeHead(404, { "content-type": "text/plain; charset=utf-8" }).end("404 page not found\n");
  }
  if (request.method === "POST") return answerPost(backend, readBody, request, response, report);
  if (request.method === "GET" || request.method === "HEAD") return answerUri(backend, request, response, report);
  send(response, 405, { jsonrpc: "2.0", error: new RpcError(-32600, "use POST with JSON-RPC, or GET /method?argument=") });
}

async function answerPost(
  backend: RpcBackend,
  readBody: BodyReader,
  request: IncomingMessage,
  response: ServerResponse,
  report: ReportDefect,
): Promise<void> {
  let body: string;
  try {
    body = utf8.decode(await readBody(request));
  } catch (error) {
    response.setHeader("connection", "close");
    const sentence = `error reading request body: ${whyUnread(error)}`;
    return send(response, error instanceof BodiesTooMany ? 503 : 400, { jsonrpc: "2.0", error: new RpcError(-32600, sentence) });
  }
  if (body === "") return sendIndex(response);
  const { status, answer: answered } = await answerBody(backend, body, report);
  send(response, status, answered);
}

function whyUnread(error: unknown): string {
  if (error instanceof BodyTooLarge) return "http: request body too large";
  return error instanceof BodiesTooMany ? "too many requests arrive at once; try again" : "not UTF-8";
}

/** URI calls have id -1 and HTTP status 500 for errors, as in CometBFT. */
async function answerUri(
  backend: RpcBackend,
  request: IncomingMessage,
  response: ServerResponse,
  report: ReportDefect,
): Promise<void> {
  const target = requestTarget(request);
  const name = target?.path.slice(1);
  if (name === "") return sendIndex(response);
  const method = name === undefined ? undefined : methods.get(name);
  if (target === undefined || name === undefined || method === undefined) {
    // Subscriptions need a WebSocket.
    if (name !== undefined && /^(un)?subscribe(_all)?$/.test(name)) return send(response, 404, { jsonrpc: "2.0", id: -1, error: new RpcError(-32601) });
    const [status, text] = name === "websocket" ? [400, "Bad Request\n"] : [404, "404 page not found\n"];
    return void response.writeHead(status, { "content-type": "text/plain; charset=utf-8" }).end(text);
  }
  try {
    const result = await method.call(backend, argumentsFromUri(method.spec, target.search));
    send(response, 200, { jsonrpc: "2.0", id: -1, result });
  } catch (error) {
    send(response, 500, { jsonrpc: "2.0", id: -1, error: toRpcError(error, name, report) });
  }
}

function sendIndex(response: ServerResponse): void {
  const links = [...methods.values()].map(({ name, spec }) => {
    const query = Object.keys(spec)
      .map((argument) => `${argument}=_`)
      .join("&");
    const target = query === "" ? name : `${name}?${query}`;
    return `<li><a href="/${target}">${target}</a></li>`;
  });
  response.writeHead(200, { "content-type": "text/html; charset=utf-8" });
  response.end(`<!doctype html><title>OpenLedger RPC</title><h1>Available endpoints</h1><ul>${links.join("")}</ul>\n`);
}

function send(response: ServerResponse, status: number, body: RpcResponse | readonly RpcResponse[] | undefined): void {
  if (body === undefined) return void response.writeHead(200).end();
  const text = JSON.stringify(body);
  response.writeHead(status, { "content-type": "application/json", "content-length": Buffer.byteLength(text) });
  response.end(text);
}

/** Wallets call from any page. Nothing here reads cookies. */
export function allowAnyOrigin(request: IncomingMessage, response: ServerResponse): void {
  response.setHeader("access-control-allow-origin", "*");
  if (request.method !== "OPTIONS") return;
  response.setHeader("access-control-allow-methods", "GET, HEAD, POST, PUT");
  response.setHeader("access-control-allow-headers", request.headers["access-control-request-headers"] ?? "content-type");
  response.setHeader("access-control-max-age", "600");
}
