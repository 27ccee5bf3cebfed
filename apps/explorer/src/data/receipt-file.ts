import { parseReceiptFile, type ReceiptFile } from "@openledger/client/receipt";
import { endpoints } from "../paths.ts";
import { fetchJson, RequestError } from "./fetch-json.ts";

/**
 * A receipt as the buyer behind this explorer keeps it; one of somebody else's is put together from its settlement.
 * Throws RequestError (`isMissing` when neither knows it), or ReceiptFileError for another format.
 */
export async function fetchReceiptFile(session: string, index: string, signal: AbortSignal): Promise<ReceiptFile> {
  try {
    return parseReceiptFile(await fetchJson(endpoints.receiptFile(session, index), { signal }));
  } catch (error) {
    const isElsewhere = error instanceof RequestError && (error.isMissing || error.code.startsWith("upstream-"));
    if (!isElsewhere) throw error;
    return (await import("../receipt/settled-file.ts")).settledFile(session, index, signal);
  }
}
