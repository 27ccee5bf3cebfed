import { expect, test } from "vitest";
import { differences, type IndexState } from "./index-state.ts";

function state(groups: Readonly<Record<string, readonly [count: number, digest: string]>>, digest = Object.values(groups).join()): IndexState {
  const rows = Object.values(groups).reduce((sum, [count]) => sum + count, 0);
  return { checkpoint: 2, blocks: 2, lowest: 1, highest: 2, rows, digest, heights: "same", groups: new Map(Object.entries(groups).map(([name, [count, of]]) => [name, { count, digest: of }])) };
}

const clean = state({ "txs 1": [3, "a"], "txs 2": [4, "b"], claimables: [2, "c"] });

test("equal indexes differ in nothing", () => {
  expect(differences(clean, clean)).toEqual({ lost: 0, duplicate: 0, changed: 0, sameRows: true });
});

test("a lost row of one height is not made up for by a doubled one of another", () => {
  expect(differences(state({ "txs 1": [2, "x"], "txs 2": [5, "y"], claimables: [2, "c"] }), clean)).toEqual({ lost: 1, duplicate: 1, changed: 0, sameRows: false });
});

test("a height that is missing or too much, and rows that say something else, are counted", () => {
  expect(differences(state({ "txs 1": [3, "z"], "txs 3": [1, "b"], claimables: [2, "c"] }), clean)).toEqual({ lost: 4, duplicate: 1, changed: 1, sameRows: false });
});
