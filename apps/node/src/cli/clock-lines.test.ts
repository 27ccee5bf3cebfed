import { expect, test } from "vitest";
import { renderClock } from "./clock-lines.ts";

const untilTime = 1_790_000_000n * 1_000_000_000n;

test("each open thing is one line, whatever its title holds", () => {
  const text = renderClock([
    { what: "incident 3", subject: "receipt 7/0", turn: "open1h responds", untilTime, untilHeight: 40n },
    { what: "proposal 12", subject: "pay\u001b[2J me\nnow", turn: "stakers vote", untilTime, untilHeight: 0n },
  ]);
  expect(text.split("\n")).toEqual([
    "what         about           whose turn       until                     and height",
    "incident 3   receipt 7/0     open1h responds  2026-09-21T14:13:20.000Z  40",
    "proposal 12  pay?[2J me?now  stakers vote     2026-09-21T14:13:20.000Z",
  ]);
});

test("an idle chain says that nothing is open", () => {
  expect(renderClock([])).toBe("nothing is open");
});
