import { writeBlock, writeGenesis } from "../db/write-block.ts";
import type { Checkpoint } from "../db/checkpoint.ts";
import type { CommittedBlock } from "../source/committed-block.ts";
import { startChild, statusOf, until } from "../soak/child.ts";
import { createNodeSource } from "../source/node-source.ts";
import { createSyntheticChain } from "../testing/synthetic-chain.ts";
import { openSyntheticNode } from "../testing/synthetic-node.ts";
import { emptyIndex } from "./backfill.ts";
import type { BenchContext, Gate } from "./gate.ts";
import { percentile } from "./write-gates.ts";

const WARM_UP = 50;
const SUBSCRIBERS = 50;
const BLOCK_EVERY_MS = 100;

/** One transaction for each block, as at the head. */
export const liveCommit: Gate = {
  id: "P4",
  title: "commit of one block with a hundred events",
  bound: "p50 at most 5 ms, p99 at most 20 ms",
  async run(context) {
    const times = await commitTimes(context, "p4", 8, Math.round(500 * context.scale));
    const measures = { p50Ms: percentile(times, 0.5), p99Ms: percentile(times, 0.99), blocks: times.length };
    return { isMet: measures.p50Ms <= 5 && measures.p99Ms <= 20, measures };
  },
};

/** Blocks without transactions, each in a transaction of its own. */
export const emptyBlocks: Gate = {
  id: "P6",
  title: "empty blocks, one transaction each",
  bound: "at least 200 blocks per second",
  async run(context) {
    const times = await commitTimes(context, "p6", 0, Math.round(1_000 * context.scale));
    const blocksPerSecond = (times.length * 1_000) / times.reduce((sum, time) => sum + time, 0);
    return { isMet: blocksPerSecond >= 200, measures: { blocksPerSecond, blocks: times.length } };
  },
};

async function commitTimes({ postgres }: BenchContext, name: string, txsPerBlock: number, blocks: number): Promise<readonly number[]> {
  await using node = await openSyntheticNode(createSyntheticChain({ txsPerBlock }), WARM_UP + blocks);
  const source = createNodeSource(node.url);
  const { database } = await emptyIndex(postgres, name);
  let checkpoint: Checkpoint = await writeGenesis(database, await source.genesis());
  // All of them first, so that the node, which is in this process, is at rest while commits are measured.
  const fetched: CommittedBlock[] = [];
  for (let height = 1; height <= WARM_UP + blocks; height += 1) fetched.push(await source.block(BigInt(height)));
  const times: number[] = [];
  for (const block of fetched) {
    const begun = performance.now();
    checkpoint = await writeBlock(database, checkpoint, block);
    if (block.height > WARM_UP) times.push(performance.now() - begun);
  }
  await database.close();
  return times;
}

/** From the node's head to subscribers, over RPC, SQL and SSE. */
export const delivery: Gate = {
  id: "P5",
  title: "a block at the node until 50 SSE subscribers have it",
  bound: "p50 at most 20 ms, p99 at most 75 ms, none missed",
  async run({ postgres, scale }) {
    const blocks = Math.round(200 * scale);
    await using node = await openSyntheticNode(createSyntheticChain({ txsPerBlock: 8 }), 10);
    const url = await postgres.createDatabase("p5");
    // A process of its own, as it is run: node and subscribers are in this one.
    await using indexer = startChild("run", "--node", node.url, "--db", url, "--port", "0", "--subscribers", `${SUBSCRIBERS}`, "--rate", "0");
    const indexerUrl = await indexer.url;
    await until("the index is at the head", async () => (await statusOf(indexerUrl, "/ready")) === 200);
    const shownAt = new Map<number, number>();
    const times: number[] = [];
    const stop = new AbortController();
    let received = 0;
    const subscribers = Array.from({ length: SUBSCRIBERS }, () =>
      subscribe(indexerUrl, stop.signal, (height) => {
        const shown = shownAt.get(height);
        if (shown === undefined) return;
        times.push(performance.now() - shown);
        received += 1;
      }),
    );
    await new Promise((resolve) => setTimeout(resolve, 2_000));
    for (let height = 11; height <= 10 + blocks; height += 1) {
      // Made before it is told of, as a node's blocks are.
      node.chain.block(height);
      shownAt.set(height, performance.now());
      node.head = height;
      await new Promise((resolve) => setTimeout(resolve, BLOCK_EVERY_MS));
    }
    await new Promise((resolve) => setTimeout(resolve, 2_000));
    stop.abort();
    await Promise.allSettled(subscribers);
    const measures = { p50Ms: percentile(times, 0.5), p99Ms: percentile(times, 0.99), missed: blocks * SUBSCRIBERS - received };
    return { isMet: measures.p50Ms <= 20 && measures.p99Ms <= 75 && measures.missed === 0, measures };
  },
};

async function subscribe(url: string, signal: AbortSignal, onHeight: (height: number) => void): Promise<void> {
  const body = JSON.stringify({ query: 'subscription { newBlocks(from: "11") { height } }' });
  const response = await fetch(`${url}/graphql`, { method: "POST", headers: { "content-type": "application/json", accept: "text/event-stream" }, body, signal });
  const decoder = new TextDecoder();
  let text = "";
  for await (const part of response.body ?? []) {
    text += decoder.decode(part, { stream: true });
    const events = text.split("\n\n");
    text = events.pop() ?? "";
    for (const event of events) {
      const height = /"height":"(\d+)"/.exec(event)?.[1];
      if (height !== undefined) onHeight(Number(height));
    }
  }
}
