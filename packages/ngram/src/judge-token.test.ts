import { tokenise } from "@openledger/attribution";
import { concatBytes, equalBytes, leafHash, merkleRootFromProof, sizedRoot, toUtf8 } from "@openledger/primitives";
import fc from "fast-check";
import { expect, test } from "vitest";
import { anyContributions, anyText, anyWeights, sha256 } from "./texts.fixture.ts";
import {
  answerSeed,
  buildNgramArtifact,
  generate,
  judgeToken,
  openLeaf,
  openToken,
  parseEntry,
  refuteToken,
  smoothedRecipe,
  verifyToken,
  type NgramArtifact,
  type TokenClaim,
  type TokenEvidence,
} from "./index.ts";

const TOKENS = 10;

interface Case {
  readonly artifact: NgramArtifact;
  readonly claim: (position: number, output?: Uint8Array) => TokenClaim;
  readonly open: (position: number, output?: Uint8Array) => TokenEvidence;
  readonly output: Uint8Array;
}

const anyCase: fc.Arbitrary<Case> = fc
  .tuple(anyContributions, anyWeights, anyText, fc.bigInt(0n, 99n))
  .map(([contributions, { order, smoothingBps }, prompt, nonce]) => {
    const recipe = smoothedRecipe(order, smoothingBps);
    const artifact = buildNgramArtifact(contributions, recipe, sha256);
    const request = { seed: answerSeed(sha256, 3n, nonce), prompt };
    const honest = generate(artifact, request, TOKENS, sha256);
    return {
      artifact,
      claim: (position, output = honest) => ({ root: artifact.root, recipe, request, output, position }),
      open: (position, output = honest) => openToken(artifact, request, output, position, sha256),
      output: honest,
    };
  });

/** The first token in which two outputs differ. */
function firstDifference(honest: Uint8Array, other: Uint8Array): number {
  const [a, b] = [tokenise(honest), tokenise(other)];
  for (let i = 0; i < b.count; i++) {
    const isLast = i + 1 === b.count;
    const left = honest.subarray(0, isLast ? honest.length : a.end[i]);
    if (!equalBytes(left, other.subarray(0, isLast ? other.length : b.end[i]))) return i;
  }
  return 0;
}

test("every token of an honest answer is verified, and its evidence refutes nothing", () => {
  fc.assert(
    fc.property(anyCase, ({ claim, open }) => {
      for (let position = 0; position < TOKENS; position++) {
        expect(judgeToken(claim(position), open(position), sha256)).toBe("right");
        expect(refuteToken(claim(position), open(position), sha256)).toBe(false);
      }
    }),
    { numRuns: 30 },
  );
});

test("no leaf of the model refutes a token of an honest answer, whatever stands beside it", () => {
  fc.assert(
    fc.property(anyCase, fc.nat(TOKENS - 1), fc.infiniteStream(fc.nat()), ({ artifact, claim, open }, position, numbers) => {
      const pick = (): number => (numbers.next().value ?? 0) % artifact.leafCount;
      for (let i = 0; i < 15; i++) {
        const at = Math.min(pick(), artifact.leafCount - 2);
        const absence = { before: openLeaf(artifact, at, sha256), after: openLeaf(artifact, at + 1, sha256) };
        const entry = openLeaf(artifact, pick(), sha256);
        const own = open(position);
        for (const evidence of [{ ...own, entry }, { ...own, entry, absence }, { ...own, absence }, open(i % TOKENS)]) {
          expect(refuteToken(claim(position), evidence, sha256)).toBe(false);
        }
      }
    }),
    { numRuns: 12 },
  );
});

test("an answer with any token, whitespace or byte changed is refuted at the first difference", () => {
  const swap = fc.constantFrom("tea", "the", "intruder", ".", " ", "  ", "\n", "é", "y".repeat(300), " ".repeat(300));
  fc.assert(
    fc.property(anyCase, swap, fc.nat(), fc.nat(3), ({ artifact, claim, open, output }, put, place, cut) => {
      const from = place % (output.length + 1);
      const altered = concatBytes(output.subarray(0, from), toUtf8(put), output.subarray(Math.min(from + cut, output.length)));
      // Longer than the answer was: what an honest host would have gone on with.
      const honest = generate(artifact, claim(0).request, Math.max(TOKENS, tokenise(altered).count), sha256);
      // What ends after one of the honest tokens is a shorter honest answer.
      const isShorter = equalBytes(altered, honest.subarray(0, altered.length)) && tokenise(honest).end.includes(altered.length);
      fc.pre(!isShorter && altered.length > 0);
      const position = firstDifference(honest, altered);
      const evidence = open(position, altered);
      expect(judgeToken(claim(position, altered), evidence, sha256)).toBe("wrong");
      expect(verifyToken(claim(position, altered), evidence, sha256)).toBe(false);
    }),
    { numRuns: 100 },
  );
});

const text = "the tea is hot and the tea is good. the cup is hot and the day is good, as the tea is. hot as the tea";
const artifact = buildNgramArtifact([{ sequence: 1n, documents: [toUtf8(text)] }], smoothedRecipe(3, 1), sha256);
const request = { seed: answerSeed(sha256, 9n, 4n), prompt: "unheard words" };
const output = generate(artifact, request, 8, sha256);
const claimAt = (position: number, bytes: Uint8Array = output): TokenClaim => ({
  ...{ root: artifact.root, recipe: artifact.recipe, request, output: bytes, position },
});

test("bad evidence says why it shows nothing", () => {
  const evidence = openToken(artifact, request, output, 0, sha256);
  const judge = (changed: Partial<TokenEvidence>, claim = claimAt(0)): string => judgeToken(claim, { ...evidence, ...changed }, sha256);
  const opened = (index: number): TokenEvidence["entry"] => openLeaf(artifact, index, sha256);
  expect(evidence.absence).toBeDefined();
  expect(judge({})).toBe("right");
  expect(judge({}, claimAt(8))).toBe("no_such_token");
  expect(judge({}, claimAt(-1))).toBe("no_such_token");
  expect(judge({}, claimAt(0, new Uint8Array(0)))).toBe("no_such_token");
  expect(judge({ leafCount: 0 })).toBe("not_under_root");
  expect(judge({ entry: { ...evidence.entry, aunts: [] } })).toBe("not_under_root");
  expect(judge({ entry: { ...evidence.entry, leaf: Uint8Array.of(2) } })).toBe("not_under_root");
  expect(judge({ entry: opened(0) })).toBe("no_entry");
  expect(judge({ entry: opened(artifact.leafCount - 1) })).toBe("no_entry");
  expect(judge({ entry: opened(artifact.leafCount - 2) })).toBe("other_context");
  expect(judge({ entry: opened(evidence.entry.index === 1 ? 2 : 1) })).toBe("draw_elsewhere");
  expect(judgeToken(claimAt(0), { leafCount: evidence.leafCount, entry: evidence.entry }, sha256)).toBe("absence_not_shown");
  expect(judge({ absence: { before: opened(3), after: opened(4) } })).toBe("absence_not_shown");
  expect(judge({ absence: { before: opened(0), after: opened(artifact.leafCount - 1) } })).toBe("absence_not_shown");
});

test("the root names its number of leaves: under another claimed size no leaf stands anywhere", () => {
  const small = buildNgramArtifact([{ sequence: 1n, documents: [toUtf8("a b c a b a c b")] }], smoothedRecipe(2, 1), sha256);
  for (let leaf = 0; leaf < small.leafCount; leaf++) {
    const opening = openLeaf(small, leaf, sha256);
    for (let total = 1; total <= 3 * small.leafCount; total++) {
      for (let index = 0; index < total; index++) {
        const proof = { total, index, leafHash: leafHash(sha256, opening.leaf), aunts: opening.aunts };
        const root = merkleRootFromProof(sha256, proof);
        const isUnder = root !== undefined && equalBytes(sizedRoot(sha256, BigInt(total), root), small.root);
        if (isUnder) expect([total, index]).toEqual([small.leafCount, leaf]);
      }
    }
  }
});

test("a host that draws from a shorter context although a longer one exists is refuted by the longer one's entry", () => {
  const longest = Array.from({ length: 8 }, (_, i) => i).find(
    (i) => (parseEntry(openToken(artifact, request, output, i, sha256).entry.leaf)?.context.length ?? 0) === 2,
  );
  const position = longest ?? 0;
  const evidence = openToken(artifact, request, output, position, sha256);
  expect(longest).toBeDefined();
  expect(evidence.absence).toBeUndefined();
  const tokens = tokenise(output);
  const altered = concatBytes(output.subarray(0, tokens.end[position - 1]), toUtf8(" cup"));
  expect(equalBytes(altered, output.subarray(0, altered.length))).toBe(false);
  expect(refuteToken(claimAt(position, altered), evidence, sha256)).toBe(true);
});
