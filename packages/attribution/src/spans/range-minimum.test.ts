import fc from "fast-check";
import { expect, test } from "vitest";
import { columnOf } from "./int-column.ts";
import { buildMinima, firstBelow, lastBelow, rangeMinimum } from "./range-minimum.ts";

const arrays = fc.array(fc.nat(9), { minLength: 1, maxLength: 700 });

test("minima and the nearest smaller values are those found one by one", () => {
  fc.assert(
    fc.property(arrays, fc.nat(), fc.nat(), fc.nat(3), (numbers, a, b, limit) => {
      const values = Int32Array.from(numbers);
      const column = columnOf(values);
      const minima = columnOf(buildMinima(values));
      const from = Math.min(a % values.length, b % values.length);
      const to = Math.max(a % values.length, b % values.length);
      expect(rangeMinimum(column, minima, from, to + 1)).toBe(Math.min(...values.subarray(from, to + 1)));
      const first = values.findIndex((value, i) => i >= from && value < limit);
      expect(firstBelow(column, minima, from, limit)).toBe(first < 0 ? values.length : first);
      expect(lastBelow(column, minima, to, limit)).toBe(values.findLastIndex((value, i) => i <= to && value < limit));
    }),
    { numRuns: 300 },
  );
});

test("long stretches without a smaller value are crossed", () => {
  const values = new Int32Array(100_000).fill(5);
  values[70_001] = 1;
  const [column, minima] = [columnOf(values), columnOf(buildMinima(values))];
  for (const from of [0, 1, 31, 32, 33, 69_999]) expect(firstBelow(column, minima, from, 5)).toBe(70_001);
  for (const to of [70_002, 70_016, 99_998, 99_999]) expect(lastBelow(column, minima, to, 5)).toBe(70_001);
  expect([firstBelow(column, minima, 70_002, 5), lastBelow(column, minima, 70_000, 5)]).toEqual([100_000, -1]);
  expect(firstBelow(column, minima, 100_000, 5)).toBe(100_000);
});
