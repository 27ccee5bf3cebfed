import { expect, test } from "vitest";
import { FAULT_HEADINGS, faultLine, type FaultReport } from "./report.ts";

const report: FaultReport = { name: "cut-off", node: "node2", recoveredMs: 6_420, longestPauseMs: 1_980, fromHeight: "40", toHeight: "57", note: "10 s", ok: true };

test("a row stands below its headings and says when something fails", () => {
  const line = faultLine(report);
  expect(line.indexOf("node2")).toBe(FAULT_HEADINGS.indexOf("node"));
  expect(line).toMatch(/6\.4 s +2\.0 s +40-57 {2}10 s$/);
  expect(faultLine({ ...report, recoveredMs: null, ok: false })).toMatch(/never .* FAILS {2}10 s$/);
});
