import { getTableColumns } from "drizzle-orm";
import { receipts } from "../schema/attribution.ts";
import { txs } from "../schema/chain.ts";

const { opening: _opening, ...receiptParts } = getTableColumns(receipts);
const { bytes: _bytes, ...txParts } = getTableColumns(txs);

/** A receipt without its opening, which is large and read only where it is asked for. */
export const receiptColumns = receiptParts;
export type ReceiptRow = Omit<typeof receipts.$inferSelect, "opening">;

/** A transaction without its bytes, for the same reason. */
export const txColumns = txParts;
export type TxRow = Omit<typeof txs.$inferSelect, "bytes">;
