import { expect, test } from "vitest";
import { columns, wrap } from "./wrap.ts";

test("lines break at spaces, and words that are too long are cut", () => {
  expect(wrap("a host shifts a span", 8)).toEqual(["a host", "shifts a", "span"]);
  expect(wrap("abcdefghij k", 4)).toEqual(["abcd", "efgh", "ij k"]);
  expect(wrap("", 4)).toEqual([""]);
  for (const line of wrap("open1sd6dsvhm6eqcv33fcm8pxvr26p73knf2a3ftcm, datanet 2: owner amounts", 12)) {
    expect(line.length).toBeLessThanOrEqual(12);
  }
});

test("cells stand beside each other, each in its width", () => {
  expect(columns(["1", "one two", "three"], [2, 3, 5])).toEqual(["1   one  three", "    two"]);
});
