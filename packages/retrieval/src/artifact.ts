import { assert, assertDefined, merkleRoot, type Sha256 } from "@openledger/primitives";
import { byteTextToBytes, compareByteText, type ByteText } from "./byte-text.ts";
import { answerQuestion, type LeftOut, type RetrievalAnswer } from "./answer.ts";
import { buildIndex, type IndexedPassage, type RetrievalContribution, type RetrievalIndex } from "./retrieval-index.ts";
import { RULE_VERSION } from "./rule.ts";

/** First leaf of every artifact: what scores are relative to. */
export interface ArtifactHeader {
  readonly ruleVersion: number;
  readonly passages: number;
  readonly packages: number;
  readonly terms: number;
  /** Average terms per passage and per package, rounded down. */
  readonly averagePassageLength: number;
  readonly averagePackageLength: number;
}

/** A published retrieval model, rebuilt from the rows of its contributions. */
export interface RetrievalArtifact {
  readonly header: ArtifactHeader;
  /** RFC 6962 root of {@link artifactLeaves}, 32 bytes. */
  readonly root: Uint8Array;
  readonly leafCount: number;
  readonly index: RetrievalIndex;
}

const KIND_HEADER = "\x01";
const KIND_TERM = "\x02";
const KIND_PACKAGE_TERM = "\x03";
const KIND_PACKAGE = "\x04";
const KIND_PASSAGE = "\x05";
const FLAG_CODE = 1;

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
  const leaves = artifactLeaves(index);
  return { header: headerOf(index), root: merkleRoot(sha256, leaves), leafCount: leaves.length, index };
}

/** Answers a question: the same artifact and question give the same bytes. See {@link answerQuestion}. */
export function answer(artifact: RetrievalArtifact, question: string, isLeftOut?: LeftOut): RetrievalAnswer {
  return answerQuestion(artifact.index, question, isLeftOut);
}

/** The artifact's leaves in byte order; their layout is in the package's README. */
export function artifactLeaves(index: RetrievalIndex): Uint8Array[] {
  const leaves: ByteText[] = [headerLeaf(headerOf(index))];
  for (const { term, passages, packages } of index.terms) {
    leaves.push(KIND_TERM + short(term) + u32(passages.at.length) + u32(packages.at.length));
    packages.at.forEach((at, i) => {
      const tf = assertDefined(packages.tf[i], "posting in range");
      leaves.push(KIND_PACKAGE_TERM + u64(sequenceOf(index, at)) + short(term) + u32(tf));
    });
  }
  for (const { sequence, title, documents, length } of index.packages) {
    leaves.push(KIND_PACKAGE + u64(sequence) + u32(length) + u32(documents.length) + short(title));
  }
  index.passages.forEach((passage, at) => leaves.push(passageLeaf(index, passage, at)));
  return leaves.sort(compareByteText).map(byteTextToBytes);
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

function headerLeaf(header: ArtifactHeader): ByteText {
  return (
    KIND_HEADER +
    u32(header.ruleVersion) +
    u32(header.passages) +
    u32(header.packages) +
    u32(header.terms) +
    u32(header.averagePassageLength) +
    u32(header.averagePackageLength)
  );
}

function passageLeaf(index: RetrievalIndex, passage: IndexedPassage, at: number): ByteText {
  return (
    KIND_PASSAGE +
    u64(sequenceOf(index, passage.package)) +
    u32(passage.document) +
    u32(passage.start) +
    u32(passage.end) +
    u32(at) +
    u32(passage.bodyStart) +
    u32(passage.length) +
    u8(passage.hasCode ? FLAG_CODE : 0) +
    short(passage.heading) +
    u8(passage.ancestors.length) +
    passage.ancestors.map(short).join("") +
    short(passage.openFence) +
    short(passage.closeFence)
  );
}

function sequenceOf(index: RetrievalIndex, at: number): bigint {
  return assertDefined(index.packages[at], "package in range").sequence;
}

function u8(value: number): ByteText {
  assert(Number.isInteger(value) && value >= 0 && value <= 0xff, `u8 out of range: ${value}`);
  return String.fromCharCode(value);
}

function u32(value: number): ByteText {
  assert(Number.isInteger(value) && value >= 0 && value <= 0xffffffff, `u32 out of range: ${value}`);
  return String.fromCharCode(value >>> 24, (value >>> 16) & 0xff, (value >>> 8) & 0xff, value & 0xff);
}

function u64(value: bigint): ByteText {
  return u32(Number(value >> 32n)) + u32(Number(value & 0xffffffffn));
}

function short(text: ByteText): ByteText {
  return u8(text.length) + text;
}
