import { expect, test } from "vitest";
import { notSettled, type OwnReceipt } from "./own-receipts.ts";
import type { HomeData } from "./operations.ts";

const own = (sessionId: string, index: string): OwnReceipt => ({
  ...{ sessionId, index, question: "?", amount: 1n, denom: "udemo", ownedWeight: 1n, totalWeight: 1n, owners: [] },
});
const settled = (sessionId: string, index: string): HomeData["receipts"]["edges"][number] => ({
  node: { ...own(sessionId, index), height: 1n, request: [], settlement: null },
});

test("only what lies behind a session's last settled receipt counts as not settled", () => {
  const mine = [own("7", "3"), own("7", "2"), own("6", "9")];
  const shown = (edges: HomeData["receipts"]["edges"], isAll: boolean): string[] =>
    notSettled(mine, edges, isAll).map(({ sessionId, index }) => `${sessionId}/${index}`);
  expect(shown([settled("7", "2"), settled("6", "9")], true)).toEqual(["7/3"]);
  expect(shown([], true)).toEqual(["7/3", "7/2", "6/9"]);
  // Session 6 may stand on an older page of settled receipts.
  expect(shown([settled("7", "3")], false)).toEqual([]);
});
