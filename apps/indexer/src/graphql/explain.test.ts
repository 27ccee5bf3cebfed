import { expect, test } from "vitest";
import type { contributions } from "../schema/datanet.ts";
import type { spans } from "../schema/attribution.ts";
import { outcomeOf } from "./explain.ts";

type Contribution = typeof contributions.$inferSelect;

/** A contribution whose place in the log of its datanet and among all is the same. */
function contribution(sequence: number): Contribution {
  return { datanetId: 1n, seq: BigInt(sequence), sequence: BigInt(sequence), state: "ACCEPTED", decidedHeight: 1n } as Contribution;
}

/** What becomes of contribution 50 where others are cited, in this order. */
function outcomeWith(cited: readonly number[]): ReturnType<typeof outcomeOf> {
  return outcomeOf({
    contribution: contribution(50),
    spans: [{ matchDatanetId: 1n, matchSeq: BigInt(cited[0] ?? 0), weight: 1n } as typeof spans.$inferSelect],
    cited: new Map(cited.map((sequence) => [`1/${sequence}`, contribution(sequence)])),
    inManifest: true,
    publishedHeight: 2n,
    openedHeight: 3n,
    marks: [],
  });
}

test("of many earlier registrations the ten earliest are named, in order, and all are counted", () => {
  const { kind, before, beforeCount } = outcomeWith(Array.from({ length: 30 }, (_, at) => 60 - 2 * at));
  expect(kind).toBe("EARLIER_REGISTRATION");
  expect(before.map(({ sequence }) => Number(sequence))).toEqual([2, 4, 6, 8, 10, 12, 14, 16, 18, 20]);
  expect(beforeCount).toBe(24);
});

test("where only later ones are cited, none is named before it", () => {
  expect(outcomeWith([51, 60])).toMatchObject({ kind: "NO_QUALIFYING_MATCH", before: [], beforeCount: 0 });
});
