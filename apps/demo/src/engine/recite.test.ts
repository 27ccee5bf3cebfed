import { expect, test } from "vitest";
import { OPENING_WORDS, recite } from "./recite.ts";

const system = { role: "system", content: "Answer.\n\n[1]\n# Fog\n\nIt comes at noon.\n\n[2]\n## Wind\n\nIt goes at night." };
const question = { role: "user", content: "When?" };
const WHOLE = `${OPENING_WORDS}\n\nIt comes at noon.\n\nIt goes at night.`;

test("the engine reads the passages that it is given, without their headings", () => {
  expect(recite([system, question])).toBe(WHOLE);
  expect(recite([question])).toBe(OPENING_WORDS);
});

test("an answer that was begun elsewhere is gone on with, and another one is not", () => {
  for (const length of [1, 30, WHOLE.length - 1, WHOLE.length]) {
    const begun = WHOLE.slice(0, length);
    expect(begun + recite([system, question, { role: "assistant", content: begun }])).toBe(WHOLE);
  }
  expect(recite([system, question, { role: "assistant", content: "No." }])).toBe(WHOLE);
});
