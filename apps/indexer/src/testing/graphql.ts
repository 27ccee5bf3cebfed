import { expect } from "vitest";
import type { RunningIndexer } from "../compose.ts";

const WAIT_MS = 15_000;
const STEP_MS = 25;

type Answer = ReturnType<typeof JSON.parse>;

/** The whole answer of one operation, errors included. */
export async function request(indexer: RunningIndexer, query: string, variables: object = {}): Promise<Answer> {
  const response = await fetch(`${indexer.url}/graphql`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ query, variables }),
  });
  return response.json();
}

/** The data of one operation; fails the test when there are errors. */
export async function ask(indexer: RunningIndexer, query: string, variables: object = {}): Promise<Answer> {
  const { data, errors } = await request(indexer, query, variables);
  expect(errors).toBeUndefined();
  return data;
}

/** Waits until the index has reached a height. */
export async function untilHeight(indexer: RunningIndexer, height: bigint): Promise<void> {
  const end = Date.now() + WAIT_MS;
  while ((indexer.height ?? -1n) < height) {
    if (Date.now() > end) throw new Error(`the index is at ${indexer.height} and not at ${height}`);
    await Promise.race([indexer.done, new Promise((resolve) => setTimeout(resolve, STEP_MS))]);
  }
}
