import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { sql } from "drizzle-orm";
import { openDatabase } from "../compose.ts";
import { openPostgres } from "../db/postgres.ts";
import { createSyntheticChain } from "../testing/synthetic-chain.ts";
import { openSyntheticNode, type SyntheticNode } from "../testing/synthetic-node.ts";
import { startChild } from "./child.ts";
import type { SoakContext, SoakGate, SoakOutcome } from "./gate.ts";
import { cleanIndex, heightIn, isContiguous, readIndexState, type IndexState } from "./index-state.ts";

const BLOCKS_PER_ROUND = 40;
const TXS_PER_BLOCK = 4;
/** Longest time at work before a kill. */
const WORK_MS = 300;
const CRASH_EVERY = 10;
const TERMINATE_EVERY = 3;

/** Kills the writer, its connections, and the server, over and over. */
export const killOnPostgres: SoakGate = {
  id: "R1",
  title: "kill -9, ended connections and crashes of Postgres lose and double nothing",
  async run({ postgres, rounds, random }) {
    const total = rounds(200, 4);
    const chain = createSyntheticChain({ txsPerBlock: TXS_PER_BLOCK });
    await using node = await openSyntheticNode(chain, BLOCKS_PER_ROUND);
    const url = await postgres.createDatabase("r1");
    const counts = { kills: 0, terminations: 0, crashes: 0, midway: 0 };
    for (let round = 0; round < total; round += 1) {
      await using child = startChild("run", "--role", "sync", "--node", node.url, "--db", url, "--port", "0");
      await child.url;
      const feeding = feed(node, BLOCKS_PER_ROUND);
      await wait(random(WORK_MS));
      if (round % CRASH_EVERY === CRASH_EVERY - 1) {
        postgres.stop("immediate");
        postgres.start();
        counts.crashes += 1;
        await wait(random(WORK_MS));
      } else if (round % TERMINATE_EVERY === TERMINATE_EVERY - 1) {
        await using database = openPostgres(url);
        await database.writer.execute(sql`select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'openledger-indexer' and pid <> pg_backend_pid()`);
        counts.terminations += 1;
        await wait(random(WORK_MS));
      }
      await child.kill();
      counts.kills += 1;
      await feeding;
      await using database = openPostgres(url);
      if ((await heightIn(database)) < node.head) counts.midway += 1;
    }
    {
      await using child = startChild("run", "--role", "backfill", "--node", node.url, "--db", url);
      await child.ended;
    }
    await using database = openPostgres(url);
    return compared(await readIndexState(database.writer), await cleanIndex(postgres, "r1_clean", node.url), node.head, counts);
  },
};

/** The same on the embedded database, which a second process must not open. */
export const killOnPglite: SoakGate = {
  id: "R13",
  title: "the embedded database: kill -9 loses and doubles nothing, and a second opener is refused",
  async run({ postgres, rounds, random }: SoakContext) {
    const total = rounds(50, 2);
    const folder = join(mkdtempSync(join(tmpdir(), "openledger-soak-")), "index");
    const chain = createSyntheticChain({ txsPerBlock: TXS_PER_BLOCK });
    await using node = await openSyntheticNode(chain, BLOCKS_PER_ROUND);
    const counts = { kills: 0, refusedOpeners: 0 };
    for (let round = 0; round < total; round += 1) {
      await using child = startChild("run", "--role", "sync", "--node", node.url, "--db", folder, "--port", "0");
      await child.url;
      const feeding = feed(node, BLOCKS_PER_ROUND);
      if (round === 0) {
        await using second = startChild("run", "--role", "sync", "--node", node.url, "--db", folder, "--port", "0");
        if ((await second.ended) !== 0 && second.text().includes("DATA_LOCKED")) counts.refusedOpeners += 1;
      }
      await wait(random(WORK_MS));
      await child.kill();
      counts.kills += 1;
      await feeding;
    }
    {
      await using child = startChild("run", "--role", "backfill", "--node", node.url, "--db", folder);
      await child.ended;
    }
    try {
      await using database = await openDatabase({ db: folder, schema: undefined, reset: false });
      const outcome = compared(await readIndexState(database.writer), await cleanIndex(postgres, "r13_clean", node.url), node.head, counts);
      return { ...outcome, isMet: outcome.isMet && counts.refusedOpeners === 1 };
    } finally {
      rmSync(join(folder, ".."), { recursive: true, force: true });
    }
  },
};

/** Raises the head in small steps, so that a kill meets batches as well as single blocks. */
async function feed(node: SyntheticNode, blocks: number): Promise<void> {
  const target = node.head + blocks;
  while (node.head < target) {
    node.head += 4;
    await wait(10);
  }
}

function compared(found: IndexState, clean: IndexState, head: number, counts: Readonly<Record<string, number>>): SoakOutcome {
  const isSame = found.digest === clean.digest && found.heights === clean.heights;
  const isMet = isSame && isContiguous(found) && found.checkpoint === head;
  return { isMet, counts: { ...counts, blocks: found.blocks, rows: found.rows, lost: Math.max(0, clean.rows - found.rows), duplicate: Math.max(0, found.rows - clean.rows), sameRows: isSame } };
}

