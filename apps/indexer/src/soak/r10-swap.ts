import { openPostgres } from "../db/postgres.ts";
import { createSyntheticChain } from "../testing/synthetic-chain.ts";
import { openSyntheticNode } from "../testing/synthetic-node.ts";
import { startChild, until } from "./child.ts";
import type { SoakGate } from "./gate.ts";
import { heightIn } from "./index-state.ts";

const CLIENTS = 8;
const REQUESTS_MIN = 2_000;
const REQUESTS_SHORT = 300;
const BLOCKS = 60;
const QUERY = JSON.stringify({ query: "{ _meta { height } blocks(first: 3) { edges { node { height hash txCount } } } }" });

/** A new schema is filled and made live while clients ask. */
export const swap: SoakGate = {
  id: "R10",
  title: "a new schema is filled and made live with no failed request",
  async run({ postgres, isShort }) {
    const wanted = isShort ? REQUESTS_SHORT : REQUESTS_MIN;
    await using node = await openSyntheticNode(createSyntheticChain({ txsPerBlock: 2 }), BLOCKS);
    const url = await postgres.createDatabase("r10");
    await using database = openPostgres(url);
    await using writer = startChild("run", "--role", "sync", "--node", node.url, "--db", url, "--port", "0");
    await writer.url;
    await until(`height ${BLOCKS}`, async () => (await heightIn(database)) === BLOCKS);
    await using api = startChild("run", "--role", "api", "--node", node.url, "--db", url, "--port", "0");
    const server = await api.url;
    const counts = { requests: 0, failed: 0, wrong: 0, afterSwap: 0 };
    let [isSwapped, isOver] = [false, false];
    const ask = async (): Promise<void> => {
      while (!isOver) {
        const answer = await askOnce(server);
        counts.requests += 1;
        if (answer === undefined) counts.failed += 1;
        else if (answer !== BLOCKS) counts.wrong += 1;
        if (isSwapped) counts.afterSwap += 1;
      }
    };
    const clients = Array.from({ length: CLIENTS }, ask);
    await using filling = startChild("run", "--role", "backfill", "--schema", "green", "--node", node.url, "--db", url);
    const filled = await filling.ended;
    await until("enough requests before the swap", () => counts.requests >= wanted / 2);
    await using swapping = startChild("swap", "--schema", "green", "--db", url);
    const swapped = await swapping.ended;
    isSwapped = true;
    await until("enough requests after the swap", () => counts.requests >= wanted && counts.afterSwap >= wanted / 4);
    isOver = true;
    await Promise.all(clients);
    const isMet = filled === 0 && swapped === 0 && counts.failed === 0 && counts.wrong === 0;
    return { isMet, counts: { ...counts, filled: filled ?? -1, swapped: swapped ?? -1, said: swapping.text().trim() } };
  },
};

/** The height that an answer states; undefined for any failure. A client that is told to slow down waits and asks again. */
async function askOnce(server: string): Promise<number | undefined> {
  for (;;) {
    const response = await fetch(`${server}/graphql`, { method: "POST", headers: { "content-type": "application/json" }, body: QUERY }).catch(() => undefined);
    if (response?.status === 429) {
      await response.body?.cancel();
      await new Promise((resolve) => setTimeout(resolve, 200));
      continue;
    }
    const answer = (await response?.json().catch(() => undefined)) as { data?: { _meta: { height: string }; blocks: { edges: readonly object[] } }; errors?: unknown } | undefined;
    if (answer?.data === undefined || answer.errors !== undefined || answer.data.blocks.edges.length !== 3) return undefined;
    return Number(answer.data._meta.height);
  }
}
