import { expect, test } from "vitest";
import { renderAnswer } from "./render-answer.ts";

const span = (start: number, end: number, owner: string) => ({
  ...{ start, end, owner, status: owner === "" ? "no-match" : "owned" },
  contribution: owner === "" ? null : { title: `of ${owner}` },
});

function shown(text: string, spans: readonly ReturnType<typeof span>[]): string | undefined {
  return renderAnswer({ text, spans, owners: [], amount: "1", denom: "udemo" }, false).split("\n\n")[0];
}

test("pieces of one owner that follow each other are one piece, with the whitespace between them", () => {
  expect(shown("aa bb\ncc", [span(0, 2, "x"), span(3, 5, "x"), span(6, 8, "x")])).toBe("[1:aa bb\ncc]");
  expect(shown("aabb", [span(0, 2, "x"), span(2, 4, "x")])).toBe("[1:aabb]");
});

test("another owner, words of nobody and uncovered words end a piece", () => {
  expect(shown("aa bb cc", [span(0, 2, "x"), span(3, 5, "y"), span(6, 8, "x")])).toBe("[1:aa] [2:bb] [1:cc]");
  expect(shown("aa bb cc", [span(0, 2, "x"), span(3, 5, ""), span(6, 8, "x")])).toBe("[1:aa] bb [1:cc]");
  expect(shown("aa bb cc", [span(0, 2, "x"), span(6, 8, "x")])).toBe("[1:aa] bb [1:cc]");
});

test("offsets are bytes, so letters of several bytes stay whole", () => {
  expect(shown("ää öö", [span(0, 4, "x"), span(5, 9, "x")])).toBe("[1:ää öö]");
});
