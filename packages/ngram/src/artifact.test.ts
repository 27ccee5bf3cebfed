import { compareBytes, leafHash, merkleRoot, merkleRootFromProof, sizedRoot, toHex, toUtf8 } from "@openledger/primitives";
import fc from "fast-check";
import { expect, test } from "vitest";
import { anyContributions, anyWeights, sha256 } from "./texts.fixture.ts";
import { naiveCounts, naiveLeaves } from "./naive-model.fixture.ts";
import {
  buildNgramArtifact,
  commitToCounts,
  createLeafReader,
  openLeaf,
  parseEntry,
  smoothedRecipe,
  withoutContribution,
  type NgramArtifact,
  type NgramEntry,
} from "./index.ts";

function leavesOf(artifact: NgramArtifact): Uint8Array[] {
  const reader = createLeafReader(artifact.counts, artifact.recipe);
  return Array.from({ length: artifact.leafCount }, (_, i) => reader.read(i).slice());
}

test("leaves and root are those that a count by text gives", () => {
  fc.assert(
    fc.property(anyContributions, anyWeights, (contributions, { order, smoothingBps }) => {
      const artifact = buildNgramArtifact(contributions, smoothedRecipe(order, smoothingBps), sha256);
      const leaves = leavesOf(artifact);
      const entries = leaves.slice(1, -1).map(toHex);
      expect(entries).toEqual(naiveLeaves(naiveCounts(contributions, order)).map(toHex));
      expect(leaves.every((leaf, i) => i === 0 || compareBytes(leaves[i - 1] ?? leaf, leaf) < 0)).toBe(true);
      expect(artifact.root).toEqual(sizedRoot(sha256, BigInt(leaves.length), merkleRoot(sha256, leaves)));
    }),
    { numRuns: 40 },
  );
});

test("the entries of a context partition its range", () => {
  fc.assert(
    fc.property(anyContributions, anyWeights, (contributions, { order, smoothingBps }) => {
      const artifact = buildNgramArtifact(contributions, smoothedRecipe(order, smoothingBps), sha256);
      const entries = leavesOf(artifact).map(parseEntry).filter((entry) => entry !== undefined);
      const contexts = Map.groupBy(entries, ({ context }: NgramEntry) => context.map(toHex).join());
      for (const own of contexts.values()) {
        let reached = 0;
        for (const { count, before } of own) {
          expect(before).toBe(reached);
          expect(count).toBeGreaterThan(0);
          reached += count;
        }
        expect(own.every(({ total }) => total === reached)).toBe(true);
      }
    }),
    { numRuns: 30 },
  );
});

test("every leaf of a model of several blocks opens under the root", () => {
  const text = Array.from({ length: 400 }, (_, i) => `word${i % 90} and word${(i * 7) % 50}.`).join(" ");
  const artifact = buildNgramArtifact([{ sequence: 1n, documents: [toUtf8(text)] }], smoothedRecipe(3, 500), sha256);
  expect(artifact.leafCount).toBeGreaterThan(600);
  for (let index = 0; index < artifact.leafCount; index += 13) {
    const { leaf, aunts } = openLeaf(artifact, index, sha256);
    const proof = { total: artifact.leafCount, index, leafHash: leafHash(sha256, leaf), aunts };
    const root = merkleRootFromProof(sha256, proof) ?? new Uint8Array(0);
    expect(sizedRoot(sha256, BigInt(artifact.leafCount), root)).toEqual(artifact.root);
  }
});

test("removing a contribution's counts is training without it", () => {
  fc.assert(
    fc.property(anyContributions, anyWeights, fc.nat(3), (contributions, { order, smoothingBps }, pick) => {
      fc.pre(contributions.length > 1);
      const removed = contributions[pick % contributions.length]?.sequence ?? 0n;
      const recipe = smoothedRecipe(order, smoothingBps);
      const whole = buildNgramArtifact(contributions, recipe, sha256);
      const rest = contributions.filter(({ sequence }) => sequence !== removed);
      const retrained = buildNgramArtifact(rest, recipe, sha256);
      const reduced = commitToCounts(withoutContribution(whole.counts, removed), recipe, sha256);
      expect(reduced.leafCount).toBe(retrained.leafCount);
      expect(toHex(reduced.root)).toBe(toHex(retrained.root));
    }),
    { numRuns: 40 },
  );
});

test("a removal that leaves nothing, and contributions that no model is made of, are refused", () => {
  const recipe = smoothedRecipe(3, 500);
  const build = (texts: readonly (string | Uint8Array)[], step = 1n): NgramArtifact =>
    buildNgramArtifact(
      texts.map((text, i) => ({ sequence: BigInt(i) * step, documents: [typeof text === "string" ? toUtf8(text) : text] })),
      recipe,
      sha256,
    );
  const only = build(["a b c", " "]);
  expect(() => withoutContribution(only.counts, 0n)).toThrow(expect.objectContaining({ code: "empty_corpus" }));
  expect(() => build(["", " \n"])).toThrow(expect.objectContaining({ code: "empty_corpus" }));
  expect(() => build(["a", "b"], 0n)).toThrow(expect.objectContaining({ code: "not_in_order" }));
  expect(() => build([Uint8Array.of(0xff)])).toThrow(expect.objectContaining({ code: "not_utf8" }));
});

test("the root of a small model is pinned", () => {
  const documents = [toUtf8("To be, or not to be:\nthat is the question."), toUtf8("To be is to do.")];
  const artifact = buildNgramArtifact([{ sequence: 5n, documents }], smoothedRecipe(3, 1_000), sha256);
  expect([artifact.leafCount, toHex(artifact.root)]).toMatchInlineSnapshot(`
    [
      46,
      "2326a2afd04e023cc4bef43b06e29547debc2361bb30c35af0dfa965e7e30f31",
    ]
  `);
});
