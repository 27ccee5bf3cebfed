import { daError, OperationalError } from "@openledger/ports";
import { fromUtf8 } from "@openledger/primitives";
import { z } from "zod";
import { celestiaError, statusError } from "./celestia-errors.ts";

export interface JsonRpcOptions {
  readonly url: string;
  /** Sent as a bearer token; left out when empty. */
  readonly authToken?: string;
  /** Longest answer that is read. */
  readonly answerBytesMax: number;
}

/**
 * Calls a method with positional parameters; resolves with `result`, or rejects with a {@link DaErrorCode} after `timeoutMs`
 * without a byte of the answer, and after 60 times as long in any case.
 */
export type JsonRpcCall = (method: string, params: readonly unknown[], timeoutMs: number) => Promise<unknown>;

/** A whole DA height may come over a slow link; a node that sends a byte now and then does not hold up anybody for ever. */
const WHOLE_ANSWER_TIMES = 60;

const answerSchema = z.object({
  result: z.unknown().optional(),
  error: z.object({ message: z.string() }).nullish(),
});

/** JSON-RPC 2.0 over HTTP POST, as celestia-node speaks it. */
export function createJsonRpcCall({ url, authToken = "", answerBytesMax }: JsonRpcOptions): JsonRpcCall {
  const headers = { "content-type": "application/json", ...(authToken === "" ? {} : { authorization: `Bearer ${authToken}` }) };
  let id = 0;
  return async (method, params, timeoutMs) => {
    const body = JSON.stringify({ jsonrpc: "2.0", id: ++id, method, params });
    const idle = new AbortController();
    const timer = setTimeout(() => idle.abort(), timeoutMs);
    const signal = AbortSignal.any([idle.signal, AbortSignal.timeout(timeoutMs * WHOLE_ANSWER_TIMES)]);
    let text: string;
    try {
      const response = await fetch(url, { method: "POST", headers, body, signal });
      const wrong = statusError(method, response.status);
      if (wrong !== undefined) {
        await response.body?.cancel();
        throw wrong;
      }
      text = fromUtf8(await readAtMost(response, answerBytesMax, method, () => timer.refresh()));
    } catch (error) {
      if (error instanceof OperationalError) throw error;
      if (signal.aborted) throw daError("DA_UNKNOWN", `${method}: no answer, or no more of it, in ${timeoutMs} ms`, error);
      // A connection that was refused carried nothing; one that broke may have.
      const refused = isRefused(error);
      throw daError(refused ? "DA_UNREACHABLE" : "DA_UNKNOWN", `${method}: ${refused ? "nothing answers" : "the connection broke"} at ${url}`, error);
    } finally {
      clearTimeout(timer);
    }
    return resultOf(method, text);
  };
}

function resultOf(method: string, text: string): unknown {
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch (error) {
    throw daError("DA_UNKNOWN", `${method}: the answer is no JSON`, error);
  }
  const parsed = answerSchema.safeParse(document);
  if (!parsed.success) throw daError("DA_UNKNOWN", `${method}: the answer is no JSON-RPC`);
  const { result, error } = parsed.data;
  if (error != null) throw celestiaError(method, error.message);
  return result;
}

async function readAtMost(response: Response, limit: number, method: string, onProgress: () => void): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of response.body ?? []) {
    length += chunk.length;
    onProgress();
    if (length > limit) throw daError("DA_CORRUPT", `${method}: the answer is longer than ${limit} bytes; raise the limit or use another DA node`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

const REFUSED: ReadonlySet<string> = new Set(["ECONNREFUSED", "ENOTFOUND", "EHOSTUNREACH", "ENETUNREACH", "EAI_AGAIN", "UND_ERR_CONNECT_TIMEOUT"]);

function isRefused(error: unknown): boolean {
  const cause = error instanceof Error ? error.cause : undefined;
  return cause instanceof Error && "code" in cause && REFUSED.has(String(cause.code));
}
