import { equalBytes } from "@openledger/primitives";
import { inArray, sql } from "drizzle-orm";
import { blocks } from "../schema/chain.ts";
import type { BlockSource, PreviousChain, SourceGenesis } from "../source/committed-block.ts";
import { rowsOf, type Database, type Db } from "./database.ts";
import { databaseError } from "./database-error.ts";
import { quoted, unusedSchema } from "./live-schema.ts";

/**
 * The schema to go on in, when the node's chain began from the state of the one that is live: the one that was begun for
 * it already, or an unused one. Undefined when it is the same chain, and when its genesis does not name the live one as
 * one before it with blocks that are indexed. Throws a retryable error when node or database don't answer.
 */
export async function continuedSchema(database: Database, source: BlockSource): Promise<string | undefined> {
  try {
    const live = await database.snapshot(async (_db, at) => at);
    if (live === undefined || (await source.status()).chainId === live.chainId) return undefined;
    const genesis = await source.genesis();
    const before = genesis.carriedState?.previousChains.find(({ chainId }) => chainId === live.chainId);
    if (before === undefined || !(await database.snapshot((db) => isItsHistory(db, before)))) return undefined;
    return (await begunSchema(database.writer, genesis)) ?? (await unusedSchema(database.writer));
  } catch (error) {
    const sorted = databaseError(error);
    if (sorted.retryable) throw sorted;
    // The writer meets it too, and says so.
    return undefined;
  }
}

/** Whether the index is of the same history: it has the first or the last block that genesis names, and each that it has is that one. */
async function isItsHistory(db: Db, { firstHeight, firstHash, lastHeight, lastHash }: PreviousChain): Promise<boolean> {
  const named = await db.select({ height: blocks.height, hash: blocks.hash }).from(blocks).where(inArray(blocks.height, [firstHeight, lastHeight]));
  const isNamed = ({ height, hash }: (typeof named)[number]): boolean => equalBytes(hash, height === lastHeight ? lastHash : firstHash);
  return named.length > 0 && named.every(isNamed);
}

async function begunSchema(db: Db, { chainId, hash }: SourceGenesis): Promise<string | undefined> {
  const schemas = rowsOf<{ readonly name: string }>(await db.execute(sql`select schemaname as name from pg_tables where tablename = 'indexer_state' and schemaname ~ '^index_[0-9]{1,9}$' order by schemaname`));
  for (const { name } of schemas) {
    const found = rowsOf(await db.execute(sql`select 1 from ${sql.raw(quoted(name))}.indexer_state where chain_id = ${chainId} and genesis_hash = ${hash}`));
    if (found.length > 0) return name;
  }
  return undefined;
}
