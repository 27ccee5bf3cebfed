import { createNodeCrypto } from "@openledger/crypto";
import type { RowPlace } from "@openledger/attribution";
import type { ArtifactProof } from "@openledger/messages/openledger/attribution/v1";
import { toUtf8 } from "@openledger/primitives";
import fc from "fast-check";
import { expect, test } from "vitest";
import { evidenceOf } from "./answer-evidence.ts";
import type { LeftOut } from "./answer.ts";
import { answer, buildArtifact, type RetrievalArtifact } from "./artifact.ts";
import { derivationFault, derivationOf } from "./derivation.ts";
import { judgeAnswer, type AnswerVerdict } from "./judge-answer.ts";
import { termKey } from "./leaf-codec.ts";
import { EVIDENCE_PASSAGES_MAX } from "./rule.ts";
import { openShownLeaves } from "./shown-leaves.ts";

const { sha256 } = createNodeCrypto();

const WORDS = ["kettle", "glacier", "heron", "brew", "tea", "ice", "fog", "silver", "copper", "boiling", "morning"];
const word = fc.constantFrom(...WORDS, "the", "leaves.");
const sentence = fc.array(word, { minLength: 3, maxLength: 24 }).map((words) => words.join(" "));
const section = fc
  .record({ heading: fc.option(fc.array(word, { minLength: 1, maxLength: 3 })), body: sentence, code: fc.boolean() })
  .map(({ heading, body, code }) => {
    const title = heading === null ? "" : `# ${heading.join(" ")}\n\n`;
    return `${title}${body}\n${code ? `\n\`\`\`js\n${body}()\n\`\`\`\n` : ""}`;
  });
const document = fc.array(section, { minLength: 1, maxLength: 5 }).map((sections) => sections.join("\n"));
const corpus = fc.array(document, { minLength: 1, maxLength: 6 });
const question = fc
  .tuple(fc.constantFrom("How do I ", "What is "), fc.array(fc.constantFrom(...WORDS, "zeppelin"), { minLength: 1, maxLength: 5 }))
  .map(([start, words]) => `${start}${words.join(" ")}?`);

interface Case {
  readonly artifact: RetrievalArtifact;
  readonly question: string;
  readonly passages: readonly number[];
  readonly output: Uint8Array;
  readonly isLeftOut?: LeftOut;
}

const build = (texts: readonly string[]): RetrievalArtifact =>
  buildArtifact(texts.map((text, i) => ({ sequence: BigInt(i + 1), documents: [toUtf8(`${text}\nunique${i}`)] })), sha256);

function rowsOf({ index }: RetrievalArtifact): (place: RowPlace) => Uint8Array | undefined {
  return ({ sequence, document: at, start, end }) =>
    index.packages.find((one) => one.sequence === sequence)?.documents[at]?.slice(start, end);
}

const leftOutBy = (isLeftOut: LeftOut | undefined) => ({ sequence, document: at, start, end }: RowPlace): boolean =>
  isLeftOut?.({ contribution: sequence, document: at, start, end }) ?? false;

function judge(one: Case, shown: readonly number[], artifact: ArtifactProof = evidenceOf(one.artifact, one.question, shown).artifact): AnswerVerdict {
  return judgeAnswer(sha256, artifact, {
    ...{ root: one.artifact.root, question: one.question, output: one.output, passages: one.passages.map(BigInt) },
    ...{ isLeftOut: leftOutBy(one.isLeftOut), rowBytes: rowsOf(one.artifact) },
  });
}

function fault(one: Case, passages: readonly number[] = one.passages): string | undefined {
  return derivationFault(sha256, one.artifact.root, {
    ...derivationOf(one.artifact, passages),
    sources: [],
    ...{ request: [{ role: "user", text: one.question }], output: one.output },
    ...{ rowBytes: rowsOf(one.artifact), isRevoked: leftOutBy(one.isLeftOut) },
  });
}

function honest(artifact: RetrievalArtifact, asked: string, isLeftOut?: LeftOut): Case {
  const { bytes, passages } = answer(artifact, asked, isLeftOut);
  const leftOut = isLeftOut === undefined ? {} : { isLeftOut };
  return { artifact, question: asked, passages: passages.map(({ passage }) => passage), output: bytes, ...leftOut };
}

const someOf = (artifact: RetrievalArtifact, picks: readonly number[], count: number): number[] =>
  [...new Set(picks.map((pick) => pick % artifact.header.passages))].slice(0, count);

const picks = fc.array(fc.nat(1000), { maxLength: EVIDENCE_PASSAGES_MAX });
const revokedPackage = fc.option(fc.nat(5));

test("no evidence refutes an honest answer, and its derivation holds", () => {
  fc.assert(
    fc.property(corpus, question, picks, revokedPackage, (texts, asked, extra, revoked) => {
      const artifact = build(texts);
      const isLeftOut: LeftOut = ({ contribution }) => contribution === BigInt(revoked ?? -1);
      const one = honest(artifact, asked, isLeftOut);
      expect(fault(one)).toBeUndefined();
      const shown = [...new Set([...one.passages, ...someOf(artifact, extra, 5)])];
      expect(judge(one, shown).verdict).toBe("stands");
    }),
    { numRuns: 150 },
  );
});

test("every other choice of passages is refuted by the claim's passages and the right ones", () => {
  fc.assert(
    fc.property(corpus, question, picks, (texts, asked, chosen) => {
      const artifact = build(texts);
      const right = honest(artifact, asked);
      const passages = someOf(artifact, chosen, 3);
      fc.pre(passages.join() !== right.passages.join());
      const shown = [...new Set([...passages, ...right.passages])];
      expect(judge({ ...right, passages }, shown).verdict).toBe("wrong");
    }),
    { numRuns: 150 },
  );
});

const tea = build(["# Brew tea\n\nBrew tea slowly.\n\n# Tea brew\n\nBrew tea quickly.", "# Tea ice\n\nTea with ice.", "# Glacier\n\nBlue ice."]);
const right = honest(tea, "How do I brew tea?");

test("any other byte of the output is refuted, and has no derivation", () => {
  const output = toUtf8("My own paragraph.\n\n");
  const spliced: Case = { ...right, output: Uint8Array.of(...output, ...right.output) };
  expect(judge(spliced, right.passages)).toEqual({ verdict: "wrong", why: "its passages give other bytes" });
  expect(fault(spliced)).toBe("its passages give other bytes");
  expect(fault(right)).toBeUndefined();
});

test("passages that do not exist, too many or twice the same are refuted by the header alone", () => {
  const { artifact } = evidenceOf(tea, right.question, []);
  for (const passages of [[tea.header.passages], [0, 0], [0, 1, 2, 3]]) {
    expect(judge({ ...right, passages }, [], artifact).verdict).toBe("wrong");
  }
});

test("evidence without something that decides is no proof, and neither is a changed leaf", () => {
  const { artifact } = evidenceOf(tea, right.question, right.passages);
  for (let left = 0; left < artifact.leaves.length; left++) {
    const without = <T>(items: readonly T[]): T[] => items.filter((_, i) => i !== left);
    const proof = tea.leaves.prove(without(artifact.indexes).map(Number));
    expect(judge(right, [], proof).verdict).toBe("unproved");
    const changed = artifact.leaves.map((leaf, i) => (i === left ? Uint8Array.of(...leaf, 0) : leaf));
    expect(judge(right, [], { ...artifact, leaves: changed }).verdict).toBe("unproved");
  }
  expect(judge(right, [], { ...artifact, leafCount: 1n << 60n }).verdict).toBe("unproved");
});

test("no number of leaves makes the two around a leaf neighbours", () => {
  const at = tea.leaves.firstFrom(termKey("tea"));
  const { leaves, hashes } = tea.leaves.prove([at - 1, at + 1]);
  for (let count = 2; count < 2 * tea.leafCount; count++) {
    for (let first = 0; first + 1 < count; first++) {
      const proof = { leafCount: BigInt(count), indexes: [BigInt(first), BigInt(first + 1)], leaves, hashes };
      expect(openShownLeaves(sha256, tea.root, proof, 2)).toBeUndefined();
    }
  }
});

test("a derivation shows exactly the leaves of its passages and packages", () => {
  expect(fault({ ...right, passages: right.passages.slice(1) })).toBeDefined();
  expect(fault({ ...right, passages: [...right.passages].reverse() })).toBeDefined();
  const more = derivationOf(tea, [0, 1, 2]).proof;
  const answered = { ...derivationOf(tea, right.passages), sources: [], proof: more };
  const why = derivationFault(sha256, tea.root, {
    ...{ ...answered, request: [{ role: "user", text: right.question }], output: right.output },
    ...{ rowBytes: rowsOf(tea), isRevoked: () => false },
  });
  expect(why).toBe("the leaves of exactly its passages and their packages must be shown");
  expect(fault({ ...right, isLeftOut: () => true })).toMatch(/revoked/);
  expect(right.passages).toHaveLength(2);
});
