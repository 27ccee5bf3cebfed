import { getTableColumns } from "drizzle-orm";
import { receipts } from "../schema/attribution.ts";
import { blocks, txs } from "../schema/chain.ts";

const { opening: _opening, ...receiptParts } = getTableColumns(receipts);
const { lastCommit: _lastCommit, lastCommitRound: _lastCommitRound, ...blockParts } = getTableColumns(blocks);
const { bytes: _bytes, ...txParts } = getTableColumns(txs);

/** A receipt without its opening, which is large and read only where it is asked for. */
export const receiptColumns = receiptParts;
export type ReceiptRow = Omit<typeof receipts.$inferSelect, "opening">;

/** A transaction without its bytes, for the same reason. */
export const txColumns = txParts;
export type TxRow = Omit<typeof txs.$inferSelect, "bytes">;

/** A block without the commit that it carries, which is read for the block before. */
export const blockColumns = blockParts;
export type BlockRow = Omit<typeof blocks.$inferSelect, "lastCommit" | "lastCommitRound">;

export const commitColumns: Pick<typeof blocks._.columns, "height" | "lastCommit" | "lastCommitRound"> = { height: blocks.height, lastCommit: blocks.lastCommit, lastCommitRound: blocks.lastCommitRound };
export type CommitRow = Pick<typeof blocks.$inferSelect, "height" | "lastCommit" | "lastCommitRound">;
