import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openPglite } from "../db/pglite.ts";
import { migrate, readMigrations } from "../db/migrate.ts";
import { backfillSeconds, emptyIndex, makeArchive, type BackfillOptions, type BenchArchive } from "./backfill.ts";
import type { BenchContext, Gate } from "./gate.ts";
import { writeAsAkash, writeAsPonder, writeByValues } from "./other-writers.ts";
import { dumpTables, rawCopySeconds } from "./raw-copy.ts";
import { median } from "./write-gates.ts";

/** About 175 rows each. */
const BLOCKS = 2_000;
const REPEATS = 3;

/** Archive to database, everything included. */
export const endToEnd: Gate = {
  id: "P2",
  title: "backfill from an archive (read, check, decode, project, write, checkpoint, build indexes), against \\copy of the same rows",
  bound: "at least 0.60 of raw, and 3 times the same pipeline with Drizzle's .values()",
  async run({ postgres, scale }) {
    using archive = await makeArchive(Math.round(BLOCKS * scale));
    const [ours, raw, values]: [number[], number[], number[]] = [[], [], []];
    let rows = 0;
    for (let round = 0; round < REPEATS; round += 1) {
      const { database, url } = await emptyIndex(postgres, `p2_ours_${round}`);
      ours.push(await backfillSeconds(database, archive, { isDeferred: true }));
      using files = await dumpTables(postgres, database, url);
      rows = files.rows;
      raw.push(await rawCopySeconds(postgres, `p2_raw_${round}`, files));
      await database.close();
      values.push(await secondsOf(postgres, `p2_values_${round}`, archive, { write: writeByValues, isDeferred: true }));
    }
    const [own, copied, drizzle] = [median(ours), median(raw), median(values)];
    const measures = { ratio: copied / own, timesValues: drizzle / own, rows, rowsPerSecond: rows / own, blocksPerSecond: archive.blocks / own };
    return { isMet: measures.ratio >= 0.6 && measures.timesValues >= 3, measures };
  },
};

/** The embedded database beside a server. */
export const embedded: Gate = {
  id: "P11",
  title: "backfill of the embedded PGlite against Postgres",
  bound: "at least 0.5 of its speed",
  async run({ postgres, scale }) {
    using archive = await makeArchive(Math.round(BLOCKS * scale));
    const [server, pglite]: [number[], number[]] = [[], []];
    for (let round = 0; round < REPEATS; round += 1) {
      server.push(await secondsOf(postgres, `p11_${round}`, archive, { isDeferred: true }));
      pglite.push(await embeddedSeconds(archive));
    }
    const ratio = median(server) / median(pglite);
    return { isMet: ratio >= 0.5, measures: { ratio, blocksPerSecond: archive.blocks / median(pglite) } };
  },
};

/** The same blocks by the writers of others. */
export const headToHead: Gate = {
  id: "P12",
  title: "the same blocks by a writer as Ponder's (COPY in savepoints, one thing at a time) and as Akash's (Drizzle in chunks)",
  bound: "faster than both",
  async run({ postgres, scale }) {
    using archive = await makeArchive(Math.round(BLOCKS * scale));
    const seconds: Record<"ours" | "ponder" | "akash", number[]> = { ours: [], ponder: [], akash: [] };
    for (let round = 0; round < REPEATS; round += 1) {
      seconds.ours.push(await secondsOf(postgres, `p12_ours_${round}`, archive, {}));
      seconds.ponder.push(await secondsOf(postgres, `p12_ponder_${round}`, archive, { write: writeAsPonder, overlaps: false }));
      seconds.akash.push(await secondsOf(postgres, `p12_akash_${round}`, archive, { write: writeAsAkash, overlaps: false }));
    }
    const [timesPonder, timesAkash] = [median(seconds.ponder) / median(seconds.ours), median(seconds.akash) / median(seconds.ours)];
    return { isMet: timesPonder > 1 && timesAkash > 1, measures: { timesPonder, timesAkash, blocksPerSecond: archive.blocks / median(seconds.ours) } };
  },
};

/** In a folder, as it is kept by default. */
async function embeddedSeconds(archive: BenchArchive): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), "openledger-bench-pglite-"));
  try {
    await using database = await openPglite(folder);
    await migrate(database, await readMigrations());
    return await backfillSeconds(database, archive, { isDeferred: true });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function secondsOf(postgres: BenchContext["postgres"], name: string, archive: BenchArchive, options: BackfillOptions): Promise<number> {
  const { database } = await emptyIndex(postgres, name);
  try {
    return await backfillSeconds(database, archive, options);
  } finally {
    await database.close();
  }
}
