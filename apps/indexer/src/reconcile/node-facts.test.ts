import { expect, test } from "vitest";
import { readNodeFacts } from "./node-facts.ts";
import type { StateQuery } from "./state-query.ts";

test("a node whose pages do not go on is given up", async () => {
  let asked = 0;
  const stuck = (async () => ({ supply: [], pagination: { nextKey: Uint8Array.of(7), total: (asked += 1) } })) as unknown as StateQuery;
  await expect(readNodeFacts(stuck, { operators: [], settlements: [] })).rejects.toMatchObject({ code: "NODE_ANSWER", message: expect.stringContaining("same next page") as string });
  expect(asked).toBe(2);
});
