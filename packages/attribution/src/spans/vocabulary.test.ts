import { expect, test } from "vitest";
import { tokenise } from "../tokens/tokenise.ts";
import { createVocabulary, UNKNOWN } from "./vocabulary.ts";

/** The vocabulary's own hash, to make tokens that collide in its table. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5 | 0;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash ^ (hash >>> 15);
}

test("tokens keep their number through growth and through tokens made to collide", () => {
  const colliding: string[] = [];
  for (let i = 0; colliding.length < 200; i++) if ((hashOf(`t${i}`) & 0xfff) === 7) colliding.push(`t${i}`);
  const ordinary = Array.from({ length: 3000 }, (_, i) => `w${i}`);
  const all = [...ordinary.slice(0, 500), ...colliding, ...ordinary.slice(500)];
  const bytes = new Uint8Array(Buffer.from(all.join(" ")));
  const tokens = tokenise(bytes);
  const vocabulary = createVocabulary();
  const add = (): number[] =>
    Array.from(tokens.start, (start, i) => vocabulary.add(bytes, start, tokens.end[i] as number));
  const numbers = add();
  expect(numbers).toEqual(all.map((_, i) => i + 1));
  expect(add()).toEqual(numbers);
  expect(Array.from(vocabulary.symbolsOf(bytes, tokens))).toEqual(numbers);
  expect(vocabulary.size()).toBe(all.length);
  const other = new Uint8Array(Buffer.from("unheard"));
  expect(Array.from(vocabulary.symbolsOf(other, tokenise(other)))).toEqual([UNKNOWN]);
});
