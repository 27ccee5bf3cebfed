import type { Random } from "../simulation/random.ts";

const RARE = [..."heron reservoir fog minnows kettle glacier tin porcelain velvet giraffe quantum oolong Sencha harbour".split(" "), "caf\u00e9", "\u65e5\u672c\u8a9e", "na\u00efve", "https://a.example/x_y?z=1", "3.14"];
const COMMON = "the of and to a in is it that for on with as was be by".split(" ");
const MARKS = [",", ".", "!", "\u2014", "\u2019", "\u{1f600}", "(", ")", "**", "_"];
const WHITE = [" ", " ", " ", " ", " ", " ", "\n", "\n\n", "\t", "\u00a0", "", ` ${" ".repeat(255)}`, ` ${" ".repeat(256)}`];

/** A stretch of words, marks, all kinds of whitespace, and now and then of what no tokeniser likes. */
export function inventPiece(random: Random): string {
  const kind = random.below(20);
  if (kind === 0) return "y.".repeat(1 + random.below(200));
  if (kind === 1) return "\n".repeat(200 + random.below(900));
  if (kind === 2) return `${random.pick(["http://", "https://...", "xhttp://y", "http:////", "\u2b50\ufe0f"])} `;
  if (kind === 3) return `${random.pick(RARE) ?? ""} ${random.pick(COMMON) ?? ""} `.repeat(1 + random.below(12));
  const length = 3 + random.below(14);
  return Array.from({ length }, () => inventToken(random) + (random.chance(85) ? " " : (random.pick(WHITE) ?? ""))).join("");
}

function inventToken(random: Random): string {
  const kind = random.below(10);
  if (kind < 5) return random.pick(RARE) ?? "";
  if (kind < 8) return random.pick(COMMON) ?? "";
  if (kind < 9) return random.pick(MARKS) ?? "";
  return `w${random.below(40)}${random.chance(20) ? "X" : ""}`;
}

/** Part of a text, cut anywhere between two characters, spaced in another way now and then. */
export function quote(random: Random, text: string): string {
  const letters = Array.from(text);
  const from = random.below(Math.max(1, letters.length));
  const part = letters.slice(from, from + 20 + random.below(160)).join("");
  return random.chance(20) ? part.replaceAll(" ", random.pick(WHITE) ?? " ") : part;
}

/** A text of invented pieces and of quotations from other texts. */
export function inventMixture(random: Random, sources: readonly string[], pieces: number): string {
  return Array.from({ length: pieces }, () => {
    const source = random.chance(60) ? random.pick(sources) : undefined;
    return source === undefined ? inventPiece(random) : quote(random, source);
  }).join(random.chance(80) ? " " : "");
}
