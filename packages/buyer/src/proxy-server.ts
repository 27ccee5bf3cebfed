import { randomUUID } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import {
  chatChunks,
  chatCompletion,
  ChatRequestError,
  errorBody,
  firstChunk,
  lastChunks,
  parseChatRequest,
  sseEvent,
  textChunk,
  type ChatRequest,
  type CompletionParts,
  type ReceiptFile,
} from "@openledger/client";
import { EncodingError, fromUtf8 } from "@openledger/primitives";
import { BodyTooLarge, listen, readBody, type ListenAddress, type RunningServer } from "@openledger/rpc";
import type { Logger } from "@openledger/telemetry";
import type { Buyer } from "./buyer.ts";
import { BuyerError } from "./errors.ts";
import type { Invoice } from "./invoice/invoice.ts";
import type { Places } from "./places.ts";
import type { ReceiptKeeper } from "./receipt-keeper.ts";
import type { ReceiptShelf } from "./receipt-shelf.ts";

const CALL_BYTES_MAX = 1_048_576;
const LIST_MAX = 200;

export interface ProxyOptions {
  readonly buyer: Buyer;
  readonly places: Places;
  readonly shelf: ReceiptShelf;
  readonly keeper: ReceiptKeeper;
  readonly invoice: (sessionId: bigint) => Promise<Invoice>;
  readonly logger: Logger;
  readonly cap: { readonly denom: string; readonly amount: bigint };
  /** Web origins that may call, beside those of this machine. */
  readonly allowedOrigins: readonly string[];
}

/**
 * A loopback `/v1` for unmodified OpenAI clients. Nothing is passed on that was not verified first. Web pages of other
 * origins, and names that merely resolve to this machine, are refused: they could spend the buyer's money.
 */
export function startProxyServer(options: ProxyOptions, address: ListenAddress): Promise<RunningServer> {
  const server = createServer({ requestTimeout: 60_000, headersTimeout: 10_000 }, (request, response) => {
    serve(options, request, response).catch((error: unknown) => refuse(options, response, error));
  });
  return listen(server, address, "buyer's proxy");
}

async function serve(options: ProxyOptions, request: IncomingMessage, response: ServerResponse): Promise<void> {
  checkOrigin(options, request, response);
  const url = new URL(request.url ?? "/", "http://127.0.0.1");
  const route = `${request.method ?? ""} ${url.pathname}`;
  if (request.method === "OPTIONS") {
    response.writeHead(204).end();
    return;
  }
  if (route === "POST /v1/chat/completions") return complete(options, request, response);
  if (route === "GET /v1/models") return sendJson(response, 200, await options.places.models());
  if (route === "GET /health") return sendJson(response, 200, { status: "ok" });
  // A receipt may be asked for as soon as its answer was read.
  if (route.startsWith("GET /openledger/v1/receipts")) await options.buyer.filed();
  if (route === "GET /openledger/v1/receipts") return listReceipts(options, url, response);
  if (route === "GET /openledger/v1/session") return sendJson(response, 200, spending(options));
  const billed = /^GET \/openledger\/v1\/sessions\/(\d{1,20})\/invoice$/.exec(route);
  if (billed !== null) return sendJson(response, 200, await options.invoice(BigInt(billed[1] ?? "0")));
  const one = /^GET \/openledger\/v1\/receipts\/(\d{1,20})\/(\d{1,10})$/.exec(route);
  if (one !== null) return giveReceipt(options, BigInt(one[1] ?? "0"), Number(one[2]), response);
  throw new BuyerError(404, "not_found", `nothing is served at ${route.slice(0, 100)}; see GET /v1/models`);
}

function checkOrigin({ allowedOrigins }: ProxyOptions, request: IncomingMessage, response: ServerResponse): void {
  const { origin, host = "" } = request.headers;
  const isLoopback = (name: string): boolean => /^(localhost|127\.0\.0\.1|\[::1\])(:\d{1,5})?$/.test(name);
  if (!isLoopback(host)) throw new BuyerError(403, "forbidden_origin", `call this proxy as 127.0.0.1 or localhost, not ${host.slice(0, 100)}`);
  if (origin === undefined) return;
  const isAllowed = isLoopback(origin.replace(/^https?:\/\//, "")) || allowedOrigins.includes(origin);
  if (!isAllowed) {
    throw new BuyerError(403, "forbidden_origin", `pages of ${origin.slice(0, 100)} may not spend here; see --allow-origin`);
  }
  response.setHeader("access-control-allow-origin", origin);
  response.setHeader("vary", "origin");
  response.setHeader("access-control-allow-methods", "GET, POST, OPTIONS");
  response.setHeader("access-control-allow-headers", request.headers["access-control-request-headers"] ?? "content-type");
}

async function complete(options: ProxyOptions, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const chat = parseChatRequest(parseJson(await readBody(request, CALL_BYTES_MAX)));
  if (chat.stream) return stream(options, chat, request, response);
  const file = await options.buyer.ask(chat);
  sendJson(response, 200, chatCompletion(completionParts(request, chat.model, file)));
}

/** Verified answers at once; those of external models as they come, and verified when they end. */
async function stream(options: ProxyOptions, chat: ChatRequest, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const gone = new AbortController();
  const onClose = (): void => gone.abort();
  response.once("close", onClose);
  const head = { id: `chatcmpl-${randomUUID()}`, created: Math.floor(Date.now() / 1000), model: chat.model };
  const onText = (text: string): void => {
    if (!response.headersSent) {
      beginStream(response);
      response.write(sseEvent(firstChunk(head)));
    }
    response.write(sseEvent(textChunk(head, text)));
  };
  try {
    const parts = { ...completionParts(request, chat.model, await options.buyer.ask(chat, { onText, signal: gone.signal })), ...head };
    const chunks = response.headersSent ? lastChunks(parts, chat.includeUsage) : chatChunks(parts, chat.includeUsage);
    if (!response.headersSent) beginStream(response);
    response.end([...chunks, "[DONE]" as const].map(sseEvent).join(""));
  } catch (error) {
    if (!response.headersSent || gone.signal.aborted) throw error;
    const { status, code, message } = refusalOf(error);
    if (status === 500) options.logger.error({ err: error }, "an answer failed for a reason of our own");
    response.end(sseEvent(errorBody(status, code, message)));
  } finally {
    response.off("close", onClose);
  }
}

function beginStream(response: ServerResponse): void {
  response.writeHead(200, { "content-type": "text/event-stream; charset=utf-8", "cache-control": "no-cache" });
}

function completionParts(request: IncomingMessage, model: string, file: ReceiptFile): CompletionParts {
  const { readable, facts } = file;
  const { sessionId, index } = readable;
  return {
    id: `chatcmpl-${sessionId}-${index}`,
    created: Math.floor(Date.now() / 1000),
    model,
    content: readable.answer,
    promptTokens: Number(readable.inputTokens),
    completionTokens: Number(readable.outputTokens),
    extension: {
      receipt: `http://${request.headers.host}/openledger/v1/receipts/${sessionId}/${index}`,
      ...{ session: sessionId, index, verified: true, host: facts.session.host },
      output: facts.model.kind === "external" ? "asserted by the host" : "re-executable",
      ...{ amount: readable.amount, denom: readable.denom, owners: readable.owners, spans: readable.spans },
    },
  };
}

function listReceipts({ shelf }: ProxyOptions, url: URL, response: ServerResponse): void {
  const asked = Number(url.searchParams.get("limit") ?? "20");
  const limit = Number.isInteger(asked) && asked > 0 ? Math.min(asked, LIST_MAX) : 20;
  const receipts = shelf.latest(limit).map(({ readable, facts, settlement }) => ({
    session: readable.sessionId,
    ...readable,
    model: { id: facts.model.id, version: facts.model.version, name: facts.model.name },
    settlement,
  }));
  sendJson(response, 200, { receipts });
}

async function giveReceipt(
  { shelf, keeper }: ProxyOptions,
  sessionId: bigint,
  index: number,
  response: ServerResponse,
): Promise<void> {
  const stored = shelf.load(sessionId, index);
  if (stored === undefined) throw new BuyerError(404, "not_found", `no receipt ${sessionId}/${index} here`);
  sendJson(response, 200, await keeper.bringUpToDate(stored));
}

function spending({ buyer, cap }: ProxyOptions): Readonly<Record<string, unknown>> {
  return {
    session: buyer.sessionId?.toString() ?? null,
    spent: buyer.spent.toString(),
    max: cap.amount.toString(),
    denom: cap.denom,
  };
}

function parseJson(body: Uint8Array): unknown {
  try {
    return JSON.parse(fromUtf8(body));
  } catch (error) {
    throw new BuyerError(400, "invalid_request", `the body is no JSON: ${error instanceof Error ? error.message : ""}`);
  }
}

function refuse({ logger }: ProxyOptions, response: ServerResponse, error: unknown): void {
  const { status, code, message, retryAfterSeconds = 1 } = refusalOf(error);
  if (status === 500) logger.error({ err: error }, "a request failed for a reason of our own");
  if (response.headersSent) {
    response.destroy();
    return;
  }
  const close = code === "body_too_large" ? { connection: "close" } : {};
  const retry = status === 429 || code === "no_host" ? { "retry-after": `${retryAfterSeconds}` } : {};
  sendJson(response, status, errorBody(status, code, message), { ...close, ...retry });
}

function refusalOf(error: unknown): { status: number; code: string; message: string; retryAfterSeconds?: number } {
  if (error instanceof BuyerError) {
    const { status, message, retryAfterSeconds } = error;
    return { status, code: error.hostCode ?? error.code, message, retryAfterSeconds };
  }
  if (error instanceof ChatRequestError) return { status: 400, code: error.code, message: error.message };
  if (error instanceof EncodingError) return { status: 400, code: "invalid_request", message: error.message };
  if (error instanceof BodyTooLarge) {
    return { status: 413, code: "body_too_large", message: `a request has at most ${CALL_BYTES_MAX} bytes` };
  }
  return { status: 500, code: "internal", message: "the buyer's proxy failed; its log says why" };
}

function sendJson(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): void {
  response.writeHead(status, { "content-type": "application/json; charset=utf-8", ...headers });
  response.end(JSON.stringify(body));
}
