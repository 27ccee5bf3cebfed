import { inArray } from "drizzle-orm";
import type { AccountMention } from "../project/block-rows.ts";
import { accounts, accountTxs } from "../schema/chain.ts";
import type { Db } from "./database.ts";
import { insertRows } from "./insert-rows.ts";

/** Records accounts that were not seen before, and which transactions name which account. */
export async function writeAccounts(tx: Db, height: bigint, mentions: readonly AccountMention[]): Promise<void> {
  const addresses = [...new Set(mentions.map(({ address }) => address))];
  if (addresses.length === 0) return;
  const known = await tx.select({ address: accounts.address }).from(accounts).where(inArray(accounts.address, addresses));
  const seen = new Set(known.map(({ address }) => address));
  await insertRows(tx, accounts, addresses.filter((address) => !seen.has(address)).map((address) => ({ address, firstHeight: height })));
  const inTxs = mentions.flatMap(({ address, txIndex }) => (txIndex === null ? [] : [{ address, height, txIndex }]));
  await insertRows(tx, accountTxs, inTxs);
}
