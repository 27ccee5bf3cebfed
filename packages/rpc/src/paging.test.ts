import { expect, test } from "vitest";
import { answerPage } from "./paging.ts";

test("a page that would make too large an answer is refused with what to do", async () => {
  const megabyte = (): number => 1024 * 1024;
  const items = Array.from({ length: 65 }, (_, i) => i);
  expect(await answerPage(items.slice(0, 64), megabyte, String)).toHaveLength(64);
  await expect(answerPage(items, megabyte, String)).rejects.toThrow("ask for fewer by per_page");
});
