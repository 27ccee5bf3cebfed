import type { DeepPartial, MethodDefinition } from "@openledger/messages";
import { z } from "zod";
import { fromBase64, toHex } from "@openledger/primitives";
import { fatal } from "../errors.ts";
import { createRpcClient } from "../source/rpc-client.ts";

/** Asks a node's state at one height. Throws what the source throws, and NODE_ANSWER where the node has that height no more. */
export interface StateQuery {
  <Request extends object, Response extends object>(method: MethodDefinition<Request, Response>, request: DeepPartial<Request>): Promise<Response>;
}

const answerShape = z.object({
  response: z.object({ code: z.number().default(0), log: z.string().nullish(), value: z.string().nullish() }),
});

/** Queries over the JSON-RPC at `url`, at this height. */
export function createStateQuery(url: string, height: bigint, signal?: AbortSignal): StateQuery {
  const rpc = createRpcClient(url);
  return async (method, request) => {
    const data = toHex(method.request.toBytes(method.request.create(request)));
    const { response } = await rpc.call("abci_query", { path: method.path, data, height: height.toString() }, answerShape, signal);
    if (response.code !== 0) {
      throw fatal("NODE_ANSWER", `${url} refuses ${method.path} at height ${height}: ${(response.log ?? "").slice(0, 300)}; a node keeps the state of its last heights only, ask one that keeps more or for a later height`);
    }
    return method.response.decode(fromBase64(response.value ?? ""));
  };
}
