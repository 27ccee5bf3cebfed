import { createNodeCrypto } from "@openledger/crypto";
import { equalBytes, toHex, toUtf8 } from "@openledger/primitives";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { answer, artifactLeaves, buildArtifact } from "./artifact.ts";
import { RetrievalError } from "./errors.ts";
import { questionOf } from "./query.ts";
import type { RetrievalContribution } from "./retrieval-index.ts";

const { sha256 } = createNodeCrypto();

const front = (name: string, description: string): string => `---\nname: ${name}\ndescription: ${description}\n---\n`;
const contribution = (sequence: bigint, ...documents: string[]): RetrievalContribution => ({
  sequence,
  documents: documents.map(toUtf8),
});

const KITCHEN = [
  contribution(
    1n,
    front("teapot", "brew green and black tea"),
    "# teapot\n\nBrews tea.\n\n## Green tea\n\nSteep it for two minutes at 80 degrees.\n\n## Black tea\n\nSteep it for four minutes.\n",
  ),
  contribution(
    4n,
    front("kettle", "boil water"),
    "# kettle\n\n```js\nkettle.boil(water)\n```\n\nWhistles when done.\n",
  ),
];

test("an answer cites the best passage byte for byte and says what it did not find", () => {
  const found = answer(buildArtifact(KITCHEN, sha256), "What is the green one in a samovar?");
  expect(found.text).toBe(
    "**teapot**\n\n## Green tea\n\nSteep it for two minutes at 80 degrees.\n\n*not found in these passages: samovar*",
  );
  expect(found.passages).toEqual([
    expect.objectContaining({ contribution: 1n, title: "teapot", document: 1, headingPath: ["teapot", "Green tea"] }),
  ]);
});

test("passages that are left out are not cited, and the next best is", () => {
  const artifact = buildArtifact(KITCHEN, sha256);
  const question = "What is steeped for two minutes, the green tea?";
  const first = answer(artifact, question);
  const place = first.passages[0];
  const second = answer(artifact, question, (one) => one.contribution === 1n && one.start === place?.start);
  expect(second.passages.map(({ start }) => start)).not.toContain(place?.start);
  expect(second.passages[0]).toMatchObject({ contribution: 1n, headingPath: ["teapot", "Black tea"] });
  expect(second.passages[0]?.score).toBe(answer(artifact, question, (one) => one.start === place?.start).passages[0]?.score);
  expect(answer(artifact, question, () => true).passages).toEqual([]);
  expect(answer(artifact, question, () => false)).toEqual(first);
});

test("a question that nothing matches says so and cites nothing", () => {
  const found = answer(buildArtifact(KITCHEN, sha256), "Quantum chromodynamics?");
  expect(found.passages).toEqual([]);
  expect(found.text).toBe(
    "No passage of this model matches the question.\n\n*not found in these passages: quantum, chromodynamics*",
  );
});

test("a question of any length and content gives a bounded answer of cited slices", () => {
  const artifact = buildArtifact(KITCHEN, sha256);
  fc.assert(
    fc.property(fc.string({ unit: "grapheme", maxLength: 3000 }), (noise) => {
      const { bytes, passages } = answer(artifact, `tea water ${noise}`);
      expect(bytes.length).toBeLessThanOrEqual(3_000);
      let cited = 0;
      for (const { contribution: sequence, document, start, end, outputStart, outputEnd } of passages) {
        const source = KITCHEN.find((one) => one.sequence === sequence)?.documents[document];
        expect(equalBytes(bytes.subarray(outputStart, outputEnd), source?.subarray(start, end) ?? bytes)).toBe(true);
        cited += end - start;
      }
      expect(cited).toBeLessThanOrEqual(1_500);
    }),
    { numRuns: 50 },
  );
});

test("bytes of the question after 2,048 do not count", () => {
  const artifact = buildArtifact(KITCHEN, sha256);
  const long = `green tea ${"\u00e9".repeat(1_019)}`;
  expect(answer(artifact, `${long} kettle boil water`).text).toBe(answer(artifact, long).text);
});

test("the question is the last message of the user", () => {
  const messages = [
    { role: "user", text: "first" },
    { role: "user", text: "second" },
    { role: "assistant", text: "third" },
  ];
  expect(questionOf(messages)).toBe("second");
  expect(questionOf([])).toBe("");
});

test("the same rows give the same root and the same answer bytes", () => {
  const [first, second] = [buildArtifact(KITCHEN, sha256), buildArtifact(structuredClone(KITCHEN), sha256)];
  expect(toHex(first.root)).toBe(toHex(second.root));
  expect(answer(first, "boil water")).toEqual(answer(second, "boil water"));
});

test("the root of a known corpus is pinned: another root is another rule version", () => {
  const artifact = buildArtifact(KITCHEN, sha256);
  expect({ ...artifact.header, leaves: artifact.leafCount, root: toHex(artifact.root) }).toMatchInlineSnapshot(`
    {
      "averagePackageLength": 19,
      "averagePassageLength": 5,
      "leaves": 53,
      "packages": 2,
      "passages": 4,
      "root": "c3c9c210f18e5bd7650bdec719f692fca5c918178bd3e162e112297285a9f744",
      "ruleVersion": 1,
      "terms": 23,
    }
  `);
});

test("leaves are in byte order and none stands twice", () => {
  const leaves = artifactLeaves(buildArtifact(KITCHEN, sha256).index).map(toHex);
  expect(leaves).toEqual([...new Set(leaves)].sort((a, b) => (a < b ? -1 : 1)));
});

test("another sequence, byte or description is another root", () => {
  const [teapot, kettle] = KITCHEN;
  const root = (...contributions: (RetrievalContribution | undefined)[]): string =>
    toHex(
      buildArtifact(
        contributions.filter((one) => one !== undefined),
        sha256,
      ).root,
    );
  const roots = [
    root(teapot, kettle),
    root(teapot),
    root(teapot, { ...KITCHEN[1], sequence: 5n, documents: kettle?.documents ?? [] }),
    root(
      teapot,
      contribution(
        4n,
        front("kettle", "boil milk"),
        "# kettle\n\n```js\nkettle.boil(water)\n```\n\nWhistles when done.\n",
      ),
    ),
    root(
      teapot,
      contribution(
        4n,
        front("kettle", "boil water"),
        "# kettle\n\n```js\nkettle.boil(water)\n```\n\nWhistles when done!\n\nAnd steams.",
      ),
    ),
  ];
  expect(new Set(roots).size).toBe(roots.length);
});

describe("contributions that no artifact is built from", () => {
  const code = (contributions: RetrievalContribution[]): string => {
    try {
      buildArtifact(contributions, sha256);
    } catch (error) {
      if (error instanceof RetrievalError) return error.code;
      throw error;
    }
    return "built";
  };
  test.each([
    ["not_in_order", [contribution(2n, "# a\n\nb"), contribution(2n, "# a\n\nb")]],
    ["no_documents", [contribution(1n)]],
    ["empty_corpus", [contribution(1n, "# heading only\n")]],
    ["empty_corpus", []],
    ["not_utf8", [{ sequence: 1n, documents: [Uint8Array.of(0x61, 0xff)] }]],
  ])("are refused with %s", (expected, contributions) => {
    expect(code(contributions)).toBe(expected);
  });
});
