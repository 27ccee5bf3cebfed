import { useQuery, type UseQueryResult } from "@tanstack/react-query";
import { ask } from "./graphql.ts";
import { fetchOwnReceipts, type OwnReceipt } from "./own-receipts.ts";
import { headOperation, homeOperation, type HeadData, type HomeData } from "./operations.ts";

const POLL_MS = 2000;

/** How far the index reaches, renewed while the page is looked at. */
export function useChainHead(): UseQueryResult<HeadData["_meta"]> {
  return useQuery({
    queryKey: ["head"],
    queryFn: async ({ signal }) => (await ask(headOperation, {}, signal))._meta,
    refetchInterval: POLL_MS,
  });
}

/** The last receipts of the buyer behind the ask box; none while its proxy does not answer. */
export function useOwnReceipts(): readonly OwnReceipt[] {
  const query = useQuery({ queryKey: ["own-receipts"], queryFn: ({ signal }) => fetchOwnReceipts(signal), refetchInterval: POLL_MS });
  return query.data ?? [];
}

/** Totals and last answers, renewed while the page is looked at. */
export function useHome(): UseQueryResult<HomeData> {
  return useQuery({ queryKey: ["home"], queryFn: ({ signal }) => ask(homeOperation, {}, signal), refetchInterval: POLL_MS });
}
