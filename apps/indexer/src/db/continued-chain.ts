import { equalBytes } from "@openledger/primitives";
import { eq, sql } from "drizzle-orm";
import { blocks } from "../schema/chain.ts";
import type { BlockSource, PreviousChain, SourceGenesis } from "../source/committed-block.ts";
import { rowsOf, type Database, type Db } from "./database.ts";
import { quoted, unusedSchema } from "./live-schema.ts";

/**
 * The schema to go on in, when the node's chain began from the state of the one that is live: the one that was begun for
 * it already, or an unused one. Undefined when it is the same chain, when its genesis does not name the live one as one
 * before it with the same last block, and when node or database don't answer as they should.
 */
export async function continuedSchema(database: Database, source: BlockSource): Promise<string | undefined> {
  try {
    const live = await database.snapshot(async (_db, at) => at);
    if (live === undefined || (await source.status()).chainId === live.chainId) return undefined;
    const genesis = await source.genesis();
    const before = genesis.carriedState?.previousChains.find(({ chainId }) => chainId === live.chainId);
    if (before === undefined || !(await database.snapshot((db) => isItsHistory(db, before)))) return undefined;
    return (await begunSchema(database.writer, genesis)) ?? (await unusedSchema(database.writer));
  } catch {
    // Whatever is wrong, the writer meets it too, and says so or waits.
    return undefined;
  }
}

/** Whether the index ends in the same history: its block of the last height that genesis names, if it has one, is that one. */
async function isItsHistory(db: Db, { lastHeight, lastHash }: PreviousChain): Promise<boolean> {
  const [block] = await db.select({ hash: blocks.hash }).from(blocks).where(eq(blocks.height, lastHeight));
  return block === undefined || equalBytes(block.hash, lastHash);
}

async function begunSchema(db: Db, { chainId, hash }: SourceGenesis): Promise<string | undefined> {
  const schemas = rowsOf<{ readonly name: string }>(await db.execute(sql`select schemaname as name from pg_tables where tablename = 'indexer_state' and schemaname ~ '^index_[0-9]{1,9}$' order by schemaname`));
  for (const { name } of schemas) {
    const found = rowsOf(await db.execute(sql`select 1 from ${sql.raw(quoted(name))}.indexer_state where chain_id = ${chainId} and genesis_hash = ${hash}`));
    if (found.length > 0) return name;
  }
  return undefined;
}
