import { assertDefined, fromUtf8 } from "@openledger/primitives";
import { byteTextFromBytes, byteTextToBytes, compareByteText, type ByteText } from "./byte-text.ts";
import type { RetrievalIndex } from "./retrieval-index.ts";
import { eachWord, foldWord } from "./terms.ts";

const LETTERS_MIN = 5;

/**
 * Up to `count` words of a passage (5 ASCII letters and more, lower case) that the fewest passages hold, but at least
 * two when there are such words: a word that stands once is often a misprint. Ties go to the lower word.
 */
export function rareTermsOf(index: RetrievalIndex, passage: number, count: number): string[] {
  const { package: at, document, bodyStart, end } = assertDefined(index.passages[passage], "passage in range");
  const bytes = assertDefined(index.packages[at]?.documents[document], "document in range");
  const frequencies = new Map<ByteText, number>();
  eachWord(byteTextFromBytes(bytes.subarray(bodyStart, end)), (word, isCompound) => {
    if (isCompound || word.length < LETTERS_MIN || !/^[a-z]+$/.test(word)) return;
    const id = assertDefined(index.termIds.get(foldWord(word)), "word of the corpus");
    frequencies.set(word, assertDefined(index.terms[id], "term in range").passages.at.length);
  });
  const rank = (frequency: number): number => (frequency < 2 ? Number.MAX_SAFE_INTEGER : frequency);
  return [...frequencies]
    .sort(([wordA, a], [wordB, b]) => rank(a) - rank(b) || compareByteText(wordA, wordB))
    .slice(0, count)
    .map(([word]) => fromUtf8(byteTextToBytes(word)));
}
