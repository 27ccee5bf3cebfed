import { parse } from "graphql";
import { expect, test } from "vitest";
import type { Checkpoint } from "../db/checkpoint.ts";
import { writeBlock, writeGenesis } from "../db/write-block.ts";
import { createTestApi } from "../testing/graphql-server.ts";
import { testDatabases } from "../testing/databases.ts";
import { sampleBlocks, sampleGenesis } from "../testing/sample-chain.ts";
import { createAnswerCache, questionOf } from "./answer-cache.ts";
import { schema } from "./schema.ts";

const at: Checkpoint = {
  ...{ chainId: "c", genesisHash: new Uint8Array(), bech32Prefix: "open", height: 1n, blockHash: new Uint8Array(32), appHash: new Uint8Array() },
  ...{ codeVersion: "1", digest: new Uint8Array(32), nonce: 1n },
};

test("an answer is kept for one state of the index, and the next one forgets all", () => {
  const cache = createAnswerCache(1_000);
  cache.put(at, "q", "a");
  expect(cache.get(at, "q")).toBe("a");
  expect(cache.get({ ...at, digest: new Uint8Array(32).fill(1) }, "q")).toBeUndefined();
  expect(cache.get(at, "q")).toBeUndefined();
});

test("what was used longest ago goes when the bytes are full, and what is too large never comes in", () => {
  const cache = createAnswerCache(800);
  for (let number = 0; number < 9; number += 1) cache.put(at, `${number}`, "x".repeat(49));
  expect(cache.get(at, "0")).toBeUndefined();
  expect(cache.get(at, "1")).toBe("x".repeat(49));
  cache.put(at, "9", "x".repeat(49));
  expect([cache.get(at, "1"), cache.get(at, "2")]).toEqual(["x".repeat(49), undefined]);
  cache.put(at, "large", "x".repeat(50));
  expect(cache.get(at, "large")).toBeUndefined();
});

test("only what a snapshot alone answers is a question", () => {
  const asked = (text: string): string | undefined => questionOf({ schema, document: parse(text), variableValues: { first: 1 } });
  expect(asked("{ blocks { totalCount } }")).toContain("totalCount");
  expect(asked("{ _meta { height } }")).toBeUndefined();
  expect(asked("{ ...root } fragment root on Query { _meta { headHeight } }")).toBeUndefined();
  expect(asked("subscription { newBlocks { height } }")).toBeUndefined();
});

test("a kept answer is the same text until the next block, and errors are not kept", async () => {
  const kind = testDatabases[0];
  if (kind === undefined) throw new Error("there is always the embedded database");
  await using database = await kind.open();
  const [first, second] = [...sampleBlocks()];
  if (first === undefined || second === undefined) throw new Error("the sample has blocks");
  let checkpoint = await writeBlock(database, await writeGenesis(database, sampleGenesis), first);
  const known: boolean[] = [];
  const api = createTestApi(database, { known: { cache: createAnswerCache(1_000_000), onAnswer: (isKnown) => void known.push(isKnown) } });
  const query = "query ($first: Int) { blocks(first: $first) { edges { cursor node { height hash txs { totalCount } } } } }";
  const [made, kept, other] = [await api.ask(query, { first: 5 }), await api.ask(query, { first: 5 }), await api.ask(query, { first: 0 })];
  expect(kept).toEqual(made);
  expect(other).not.toEqual(made);
  expect(known).toEqual([false, true, false]);

  checkpoint = await writeBlock(database, checkpoint, second);
  const next = await api.ask(query, { first: 5 });
  expect(next.extensions.at.height).toBe(checkpoint.height.toString());
  expect(next.data.blocks.edges).toHaveLength(made.data.blocks.edges.length + 1);
  const failed = [await api.ask(query, { first: 101 }), await api.ask(query, { first: 101 })];
  for (const { errors } of failed) expect(errors).toBeDefined();
  expect(known.slice(3)).not.toContain(true);
});
