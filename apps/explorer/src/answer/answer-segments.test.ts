import { toUtf8 } from "@openledger/primitives";
import fc from "fast-check";
import { expect, test } from "vitest";
import { answerBlocks } from "./answer-blocks.ts";
import { answerSegments, type AnswerSegment, type ByteRange } from "./answer-segments.ts";

const never = (): boolean => false;

function cut(text: string, spans: readonly ByteRange[], joins: () => boolean = never): AnswerSegment[] {
  return answerSegments(toUtf8(text), spans, joins);
}

test("spans colour their bytes, whitespace between two owners stays plain", () => {
  const spans = [{ start: 0, end: 11 }, { start: 12, end: 21 }];
  expect(cut("Boil water, then tea.\n", spans)).toEqual([
    { text: "Boil water,", span: 0 },
    { text: " ", span: undefined },
    { text: "then tea.", span: 1 },
    { text: "\n", span: undefined },
  ]);
});

test("whitespace between two spans of one owner is coloured with them", () => {
  expect(cut("one two", [{ start: 0, end: 3 }, { start: 4, end: 7 }], () => true)).toEqual([
    { text: "one", span: 0 },
    { text: " ", span: 0 },
    { text: "two", span: 1 },
  ]);
});

test("no cut falls inside a character, whatever the offsets are", () => {
  const segments = cut("né€😀x", [{ start: 0, end: 2 }, { start: 2, end: 8 }, { start: 8, end: 11 }]);
  expect(segments.map(({ text }) => text)).toEqual(["né", "€😀", "x"]);
});

test("the pieces of any text under any cover are the text", () => {
  const cuts = fc.array(fc.nat(40), { maxLength: 12 });
  fc.assert(
    fc.property(fc.string({ unit: "grapheme", maxLength: 80 }), cuts, (text, steps) => {
      const size = toUtf8(text).length;
      const spans: ByteRange[] = [];
      let at = 0;
      for (let i = 0; i + 1 < steps.length; i += 2) {
        const start = Math.min(size, at + (steps[i] ?? 0));
        at = Math.min(size, start + (steps[i + 1] ?? 0));
        spans.push({ start, end: at });
      }
      const segments = cut(text, spans);
      expect(segments.map((segment) => segment.text).join("")).toBe(text);
      const shown = answerBlocks(segments).flatMap((block) => block.lines.flatMap((line) => line.map((piece) => piece.text)));
      expect(shown.join("").replace(/\s/g, "")).toBe(text.replace(/\s/g, ""));
    }),
    { numRuns: 200 },
  );
});

test("a span outside the answer or over its predecessor is refused", () => {
  expect(() => cut("one two", [{ start: 4, end: 8 }])).toThrow("span 0 lies outside");
  expect(() => cut("one two", [{ start: 0, end: 4 }, { start: 3, end: 7 }])).toThrow("span 1 begins");
});

test("the lines of a paragraph flow together, those of a list stay apart", () => {
  const [first, list] = answerBlocks(cut("one\ntwo\n\n- a\n- b\n  c", []));
  expect(first?.lines.map((line) => line.map(({ text }) => text).join(""))).toEqual(["one two"]);
  expect(list?.lines).toHaveLength(3);
});

test("headings, paragraphs and fenced code are told apart and only the first piece of a span is marked first", () => {
  const text = "**ws: Server**\n\nText one\nline two\n\n```js\nconst a = 1;\n\n# no heading\n```\nafter";
  const blocks = answerBlocks(cut(text, [{ start: 16, end: 33 }]));
  expect(blocks.map(({ kind, lines }) => [kind, lines.length])).toEqual([
    ["heading", 1],
    ["text", 1],
    ["code", 5],
    ["text", 1],
  ]);
  const firsts = blocks.flatMap(({ lines }) => lines.flat()).filter((piece) => piece.isFirstOfSpan);
  expect(firsts.map(({ text: shown }) => shown)).toEqual(["Text one"]);
});
