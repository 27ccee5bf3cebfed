import { sql } from "drizzle-orm";
import { rowsOf } from "../db/database.ts";
import { openPostgres } from "../db/postgres.ts";
import { createSyntheticChain } from "../testing/synthetic-chain.ts";
import { openSyntheticNode } from "../testing/synthetic-node.ts";
import { startChild, until, type SoakChild } from "./child.ts";
import type { SoakGate } from "./gate.ts";
import { cleanIndex, differences, heightIn, isContiguous, readIndexState } from "./index-state.ts";

const REFUSED_MS = 1_000;
const TAKEN_OVER_MS = 5_000;
const LOCKED = "another indexer writes";

/** Two writers of one schema, and one that was paused. */
export const twoWriters: SoakGate = {
  id: "R5",
  title: "a second writer is refused within 1 s and takes over within 5 s; a paused one commits nothing",
  async run({ postgres }) {
    await using node = await openSyntheticNode(createSyntheticChain({ txsPerBlock: 2 }), 20);
    const url = await postgres.createDatabase("r5");
    const start = (): ReturnType<typeof startChild> => startChild("run", "--role", "sync", "--node", node.url, "--db", url, "--port", "0");
    await using database = openPostgres(url);
    const reaches = (height: number): Promise<number> => until(`height ${height}`, async () => (await heightIn(database)) === height);

    const nonce = async (): Promise<string> => rowsOf<{ nonce: string }>(await database.reader.execute(sql`select nonce::text as nonce from indexer_state`))[0]?.nonce ?? "";
    const refusalsOf = (child: SoakChild): number => child.text().split(LOCKED).length - 1;

    await using first = start();
    await first.url;
    await reaches(20);
    const nonceOfFirst = await nonce();
    await using second = start();
    await second.url;
    const refusedMs = await until("the refusal", () => refusalsOf(second) > 0);
    // The first goes on while the second asks again and again.
    node.head = 30;
    await reaches(30);
    await until("a second refusal", () => refusalsOf(second) > 1);
    const isLeftAlone = (await nonce()) === nonceOfFirst;
    const begun = performance.now();
    await first.kill();
    node.head = 40;
    await reaches(40);
    const takenOverMs = Math.round(performance.now() - begun);
    const nonceOfSecond = await nonce();

    // The second is paused as by a debugger or a frozen machine; its connections are cut, as the idle limit would do.
    second.process.kill("SIGSTOP");
    await database.writer.execute(sql`select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'openledger-indexer' and pid <> pg_backend_pid()`);
    await using third = start();
    await third.url;
    node.head = 60;
    await reaches(60);
    const nonceOfThird = await nonce();
    const seen = refusalsOf(second);
    second.process.kill("SIGCONT");
    await until("the refusal of the resumed writer", () => refusalsOf(second) > seen);
    node.head = 80;
    await reaches(80);
    const [state, clean] = [await readIndexState(database.writer), await cleanIndex(postgres, "r5_clean", node.url)];
    const rows = differences(state, clean);
    const isFenced = (await nonce()) === nonceOfThird;
    const nonces = new Set([nonceOfFirst, nonceOfSecond, nonceOfThird]).size;
    const isMet = refusedMs <= REFUSED_MS && takenOverMs <= TAKEN_OVER_MS && isLeftAlone && isFenced && nonces === 3 && isContiguous(state) && state.checkpoint === 80 && rows.sameRows;
    return { isMet, counts: { refusedMs, isLeftAlone, takenOverMs, writers: nonces, isFenced, blocks: state.blocks, rows: state.rows, ...rows } };
  },
};
