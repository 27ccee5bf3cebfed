import type { ServerResponse } from "node:http";

/** Why the explorer's server refuses a request or can't answer it; clients read the code. */
export type HttpErrorCode =
  | "not-found"
  | "method-not-allowed"
  | "foreign-origin"
  | "unsupported-media-type"
  | "body-too-large"
  | "upstream-unreachable"
  | "upstream-timeout"
  | "upstream-too-large"
  | "internal";

const STATUS: Readonly<Record<HttpErrorCode, number>> = {
  "not-found": 404,
  "method-not-allowed": 405,
  "foreign-origin": 403,
  "unsupported-media-type": 415,
  "body-too-large": 413,
  "upstream-unreachable": 502,
  "upstream-timeout": 504,
  "upstream-too-large": 502,
  internal: 500,
};

/** A refusal with a sentence that says what to do. */
export class HttpError extends Error {
  override readonly name = "HttpError";
  readonly code: HttpErrorCode;
  constructor(code: HttpErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}

/** Answers `{"error": {code, message}}`; what is no HttpError is masked. Does nothing once a body has begun. */
export function sendError(response: ServerResponse, error: unknown): void {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  const known = error instanceof HttpError ? error : new HttpError("internal", "The explorer's server failed; its log says why.");
  const body = JSON.stringify({ error: { code: known.code, message: known.message } });
  response.writeHead(STATUS[known.code], {
    "content-type": "application/json; charset=utf-8",
    "content-length": Buffer.byteLength(body),
    "cache-control": "no-store",
    // The rest of an oversized body is not read, so the connection can't be used again.
    ...(known.code === "body-too-large" ? { connection: "close" } : {}),
  });
  response.end(body);
}
