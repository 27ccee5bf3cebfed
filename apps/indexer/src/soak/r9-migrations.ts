import { sql } from "drizzle-orm";
import { rowsOf } from "../db/database.ts";
import { migrate, readMigrations } from "../db/migrate.ts";
import { openPostgres } from "../db/postgres.ts";
import type { SoakGate } from "./gate.ts";

const REPLICAS = 10;

/** Many processes that migrate one database at once; each has a connection of its own. */
export const migrations: SoakGate = {
  id: "R9",
  title: "10 replicas that migrate at once apply each migration once; an edited or unknown file is refused",
  async run({ postgres, rounds }) {
    const files = await readMigrations();
    const total = rounds(20, 3);
    let [applied, failed] = [0, 0];
    let url = "";
    for (let round = 0; round < total; round += 1) {
      url = await postgres.createDatabase(`r9_${round}`);
      const replicas = Array.from({ length: REPLICAS }, () => openPostgres(url));
      const outcomes = await Promise.allSettled(replicas.map((replica) => migrate(replica, files)));
      failed += outcomes.filter(({ status }) => status === "rejected").length;
      const [found] = rowsOf<{ count: number }>(await (replicas[0] ?? openPostgres(url)).writer.execute(sql`select count(*)::int as count from indexer_migrations`));
      applied += found?.count ?? 0;
      await Promise.all(replicas.map((replica) => replica.close()));
    }
    await using database = openPostgres(url);
    const codeOf = async (list: typeof files): Promise<string> => migrate(database, list).then(() => "", (error: { code?: string }) => error.code ?? "");
    const edited = await codeOf(files.map((file, at) => (at === 0 ? { ...file, hash: "0".repeat(64) } : file)));
    const unknown = await codeOf(files.slice(0, -1));
    const isMet = failed === 0 && applied === total * files.length && edited === "MIGRATION_EDITED" && unknown === "MIGRATION_UNKNOWN";
    return { isMet, counts: { databases: total, replicas: REPLICAS, migrations: files.length, applied, failed, edited, unknown } };
  },
};
