import type { IncomingMessage, ServerResponse } from "node:http";
import { HttpError } from "./http-error.ts";

/** One address that the server passes requests on to. */
export interface Upstream {
  readonly url: string;
  /** As the error sentence names it: "The indexer". */
  readonly name: string;
  /** What to do when it does not answer. */
  readonly advice: string;
  readonly requestBytesMax: number;
  /** It is told whose request this is, to count it for them and not for this server. */
  readonly countsVisitors?: boolean;
  /** Which bodies are passed on; all when absent. */
  readonly accepts?: (body: string) => boolean;
  readonly responseBytesMax: number;
  readonly timeoutMs: number;
}

/**
 * Passes a request on and its answer back: status, content type and body, nothing else. Bodies are bounded both ways.
 * Throws HttpError when the upstream can't be reached, is late or answers too much; stops when the browser goes away.
 */
export async function forward(request: IncomingMessage, response: ServerResponse, upstream: Upstream): Promise<void> {
  const body = request.method === "POST" ? await readBody(request, upstream.requestBytesMax) : undefined;
  if (body !== undefined && upstream.accepts?.(new TextDecoder().decode(body)) === false) {
    throw new HttpError("not-found", `${upstream.name} is asked one reading call at a time here: status, abci_query or tx_search.`);
  }
  const abort = new AbortController();
  response.once("close", () => abort.abort());
  const signal = AbortSignal.any([abort.signal, AbortSignal.timeout(upstream.timeoutMs)]);
  try {
    const answer = await fetch(upstream.url, {
      method: request.method ?? "GET",
      signal,
      redirect: "error",
      headers: {
        accept: "application/json",
        ...(body === undefined ? {} : { "content-type": "application/json" }),
        // Never what a visitor wrote there: that would be any address.
        ...(upstream.countsVisitors === true ? { "x-forwarded-for": request.socket.remoteAddress ?? "" } : {}),
      },
      ...(body === undefined ? {} : { body }),
    });
    const bytes = await readAnswer(answer, upstream);
    response.writeHead(answer.status, {
      "content-type": answer.headers.get("content-type") ?? "application/json; charset=utf-8",
      "content-length": bytes.length,
      "cache-control": "no-store",
    });
    response.end(bytes);
  } catch (error) {
    if (error instanceof HttpError || abort.signal.aborted) throw error;
    throw unreachable(error, upstream);
  }
}

function unreachable(error: unknown, { name, advice, timeoutMs, url }: Upstream): HttpError {
  const origin = new URL(url).origin;
  if (error instanceof Error && error.name === "TimeoutError") {
    return new HttpError("upstream-timeout", `${name} at ${origin} did not answer within ${timeoutMs / 1000} s. Try again; ${advice}`);
  }
  return new HttpError("upstream-unreachable", `${name} at ${origin} does not answer. To go on, ${advice}`);
}

/** The whole body, at most `bytesMax`. Throws HttpError `body-too-large`. */
export async function readBody(request: IncomingMessage, bytesMax: number): Promise<Uint8Array<ArrayBuffer>> {
  const tooLarge = new HttpError("body-too-large", `The request has more than ${bytesMax} bytes. Send a shorter one.`);
  if (Number(request.headers["content-length"] ?? 0) > bytesMax) throw tooLarge;
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Uint8Array>) {
    size += chunk.length;
    if (size > bytesMax) throw tooLarge;
    chunks.push(chunk);
  }
  return joined(chunks, size);
}

async function readAnswer(answer: Response, { name, responseBytesMax }: Upstream): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of answer.body ?? []) {
    size += chunk.length;
    if (size > responseBytesMax) {
      throw new HttpError("upstream-too-large", `${name} answered more than ${responseBytesMax} bytes. Ask for less at once.`);
    }
    chunks.push(chunk);
  }
  return joined(chunks, size);
}

function joined(chunks: readonly Uint8Array[], size: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return bytes;
}
