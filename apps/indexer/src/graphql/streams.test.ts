import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Checkpoint } from "../db/checkpoint.ts";
import type { Database } from "../db/database.ts";
import { writeBlock, writeGenesis } from "../db/write-block.ts";
import { testDatabases } from "../testing/databases.ts";
import { eventsOf, type ReceivedEvent } from "../testing/event-source.ts";
import { STEP } from "./event-stream.ts";
import { createTestApi, type TestApi } from "../testing/graphql-server.ts";
import { chainOf, people, sampleBlocks, sampleGenesis } from "../testing/sample-chain.ts";
import { DENOM, event } from "../testing/sample-parts.ts";

/** Reconnections of each subscription; the soak asks for 1,000. */
const RECONNECTS = Number(process.env["SSE_RECONNECTS"] ?? 40);
/** Events that a client takes before it goes away, in turn. */
const TAKEN = [1, 3, 0, 2, 1, 5];

async function open(): Promise<Database> {
  const kind = testDatabases.filter(({ isMissing }) => !isMissing).at(-1);
  if (kind === undefined) throw new Error("there is always the embedded database");
  return kind.open();
}

let database: Database;
let api: TestApi;

beforeAll(async () => {
  database = await open();
  api = createTestApi(database, { subscribersPerClient: 4 });
});

afterAll(async () => database.close());

/** Goes away without having received anything but the ping that a stream begins with. */
async function leave(response: Response): Promise<void> {
  const reader = response.body?.getReader();
  await reader?.read();
  await reader?.cancel();
}

async function firstOf(response: Response): Promise<ReceivedEvent | undefined> {
  for await (const received of eventsOf(response)) return received;
  return undefined;
}

describe("subscriptions over a growing chain", () => {
  const paid = event("payout", { settlement_id: 0n, session_id: 1n, role: "host", receiver: people.alice, amount: 5n, denom: DENOM });
  // Every fourth event or so ends a connection; the chain must be longer than what they take.
  const total = Math.ceil((RECONNECTS * TAKEN.reduce((sum, taken) => sum + taken, 0)) / TAKEN.length);
  const chain = chainOf(Array.from({ length: total }, (_, at) => ({ events: at % 2 === 0 ? [paid] : [] })));

  async function produce(): Promise<void> {
    let checkpoint: Checkpoint = await writeGenesis(database, sampleGenesis);
    for (const block of chain) {
      checkpoint = await writeBlock(database, checkpoint, block);
      api.commits.announce();
    }
  }

  /** Takes all events up to the last one over connections that break again and again. */
  async function follow(field: string, resume: "header" | "argument", last: string): Promise<{ readonly ids: string[]; readonly connections: number }> {
    const ids: string[] = [];
    let connections = 0;
    while (ids.at(-1) !== last) {
      const seen = ids.at(-1);
      const after = resume === "argument" && seen !== undefined ? `after: "${seen}"` : "from: 1";
      const response = await api.stream(`subscription { ${field.replace("(", `(${after} `)} }`, resume === "header" ? seen : undefined);
      let left = connections >= RECONNECTS ? Number.POSITIVE_INFINITY : (TAKEN[connections % TAKEN.length] ?? 1);
      connections += 1;
      if (left === 0) await leave(response);
      else
        for await (const { id, answer } of eventsOf(response)) {
          expect(answer.errors?.[0].message).toBeUndefined();
          ids.push(id);
          left -= 1;
          if (left === 0 || id === last) break;
        }
    }
    return { ids, connections };
  }

  test(`${RECONNECTS} reconnections of each lose nothing and repeat nothing`, { timeout: 900_000 }, async () => {
    const heights = chain.map(({ height }) => height.toString());
    const paidHeights = heights.filter((_height, at) => at % 2 === 0);
    const producing = produce();
    // The schema is there; the first checkpoint is written by the producer.
    const [byHeader, byArgument, activity] = await Promise.all([
      follow("newBlocks() { height }", "header", heights.at(-1) ?? ""),
      follow("newBlocks() { height parentHash }", "argument", heights.at(-1) ?? ""),
      follow(`accountActivity(address: "${people.alice}") { height lines { amount } }`, "argument", paidHeights.at(-1) ?? ""),
    ]);
    await producing;
    expect(byHeader.ids).toEqual(heights);
    expect(byArgument.ids).toEqual(heights);
    expect(activity.ids).toEqual(paidHeights);
    expect(byHeader.connections + byArgument.connections).toBeGreaterThan(RECONNECTS);
  });

  test("an idle subscription ends at once, and its place is free for the next", async () => {
    const from = chain.length + 1;
    for (let round = 0; round < 12; round += 1) {
      const open = await Promise.all(Array.from({ length: 4 }, () => api.stream(`subscription { newBlocks(from: ${from}) { height } }`)));
      const refused = await api.stream(`subscription { newBlocks(from: ${from}) { height } }`);
      expect((await firstOf(refused))?.answer.errors[0].extensions.code ?? (await refused.text())).toBe("LIMIT_EXCEEDED");
      await Promise.all(open.map(leave));
    }
  });

  test("each further step of a replay takes a request of its client, and waits where there is none", async () => {
    const asked: string[] = [];
    const limited = createTestApi(database, { waitSeconds: (client) => (asked.push(client) === 1 ? 1 : 0) });
    const started = performance.now();
    const ids: string[] = [];
    for await (const { id, answer } of eventsOf(await limited.stream("subscription { newBlocks(from: 1) { height } }"))) {
      expect(answer.errors).toBeUndefined();
      ids.push(id);
      if (ids.length === chain.length) break;
    }
    expect(ids).toEqual(chain.map(({ height }) => height.toString()));
    // The first that was asked for had to be asked for again, a second later.
    expect(asked.length).toBeGreaterThanOrEqual(Math.ceil(chain.length / STEP));
    expect(new Set(asked)).toEqual(new Set(["test"]));
    expect(performance.now() - started).toBeGreaterThanOrEqual(990);
  });

  test("a stream that has caught up is not limited, and one that waits for a request ends at once", async () => {
    const never = createTestApi(database, { waitSeconds: () => 3_600 });
    const height = chain.length - 10;
    const ids: string[] = [];
    for await (const { id } of eventsOf(await never.stream(`subscription { newBlocks(from: ${height}) { height } }`))) {
      ids.push(id);
      if (ids.length === 11) break;
    }
    expect(ids.at(-1)).toBe(String(chain.length));

    const received: string[] = [];
    for await (const { id } of eventsOf(await never.stream("subscription { newBlocks(from: 1) { height } }"))) {
      received.push(id);
      if (received.length === STEP) break;
    }
    expect(received).toHaveLength(STEP);
  });

  test("what is not a place in the stream is refused", async () => {
    const { answer } = (await firstOf(await api.stream('subscription { newBlocks(after: "1/2") { height } }'))) ?? {};
    expect(answer.errors[0].extensions.code).toBe("BAD_USER_INPUT");
  });
});

test("receipts arrive in the order of the chain, each with the height and hash that it was read at", async () => {
  await using other = await open();
  let checkpoint = await writeGenesis(other, sampleGenesis);
  for (const block of sampleBlocks()) checkpoint = await writeBlock(other, checkpoint, block);
  const received: ReceivedEvent[] = [];
  for await (const one of eventsOf(await createTestApi(other).stream("subscription { newReceipts(from: 1) { sessionId index } }"))) {
    received.push(one);
    if (received.length === 2) break;
  }
  expect(received.map(({ id }) => id)).toEqual(["5/0/1/0", "5/0/1/1"]);
  expect(received[0]?.answer).toMatchObject({ data: { newReceipts: { sessionId: "1", index: "0" } }, extensions: { at: { height: "9" }, eventId: "5/0/1/0" } });
});
