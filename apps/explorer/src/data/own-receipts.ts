import { z } from "zod/mini";
import { endpoints } from "../paths.ts";
import { fetchJson } from "./fetch-json.ts";
import { bigNumber, type HomeData } from "./operations.ts";

const list = z.object({
  receipts: z.array(
    z.object({
      sessionId: z.string(),
      index: z.string(),
      question: z.string(),
      amount: bigNumber,
      denom: z.string(),
      ownedWeight: bigNumber,
      totalWeight: bigNumber,
      owners: z.array(z.object({ owner: z.string(), amount: bigNumber })),
    }),
  ),
});
export type OwnReceipt = z.infer<typeof list>["receipts"][number];

/** The last receipts of the buyer behind the ask box, the newest first. Throws RequestError. */
export async function fetchOwnReceipts(signal: AbortSignal): Promise<readonly OwnReceipt[]> {
  return list.safeParse(await fetchJson(endpoints.receipts(), { signal })).data?.receipts ?? [];
}

/**
 * Of the buyer's receipts those that the chain has surely not settled yet: a session settles in order, so they lie
 * behind its last settled one. `settled` is the newest page of settled receipts, `isAll` says that there are no others.
 */
export function notSettled(own: readonly OwnReceipt[], settled: HomeData["receipts"]["edges"], isAll: boolean): readonly OwnReceipt[] {
  const last = new Map<string, bigint>();
  for (const { node } of settled) {
    const index = BigInt(node.index);
    if (index > (last.get(node.sessionId) ?? -1n)) last.set(node.sessionId, index);
  }
  return own.filter(({ sessionId, index }) => {
    const settledTo = last.get(sessionId);
    return settledTo === undefined ? isAll : BigInt(index) > settledTo;
  });
}
