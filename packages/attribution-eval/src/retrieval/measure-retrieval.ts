import { parseQuery, scorePassages, buildIndex, type IndexedPassage, type RetrievalIndex } from "@openledger/retrieval";
import MiniSearch from "minisearch";
import { createRandom, type Random } from "../random.ts";
import { estimateMean, type Estimate } from "../statistics/interval.ts";
import type { TextSet } from "../text-sets/text-set.ts";

/** A question with what answers it. */
export interface JudgedQuestion {
  readonly question: string;
  /** Contributor whose passage comes first. */
  readonly contributor: string;
  /** Bytes that stand in the passage that answers it. */
  readonly marker: string;
}

/** How often a ranking puts the right passage first. */
export interface RankingQuality {
  readonly contributorFirst: Estimate;
  readonly passageFirst: Estimate;
  readonly passageInThree: Estimate;
}

/** The retrieval rule and BM25 of a library on the same passages and questions. */
export interface RetrievalResult {
  readonly set: string;
  readonly questions: number;
  readonly passages: number;
  readonly rule: RankingQuality;
  readonly bm25: RankingQuality;
}

const QUESTION_WORDS = 6;
const STRANGE_WORDS = 2;

/** Ranks passages for judged questions by the rule and by minisearch with its defaults, title and headings as fields. */
export function measureRetrieval(set: TextSet, questions: readonly JudgedQuestion[], seed: number): RetrievalResult {
  const index = indexOf(set);
  const texts = index.passages.map((passage) => textOf(index, passage));
  const isRight = ({ contributor, marker }: JudgedQuestion, at: number): { contributor: boolean; passage: boolean } => {
    const isContributor = set.contributors[index.passages[at]?.package ?? -1]?.name === contributor;
    return { contributor: isContributor, passage: isContributor && (texts[at] as string).includes(marker) };
  };
  const random = createRandom(seed, `retrieval ${set.name}`);
  return {
    set: set.name,
    questions: questions.length,
    passages: texts.length,
    rule: qualityOf(questions, ({ question }) => rankedByRule(index, question), isRight, random),
    bm25: qualityOf(questions, searcherOf(set, index, texts), isRight, random),
  };
}

/** Questions of six words of a passage, of which two are replaced by words of other passages: none was written by anybody. */
export function questionsFromPassages(set: TextSet, count: number, seed: number): JudgedQuestion[] {
  const random = createRandom(seed, `questions ${set.name}`);
  const index = indexOf(set);
  const wordsOf = (passage: IndexedPassage): string[] => [...new Set(textOf(index, passage).match(/[A-Za-z]{4,}/g))];
  const usable = index.passages.filter((passage) => wordsOf(passage).length >= 2 * QUESTION_WORDS);
  if (usable.length === 0) return [];
  return Array.from({ length: count }, () => {
    const passage = random.pick(usable);
    const own = random.shuffle(wordsOf(passage)).slice(0, QUESTION_WORDS - STRANGE_WORDS);
    const strange = Array.from({ length: STRANGE_WORDS }, () => random.pick(wordsOf(random.pick(usable))));
    return {
      question: random.shuffle([...own, ...strange]).join(" "),
      contributor: set.contributors[passage.package]?.name ?? "",
      marker: textOf(index, passage),
    };
  });
}

type Judge = (question: JudgedQuestion, at: number) => { contributor: boolean; passage: boolean };

function qualityOf(
  questions: readonly JudgedQuestion[],
  rank: (question: JudgedQuestion) => readonly number[],
  isRight: Judge,
  random: Random,
): RankingQuality {
  const judged = questions.map((question) => rank(question).slice(0, 3).map((at) => isRight(question, at)));
  const share = (holds: (found: (typeof judged)[number]) => boolean): Estimate =>
    estimateMean(judged.map((found) => (holds(found) ? 1 : 0)), random);
  return {
    contributorFirst: share(([first]) => first?.contributor === true),
    passageFirst: share(([first]) => first?.passage === true),
    passageInThree: share((found) => found.some(({ passage }) => passage)),
  };
}

/** The three best passages, of equal ones the first. */
function rankedByRule(index: RetrievalIndex, question: string): number[] {
  const scores = scorePassages(index, parseQuery(question));
  const found = scores.map((_, at) => at).filter((at) => (scores[at] as number) > 0);
  return found.sort((a, b) => (scores[b] as number) - (scores[a] as number) || a - b).slice(0, 3);
}

function searcherOf(set: TextSet, index: RetrievalIndex, texts: readonly string[]): (question: JudgedQuestion) => number[] {
  const search = new MiniSearch<{ id: number; name: string; text: string }>({ fields: ["name", "text"] });
  search.addAll(texts.map((text, id) => ({ id, name: set.contributors[index.passages[id]?.package ?? -1]?.name ?? "", text })));
  return ({ question }) =>
    search
      .search(question)
      .slice(0, 3)
      .map(({ id }) => Number(id));
}

function indexOf({ contributors }: TextSet): RetrievalIndex {
  return buildIndex(contributors.map(({ documents }, i) => ({ sequence: BigInt(i + 1), documents })));
}

function textOf({ packages }: RetrievalIndex, { package: at, document, start, end }: IndexedPassage): string {
  const bytes = packages[at]?.documents[document]?.subarray(start, end) ?? new Uint8Array(0);
  return new TextDecoder().decode(bytes);
}
