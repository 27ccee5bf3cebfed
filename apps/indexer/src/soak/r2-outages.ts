import { setTimeout as wait } from "node:timers/promises";
import { openPostgres } from "../db/postgres.ts";
import { createSyntheticChain } from "../testing/synthetic-chain.ts";
import { openSyntheticNode } from "../testing/synthetic-node.ts";
import { startChild, statusOf, until } from "./child.ts";
import type { SoakGate } from "./gate.ts";
import { cleanIndex, differences, heightIn, isContiguous, readIndexState } from "./index-state.ts";

const OUTAGE_MS = 300_000;
const SHORT_OUTAGE_MS = 4_000;
const RESUME_MS = 5_000;

/** Postgres is away for minutes. */
export const databaseOutage: SoakGate = {
  id: "R2",
  title: "Postgres down: the process stays, says that it is not ready, and goes on within 5 s",
  async run({ postgres, isShort }) {
    await using node = await openSyntheticNode(createSyntheticChain({ txsPerBlock: 2 }), 50);
    const url = await postgres.createDatabase("r2");
    await using child = startChild("run", "--node", node.url, "--db", url, "--port", "0");
    const server = await child.url;
    await until("the first index", async () => (await statusOf(server, "/ready")) === 200);
    await using database = openPostgres(url);
    await until("height 50", async () => (await heightIn(database)) === 50);
    postgres.stop("fast");
    node.head = 100;
    const unreadyMs = await until("not ready", async () => (await statusOf(server, "/ready")) === 503);
    await wait(isShort ? SHORT_OUTAGE_MS : OUTAGE_MS);
    const [health, ready] = [await statusOf(server, "/health"), await statusOf(server, "/ready")];
    postgres.start();
    const resumedMs = await until("height 100", async () => (await heightIn(database)) === 100).catch((error: unknown) => {
      throw new Error(`the index stays where it is:\n${child.text()}`, { cause: error });
    });
    const readyMs = await until("ready again", async () => (await statusOf(server, "/ready")) === 200);
    const state = await readIndexState(database.writer);
    const isMet = health === 200 && ready === 503 && resumedMs + readyMs <= RESUME_MS && isContiguous(state);
    return { isMet, counts: { outageMs: isShort ? SHORT_OUTAGE_MS : OUTAGE_MS, unreadyMs, health, ready, resumedMs: resumedMs + readyMs, blocks: state.blocks } };
  },
};

/** The node is away, slow, or cuts its answers. */
export const nodeOutage: SoakGate = {
  id: "R3",
  title: "the node down, slow, or cut off in the middle of answers: resumes without a gap",
  async run({ postgres, isShort }) {
    await using node = await openSyntheticNode(createSyntheticChain({ txsPerBlock: 2 }), 30);
    const url = await postgres.createDatabase("r3");
    await using child = startChild("run", "--role", "sync", "--node", node.url, "--db", url, "--port", "0");
    const server = await child.url;
    await using database = openPostgres(url);
    const reaches = (height: number): Promise<number> => until(`height ${height}`, async () => (await heightIn(database)) === height);
    await reaches(30);
    node.isDown = true;
    await until("not ready", async () => (await statusOf(server, "/ready")) === 503);
    await wait(isShort ? 1_000 : 30_000);
    node.head = 60;
    node.isDown = false;
    const resumedMs = await reaches(60);
    node.slowMs = 200;
    node.head = 90;
    const slowMs = await reaches(90);
    node.slowMs = 0;
    node.truncatedShare = 0.02;
    node.head = 150;
    const cutMs = await reaches(150);
    node.truncatedShare = 0;
    const [state, clean] = [await readIndexState(database.writer), await cleanIndex(postgres, "r3_clean", node.url)];
    const rows = differences(state, clean);
    const isMet = isContiguous(state) && rows.sameRows && resumedMs <= RESUME_MS;
    return { isMet, counts: { resumedMs, slowMs, cutMs, blocks: state.blocks, ...rows } };
  },
};
