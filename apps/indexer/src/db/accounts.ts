import { sql } from "drizzle-orm";
import type { AccountMention } from "../project/block-rows.ts";
import { accounts, accountTxs } from "../schema/chain.ts";
import type { WriteTx } from "./database.ts";
import { textArray } from "./row-arrays.ts";
import { writeRows } from "./write-rows.ts";

/** Addresses per question. */
const STEP = 5_000;

/** Records accounts that were not seen before, and which transactions name which account. Mentions come in block order. */
export async function writeAccounts(tx: WriteTx, mentions: readonly AccountMention[]): Promise<void> {
  const firstHeights = new Map<string, bigint>();
  for (const { address, height } of mentions) if (!firstHeights.has(address)) firstHeights.set(address, height);
  const addresses = [...firstHeights.keys()];
  for (let at = 0; at < addresses.length; at += STEP) {
    const isAsked = sql`${accounts.address} = any(${textArray(addresses.slice(at, at + STEP))}::text[])`;
    const known = await tx.db.select({ address: accounts.address }).from(accounts).where(isAsked);
    for (const { address } of known) firstHeights.delete(address);
  }
  await writeRows(tx, accounts, [...firstHeights].map(([address, firstHeight]) => ({ address, firstHeight })));
  const inTxs = mentions.flatMap(({ address, height, txIndex }) => (txIndex === null ? [] : [{ address, height, txIndex }]));
  await writeRows(tx, accountTxs, inTxs);
}
