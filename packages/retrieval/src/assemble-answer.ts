import type { ByteText } from "./byte-text.ts";
import type { Query } from "./query.ts";
import { renderAnswer, type RenderedAnswer } from "./render-answer.ts";
import { wordsOf } from "./terms.ts";

/** A passage as an answer cites it. */
export interface CitedText {
  /** Title of its contribution, may be "". */
  readonly title: ByteText;
  readonly start: number;
  readonly bodyStart: number;
  readonly heading: ByteText;
  readonly openFence: ByteText;
  readonly closeFence: ByteText;
  readonly text: ByteText;
  /** The term stands in the passage or in its headings. */
  holds(term: ByteText): boolean;
}

/** The bytes of the answer that cites these passages, and the question's words that none of them holds. */
export function assembleAnswer(
  query: Query,
  cited: readonly CitedText[],
): RenderedAnswer & { readonly notFound: readonly ByteText[] } {
  const notFound = missingWords(query, cited);
  const parts = cited.map(({ title, start, bodyStart, heading, openFence, closeFence, text }) => ({
    ...{ title, openFence, closeFence, passage: text },
    heading: bodyStart > start ? "" : heading,
  }));
  return { ...renderAnswer(parts, notFound), notFound };
}

/** Words of the query that stand neither in a cited passage, nor in its headings, nor in the titles shown. */
function missingWords(query: Query, cited: readonly CitedText[]): ByteText[] {
  const inTitles = new Set(cited.flatMap(({ title }) => wordsOf(title).map(({ term }) => term)));
  const missing = query.words.filter(({ term }) => !inTitles.has(term) && !cited.some((one) => one.holds(term)));
  return missing.map(({ word }) => word);
}
