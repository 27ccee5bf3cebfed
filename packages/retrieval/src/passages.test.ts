import { fromUtf8, isUtf8, toUtf8 } from "@openledger/primitives";
import fc from "fast-check";
import { expect, test } from "vitest";
import { byteTextFromBytes } from "./byte-text.ts";
import { passagesOf, type Passage } from "./passages.ts";

interface Seen {
  readonly path: string;
  readonly text: string;
}

function cut(markdown: string): { passages: readonly Passage[]; seen: Seen[] } {
  const bytes = toUtf8(markdown);
  const { passages } = passagesOf(byteTextFromBytes(bytes));
  const seen = passages.map(({ start, end, ancestors, heading }) => ({
    path: [...ancestors, heading].join(" > "),
    text: fromUtf8(bytes.subarray(start, end)),
  }));
  return { passages, seen };
}

test("a passage is a section with its heading and the headings above", () => {
  const { seen } = cut(
    "# Tea\n\nHot.\n\n## Green\n\nSteep.\n\nMilk\n----\n\nNo.\n<h2 align='center'>\n  Cup</h2>\nBig.\n",
  );
  expect(seen).toEqual([
    { path: "Tea", text: "# Tea\n\nHot." },
    { path: "Tea > Green", text: "## Green\n\nSteep." },
    { path: "Tea > Milk", text: "Milk\n----\n\nNo." },
    { path: "Tea > Cup", text: "<h2 align='center'>\n  Cup</h2>\nBig." },
  ]);
});

test("a number sign inside a code fence is no heading", () => {
  const { seen, passages } = cut("# Run\n\n```sh\n# comment\nmake\n```\n\nDone.\n");
  expect(seen).toHaveLength(1);
  expect(passages[0]?.hasCode).toBe(true);
});

test("a fence that is never closed ends at the first blank line", () => {
  const { seen } = cut("# A\n\n```js\nlet a;\n\n# B\n\nText.\n");
  expect(seen.map(({ path }) => path)).toEqual(["A", "B"]);
});

test("a fence that another fence with a language interrupts ends at the first blank line", () => {
  const { seen } = cut("# A\n\n```js\nlet a;\n\n# B\n\n```js\nlet b;\n```\n\n# C\n\nText.\n");
  expect(seen.map(({ path }) => path)).toEqual(["A", "B", "C"]);
});

test("licence, contributing, sponsors, changelog and contents sections are left out with what is below them", () => {
  const { seen } = cut("# A\n\na\n\n## License\n\nb\n\n### More\n\nc\n\n## Table of Contents\n\nd\n\n## Use\n\ne\n");
  expect(seen.map(({ path }) => path)).toEqual(["A", "A > Use"]);
});

test("the front matter's title is a heading above all others", () => {
  const { seen } = cut("---\ntitle: Cups\ndescription: all of them\n---\n\nIntro.\n\n## Big\n\nText.\n");
  expect(seen).toEqual([
    { path: "Cups", text: "Intro." },
    { path: "Cups > Big", text: "## Big\n\nText." },
  ]);
});

test("carriage returns change neither headings nor fences", () => {
  const { seen } = cut("# A\r\n\r\n```js\r\n# b\r\n```\r\n\r\n## C\r\n\r\nText.\r\n");
  expect(seen.map(({ path }) => path)).toEqual(["A", "A > C"]);
});

test("a long section is cut at blank lines, the first piece at 200 bytes or more", () => {
  const paragraph = `${"word ".repeat(60).trim()}.`;
  const { seen, passages } = cut(`# Long\n\n${Array.from({ length: 9 }, () => paragraph).join("\n\n")}\n`);
  expect(passages.length).toBeGreaterThan(1);
  for (const { text } of seen) expect(text.endsWith(".")).toBe(true);
  for (const { start, end } of passages) expect(end - start).toBeLessThanOrEqual(1200);
});

test("a code fence cut in two carries the fence lines that complete both pieces", () => {
  const code = Array.from({ length: 90 }, (_, i) => `const value${i} = ${i};`).join("\n");
  const { passages } = cut(`# Code\n\n\`\`\`ts\n${code}\n\`\`\`\n`);
  expect(passages.length).toBeGreaterThan(1);
  expect(passages[0]).toMatchObject({ openFence: "", closeFence: "```" });
  expect(passages.at(-1)).toMatchObject({ openFence: "```ts", closeFence: "" });
});

test("one paragraph of many lines is cut at line ends, one line at sentence ends, one sentence at 1,200 bytes", () => {
  const lines = cut(Array.from({ length: 400 }, (_, i) => `line ${i} of it`).join("\n"));
  for (const { text } of lines.seen) expect(text).toMatch(/^line \d+ of it(?:\n|$)/);
  const sentences = cut(Array.from({ length: 400 }, (_, i) => `Sentence ${i} is here.`).join(" "));
  for (const { text } of sentences.seen) expect(text).toMatch(/^Sentence[^]*here\.$/);
  const solid = cut("\u00e9".repeat(5_000));
  expect(
    solid.passages
      .map(({ start, end }) => end - start)
      .slice(0, -1)
      .every((size) => size >= 1199),
  ).toBe(true);
});

test("work grows with the length of a document and not with its square", () => {
  const adversarial = [
    "word ".repeat(200_000),
    "```\n~~~~\n".repeat(60_000),
    "```js\nx\n".repeat(60_000),
    "<".repeat(400_000),
  ];
  for (const text of adversarial) expect(passagesOf(text).passages.length).toBeGreaterThan(0);
}, 5_000);

test("passages are ascending, apart, 1 to 1,200 bytes, and whole UTF-8 characters, whatever the document", () => {
  const piece = fc.constantFrom(
    "# A\n",
    "```js\n",
    "```\n",
    "\n",
    "\n\n",
    " ",
    "word",
    "\u00e9\u00e0",
    "\u{1f680}",
    "---\n",
    "<h2>",
    "</h2>",
    ".",
    "| a |\n",
    "x".repeat(700),
    "\r\n",
    "## License\n",
    "\u00a0",
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 60 }), (pieces) => {
      const bytes = toUtf8(pieces.join(""));
      let before = 0;
      for (const { start, end, bodyStart } of passagesOf(byteTextFromBytes(bytes)).passages) {
        expect(start >= before && start <= bodyStart && bodyStart <= end).toBe(true);
        expect(end > start && end - start <= 1200 && end <= bytes.length).toBe(true);
        expect(isUtf8(bytes.subarray(start, end))).toBe(true);
        before = end;
      }
    }),
    { numRuns: 300 },
  );
});
