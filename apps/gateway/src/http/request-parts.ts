import type { IncomingMessage } from "node:http";
import { fromUtf8 } from "@openledger/primitives";
import { GatewayError } from "../gateway-error.ts";

/** Most bytes of a call's body. */
export const CALL_BYTES_MAX = 1_048_576;

/** The session that a call is paid from. Throws `session_required`. */
export function sessionHeader(request: IncomingMessage): bigint {
  if (request.headers["x-openledger-session"] === undefined) {
    const how = "run `openledgerd buy`, which opens a session and signs for you, and send your calls to it";
    throw new GatewayError(402, "session_required", `answers are paid from a session's escrow: ${how}`);
  }
  return uintHeader(request, "x-openledger-session");
}

/** A header that is a number from 0 to 2^64-1. Throws `invalid_request`. */
export function uintHeader(request: IncomingMessage, name: string): bigint {
  const value = request.headers[name];
  const isUint = typeof value === "string" && /^(0|[1-9]\d{0,19})$/.test(value) && BigInt(value) < 1n << 64n;
  if (!isUint) throw new GatewayError(400, "invalid_request", `header ${name} must be a number from 0 to 2^64-1`);
  return BigInt(value);
}

/** JSON out of a body. Throws `invalid_request`. */
export function parseJson(body: Uint8Array): unknown {
  try {
    return JSON.parse(fromUtf8(body));
  } catch (error) {
    throw new GatewayError(400, "invalid_request", `the body is no JSON: ${error instanceof Error ? error.message : ""}`);
  }
}
