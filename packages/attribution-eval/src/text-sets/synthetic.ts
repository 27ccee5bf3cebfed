import { toUtf8 } from "@openledger/primitives";
import { createRandom, type Random } from "../random.ts";
import { textSet, type Contributor, type TextSet } from "./text-set.ts";

/** How much text, and who shares a language: sets of the same `language` draw from the same words and set phrases. */
export interface SyntheticShape {
  readonly name: string;
  readonly contributors: number;
  readonly wordsEach: number;
  readonly language: number;
}

const SYLLABLES = ["ba", "co", "di", "fu", "ga", "he", "ji", "ko", "la", "mi", "no", "pu", "ra", "se", "ti", "vo", "wa", "ze", "shan", "tor"];
const FUNCTION_WORDS = ["the", "of", "and", "to", "a", "in", "that", "is", "was", "he", "for", "it", "with", "as", "his", "on", "be", "at", "by", "had"];
const VOCABULARY = 6_000;

/**
 * Texts from a seed: sentences whose words follow Zipf's law, a third of them common words, with phrases of two to four words
 * that everybody uses, and for each contributor the words of one of eight subjects. Two sets of one language share words and phrases and nothing else.
 */
export function syntheticSet(shape: SyntheticShape, seed: number): TextSet {
  const language = createLanguage(createRandom(seed, `language ${shape.language}`));
  const random = createRandom(seed, `texts ${shape.name}`);
  const contributors: Contributor[] = Array.from({ length: shape.contributors }, (_, i) => {
    const subject = random.pick(language.subjects);
    // Sizes from a third to three times the mean, so that length says something and not everything.
    const words = Math.round(shape.wordsEach * 3 ** (2 * random.fraction() - 1));
    return { name: `author ${i + 1}`, documents: [toUtf8(writeText(language, subject, words, random))] };
  });
  return textSet(shape.name, `made from seed ${seed}`, contributors);
}

interface Language {
  readonly words: readonly string[];
  readonly phrases: readonly (readonly string[])[];
  readonly subjects: readonly (readonly string[])[];
}

function createLanguage(random: Random): Language {
  const words = new Set<string>();
  while (words.size < VOCABULARY) {
    words.add(Array.from({ length: 2 + random.below(3) }, () => random.pick(SYLLABLES)).join(""));
  }
  const list = [...words];
  const phrases = Array.from({ length: 200 }, () =>
    Array.from({ length: 2 + random.below(3) }, (_, i) => (i % 2 === 0 ? random.pick(FUNCTION_WORDS) : zipf(list, random))),
  );
  const subjects = Array.from({ length: 8 }, () => Array.from({ length: 300 }, () => random.pick(list)));
  return { words: list, phrases, subjects };
}

function writeText({ words, phrases }: Language, subject: readonly string[], count: number, random: Random): string {
  const sentences: string[] = [];
  for (let written = 0; written < count; ) {
    const sentence: string[] = [];
    const length = 6 + random.below(18);
    while (sentence.length < length) {
      const kind = random.fraction();
      if (kind < 0.03) sentence.push(...random.pick(phrases));
      else if (kind < 0.38) sentence.push(zipf(FUNCTION_WORDS, random));
      else sentence.push(kind < 0.7 ? zipf(subject, random) : zipf(words, random));
      if (sentence.length > 4 && random.fraction() < 0.08) sentence.push(`${sentence.pop()},`);
    }
    written += sentence.length;
    sentences.push(`${sentence.join(" ")}.${random.fraction() < 0.2 ? "\n\n" : " "}`);
  }
  return sentences.join("");
}

/** The word of rank r with a chance of about 1 / r. */
function zipf(words: readonly string[], random: Random): string {
  return words[Math.floor(words.length ** random.fraction()) - 1] as string;
}
