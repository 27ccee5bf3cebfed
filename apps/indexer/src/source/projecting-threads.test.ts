import { describe, expect, test } from "vitest";
import { OperationalError } from "@openledger/ports";
import { openFakeNode } from "../testing/fake-node.ts";
import { sampleBlocks, sampleGenesis } from "../testing/sample-chain.ts";
import { createNodeSource } from "./node-source.ts";
import { projectHere } from "./projected-source.ts";
import { startProjectingThreads, usefulThreads } from "./projecting-threads.ts";

describe("threads that project", () => {
  test("give the same blocks, rows and digests as this thread, in whatever order they are asked", async () => {
    await using node = await openFakeNode(sampleBlocks());
    const { bech32Prefix } = sampleGenesis;
    using threads = startProjectingThreads({ from: { node: node.url }, bech32Prefix }, 2);
    const here = projectHere(createNodeSource(node.url), bech32Prefix);
    const heights = sampleBlocks().map(({ height }) => height);
    const projected = await Promise.all(heights.toReversed().map((height) => threads.projected(height)));
    for (const [at, height] of heights.toReversed().entries()) expect(projected[at]).toEqual(await here.projected(height));
    expect(projected.some(({ rows }) => rows.events.length > 0)).toBe(true);
  });

  test("pass on errors with their code, and whether trying again may help", async () => {
    await using node = await openFakeNode(sampleBlocks());
    using threads = startProjectingThreads({ from: { node: node.url }, bech32Prefix: "open" }, 1);
    node.down = true;
    const error: unknown = await threads.projected(1n).catch((failed: unknown) => failed);
    expect(error).toBeInstanceOf(OperationalError);
    expect(error).toMatchObject({ code: "NODE_UNREACHABLE", retryable: true });
    node.down = false;
    expect((await threads.projected(1n)).block.height).toBe(1n);
  });

  test("reject what they are asked for once they have ended", async () => {
    await using node = await openFakeNode(sampleBlocks());
    const threads = startProjectingThreads({ from: { node: node.url }, bech32Prefix: "open" }, 1);
    await threads.projected(1n);
    threads[Symbol.dispose]();
    await expect(threads.projected(2n)).rejects.toThrow("has ended");
  });
});

test("a machine that the writer and the server of its database fill gets no threads", () => {
  expect([2, 4, 16].map((cores) => usefulThreads({ node: "http://node" }, "postgres", cores))).toEqual([0, 2, 4]);
  expect([1, 2, 16].map((cores) => usefulThreads({ node: "http://node" }, "pglite", cores))).toEqual([0, 1, 4]);
  expect(usefulThreads({ archive: "blocks" }, "postgres", 16)).toBe(1);
});
