import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { unzipSync } from "fflate";

/** A text of the data folder. */
export interface NamedText {
  readonly name: string;
  readonly bytes: Uint8Array;
}

const FILES = ["tinyshakespeare.txt", "world192.txt", "bible.txt", "dickens.zip"];
const SEEDED_BYTES = 10_000_000;

/** The texts that are there, and the names of those that aren't; without any, 10 MB of seeded words. */
export function readTexts(folder: string): { readonly found: readonly NamedText[]; readonly missing: readonly string[] } {
  const found: NamedText[] = [];
  const missing: string[] = [];
  for (const file of FILES) {
    const path = join(folder, file);
    if (!existsSync(path)) {
      missing.push(file);
      continue;
    }
    const bytes = new Uint8Array(readFileSync(path));
    if (!file.endsWith(".zip")) found.push({ name: file, bytes });
    else for (const [name, content] of Object.entries(unzipSync(bytes))) found.push({ name, bytes: content });
  }
  if (found.length === 0) found.push({ name: "seeded", bytes: seededWords(SEEDED_BYTES) });
  return { found, missing };
}

/** Numbers 0 <= n < below, the same each time. */
export function createPicker(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

/**
 * Text of a given length in the manner of a source: pieces of about eight words stand in it verbatim, each one going on
 * from another place with the same word. So it has the source's words and phrases, and hardly a longer match.
 */
export function textInTheMannerOf(source: Uint8Array, byteLength: number, seed: number): Uint8Array {
  const words = Buffer.from(source).toString("latin1").split(/\s+/);
  const places = new Map<string, number[]>();
  words.forEach((word, i) => {
    const list = places.get(word);
    if (list === undefined) places.set(word, [i]);
    else list.push(i);
  });
  const pick = createPicker(seed);
  const text = Buffer.alloc(byteLength, " ");
  let at = pick(words.length);
  for (let length = 0; length < byteLength; ) {
    const word = words[at] ?? "";
    length += text.write(word, length, "latin1") + 1;
    if (pick(8) === 0) {
      const list = places.get(word) ?? [0];
      at = list[pick(list.length)] ?? 0;
    }
    at = (at + 1) % words.length;
  }
  return new Uint8Array(text);
}

/** Words whose frequencies fall off as those of a language do. */
function seededWords(byteLength: number): Uint8Array {
  const pick = createPicker(1);
  const words: string[] = [];
  for (let length = 0; length < byteLength; ) {
    const rank = Math.floor(1.00015 ** pick(65_536));
    const word = rank % 17 === 0 ? "," : `w${rank.toString(36)}`;
    words.push(word);
    length += word.length + 1;
  }
  return new Uint8Array(Buffer.from(words.join(" ")));
}
