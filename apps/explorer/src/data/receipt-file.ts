import { parseReceiptFile, type ReceiptFile } from "@openledger/client/receipt";
import { endpoints } from "../paths.ts";
import { fetchJson } from "./fetch-json.ts";

/** A receipt as the buyer's proxy keeps it. Throws RequestError, or ReceiptFileError for another format. */
export async function fetchReceiptFile(session: string, index: string, signal: AbortSignal): Promise<ReceiptFile> {
  return parseReceiptFile(await fetchJson(endpoints.receiptFile(session, index), { signal }));
}
