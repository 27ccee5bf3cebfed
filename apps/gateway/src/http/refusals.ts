import type { ServerResponse } from "node:http";
import { ChatRequestError, errorBody } from "@openledger/client";
import { EncodingError } from "@openledger/primitives";
import { BodyTooLarge } from "@openledger/rpc";
import type { Logger } from "@openledger/telemetry";
import { GatewayError } from "../gateway-error.ts";
import { CALL_BYTES_MAX } from "./request-parts.ts";

/** Answers with an error in OpenAI's form; what is no refusal is logged and masked. */
export function refuse(logger: Logger, response: ServerResponse, error: unknown): void {
  const { status, code, message, retryAfterSeconds } = refusalOf(error);
  if (status === 500) logger.error({ err: error }, "a request failed for a reason of our own");
  if (response.headersSent) {
    response.destroy();
    return;
  }
  const close = code === "body_too_large" ? { connection: "close" } : {};
  const retry = status === 429 ? { "retry-after": `${retryAfterSeconds}` } : {};
  sendJson(response, status, errorBody(status, code, message), { ...close, ...retry });
}

interface Refusal {
  readonly status: number;
  readonly code: string;
  readonly message: string;
  readonly retryAfterSeconds: number;
}

/** What is said of an error; those of our own are masked. */
export function refusalOf(error: unknown): Refusal {
  if (error instanceof GatewayError) return error;
  const plain = (status: number, code: string, message: string): Refusal => ({ status, code, message, retryAfterSeconds: 1 });
  if (error instanceof ChatRequestError) return plain(400, error.code, error.message);
  if (error instanceof EncodingError) return plain(400, "invalid_request", error.message);
  if (error instanceof BodyTooLarge) return plain(413, "body_too_large", `a request has at most ${CALL_BYTES_MAX} bytes`);
  return plain(500, "internal", "the gateway failed; its log says why");
}

export function sendJson(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): void {
  response.writeHead(status, { "content-type": "application/json; charset=utf-8", ...headers });
  response.end(JSON.stringify(body));
}
