import { expect, test } from "vitest";
import { createBoundedMemo } from "./index.ts";

test("what is asked for stays, what is not goes with its generation", () => {
  const memo = createBoundedMemo<number, string>(2);
  memo.set(1, "one");
  memo.set(2, "two");
  expect([memo.get(1), memo.get(2)]).toEqual(["one", "two"]);
  memo.set(3, "three");
  memo.get(1);
  memo.set(4, "four");
  expect([memo.get(1), memo.get(2)]).toEqual(["one", undefined]);
});
