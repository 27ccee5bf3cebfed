import { expect, test } from "vitest";
import { gradeOf } from "./review.ts";

test("a grade grows with sections and code examples, from 40 to 100", () => {
  expect(gradeOf(["plain words"])).toBe(40);
  expect(gradeOf(["# One\n\n```js\ncode\n```\n", "## Two\n"])).toBe(40 + 2 * 3 + 5);
  const long = `${"# Section\n".repeat(30)}${"```\nx\n```\n".repeat(30)}`;
  expect(gradeOf([long])).toBe(100);
});
