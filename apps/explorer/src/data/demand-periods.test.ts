import { expect, test } from "vitest";
import type { DemandLine } from "./demand-operations.ts";
import { periodFor, withEmptyPeriods } from "./demand-periods.ts";

const flows = { entered: 5n, left: 0n, leftExternal: 0n, external: 0n, internal: 0n, toProtocol: 0n };
const line = (since: string, until: string): DemandLine => ({ denom: "udemo", since, until, total: flows, points: [] });

test("a chart takes the shortest period that keeps it readable", () => {
  expect(periodFor([])).toBe(60);
  expect(periodFor([line("2026-11-21T08:00:00Z", "2026-11-21T08:40:00Z")])).toBe(60);
  expect(periodFor([line("2026-11-21T08:00:00Z", "2026-11-21T08:48:00Z")])).toBe(300);
  expect(periodFor([line("2026-11-01T08:00:00Z", "2026-11-21T08:00:00Z"), line("2026-11-21T08:00:00Z", "2026-11-21T08:01:00Z")])).toBe(86_400);
});

test("periods without a flow stand between those that have one", () => {
  const points = [
    { from: "2026-11-21T08:00:00Z", flows },
    { from: "2026-11-21T08:03:00Z", flows },
  ];
  expect(withEmptyPeriods(points, 60).map((point) => point.flows.entered)).toEqual([5n, 0n, 0n, 5n]);
  expect(withEmptyPeriods([], 60)).toEqual([]);
  expect(withEmptyPeriods([{ from: "2020-01-01T00:00:00Z", flows }, ...points], 60)).toHaveLength(400);
});
