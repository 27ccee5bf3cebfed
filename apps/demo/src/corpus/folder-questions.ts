import { buildIndex, rareTermsOf, type RetrievalIndex } from "@openledger/retrieval";
import type { CorpusContribution } from "./corpus.ts";

const QUESTIONS_MAX = 6;
const GENERIC =
  /^(?:introduction|overview|installation|install|usage|api|options|example|examples|readme|notes?|contents|faq|about|requirements|getting started|\W*)$/i;

/**
 * Questions about a folder whose text nobody asked about: one per contribution, first from a heading
 * ("What is there in NAME about HEADING?"), else from rare words that one of its passages holds
 * ("What is there in NAME about A, B and C?"). At most six, spread over the contributions, always the same ones.
 */
export function questionsFor(contributions: readonly CorpusContribution[]): string[] {
  const index = buildIndex(
    contributions.map(({ documents }, at) => ({
      sequence: BigInt(at + 1),
      documents: documents.map(({ bytes }) => bytes),
    })),
  );
  const step = Math.max(1, Math.ceil(contributions.length / QUESTIONS_MAX));
  const perContribution = Math.max(1, Math.floor(QUESTIONS_MAX / contributions.length));
  const questions: string[] = [];
  for (let at = 0; at < contributions.length; at += step) {
    const name = titleOf(contributions[at]);
    questions.push(...questionsAbout(index, at, name).slice(0, perContribution));
  }
  return questions.slice(0, QUESTIONS_MAX);
}

function questionsAbout(index: RetrievalIndex, packageIndex: number, name: string): string[] {
  const passages = index.passages.flatMap((passage, at) => (passage.package === packageIndex ? [{ passage, at }] : []));
  const headings = new Set(passages.map(({ passage }) => textOf(passage.heading)).filter(isTopic));
  if (headings.size > 0) return [...headings].map((heading) => `What is there in ${name} about ${heading}?`);
  const picks = [1, 2, 3, 4, 5].map((part) => passages[Math.floor((passages.length * part) / 6)]);
  const atOnce = new Set(picks.flatMap((pick) => (pick === undefined ? [] : [pick.at])));
  return [...atOnce].flatMap((at) => {
    const [first, second, third] = rareTermsOf(index, at, 3);
    if (first === undefined || second === undefined || third === undefined) return [];
    return [`What is there in ${name} about ${first}, ${second} and ${third}?`];
  });
}

function isTopic(heading: string): boolean {
  const words = heading.split(" ").length;
  return heading.length >= 6 && heading.length <= 80 && words >= 2 && words <= 10 && !GENERIC.test(heading);
}

function titleOf(contribution: CorpusContribution | undefined): string {
  return contribution?.name.replace(/\.(?:md|txt)$/i, "") ?? "";
}

function textOf(heading: string): string {
  return new TextDecoder().decode(Uint8Array.from(heading, (unit) => unit.charCodeAt(0)));
}
