import { ChainUnreachable, RpcError } from "@openledger/rpc";
import { z } from "zod";

/** CometBFT's JSON-RPC. */
export interface CometRpc {
  readonly url: string;
  /**
   * Throws RpcError with CometBFT's sentence when it cannot answer, ChainUnreachable when nobody does in time or what is
   * answered is of another kind.
   */
  ask<Answer>(method: string, params: Readonly<Record<string, string | boolean>>, answer: z.ZodType<Answer>): Promise<Answer>;
}

/** A search over many blocks takes CometBFT seconds; its own limit for a request is 10 s. */
const ANSWER_MS = 15_000;

const envelope = z.union([
  z.object({ result: z.unknown(), error: z.undefined().optional() }),
  z.object({ error: z.object({ message: z.string(), data: z.string().default("") }) }),
]);

/** `url` as `http://HOST:PORT`. Nothing is sent yet. */
export function createCometRpc(url: string): CometRpc {
  return {
    url,
    async ask(method, params, answer) {
      const json = await post(url, { jsonrpc: "2.0", id: 1, method, params });
      const { error, result } = envelope.parse(json) as { readonly result?: unknown; readonly error?: { readonly message: string; readonly data: string } };
      if (error !== undefined) throw new RpcError(-32603, error.data === "" ? error.message : error.data);
      const parsed = answer.safeParse(result);
      if (parsed.success) return parsed.data;
      const [issue] = parsed.error.issues;
      throw new ChainUnreachable(`${url} is no CometBFT v0.38: its answer to ${method} has a wrong ${issue?.path.join(".") ?? "shape"}; set comet_rpc to the RPC of this node's CometBFT`);
    },
  };
}

async function post(url: string, request: object): Promise<unknown> {
  try {
    const headers = { "content-type": "application/json" };
    const response = await fetch(url, { method: "POST", headers, body: JSON.stringify(request), signal: AbortSignal.timeout(ANSWER_MS) });
    const json: unknown = await response.json();
    if (envelope.safeParse(json).success) return json;
  } catch (error) {
    throw new ChainUnreachable(`CometBFT, which has the blocks, does not answer at ${url}; start it, or set comet_rpc to where it listens`, { cause: error });
  }
  throw new ChainUnreachable(`what answers at ${url} is no CometBFT; set comet_rpc to the RPC of this node's CometBFT`);
}
