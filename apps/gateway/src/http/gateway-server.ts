import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import {
  chatChunks,
  chatCompletion,
  ChatRequestError,
  errorBody,
  parseChatRequest,
  RECEIPT_PROOF_HEADER,
  receiptRequestHash,
  sseEvent,
  type CompletionParts,
} from "@openledger/client";
import { ReceiptOpening, SignedTreeHead } from "@openledger/messages/openledger/attribution/v1";
import { Visibility } from "@openledger/messages/openledger/market/v1";
import { EncodingError, fromBase64, fromUtf8, toBase64 } from "@openledger/primitives";
import { BodyTooLarge, listen, readBody, type ListenAddress, type RunningServer } from "@openledger/rpc";
import type { Logger } from "@openledger/telemetry";
import {
  answerCall,
  requireAnswering,
  requireHeld,
  usageOf,
  type AnswerDesk,
  type ReceiptDesk,
  type SettlingDesk,
} from "../answer-call.ts";
import { GatewayError } from "../gateway-error.ts";
import { asUpstream, type HostedSession, type SessionBook } from "../session/session-book.ts";
import { decodeHead } from "../session/session-log.ts";

/** Body of a call, and of a posted head. */
const CALL_BYTES_MAX = 1_048_576;
const HEAD_BYTES_MAX = 4_096;

export interface GatewayServerOptions {
  readonly desk: AnswerDesk | SettlingDesk;
  readonly book: SessionBook;
  readonly logger: Logger;
  /** Name under which the model is asked for. */
  readonly modelName: string;
}

/** Serves OpenAI's API, the sessions' heads and receipts. Throws `PORT_IN_USE` with a sentence. */
export function startGatewayServer(options: GatewayServerOptions, address: ListenAddress): Promise<RunningServer> {
  const server = createServer({ requestTimeout: 30_000, headersTimeout: 10_000 }, (request, response) => {
    serve(options, request, response).catch((error: unknown) => refuse(options, response, error));
  });
  return listen(server, address, "gateway");
}

async function serve(options: GatewayServerOptions, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const path = (request.url ?? "/").split("?", 1)[0] ?? "/";
  const route = `${request.method ?? ""} ${path}`;
  if (route === "POST /v1/chat/completions") return complete(options, request, response);
  if (route === "GET /v1/models") return sendJson(response, 200, { object: "list", data: [modelObject(options)] });
  if (route === "GET /health") return sendJson(response, 200, health(options));
  const head = /^POST \/openledger\/v1\/sessions\/(\d{1,20})\/head$/.exec(route);
  if (head !== null) return takeHead(options, BigInt(head[1] ?? "0"), request, response);
  const receipt = /^GET \/openledger\/v1\/sessions\/(\d{1,20})\/receipts\/(\d{1,10})$/.exec(route);
  if (receipt !== null) return giveReceipt(options, { sessionId: BigInt(receipt[1] ?? "0"), index: Number(receipt[2]) }, request, response);
  const session = /^GET \/openledger\/v1\/sessions\/(\d{1,20})$/.exec(route);
  if (session !== null) {
    return sendJson(response, 200, sessionState(await options.book.find(BigInt(session[1] ?? "0"))));
  }
  throw new GatewayError(404, "not_found", `nothing is served at ${route.slice(0, 100)}; see GET /v1/models`);
}

async function complete(
  options: GatewayServerOptions,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { book, modelName } = options;
  // Before anything about the session: whoever is told to open another one would pay for it in vain.
  const desk = requireAnswering(options.desk);
  const sessionId = sessionHeader(request);
  const nonce = uintHeader(request, "x-openledger-nonce");
  const body = parseJson(await readBody(request, CALL_BYTES_MAX));
  const startedMs = performance.now();
  const chat = parseChatRequest(body);
  const { model } = desk.served;
  if (chat.model !== modelName && chat.model !== `model/${model.id}@${model.version}`) {
    throw new GatewayError(404, "model_not_found", `this gateway serves ${modelName}, not ${chat.model.slice(0, 100)}`);
  }
  const session = await book.find(sessionId);
  await desk.revocations.upTo(session.chain.openedHeight).catch(asUpstream);
  const opening = answerCall(desk, session, { request: chat, nonce, startedMs });
  const parts = completionParts(options, session, opening);
  if (!chat.stream) return sendJson(response, 200, chatCompletion(parts));
  response.writeHead(200, { "content-type": "text/event-stream; charset=utf-8", "cache-control": "no-cache" });
  for (const chunk of chatChunks(parts, chat.includeUsage)) response.write(sseEvent(chunk));
  response.end(sseEvent("[DONE]"));
}

function completionParts(
  { modelName }: GatewayServerOptions,
  { log }: HostedSession,
  opening: ReceiptOpening,
): CompletionParts {
  const index = opening.receipt?.index ?? 0n;
  return {
    id: `chatcmpl-${log.sessionId}-${index}`,
    created: Math.floor(Date.now() / 1000),
    model: modelName,
    content: fromUtf8(opening.output),
    ...usageOf(opening),
    extension: {
      session: log.sessionId.toString(),
      index: index.toString(),
      unsigned: log.receipts.length - log.signedSize,
      opening: toBase64(ReceiptOpening.toBytes(opening)),
    },
  };
}

async function takeHead(
  { book }: GatewayServerOptions,
  sessionId: bigint,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const body = parseJson(await readBody(request, HEAD_BYTES_MAX));
  const encoded = typeof body === "object" && body !== null && "head" in body ? body.head : undefined;
  if (typeof encoded !== "string") throw new GatewayError(400, "head_malformed", "post {\"head\": base64 of a SignedTreeHead}");
  const head = decodeHead(fromBase64(encoded));
  const session = await book.find(sessionId);
  session.log.acceptHead(head, session.chain.sessionKey);
  sendJson(response, 200, sessionState(session));
}

async function giveReceipt(
  { book, desk }: GatewayServerOptions,
  { sessionId, index }: { readonly sessionId: bigint; readonly index: number },
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const session = await book.find(sessionId);
  const { log } = session;
  requireMaySee(desk, session, index, request.headers[RECEIPT_PROOF_HEADER]);
  if (index >= log.receipts.length) {
    throw new GatewayError(404, "not_found", `session ${sessionId} has ${log.receipts.length} receipts`);
  }
  sendJson(response, 200, { opening: toBase64(ReceiptOpening.toBytes(requireHeld(desk.revocations, log.opening(index)))) });
}

/** Throws `session_private` unless the session is public or its key signed the request. */
function requireMaySee(
  { crypto, chainId }: ReceiptDesk,
  { chain }: HostedSession,
  index: number,
  proof: string | string[] | undefined,
): void {
  if (chain.visibility === Visibility.VISIBILITY_PUBLIC) return;
  const hash = receiptRequestHash(crypto.sha256, { chainId, sessionId: chain.id, index });
  const isBuyer = typeof proof === "string" && crypto.verifySecp256k1(chain.sessionKey, hash, fromBase64(proof));
  if (isBuyer) return;
  const how = `sign the request with the session's key in ${RECEIPT_PROOF_HEADER}`;
  throw new GatewayError(403, "session_private", `session ${chain.id} is private: ${how}`);
}

function sessionState({ log, chain }: HostedSession): Readonly<Record<string, unknown>> {
  const head = log.heads.at(-1);
  return {
    session: log.sessionId.toString(),
    receipts: log.receipts.length,
    signed: log.signedSize,
    settled: Number(chain.logSize),
    total: log.total.toString(),
    head: head === undefined ? null : toBase64(SignedTreeHead.toBytes(head)),
  };
}

/** Always 200: a host that only settles must not be restarted for it. */
function health({ desk }: GatewayServerOptions): Readonly<Record<string, string>> {
  return desk.served === undefined ? { status: "settling", code: "erased", message: desk.erasure } : { status: "ok" };
}

function modelObject({ modelName, desk }: GatewayServerOptions): Readonly<Record<string, unknown>> {
  const { model, offerFacts, contributions } = requireAnswering(desk).served;
  return {
    id: modelName,
    object: "model",
    created: 0,
    owned_by: model.publisher,
    x_openledger: {
      model: `model/${model.id}@${model.version}`,
      ...{ artifact_root: model.artifactRoot, offer: offerFacts.id, host: offerFacts.host, contributions },
      price: { denom: offerFacts.denom, per_call: offerFacts.perCall },
    },
  };
}

function sessionHeader(request: IncomingMessage): bigint {
  if (request.headers["x-openledger-session"] === undefined) {
    const how = "run `openledgerd buy`, which opens a session and signs for you, and send your calls to it";
    throw new GatewayError(402, "session_required", `answers are paid from a session's escrow: ${how}`);
  }
  return uintHeader(request, "x-openledger-session");
}

function uintHeader(request: IncomingMessage, name: string): bigint {
  const value = request.headers[name];
  const isUint = typeof value === "string" && /^(0|[1-9]\d{0,19})$/.test(value) && BigInt(value) < 1n << 64n;
  if (!isUint) throw new GatewayError(400, "invalid_request", `header ${name} must be a number from 0 to 2^64-1`);
  return BigInt(value);
}

function parseJson(body: Uint8Array): unknown {
  try {
    return JSON.parse(fromUtf8(body));
  } catch (error) {
    throw new GatewayError(400, "invalid_request", `the body is no JSON: ${error instanceof Error ? error.message : ""}`);
  }
}

function refuse({ logger }: GatewayServerOptions, response: ServerResponse, error: unknown): void {
  const { status, code, message } = refusalOf(error);
  if (status === 500) logger.error({ err: error }, "a request failed for a reason of our own");
  if (response.headersSent) {
    response.destroy();
    return;
  }
  const close = code === "body_too_large" ? { connection: "close" } : {};
  const retry = status === 429 ? { "retry-after": "1" } : {};
  sendJson(response, status, errorBody(status, code, message), { ...close, ...retry });
}

function refusalOf(error: unknown): { status: number; code: string; message: string } {
  if (error instanceof GatewayError) return error;
  if (error instanceof ChatRequestError) return { status: 400, code: error.code, message: error.message };
  if (error instanceof EncodingError) return { status: 400, code: "invalid_request", message: error.message };
  if (error instanceof BodyTooLarge) {
    return { status: 413, code: "body_too_large", message: `a request has at most ${CALL_BYTES_MAX} bytes` };
  }
  return { status: 500, code: "internal", message: "the gateway failed; its log says why" };
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
