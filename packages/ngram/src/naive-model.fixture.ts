import { TOKEN_BREAK, TOKEN_GAP, tokenise } from "@openledger/attribution";
import { fromUtf8, toUtf8 } from "@openledger/primitives";
import { createHash } from "node:crypto";
import type { NgramContribution } from "./training-text.ts";

/** A token as text, with the whitespace before it. */
export interface NaiveToken {
  readonly gap: string;
  readonly token: string;
}

/** Context as JSON -> symbol as JSON -> count, written for tests only: slow, by text, without numbers for words. */
export type NaiveCounts = Map<string, Map<string, number>>;

export function naiveCounts(contributions: readonly NgramContribution[], order: number): NaiveCounts {
  const counts: NaiveCounts = new Map();
  for (const piece of contributions.flatMap(({ documents }) => documents.flatMap(pieces))) {
    piece.forEach((symbol, i) => {
      for (let length = 0; length < order && length <= i; length++) {
        const context = JSON.stringify(piece.slice(i - length, i).map(({ token }) => token));
        const followers = counts.get(context) ?? new Map<string, number>();
        counts.set(context, followers);
        const key = JSON.stringify([symbol.token, symbol.gap]);
        followers.set(key, (followers.get(key) ?? 0) + 1);
      }
    });
  }
  return counts;
}

function pieces(document: Uint8Array): NaiveToken[][] {
  const tokens = tokenise(document);
  const found: NaiveToken[][] = [[]];
  for (let i = 0; i < tokens.count; i++) {
    const flags = tokens.flags[i] ?? 0;
    if ((flags & (TOKEN_BREAK | TOKEN_GAP)) !== 0) found.push([]);
    if ((flags & TOKEN_BREAK) !== 0) continue;
    const piece = found.at(-1) ?? [];
    const gap = piece.length === 0 ? "\n" : fromUtf8(document.subarray(tokens.end[i - 1] ?? 0, tokens.start[i]));
    piece.push({ gap, token: fromUtf8(document.subarray(tokens.start[i], tokens.end[i])) });
  }
  return found;
}

/** The symbols after a context in the order of their leaves. */
export function sortedFollowers(followers: Map<string, number>): [NaiveToken, number][] {
  const key = ({ token, gap }: NaiveToken): Buffer => Buffer.concat([prefixed(token), prefixed(gap)]);
  return [...followers]
    .map(([symbol, count]): [NaiveToken, number] => {
      const [token, gap] = JSON.parse(symbol) as [string, string];
      return [{ token, gap }, count];
    })
    .sort(([a], [b]) => Buffer.compare(key(a), key(b)));
}

/** All entry leaves, sorted. */
export function naiveLeaves(counts: NaiveCounts): Buffer[] {
  return [...counts]
    .flatMap(([context, followers]) => {
      const words = JSON.parse(context) as string[];
      const total = [...followers.values()].reduce((sum, count) => sum + count, 0);
      let before = 0;
      return sortedFollowers(followers).map(([{ token, gap }, count]) => {
        const numbers = Buffer.alloc(12);
        numbers.writeUInt32BE(count, 0);
        numbers.writeUInt32BE(before, 4);
        numbers.writeUInt32BE(total, 8);
        before += count;
        return Buffer.concat([Buffer.of(2, words.length), ...[...words, token, gap].map(prefixed), numbers]);
      });
    })
    .sort((a, b) => Buffer.compare(a, b));
}

/** Draws token after token from the counts themselves. */
export function naiveAnswer(
  counts: NaiveCounts,
  weights: readonly number[],
  { seed, prompt, tokens }: { seed: Uint8Array; prompt: string; tokens: number },
): string {
  const history = pieces(toUtf8(prompt)).at(-1)?.map(({ token }) => token) ?? [];
  let output = "";
  for (let position = 0; position < tokens; position++) {
    const number = Buffer.alloc(4);
    number.writeUInt32BE(position);
    const hash = createHash("sha256").update(seed).update(number).digest();
    let slot = Number((hash.readBigUInt64BE(0) * 10_000n) >> 64n);
    let length = 0;
    while (slot >= (weights[length] ?? 0)) slot -= weights[length++] ?? 0;
    length = Math.min(length, history.length);
    while (!counts.has(JSON.stringify(history.slice(history.length - length)))) length--;
    const followers = sortedFollowers(counts.get(JSON.stringify(history.slice(history.length - length))) ?? new Map<string, number>());
    const total = followers.reduce((sum, [, count]) => sum + count, 0);
    let index = Number((hash.readBigUInt64BE(8) * BigInt(total)) >> 64n);
    const [drawn] = followers.find(([, count]) => (index -= count) < 0) ?? [{ token: "", gap: "" }];
    output = written(output, drawn);
    history.push(drawn.token);
  }
  return output;
}

/** Joins where the whole output still has the tokens before and the new one, else puts a space. */
function written(output: string, { gap, token }: NaiveToken): string {
  if (output === "") return token;
  if (gap !== "") return output + gap + token;
  const isApart = texts(output + token).join("|") === [...texts(output), token].join("|");
  return isApart ? output + token : `${output} ${token}`;
}

/** The tokens of a text; one of more than 256 bytes as nothing. */
export function texts(text: string): string[] {
  const bytes = toUtf8(text);
  const tokens = tokenise(bytes);
  return Array.from(tokens.start, (start, i) =>
    ((tokens.flags[i] ?? 0) & TOKEN_BREAK) === 0 ? fromUtf8(bytes.subarray(start, tokens.end[i])) : "",
  );
}

function prefixed(text: string): Buffer {
  const bytes = Buffer.from(text);
  const length = Buffer.alloc(2);
  length.writeUInt16BE(bytes.length);
  return Buffer.concat([length, bytes]);
}
