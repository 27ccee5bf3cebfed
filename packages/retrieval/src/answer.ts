import { assertDefined, fromUtf8 } from "@openledger/primitives";
import { byteTextFromBytes, byteTextToBytes, type ByteText } from "./byte-text.ts";
import { assembleAnswer, type CitedText } from "./assemble-answer.ts";
import { choosePassages, type Candidate } from "./choose-passages.ts";
import { parseQuery } from "./query.ts";
import type { IndexedPassage, RetrievalIndex } from "./retrieval-index.ts";
import { RULE_VERSION } from "./rule.ts";
import { scorePassages } from "./score.ts";

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
  const chosen = choosePassages(candidatesOf(index, scorePassages(index, query), isLeftOut));
  const rendered = assembleAnswer(query, chosen.map(({ number }) => citedText(index, number)));
  const bytes = byteTextToBytes(rendered.text);
  return {
    ruleVersion: RULE_VERSION,
    bytes,
    text: fromUtf8(bytes),
    passages: chosen.map(({ number, score }, i) =>
      citation(index, number, score, assertDefined(rendered.ranges[i], "range per passage")),
    ),
    notFound: rendered.notFound.map(textOf),
  };
}

function candidatesOf(index: RetrievalIndex, scores: readonly number[], isLeftOut: LeftOut | undefined): Candidate[] {
  return scores.flatMap((score, number) => {
    if (score === 0 || isLeftOut?.(placeOf(index, number)) === true) return [];
    const { start, end } = passageAt(index, number);
    const { contribution: sequence } = placeOf(index, number);
    return [{ number, sequence, score, size: end - start, text: () => passageText(index, number) }];
  });
}

function citedText(index: RetrievalIndex, at: number): CitedText {
  const { package: from, start, bodyStart, heading, openFence, closeFence } = passageAt(index, at);
  return {
    title: assertDefined(index.packages[from], "package in range").title,
    ...{ start, bodyStart, heading, openFence, closeFence },
    text: passageText(index, at),
    holds(term) {
      const id = index.termIds.get(term);
      if (id === undefined) return false;
      return includesSorted(assertDefined(index.terms[id], "term in range").passages.at, at);
    },
  };
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

function citation(
  index: RetrievalIndex,
  at: number,
  score: number,
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
    score,
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
