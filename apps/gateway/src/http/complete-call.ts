import type { IncomingMessage, ServerResponse } from "node:http";
import { once } from "node:events";
import {
  chatChunks,
  chatCompletion,
  errorBody,
  firstChunk,
  lastChunks,
  parseChatRequest,
  sseEvent,
  textChunk,
  type ChatRequest,
  type CompletionParts,
  type FinishReason,
} from "@openledger/client";
import { ReceiptOpening } from "@openledger/messages/openledger/attribution/v1";
import { fromUtf8, toBase64 } from "@openledger/primitives";
import { readBody } from "@openledger/rpc";
import { answerCall, requireAnswering, usageOf, type AnswerDesk, type Call } from "../answer-call.ts";
import { answerExternal, type ExternalDesk } from "../answer-external.ts";
import { GatewayError } from "../gateway-error.ts";
import { asUpstream, type HostedSession } from "../session/session-book.ts";
import type { GatewayServerOptions } from "./gateway-server.ts";
import { refusalOf, sendJson } from "./refusals.ts";
import { CALL_BYTES_MAX, parseJson, sessionHeader, uintHeader } from "./request-parts.ts";

/** `POST /v1/chat/completions` inside a session. */
export async function completeCall(
  options: GatewayServerOptions,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { book, modelName, gate } = options;
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
  const leave = gate.enter();
  try {
    const session = await book.find(sessionId);
    await desk.revocations.upTo(session.chain.openedHeight).catch(asUpstream);
    const call = { request: chat, nonce, startedMs };
    if (desk.external !== undefined) return await passOn(options, { desk, session, call }, response);
    const opening = answerCall(desk, session, call);
    await session.log.durable();
    const parts = completionParts(options, session, opening);
    giveWhole(parts, chat, response);
  } finally {
    leave();
  }
}

function giveWhole(parts: CompletionParts, chat: ChatRequest, response: ServerResponse): void {
  if (!chat.stream) return sendJson(response, 200, chatCompletion(parts));
  beginStream(response);
  response.end([...chatChunks(parts, chat.includeUsage), "[DONE]" as const].map(sseEvent).join(""));
}

function beginStream(response: ServerResponse): void {
  response.writeHead(200, { "content-type": "text/event-stream; charset=utf-8", "cache-control": "no-cache" });
}

/** An upstream's answer, passed on as it comes; its receipt follows the last word. */
async function passOn(
  options: GatewayServerOptions,
  { desk, session, call }: { readonly desk: ExternalDesk; readonly session: HostedSession; readonly call: Call },
  response: ServerResponse,
): Promise<void> {
  const gone = new AbortController();
  const onClose = (): void => gone.abort(new GatewayError(502, "upstream_cut", "the caller has gone"));
  response.once("close", onClose);
  const chat = call.request;
  const head = {
    id: `chatcmpl-${session.log.sessionId}-n${call.nonce}`,
    created: Math.floor(Date.now() / 1000),
    model: options.modelName,
  };
  const deliver = async (text: string): Promise<void> => {
    if (!chat.stream) return;
    if (!response.headersSent) {
      beginStream(response);
      response.write(sseEvent(firstChunk(head)));
    }
    if (!response.write(sseEvent(textChunk(head, text)))) await once(response, "drain", { signal: gone.signal });
  };
  try {
    const answered = await answerExternal(desk, session, call, { deliver, signal: gone.signal });
    await session.log.durable();
    const parts = { ...completionParts(options, session, answered.opening, answered.finishReason), ...head };
    if (!chat.stream || answered.isRepeat) return giveWhole(parts, chat, response);
    response.end([...lastChunks(parts, chat.includeUsage), "[DONE]" as const].map(sseEvent).join(""));
  } catch (error) {
    if (!response.headersSent || gone.signal.aborted) throw error;
    const { status, code, message } = refusalOf(error);
    if (status === 500) options.logger.error({ err: error }, "an answer failed for a reason of our own");
    response.end(sseEvent(errorBody(status, code, message)));
  } finally {
    response.off("close", onClose);
  }
}

function completionParts(
  { modelName }: GatewayServerOptions,
  { log }: HostedSession,
  opening: ReceiptOpening,
  finishReason: FinishReason = "stop",
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
    finishReason,
  };
}

/** A desk that answers by itself, or one that asks an upstream. */
export type CallDesk = (AnswerDesk & { readonly external?: undefined }) | ExternalDesk;
