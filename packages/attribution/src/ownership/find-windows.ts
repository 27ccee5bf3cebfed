import { TOKEN_BREAK, TOKEN_GAP, type TokenList } from "../tokens/tokenise.ts";
import type { Windows } from "./rule.ts";

/** Places and tokens that are compared per token before giving up: texts made to repeat cost no more than others. */
const COMPARED_PER_TOKEN = 16;
/** Odd, so that multiplying loses nothing. */
const FACTOR = 0x2c1b3c6d;

/** A text with its tokens. */
export type TokenText = { readonly bytes: Uint8Array; readonly tokens: TokenList };

/** For each window 0 when it was found and -1 when it was not; undefined when a span index finds out in less time. */
export type FoundWindows = Int32Array | undefined;

/**
 * Says which windows stand in any of the documents. Hashes of runs lead to the few places that are compared, so short
 * texts need no index of their own.
 */
export function windowsIn(output: TokenText, windows: Windows, documents: readonly TokenText[]): FoundWindows {
  const gram = shortestOf(windows);
  const text = hashedText(output);
  const found = new Int32Array(windows.count).fill(-1);
  for (const document of documents) {
    const { count } = document.tokens;
    if (count < gram) continue;
    const places = createPlaces(hashedText(document), gram);
    for (let at = 0; at + gram <= count; at++) places.add(at);
    const isWhole = eachWindow(windows, found, (from, to) => places.find(text, from, to, count));
    if (!isWhole) return undefined;
  }
  return found;
}

/** Says which windows also stand in the output wholly before they begin. */
export function windowsBefore(output: TokenText, windows: Windows): FoundWindows {
  const gram = shortestOf(windows);
  const text = hashedText(output);
  const places = createPlaces(text, gram);
  const found = new Int32Array(windows.count).fill(-1);
  let next = 0;
  const isWhole = eachWindow(windows, found, (from, to) => {
    for (; next + gram <= from; next++) places.add(next);
    return places.find(text, from, to, from);
  });
  return isWhole ? found : undefined;
}

/** Marks the windows that `find` finds; false when it gave up. */
function eachWindow({ count, from, to }: Windows, found: Int32Array, find: (from: number, to: number) => Found): boolean {
  for (let i = 0; i < count; i++) {
    const answer = find(from[i] as number, to[i] as number);
    if (answer === "gave-up") return false;
    if (answer === "here") found[i] = 0;
  }
  return true;
}

/** Tokens of the shortest window; every window begins with a run of so many. */
function shortestOf({ count, from, to }: Windows): number {
  let least = 0x7fffffff;
  for (let i = 0; i < count; i++) least = Math.min(least, (to[i] as number) - (from[i] as number));
  return least;
}

/** A text with what hashes of its runs follow from: `sums[i]` of tokens 0..i-1, and powers of the factor. */
type HashedText = TokenText & { readonly sums: Int32Array; readonly powers: Int32Array };

function hashedText({ bytes, tokens }: TokenText): HashedText {
  const { count, start, end } = tokens;
  const sums = new Int32Array(count + 1);
  const powers = new Int32Array(count + 1).fill(1);
  for (let i = 0; i < count; i++) {
    // FNV-1a of the token's bytes.
    let hash = 0x811c9dc5;
    const last = end[i] as number;
    for (let at = start[i] as number; at < last; at++) hash = Math.imul(hash ^ (bytes[at] as number), 0x01000193);
    hash = Math.imul(hash ^ (hash >>> 15), 0x85ebca6b);
    sums[i + 1] = (Math.imul(sums[i] as number, FACTOR) + (hash ^ (hash >>> 13))) | 0;
    powers[i + 1] = Math.imul(powers[i] as number, FACTOR);
  }
  return { bytes, tokens, sums, powers };
}

function hashOfRun({ sums, powers }: HashedText, from: number, to: number): number {
  return ((sums[to] as number) - Math.imul(sums[from] as number, powers[to - from] as number)) | 0;
}

type Found = "here" | "nowhere" | "gave-up";

/** Places of a text by the hash of the first tokens there. */
type Places = {
  add(at: number): void;
  /** Looks for run from..to-1 of `text` among the places that were added, with its end at most at token `limit`. */
  find(text: HashedText, from: number, to: number, limit: number): Found;
};

function createPlaces(source: HashedText, gram: number): Places {
  const { count } = source.tokens;
  const mask = (1 << (33 - Math.clz32(count + 1))) - 1;
  const heads = new Int32Array(mask + 1);
  const links = new Int32Array(count + 1);
  let left = COMPARED_PER_TOKEN * (count + 1);
  const slotOf = (text: HashedText, at: number): number => {
    const hash = hashOfRun(text, at, at + gram);
    return (hash ^ (hash >>> 16)) & mask;
  };
  return {
    add(at) {
      const slot = slotOf(source, at);
      links[at] = heads[slot] as number;
      heads[slot] = at + 1;
    },
    find(text, from, to, limit) {
      const wanted = hashOfRun(text, from, to);
      for (let next = heads[slotOf(text, from)] as number; next > 0; next = links[next - 1] as number) {
        if (--left < 0) return "gave-up";
        const end = next - 1 + to - from;
        if (end > limit || hashOfRun(source, next - 1, end) !== wanted) continue;
        left -= to - from;
        if (isRunAt(text, from, to, source, next - 1)) return "here";
      }
      return "nowhere";
    },
  };
}

/** True when tokens from..to-1 stand at token `place` of the source without a break or a gap after the first. */
function isRunAt(text: TokenText, from: number, to: number, source: TokenText, place: number): boolean {
  for (let i = 0; i < to - from; i++) {
    const flags = source.tokens.flags[place + i] as number;
    if ((flags & TOKEN_BREAK) !== 0 || (i > 0 && (flags & TOKEN_GAP) !== 0)) return false;
    const start = text.tokens.start[from + i] as number;
    const there = source.tokens.start[place + i] as number;
    const length = (text.tokens.end[from + i] as number) - start;
    if ((source.tokens.end[place + i] as number) - there !== length) return false;
    for (let at = 0; at < length; at++) if (text.bytes[start + at] !== source.bytes[there + at]) return false;
  }
  return true;
}
