import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { RECEIPT_PROOF_HEADER, receiptRequestHash } from "@openledger/client";
import { ReceiptOpening, SignedTreeHead } from "@openledger/messages/openledger/attribution/v1";
import { Visibility } from "@openledger/messages/openledger/market/v1";
import { fromBase64, toBase64 } from "@openledger/primitives";
import { listen, readBody, type ListenAddress, type RunningServer } from "@openledger/rpc";
import type { Logger } from "@openledger/telemetry";
import { requireAnswering, requireHeld, type ReceiptDesk, type SettlingDesk } from "../answer-call.ts";
import type { CallGate } from "../call-gate.ts";
import { GatewayError } from "../gateway-error.ts";
import type { HostedSession, SessionBook } from "../session/session-book.ts";
import { decodeHead } from "../session/session-log.ts";
import { completeCall, type CallDesk } from "./complete-call.ts";
import { refuse, sendJson } from "./refusals.ts";
import { parseJson } from "./request-parts.ts";

/** Body of a posted head. */
const HEAD_BYTES_MAX = 4_096;

export interface GatewayServerOptions {
  readonly desk: CallDesk | SettlingDesk;
  readonly gate: CallGate;
  readonly book: SessionBook;
  readonly logger: Logger;
  /** Name under which the model is asked for. */
  readonly modelName: string;
}

/** Serves OpenAI's API, the sessions' heads and receipts. Throws `PORT_IN_USE` with a sentence. */
export function startGatewayServer(options: GatewayServerOptions, address: ListenAddress): Promise<RunningServer> {
  const server = createServer({ requestTimeout: 30_000, headersTimeout: 10_000 }, (request, response) => {
    serve(options, request, response).catch((error: unknown) => refuse(options.logger, response, error));
  });
  return listen(server, address, "gateway");
}

async function serve(options: GatewayServerOptions, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const path = (request.url ?? "/").split("?", 1)[0] ?? "/";
  const route = `${request.method ?? ""} ${path}`;
  if (route === "POST /v1/chat/completions") return completeCall(options, request, response);
  if (route === "GET /v1/models") return sendJson(response, 200, { object: "list", data: [modelObject(options)] });
  if (route === "GET /health") return sendJson(response, 200, health(options));
  const head = /^POST \/openledger\/v1\/sessions\/(\d{1,20})\/head$/.exec(route);
  if (head !== null) return takeHead(options, BigInt(head[1] ?? "0"), request, response);
  const receipt = /^GET \/openledger\/v1\/sessions\/(\d{1,20})\/receipts\/(\d{1,10})$/.exec(route);
  if (receipt !== null) return giveReceipt(options, { sessionId: BigInt(receipt[1] ?? "0"), index: Number(receipt[2]) }, request, response);
  const session = /^GET \/openledger\/v1\/sessions\/(\d{1,20})$/.exec(route);
  if (session !== null) {
    const found = await options.book.find(BigInt(session[1] ?? "0"));
    await found.log.durable();
    return sendJson(response, 200, sessionState(found));
  }
  throw new GatewayError(404, "not_found", `nothing is served at ${route.slice(0, 100)}; see GET /v1/models`);
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
  await session.log.durable();
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
  await log.durable();
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
