import type { RowPlace } from "@openledger/attribution";
import type { ArtifactProof } from "@openledger/messages/openledger/attribution/v1";
import { assert } from "@openledger/primitives";
import { passageLeafOf, type RetrievalArtifact } from "./artifact.ts";
import { byteTextFromBytes, type ByteText } from "./byte-text.ts";
import { placeOf } from "./derivation.ts";
import { packageKey, packageTermKey, termKey } from "./leaf-codec.ts";
import { parseQuery } from "./query.ts";
import { EVIDENCE_PASSAGES_MAX } from "./rule.ts";

/** All of an artifact that decides how some passages rank for a question. */
export interface AnswerEvidence {
  readonly artifact: ArtifactProof;
  /** Where their rows stand, in the artifact's order. */
  readonly places: readonly RowPlace[];
}

/**
 * Opens the artifact for a question and the passages with these numbers, at most 8: the header, the question's terms, the
 * passages, their packages and how often the terms stand in those; for what does not exist the two leaves around it.
 */
export function evidenceOf(
  { index, leaves }: RetrievalArtifact,
  question: string,
  numbers: readonly number[],
): AnswerEvidence {
  const ascending = [...new Set(numbers)].sort((a, b) => a - b);
  assert(ascending.length <= EVIDENCE_PASSAGES_MAX, `at most ${EVIDENCE_PASSAGES_MAX} passages are shown`);
  const shown = ascending.map((number) => passageLeafOf(index, number));
  const first = leaves.count - index.passages.length;
  const indexes = new Set([0, ...ascending.map((number) => first + number)]);
  const show = (key: ByteText): boolean => {
    const at = leaves.firstFrom(key);
    const exists = byteTextFromBytes(leaves.at(at)).startsWith(key);
    indexes.add(at);
    // The header stands before and a passage after whatever does not exist.
    if (!exists) indexes.add(at - 1);
    return exists;
  };
  const sequences = [...new Set(shown.map(({ sequence }) => sequence))];
  for (const sequence of sequences) show(packageKey(sequence));
  for (const term of parseQuery(question).terms) {
    if (show(termKey(term))) for (const sequence of sequences) show(packageTermKey(sequence, term));
  }
  return { artifact: leaves.prove([...indexes].sort((a, b) => a - b)), places: shown.map(placeOf) };
}
