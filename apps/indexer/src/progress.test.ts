import { expect, test } from "vitest";
import { createRate, progressLine } from "./progress.ts";

test("a line of progress says how far, how fast, how much is missing and how long it takes", () => {
  expect(progressLine({ height: 500n, head: 1_000n, blocksPerSecond: 4 }, 0n)).toBe("[############............] 50.0 %  block 500 of 1000  4.0 blocks/s  lag 500  done in 2 min 5 s");
  expect(progressLine({ height: 1_000n, head: 1_000n, blocksPerSecond: 120 }, 0n)).toContain("100.0 %  block 1000 of 1000  120 blocks/s  lag 0  at the head");
  expect(progressLine({ height: 0n, head: 10n, blocksPerSecond: 0 }, 0n)).toContain("waiting");
  expect(progressLine({ height: 0n, head: 1_000_000n, blocksPerSecond: 100 }, 0n)).toContain("done in 2 h 46 min");
});

test("the rate is that of the last ten seconds", () => {
  const rate = createRate();
  expect(rate.note(0n, 0)).toBe(0);
  expect(rate.note(100n, 1_000)).toBe(100);
  rate.note(200n, 11_000);
  expect(rate.note(400n, 21_000)).toBe(20);
});
