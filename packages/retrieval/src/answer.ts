import { assertDefined, fromUtf8 } from "@openledger/primitives";
import { byteTextFromBytes, byteTextToBytes, type ByteText } from "./byte-text.ts";
import { parseQuery, type Query } from "./query.ts";
import { renderAnswer, type AnswerPart } from "./render-answer.ts";
import type { IndexedPassage, RetrievalIndex } from "./retrieval-index.ts";
import { ANSWER_PASSAGE_BYTES_MAX, ANSWER_PASSAGES_MAX, RULE_VERSION } from "./rule.ts";
import { scorePassages } from "./score.ts";
import { wordsOf } from "./terms.ts";

/** A passage that an answer cites. */
export interface CitedPassage {
  /** Index of the passage in the artifact. */
  readonly passage: number;
  /** Global sequence of its contribution. */
  readonly contribution: bigint;
  /** Title of its contribution, may be "". */
  readonly title: string;
  /** Number of the document in its contribution, and its bytes there. */
  readonly document: number;
  readonly start: number;
  readonly end: number;
  /** Headings from the outermost to its own. */
  readonly headingPath: readonly string[];
  /** Q8 score, comparable within one question only. */
  readonly score: number;
  /** Where its bytes stand in the answer. */
  readonly outputStart: number;
  readonly outputEnd: number;
}

/** Where a passage stands: contribution by global sequence, document in it, bytes there. */
export interface PassagePlace {
  readonly contribution: bigint;
  readonly document: number;
  readonly start: number;
  readonly end: number;
}

/** True for passages that answers leave out, because their rows were revoked when the session opened. */
export type LeftOut = (passage: PassagePlace) => boolean;

/** An answer: UTF-8 markdown made of cited passages. */
export interface RetrievalAnswer {
  readonly ruleVersion: number;
  readonly bytes: Uint8Array;
  readonly text: string;
  readonly passages: readonly CitedPassage[];
  /** Words of the question that stand in none of the passages, lower case, in order. */
  readonly notFound: readonly string[];
}

/**
 * Answers a question from the index: the same index and question give the same bytes on every machine.
 * Of the question the first 2,048 bytes and 32 terms count. Passages that `isLeftOut` names are never cited; what the
 * others score does not change by it. Throws EncodingError for a lone surrogate.
 */
export function answerQuestion(index: RetrievalIndex, question: string, isLeftOut?: LeftOut): RetrievalAnswer {
  const query = parseQuery(question);
  const all = scorePassages(index, query);
  const scores = isLeftOut === undefined ? all : all.map((score, at) => (isLeftOut(placeOf(index, at)) ? 0 : score));
  const chosen = choosePassages(index, scores);
  const notFound = missingWords(index, query, chosen);
  const rendered = renderAnswer(
    chosen.map((at) => partOf(index, at)),
    notFound,
  );
  const bytes = byteTextToBytes(rendered.text);
  return {
    ruleVersion: RULE_VERSION,
    bytes,
    text: fromUtf8(bytes),
    passages: chosen.map((at, i) =>
      citation(index, at, scores, assertDefined(rendered.ranges[i], "range per passage")),
    ),
    notFound: notFound.map(textOf),
  };
}

/** The best passage and at most two more that come near it and fit; ties go to the lowest index. */
function choosePassages(index: RetrievalIndex, scores: readonly number[]): number[] {
  const scoreOf = (at: number): number => assertDefined(scores[at], "passage in range");
  const best = bestPassage(scores);
  if (best === undefined) return [];
  const top = scoreOf(best);
  const near = scores.flatMap((score, at) => {
    const samePackage = passageAt(index, at).package === passageAt(index, best).package;
    return at !== best && (samePackage ? score * 4 >= top * 3 : score * 16 >= top * 15) ? [at] : [];
  });
  near.sort((a, b) => scoreOf(b) - scoreOf(a) || a - b);
  const chosen = [best];
  const texts = new Set([passageText(index, best)]);
  let room = ANSWER_PASSAGE_BYTES_MAX - passageText(index, best).length;
  for (const at of near) {
    if (chosen.length === ANSWER_PASSAGES_MAX) break;
    const { start, end } = passageAt(index, at);
    if (end - start > room) continue;
    const text = passageText(index, at);
    if (texts.has(text)) continue;
    texts.add(text);
    chosen.push(at);
    room -= text.length;
  }
  return chosen;
}

function bestPassage(scores: readonly number[]): number | undefined {
  let best: number | undefined;
  scores.forEach((score, at) => {
    if (score > (best === undefined ? 0 : assertDefined(scores[best], "passage in range"))) best = at;
  });
  return best;
}

/** Words of the query that stand neither in a chosen passage, nor in its headings, nor in the titles shown. */
function missingWords(index: RetrievalIndex, query: Query, chosen: readonly number[]): ByteText[] {
  const titles = chosen.map(
    (at) => assertDefined(index.packages[passageAt(index, at).package], "package in range").title,
  );
  const inTitles = new Set(titles.flatMap((title) => wordsOf(title).map(({ term }) => term)));
  const missing = query.words.filter(({ term }) => {
    if (inTitles.has(term)) return false;
    const id = index.termIds.get(term);
    const at = id === undefined ? undefined : assertDefined(index.terms[id], "term in range").passages.at;
    return at === undefined || !chosen.some((passage) => includesSorted(at, passage));
  });
  return missing.map(({ word }) => word);
}

function includesSorted(sorted: readonly number[], value: number): boolean {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (assertDefined(sorted[middle], "middle in range") < value) low = middle + 1;
    else high = middle;
  }
  return sorted[low] === value;
}

function partOf(index: RetrievalIndex, at: number): AnswerPart {
  const passage = passageAt(index, at);
  const beginsWithHeading = passage.bodyStart > passage.start;
  return {
    title: assertDefined(index.packages[passage.package], "package in range").title,
    heading: beginsWithHeading ? "" : passage.heading,
    openFence: passage.openFence,
    closeFence: passage.closeFence,
    passage: passageText(index, at),
  };
}

function citation(
  index: RetrievalIndex,
  at: number,
  scores: readonly number[],
  range: { readonly start: number; readonly end: number },
): CitedPassage {
  const passage = passageAt(index, at);
  const source = assertDefined(index.packages[passage.package], "package in range");
  const path = passage.heading === "" ? passage.ancestors : [...passage.ancestors, passage.heading];
  return {
    passage: at,
    contribution: source.sequence,
    title: textOf(source.title),
    document: passage.document,
    start: passage.start,
    end: passage.end,
    headingPath: path.map(textOf),
    score: assertDefined(scores[at], "passage in range"),
    outputStart: range.start,
    outputEnd: range.end,
  };
}

function placeOf(index: RetrievalIndex, at: number): PassagePlace {
  const { package: from, document, start, end } = passageAt(index, at);
  return { contribution: assertDefined(index.packages[from], "package in range").sequence, document, start, end };
}

function passageText(index: RetrievalIndex, at: number): ByteText {
  const passage = passageAt(index, at);
  const source = assertDefined(index.packages[passage.package], "package in range");
  const bytes = assertDefined(source.documents[passage.document], "document in range");
  return byteTextFromBytes(bytes.subarray(passage.start, passage.end));
}

function passageAt(index: RetrievalIndex, at: number): IndexedPassage {
  return assertDefined(index.passages[at], "passage in range");
}

function textOf(text: ByteText): string {
  return fromUtf8(byteTextToBytes(text));
}
