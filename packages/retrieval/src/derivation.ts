import type { DerivedAnswer, RowPlace } from "@openledger/attribution";
import type { ArtifactProof } from "@openledger/messages/openledger/attribution/v1";
import { equalBytes, type Sha256 } from "@openledger/primitives";
import { passageLeafOf, type RetrievalArtifact } from "./artifact.ts";
import { assembleAnswer } from "./assemble-answer.ts";
import { byteTextToBytes } from "./byte-text.ts";
import {
  isPassageLeaf,
  packageKey,
  readPackageLeaf,
  readPassageLeaf,
  type PackageLeaf,
  type PassageLeaf,
} from "./leaf-codec.ts";
import { parseQuery, questionOf } from "./query.ts";
import { ANSWER_PASSAGE_BYTES_MAX, ANSWER_PASSAGES_MAX } from "./rule.ts";
import { openShownLeaves, type ShownLeaves } from "./shown-leaves.ts";
import { isCuttable, showPassage, type ShownPassage } from "./shown-passage.ts";

/** What an answer was assembled from: its passages in order, their places, and their leaves under the artifact root. */
export interface RetrievalDerivation {
  readonly passages: readonly bigint[];
  readonly places: readonly RowPlace[];
  readonly proof: ArtifactProof;
}

/** Opens the artifact for the passages that an answer cites, by their numbers in its order. */
export function derivationOf({ index, leaves }: RetrievalArtifact, numbers: readonly number[]): RetrievalDerivation {
  const cited = numbers.map((number) => passageLeafOf(index, number));
  const first = leaves.count - index.passages.length;
  const indexes = new Set([
    ...cited.map(({ sequence }) => leaves.firstFrom(packageKey(sequence))),
    ...cited.map(({ number }) => first + number),
  ]);
  return {
    passages: numbers.map(BigInt),
    places: cited.map(placeOf),
    proof: leaves.prove([...indexes].sort((a, b) => a - b)),
  };
}

/**
 * Assembles an answer again from the passages that its claim names, and says why that is another one; undefined when it
 * is not. Checks leaves, rows, revocations, sizes and every byte of the output, and not whether these are the passages
 * that the rule chooses: `judgeAnswer` does. Throws EncodingError for a question that is no text.
 */
export function derivationFault(sha256: Sha256, root: Uint8Array, answer: DerivedAnswer): string | undefined {
  const opened = openDerivation(sha256, root, answer, ANSWER_PASSAGES_MAX);
  if (typeof opened === "string") return opened;
  const size = opened.reduce((sum, { text }) => sum + text.length, 0);
  if (size > ANSWER_PASSAGE_BYTES_MAX) return `its passages have ${size} bytes, at most ${ANSWER_PASSAGE_BYTES_MAX} fit`;
  if (new Set(opened.map(({ text }) => text)).size !== opened.length) return "two of its passages are the same text";
  const { text } = assembleAnswer(parseQuery(questionOf(answer.request)), opened);
  return equalBytes(byteTextToBytes(text), answer.output) ? undefined : "its passages give other bytes";
}

/**
 * Says why the passages that a claim names cannot have been the context of an asserted answer; undefined when they can.
 * Checks leaves, rows and revocations of at most `most` passages. What the upstream made of them is the host's word.
 */
export function contextFault(sha256: Sha256, root: Uint8Array, answer: DerivedAnswer, most: number): string | undefined {
  const opened = openDerivation(sha256, root, answer, most);
  return typeof opened === "string" ? opened : undefined;
}

/** The passages that a claim names, from their shown leaves and opened rows, or why they are not to be had. */
function openDerivation(sha256: Sha256, root: Uint8Array, answer: DerivedAnswer, most: number): readonly ShownPassage[] | string {
  const { passages, proof } = answer;
  if (passages.length > most || new Set(passages).size !== passages.length) {
    return `an answer has at most ${most} passages, each once`;
  }
  const shown = proof && openShownLeaves(sha256, root, proof, 2 * most);
  if (shown === undefined) return "the shown leaves are not under the model's artifact root";
  return openPassages(shown, answer);
}

function openPassages(shown: ShownLeaves, answer: DerivedAnswer): readonly ShownPassage[] | string {
  const named = namedLeaves(shown, answer.passages);
  if (named === undefined) return "the leaves of exactly its passages and their packages must be shown";
  const opened: ShownPassage[] = [];
  for (const { passage, title } of named) {
    const place = placeOf(passage);
    if (!isCuttable(passage)) return `passage ${passage.number} is longer than the rule allows`;
    if (answer.isRevoked(place)) return `passage ${passage.number} is not in the manifest, or it was revoked`;
    const bytes = answer.rowBytes(place);
    if (bytes === undefined) return `the rows of passage ${passage.number} are not opened`;
    opened.push(showPassage(passage, title, bytes));
  }
  return opened;
}

function namedLeaves(
  { leaves }: ShownLeaves,
  numbers: readonly bigint[],
): readonly { readonly passage: PassageLeaf; readonly title: PackageLeaf["title"] }[] | undefined {
  const passages = new Map<bigint, PassageLeaf>();
  const packages = new Map<bigint, PackageLeaf>();
  for (const leaf of leaves) {
    const passage = readPassageLeaf(leaf);
    const from = isPassageLeaf(leaf) ? undefined : readPackageLeaf(leaf);
    if (passage !== undefined) passages.set(BigInt(passage.number), passage);
    if (from !== undefined) packages.set(from.sequence, from);
  }
  const named = numbers.flatMap((number) => {
    const passage = passages.get(number);
    const from = passage && packages.get(passage.sequence);
    return passage === undefined || from === undefined ? [] : [{ passage, title: from.title }];
  });
  const sources = new Set(named.map(({ passage }) => passage.sequence));
  const isExact = named.length === numbers.length && leaves.length === named.length + sources.size;
  return isExact ? named : undefined;
}

/** Where the bytes of a passage stand. */
export function placeOf({ sequence, document, start, end }: PassageLeaf): RowPlace {
  return { sequence, document, start, end };
}
