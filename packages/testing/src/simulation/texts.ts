import type { Random } from "./random.ts";

const SYLLABLES = ["ba", "ce", "di", "fo", "gu", "ka", "le", "mi", "no", "pu", "ra", "se", "ti", "vo", "zu"] as const;

/** A text of invented words, long enough to be quoted. */
export function inventText(random: Random, words: number): string {
  return Array.from({ length: words }, () => inventWord(random)).join(" ");
}

function inventWord(random: Random): string {
  return Array.from({ length: 2 + random.below(3) }, () => random.pick(SYLLABLES)).join("");
}

/** An answer that quotes runs of some texts, in words of its own between them. */
export function composeAnswer(random: Random, sources: readonly string[]): string {
  const parts = [inventText(random, 3)];
  for (let i = 0; i < 1 + random.below(3); i++) {
    const words = (random.pick(sources) ?? "").split(" ");
    const first = random.below(Math.max(1, words.length - 12));
    parts.push(words.slice(first, first + 8 + random.below(12)).join(" "), inventText(random, 1 + random.below(6)));
  }
  return parts.join(" ");
}
