import type { ReceiptFile } from "@openledger/client/receipt";
import { useQuery } from "@tanstack/react-query";
import type { Evidence } from "./evidence.ts";

/** The opening's sources, decoded when first needed; undefined until then, or when the opening can't be read. */
export function useEvidence(file: ReceiptFile, isNeeded: boolean): Evidence | undefined {
  const { sessionId, index } = file.readable;
  return useQuery({
    queryKey: ["evidence", sessionId, index],
    queryFn: async () => (await import("./evidence.ts")).evidenceOf(file),
    enabled: isNeeded,
    staleTime: Infinity,
  }).data;
}
