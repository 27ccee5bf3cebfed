import { expect, test } from "vitest";
import { createSyntheticChain } from "../testing/synthetic-chain.ts";
import { openSyntheticNode } from "../testing/synthetic-node.ts";
import { createHeadWatcher } from "./head-watcher.ts";

test("the event of a header tells its height, once, and only the newest of those that nobody waited for", async () => {
  await using node = await openSyntheticNode(createSyntheticChain({ txsPerBlock: 1 }), 1);
  const stop = new AbortController();
  using heads = createHeadWatcher(node.url);
  // The socket takes its time to open, before which nothing is told.
  await expect
    .poll(async () => {
      node.head = 2;
      return heads.next(stop.signal);
    }, { timeout: 5_000 })
    .toBe(2n);
  node.head = 3;
  node.head = 4;
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect(await heads.next(stop.signal)).toBe(4n);
  const waiting = heads.next(stop.signal);
  stop.abort();
  expect(await waiting).toBeUndefined();
});
