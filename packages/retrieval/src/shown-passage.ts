import type { CitedText } from "./assemble-answer.ts";
import { byteTextFromBytes, type ByteText } from "./byte-text.ts";
import type { PassageLeaf } from "./leaf-codec.ts";
import { PASSAGE_BYTES_MAX } from "./rule.ts";
import { wordsOf } from "./terms.ts";

/** A proved passage with its bytes. */
export interface ShownPassage extends CitedText {
  /** How often a term stands in the passage: body + 2 x own heading + 1 x headings above. */
  frequency(term: ByteText): number;
}

/** True when the leaf names a place that the rule can cut. */
export function isCuttable({ start, end }: PassageLeaf): boolean {
  return end - start <= PASSAGE_BYTES_MAX;
}

/** Puts a passage's leaf, the title of its contribution and its bytes, start..end-1 of the document, together. */
export function showPassage(leaf: PassageLeaf, title: ByteText, bytes: Uint8Array): ShownPassage {
  const text = byteTextFromBytes(bytes);
  const frequencies = new Map<ByteText, number>();
  const count = (part: ByteText, weight: number): void => {
    for (const { term } of wordsOf(part)) frequencies.set(term, (frequencies.get(term) ?? 0) + weight);
  };
  const { start, bodyStart, heading, ancestors, openFence, closeFence } = leaf;
  count(text.slice(bodyStart - start), 1);
  count(heading, 2);
  for (const ancestor of ancestors) count(ancestor, 1);
  const frequency = (term: ByteText): number => frequencies.get(term) ?? 0;
  return { title, start, bodyStart, heading, openFence, closeFence, text, frequency, holds: (term) => frequency(term) > 0 };
}
