import { toUtf8 } from "@openledger/primitives";
import { BIBLE_OPENINGS } from "./bible-openings.ts";
import type { Contributor } from "./text-set.ts";

/** Speeches under a heading `Name:` after an empty line, gathered by name. */
export function divideBySpeaker(text: string): Contributor[] {
  return gather(
    text.split(/\n\n+/).flatMap((speech): [string, string][] => {
      const [, name, words] = /^([^\n:]{1,40}):\n([\s\S]+)$/.exec(speech) ?? [];
      return name === undefined || words === undefined ? [] : [[name, words]];
    }),
  );
}

/** The books of bible.txt by their known first words. */
export function divideByBook(text: string): Contributor[] {
  const starts: number[] = [];
  for (const opening of BIBLE_OPENINGS) {
    const at = text.indexOf(opening, (starts.at(-1) ?? -1) + 1);
    if (at >= 0) starts.push(at);
  }
  return starts.map((start, i) => ({
    name: `book ${i + 1}`,
    documents: [toUtf8(text.slice(start, starts[i + 1] ?? text.length))],
  }));
}

/** The sections `:Country Subject` of world192.txt, gathered by country. */
export function divideByCountry(text: string): Contributor[] {
  const heading = /^:(.+) (Geography|People|Government|Economy|Communications|Defense Forces)\r?\n/;
  return gather(
    text.split(/\n(?=:)/).flatMap((section): [string, string][] => {
      const [line, country] = heading.exec(section) ?? [];
      return line === undefined || country === undefined ? [] : [[country, section.slice(line.length)]];
    }),
  );
}

/** Pieces of about `bytes` characters that end at a line. */
export function divideBySize(text: string, bytes: number): Contributor[] {
  const parts: Contributor[] = [];
  for (let from = 0; from < text.length; ) {
    const line = text.indexOf("\n", from + bytes);
    const end = line < 0 ? text.length : line + 1;
    parts.push({ name: `part ${parts.length + 1}`, documents: [toUtf8(text.slice(from, end))] });
    from = end;
  }
  return parts;
}

function gather(pieces: readonly (readonly [string, string])[]): Contributor[] {
  const byName = new Map<string, string[]>();
  for (const [name, text] of pieces) {
    const held = byName.get(name);
    if (held === undefined) byName.set(name, [text]);
    else held.push(text);
  }
  return [...byName].map(([name, texts]) => ({ name, documents: [toUtf8(texts.join("\n\n"))] }));
}
