import { sql } from "drizzle-orm";
import { rowsOf, type Db } from "../db/database.ts";
import { openPostgres } from "../db/postgres.ts";
import { createSyntheticChain } from "../testing/synthetic-chain.ts";
import { openSyntheticNode } from "../testing/synthetic-node.ts";
import { startChild, until } from "./child.ts";
import type { SoakGate } from "./gate.ts";
import { heightIn } from "./index-state.ts";

/** With a hundred events each: a million rows of events alone. */
const BLOCKS = 10_000;
const SHORT_BLOCKS = 200;
const LIVE_MS = 5_000;

/** A restart on a large index. */
export const restart: SoakGate = {
  id: "R4",
  title: "a restart is live again within 5 s and drops no index",
  async run({ postgres, isShort }) {
    const blocks = isShort ? SHORT_BLOCKS : BLOCKS;
    await using node = await openSyntheticNode(createSyntheticChain({ txsPerBlock: 8 }), blocks);
    const url = await postgres.createDatabase("r4");
    const whole = await indexNames(postgres);
    {
      await using first = startChild("run", "--role", "backfill", "--node", node.url, "--db", url);
      await until("the backfill", async () => (await first.ended) === 0, 3_600_000);
    }
    await using database = openPostgres(url);
    const before = await indexesIn(database.writer);
    const [size] = rowsOf<{ rows: number }>(await database.writer.execute(sql`select count(*)::int as rows from events`));
    await using second = startChild("run", "--role", "backfill", "--node", node.url, "--db", url);
    await second.ended;
    const afterBackfill = await indexesIn(database.writer);
    await using third = startChild("run", "--role", "sync", "--node", node.url, "--db", url, "--port", "0");
    await third.url;
    node.head = blocks + 1;
    const liveMs = await until("the next block", async () => (await heightIn(database)) === blocks + 1);
    const after = await indexesIn(database.writer);
    const isMet = liveMs <= LIVE_MS && before === whole && afterBackfill === whole && after === whole;
    return { isMet, counts: { events: size?.rows ?? 0, liveMs, indexes: whole, afterBackfill: before, afterSecondBackfill: afterBackfill, afterRestart: after } };
  },
};

/** How many indexes an index has that was never filled. */
async function indexNames(postgres: Parameters<SoakGate["run"]>[0]["postgres"]): Promise<number> {
  await using node = await openSyntheticNode(createSyntheticChain({ txsPerBlock: 1 }), 1);
  const url = await postgres.createDatabase("r4_empty");
  await using child = startChild("run", "--role", "sync", "--node", node.url, "--db", url, "--port", "0");
  await child.url;
  await using database = openPostgres(url);
  await until("the first block", async () => (await heightIn(database)) === 1);
  return await indexesIn(database.writer);
}

async function indexesIn(db: Db): Promise<number> {
  const [found] = rowsOf<{ count: number }>(await db.execute(sql`select count(*)::int as count from pg_indexes where schemaname = 'public' and tablename not like 'indexer_%'`));
  return found?.count ?? 0;
}
