import { expect, test } from "vitest";
import { isDue, slowdownMs } from "./policy.ts";

const waiting = { blocks: 3, bytes: 100, blobBytes: 1_000, sinceMs: 0 };

test("nothing is due while nothing waits", () => {
  for (const policy of ["immediate", "size", "interval"] as const) {
    expect(isDue({ policy, intervalMs: 1 }, { ...waiting, blocks: 0, sinceMs: 1e9 })).toBe(false);
  }
});

test("each policy waits for its own", () => {
  expect(isDue({ policy: "immediate", intervalMs: 1_000 }, waiting)).toBe(true);
  expect(isDue({ policy: "interval", intervalMs: 1_000 }, { ...waiting, sinceMs: 999 })).toBe(false);
  expect(isDue({ policy: "interval", intervalMs: 1_000 }, { ...waiting, sinceMs: 1_000 })).toBe(true);
  expect(isDue({ policy: "size", intervalMs: 1_000 }, { ...waiting, bytes: 799, sinceMs: 9_999 })).toBe(false);
  expect(isDue({ policy: "size", intervalMs: 1_000 }, { ...waiting, bytes: 800 })).toBe(true);
  expect(isDue({ policy: "size", intervalMs: 1_000 }, { ...waiting, sinceMs: 10_000 })).toBe(true);
});

test("production slows by one block time per block above the limit, and never stops", () => {
  expect([90, 100, 101, 105, 100_000].map((pending) => slowdownMs(pending, 100, 1_000))).toEqual([0, 0, 1_000, 5_000, 10_000]);
});
