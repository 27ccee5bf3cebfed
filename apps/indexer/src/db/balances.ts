import { sql } from "drizzle-orm";
import type { BlockRows } from "../project/block-rows.ts";
import { balances } from "../schema/chain.ts";
import type { Db } from "./database.ts";

/** Addresses and denoms per statement, under the bind limit. */
const STEP = 500;

/** Adds the block's changes to the current balances, one row per account and denom. */
export async function writeBalances(tx: Db, changes: BlockRows["balanceChanges"]): Promise<void> {
  const sums = new Map<string, (typeof balances)["$inferInsert"]>();
  for (const { address, denom, change, height } of changes) {
    const key = `${address}/${denom}`;
    sums.set(key, { address, denom, height, amount: (sums.get(key)?.amount ?? 0n) + change });
  }
  const values = [...sums.values()];
  for (let at = 0; at < values.length; at += STEP) {
    await tx
      .insert(balances)
      .values(values.slice(at, at + STEP))
      .onConflictDoUpdate({
        target: [balances.address, balances.denom],
        set: { amount: sql`${balances.amount} + excluded.amount`, height: sql`excluded.height` },
      });
  }
}
