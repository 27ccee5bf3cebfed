import { expect, test } from "vitest";
import { createCommitFeed } from "../server/commit-feed.ts";
import { createSharedWork } from "./shared-work.ts";

test("work under one key is done once between two commits, and again after the next", async () => {
  const commits = createCommitFeed();
  const shared = createSharedWork(commits);
  let done = 0;
  const ask = (key: string): Promise<number> => shared.once(key, async () => (done += 1));
  expect(await Promise.all([ask("a"), ask("a"), ask("b"), ask("a")])).toEqual([1, 1, 2, 1]);
  commits.announce();
  expect(await Promise.all([ask("a"), ask("a")])).toEqual([3, 3]);
});

test("work that fails is tried again by the next one who asks", async () => {
  const shared = createSharedWork(createCommitFeed());
  await expect(shared.once("a", () => Promise.reject(new Error("no connection")))).rejects.toThrow("no connection");
  expect(await shared.once("a", async () => "answer")).toBe("answer");
});

test("more than 100 keys between two commits are worked out each for itself", async () => {
  const shared = createSharedWork(createCommitFeed());
  let done = 0;
  const ask = (key: number): Promise<number> => shared.once(`${key}`, async () => (done += 1));
  for (let key = 0; key < 101; key += 1) await ask(key);
  expect([await ask(99), await ask(100)]).toEqual([100, 102]);
});
