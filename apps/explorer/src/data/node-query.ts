import { fromBase64, toHex } from "@openledger/primitives";
import { z } from "zod/mini";
import { endpoints } from "../paths.ts";
import { fetchJson, RequestError } from "./fetch-json.ts";

/** The node answers, and refuses the query. */
export class MethodError extends Error {}

const answer = z.object({
  result: z.object({ response: z.object({ code: z.optional(z.int()), log: z.optional(z.string()), value: z.optional(z.nullable(z.string())) }) }),
});

/** Asks one query of a node's last state through the explorer's server. Throws RequestError, or MethodError when it is refused. */
export async function queryNode(path: string, request: Uint8Array, signal: AbortSignal): Promise<Uint8Array> {
  const json = await fetchJson(endpoints.rpc(), {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ jsonrpc: "2.0", id: 1, method: "abci_query", params: { path, data: toHex(request), height: "0", prove: false } }),
    signal,
  });
  const parsed = answer.safeParse(json);
  if (!parsed.success) throw new RequestError("unexpected-shape", "The node answered something that this page does not know. Reload the page.");
  const { code = 0, log = "", value } = parsed.data.result.response;
  if (code !== 0) throw new MethodError(log);
  return fromBase64(value ?? "");
}
