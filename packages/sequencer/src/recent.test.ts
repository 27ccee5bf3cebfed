import { expect, test } from "vitest";
import { createRecent } from "./recent.ts";

test("what was used last is kept, within a weight, and the newest whatever it weighs", () => {
  const recent = createRecent<string, number>(10, (weight) => weight);
  recent.set("a", 4);
  recent.set("b", 4);
  expect(recent.get("a")).toBe(4);
  recent.set("c", 5);
  expect(["a", "b", "c"].map((key) => recent.get(key))).toEqual([4, undefined, 5]);
  recent.set("c", 6);
  expect(recent.get("a")).toBe(4);
  recent.set("d", 50);
  expect(["a", "c", "d"].map((key) => recent.get(key))).toEqual([undefined, undefined, 50]);
  recent.set("e", 1);
  expect(["d", "e"].map((key) => recent.get(key))).toEqual([undefined, 1]);
});
