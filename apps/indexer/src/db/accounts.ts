import { sql } from "drizzle-orm";
import type { AccountMention } from "../project/block-rows.ts";
import { accounts, accountTxs } from "../schema/chain.ts";
import type { WriteTx } from "./database.ts";
import { textArray } from "./row-arrays.ts";
import { readRows, type RowRead } from "./row-read.ts";
import { writeRows } from "./write-rows.ts";

/** Addresses per question. */
const STEP = 5_000;

const knownAccounts: Omit<RowRead, "values"> = {
  key: "known accounts",
  columns: { address: accounts.address },
  sql: (value) => sql`select address from ${accounts} where address = any(${value("addresses")}::text[])`,
};

/** Records accounts that were not seen before, and which transactions name which account. Mentions come in block order. */
export async function writeAccounts(tx: WriteTx, mentions: readonly AccountMention[]): Promise<void> {
  const firstHeights = new Map<string, bigint>();
  for (const { address, height } of mentions) if (!firstHeights.has(address)) firstHeights.set(address, height);
  const addresses = [...firstHeights.keys()];
  for (let at = 0; at < addresses.length; at += STEP) {
    const known = await readRows<Pick<typeof accounts.$inferSelect, "address">>(tx.db, { ...knownAccounts, values: { addresses: textArray(addresses.slice(at, at + STEP)) } });
    for (const { address } of known) firstHeights.delete(address);
  }
  await writeRows(tx, accounts, [...firstHeights].map(([address, firstHeight]) => ({ address, firstHeight })));
  const inTxs = mentions.flatMap(({ address, height, txIndex }) => (txIndex === null ? [] : [{ address, height, txIndex }]));
  await writeRows(tx, accountTxs, inTxs);
}
