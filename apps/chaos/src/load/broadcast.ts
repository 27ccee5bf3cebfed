import { z } from "zod";

/** `accepted`: the node's mempool holds it, or knows it already. `refused`: the node says why not. `unreachable`: no answer. */
export type Broadcast = { readonly kind: "accepted" } | { readonly kind: "refused"; readonly log: string } | { readonly kind: "unreachable" };

const TIMEOUT_MS = 3_000;
const shape = z.object({
  result: z.object({ code: z.number(), log: z.string() }).optional(),
  error: z.object({ message: z.string(), data: z.string().optional() }).optional(),
});

/** Hands a transaction to one node's mempool. */
export async function broadcast(rpcUrl: string, tx: Uint8Array): Promise<Broadcast> {
  try {
    const body = JSON.stringify({ jsonrpc: "2.0", id: 1, method: "broadcast_tx_sync", params: { tx: Buffer.from(tx).toString("base64") } });
    const response = await fetch(rpcUrl, { method: "POST", headers: { "content-type": "application/json" }, body, signal: AbortSignal.timeout(TIMEOUT_MS) });
    const { result, error } = shape.parse(await response.json());
    if (result?.code === 0) return { kind: "accepted" };
    const log = result?.log ?? error?.data ?? error?.message ?? "no reason given";
    return log.includes("tx already exists in cache") ? { kind: "accepted" } : { kind: "refused", log };
  } catch {
    return { kind: "unreachable" };
  }
}
