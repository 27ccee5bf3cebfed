import { Contribution, MarkKind } from "@openledger/messages/openledger/datanet/v1";
import { expect, test } from "vitest";
import { createStrikes } from "./strikes.ts";

const struck = (seq: bigint, height: bigint): Contribution =>
  Contribution.create({ datanetId: 1n, seq, marks: [{ kind: MarkKind.MARK_KIND_STRUCK, height, fromVersion: 1n, rows: [], erase: false, owner: "" }] });

test("sessions between the same strikes share one function, and those before any strike have none", () => {
  const strikes = createStrikes();
  expect(strikes.before(100n)).toBeUndefined();
  strikes.learn(struck(1n, 10n));
  strikes.learn(struck(2n, 20n));
  expect(strikes.before(10n)).toBeUndefined();
  const first = strikes.before(11n);
  expect(strikes.before(20n)).toBe(first);
  expect(strikes.before(21n)).not.toBe(first);
  const seen = [1n, 2n, 3n].map((seq) => [first?.({ datanetId: 1n, seq }), strikes.before(50n)?.({ datanetId: 1n, seq })]);
  expect(seen).toEqual([[true, true], [false, true], [false, false]]);
  strikes.learn(struck(2n, 20n));
  expect(strikes.before(11n)).toBe(first);
});

test("a strike that is learnt late is not hidden by what was asked before", () => {
  const strikes = createStrikes();
  strikes.learn(struck(1n, 10n));
  const early = strikes.before(30n);
  strikes.learn(struck(2n, 5n));
  expect(strikes.before(30n)).not.toBe(early);
  expect(strikes.before(30n)?.({ datanetId: 1n, seq: 2n })).toBe(true);
});
