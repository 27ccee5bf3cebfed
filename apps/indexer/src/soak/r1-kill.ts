import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { sql } from "drizzle-orm";
import { openDatabase } from "../compose.ts";
import { rowsOf } from "../db/database.ts";
import { openPostgres } from "../db/postgres.ts";
import { createSyntheticChain } from "../testing/synthetic-chain.ts";
import { openSyntheticNode, type SyntheticNode } from "../testing/synthetic-node.ts";
import { startChild, type SoakChild } from "./child.ts";
import type { SoakContext, SoakGate, SoakOutcome } from "./gate.ts";
import { cleanIndex, differences, heightIn, isContiguous, isWhole, readIndexState, type IndexState } from "./index-state.ts";

const BLOCKS_PER_ROUND = 40;
const TXS_PER_BLOCK = 4;
/** Longest time at work before a kill. */
const WORK_MS = 300;
const CRASH_EVERY = 4;
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
    const counts = { kills: 0, endedConnections: 0, crashes: 0, survived: 0, midway: 0, brokenRounds: 0 };
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
        counts.survived += runs(child);
      } else if (round % TERMINATE_EVERY === TERMINATE_EVERY - 1) {
        counts.endedConnections += await endConnections(url);
        await wait(random(WORK_MS));
        counts.survived += runs(child);
      }
      const head = node.head;
      await child.kill();
      counts.kills += child.process.signalCode === "SIGKILL" ? 1 : 0;
      await using database = openPostgres(url);
      if ((await heightIn(database)) < head) counts.midway += 1;
      if (!(await isWhole(database))) counts.brokenRounds += 1;
      await feeding;
    }
    const finished = await backfill(node.url, url);
    await using database = openPostgres(url);
    const outcome = compared(await readIndexState(database.writer), await cleanIndex(postgres, "r1_clean", node.url), node.head, { ...counts, finished });
    const faults = Math.floor(total / CRASH_EVERY);
    const isReal = counts.kills === total && counts.crashes === faults && counts.midway > 0 && (total < TERMINATE_EVERY || counts.endedConnections > 0);
    const hadNone = counts.brokenRounds === 0 && counts.survived === counts.crashes + terminationsIn(total) && finished === 0;
    return { ...outcome, isMet: outcome.isMet && isReal && hadNone };
  },
};

/** Rounds in which connections are ended and Postgres does not crash. */
function terminationsIn(total: number): number {
  return Array.from({ length: total }, (_, round) => round % TERMINATE_EVERY === TERMINATE_EVERY - 1 && round % CRASH_EVERY !== CRASH_EVERY - 1).filter(Boolean).length;
}

/** Ends the writer's connections from outside; how many there were. */
async function endConnections(url: string): Promise<number> {
  await using database = openPostgres(url);
  const ended = await database.writer.execute(sql`select pg_terminate_backend(pid) as ended from pg_stat_activity where application_name = 'openledger-indexer' and datname = current_database() and pid <> pg_backend_pid()`);
  return rowsOf<{ ended: boolean }>(ended).filter((row) => row.ended).length;
}

/** 1 while the process runs. */
function runs({ process }: SoakChild): number {
  return process.exitCode === null && process.signalCode === null ? 1 : 0;
}

/** Indexes the rest without faults; the exit code. */
async function backfill(node: string, db: string): Promise<number> {
  await using child = startChild("run", "--role", "backfill", "--node", node, "--db", db);
  return (await child.ended) ?? -1;
}

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
      counts.kills += child.process.signalCode === "SIGKILL" ? 1 : 0;
      await feeding;
    }
    const finished = await backfill(node.url, folder);
    try {
      await using database = await openDatabase({ db: folder, schema: undefined, reset: false });
      const outcome = compared(await readIndexState(database.writer), await cleanIndex(postgres, "r13_clean", node.url), node.head, { ...counts, finished });
      return { ...outcome, isMet: outcome.isMet && counts.refusedOpeners === 1 && counts.kills === total && finished === 0 };
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
  const rows = differences(found, clean);
  const isMet = rows.sameRows && isContiguous(found) && found.checkpoint === head;
  return { isMet, counts: { ...counts, blocks: found.blocks, rows: found.rows, ...rows } };
}
