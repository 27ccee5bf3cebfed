import { z } from "zod";
import { fatal, retryable } from "../errors.ts";

const RESPONSE_BYTES_MAX = 128 * 1024 * 1024;
const REQUEST_TIMEOUT_MS = 15_000;

const envelope = z.object({
  result: z.unknown().optional(),
  error: z.object({ code: z.number(), message: z.string(), data: z.unknown().optional() }).nullish(),
});

/** Calls one JSON-RPC method of a CometBFT-shaped node and checks the shape of its result. */
export interface RpcClient {
  call<T>(method: string, params: Record<string, string | boolean>, shape: z.ZodType<T>, signal?: AbortSignal): Promise<T>;
}

/** A client of the node at `url` (http or https). Network trouble is retryable, a malformed answer fatal. */
export function createRpcClient(url: string): RpcClient {
  return {
    async call(method, params, shape, signal) {
      const text = await post(url, JSON.stringify({ jsonrpc: "2.0", id: 1, method, params }), signal);
      const answer = envelope.safeParse(parseJson(url, text));
      if (!answer.success) throw retryable("NODE_ANSWER", `${url} does not answer ${method} with JSON-RPC`);
      const { error } = answer.data;
      if (error) {
        const detail = typeof error.data === "string" ? error.data : error.message;
        throw retryable("NODE_ANSWER", `${url} refuses ${method}: ${detail.slice(0, 300)}`);
      }
      const result = shape.safeParse(answer.data.result);
      if (result.success) return result.data;
      const issue = result.error.issues[0];
      throw fatal("NODE_ANSWER", `${url} answers ${method} in another shape than CometBFT 0.38: ${issue?.path.join(".")}: ${issue?.message}`);
    },
  };
}

async function post(url: string, body: string, signal: AbortSignal | undefined): Promise<string> {
  const timeout = AbortSignal.timeout(REQUEST_TIMEOUT_MS);
  try {
    const response = await fetch(url, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body,
      signal: signal === undefined ? timeout : AbortSignal.any([signal, timeout]),
    });
    return await boundedText(url, response);
  } catch (error) {
    if (error instanceof Error && error.name === "OperationalError") throw error;
    throw retryable("NODE_UNREACHABLE", `no answer from the node at ${url}: is it running?`, error);
  }
}

async function boundedText(url: string, response: Response): Promise<string> {
  const decoder = new TextDecoder();
  let text = "";
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.length;
    if (size > RESPONSE_BYTES_MAX) throw fatal("NODE_ANSWER", `${url} sends more than ${RESPONSE_BYTES_MAX} bytes in one answer`);
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}

function parseJson(url: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw retryable("NODE_ANSWER", `${url} does not answer in JSON`, error);
  }
}
