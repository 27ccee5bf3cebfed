import { assertDefined, sizedRoot, type Sha256 } from "@openledger/primitives";
import { byteTextToBytes, compareByteText, type ByteText } from "./byte-text.ts";
import { answerQuestion, type LeftOut, type RetrievalAnswer } from "./answer.ts";
import { commitToLeaves, type CommittedLeaves } from "./committed-leaves.ts";
import {
  headerLeaf,
  packageLeaf,
  packageTermLeaf,
  passageLeaf,
  termLeaf,
  type ArtifactHeader,
  type PassageLeaf,
} from "./leaf-codec.ts";
import { buildIndex, type RetrievalContribution, type RetrievalIndex } from "./retrieval-index.ts";
import { RULE_VERSION } from "./rule.ts";

/** A published retrieval model, rebuilt from the rows of its contributions. */
export interface RetrievalArtifact {
  readonly header: ArtifactHeader;
  /** Of the number of {@link artifactLeaves} and their RFC 6962 root, 32 bytes. */
  readonly root: Uint8Array;
  readonly leafCount: number;
  readonly leaves: CommittedLeaves;
  readonly index: RetrievalIndex;
}

/**
 * Builds the artifact over `contributions` (ascending sequence). Anybody with the same rows gets the same root.
 * Throws RetrievalError as {@link buildIndex} does.
 *
 * @example
 * const artifact = buildArtifact([{ sequence: 1n, documents: [toUtf8("# Tea\n\nBoil water.")] }], crypto.sha256);
 * answer(artifact, "How do I make tea?").text;
 */
export function buildArtifact(contributions: readonly RetrievalContribution[], sha256: Sha256): RetrievalArtifact {
  const index = buildIndex(contributions);
  const leaves = commitToLeaves(artifactLeaves(index), sha256);
  return { header: headerOf(index), root: sizedRoot(sha256, BigInt(leaves.count), leaves.root), leafCount: leaves.count, leaves, index };
}

/** Answers a question: the same artifact and question give the same bytes. See {@link answerQuestion}. */
export function answer(artifact: RetrievalArtifact, question: string, isLeftOut?: LeftOut): RetrievalAnswer {
  return answerQuestion(artifact.index, question, isLeftOut);
}

/** The artifact's leaves in byte order; their layout is in the package's README. */
export function artifactLeaves(index: RetrievalIndex): Uint8Array[] {
  const leaves: ByteText[] = [headerLeaf(headerOf(index))];
  const sequenceOf = (at: number): bigint => assertDefined(index.packages[at], "package in range").sequence;
  for (const { term, passages, packages } of index.terms) {
    leaves.push(termLeaf({ term, passages: passages.at.length, packages: packages.at.length }));
    packages.at.forEach((at, i) => {
      const tf = assertDefined(packages.tf[i], "posting in range");
      leaves.push(packageTermLeaf({ sequence: sequenceOf(at), term, tf }));
    });
  }
  for (const { sequence, title, documents, length } of index.packages) {
    leaves.push(packageLeaf({ sequence, length, documents: documents.length, title }));
  }
  index.passages.forEach((_, number) => leaves.push(passageLeaf(passageLeafOf(index, number))));
  return leaves.sort(compareByteText).map(byteTextToBytes);
}

/** What the leaf of passage `number` says. */
export function passageLeafOf(index: RetrievalIndex, number: number): PassageLeaf {
  const { package: from, ...passage } = assertDefined(index.passages[number], "passage in range");
  return { ...passage, number, sequence: assertDefined(index.packages[from], "package in range").sequence };
}

function headerOf(index: RetrievalIndex): ArtifactHeader {
  return {
    ruleVersion: RULE_VERSION,
    passages: index.passages.length,
    packages: index.packages.length,
    terms: index.terms.length,
    averagePassageLength: index.averagePassageLength,
    averagePackageLength: index.averagePackageLength,
  };
}
