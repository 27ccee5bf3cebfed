import type { SpanIndex } from "../spans/span-index.ts";
import { createSpanIndex } from "../spans/suffix-span-index.ts";
import { TOKEN_BREAK, TOKEN_GAP, tokenise } from "../tokens/tokenise.ts";
import type { WeighedTokens, Windows } from "./rule.ts";
import { windowsBefore, windowsIn, type FoundWindows } from "./find-windows.ts";

const EMPTY_INDEX: SpanIndex = createSpanIndex([]);

/** Occurrences of one window that are tried for the longest citation. */
const CITED_OCCURRENCES_MAX = 16;

/** Where the qualifying windows of an output stand in an index. */
export type Coverage = {
  readonly index: SpanIndex;
  /** The output's tokens as the index numbers them. */
  readonly symbols: Int32Array;
  /** Smallest position of each window, or -1. */
  readonly earliest: Int32Array;
  /** True when window tokens from.. at this position count; `sourceEnd` is the position after the run. */
  readonly admits: (from: number, position: number, sourceEnd: number) => boolean;
};

/** A qualifying run, output tokens first..end-1, that stands at an index position. */
export type CoveringRun = { first: number; end: number; position: number };

/** Looks every window up in an index of sources, all of whose occurrences count. */
export function coverBy(index: SpanIndex, output: Uint8Array, text: WeighedTokens, windows: Windows): Coverage {
  return cover(index, output, text, windows, () => true);
}

/** What a request's messages are to the ownership rule: one document each, `role ‖ 0x00 ‖ text`. */
type Messages = readonly { readonly role: string; readonly document: Uint8Array }[];

/** Only what the buyer says (user, system) can cover a token. */
export function coverByRequest(request: Messages, output: Uint8Array, text: WeighedTokens, windows: Windows): Coverage {
  return isNowhere(inRequest(request, output, text, windows))
    ? nothingCovered(windows)
    : indexedRequest(request, output, text, windows);
}

/** For each token the last window over it that stands in the buyer's words, or -1. */
export function requestedTokens(request: Messages, output: Uint8Array, text: WeighedTokens, windows: Windows): Int32Array {
  const found = inRequest(request, output, text, windows);
  const earliest = found ?? indexedRequest(request, output, text, windows).earliest;
  return coveringWindows({ earliest }, windows, text.tokens.count);
}

function inRequest(request: Messages, output: Uint8Array, { tokens }: WeighedTokens, windows: Windows): FoundWindows {
  const documents = request.filter(isBuyers).map(({ document }) => ({ bytes: document, tokens: tokenise(document) }));
  return windowsIn({ bytes: output, tokens }, windows, documents);
}

function indexedRequest(request: Messages, output: Uint8Array, text: WeighedTokens, windows: Windows): Coverage {
  const documents = request.map((message) => (isBuyers(message) ? message.document : new Uint8Array(0)));
  const index = createSpanIndex([{ ref: { datanetId: 0n, seq: 0n }, sequence: 0n, documents }]);
  return coverBy(index, output, text, windows);
}

function isBuyers({ role }: Messages[number]): boolean {
  return role === "user" || role === "system";
}

/**
 * A window repeats when the same tokens stand in the output before it begins, without overlap: the first occurrence of a
 * text keeps its owner, each later one has none.
 */
export function coverByRepeat(output: Uint8Array, text: WeighedTokens, windows: Windows): Coverage {
  const found = windowsBefore({ bytes: output, tokens: text.tokens }, windows);
  return isNowhere(found) ? nothingCovered(windows) : indexedRepeat(output, text, windows);
}

/** For each token the last window over it that stands earlier in the output, or -1. */
export function repeatedTokens(output: Uint8Array, text: WeighedTokens, windows: Windows): Int32Array {
  const found = windowsBefore({ bytes: output, tokens: text.tokens }, windows);
  const earliest = found ?? indexedRepeat(output, text, windows).earliest;
  return coveringWindows({ earliest }, windows, text.tokens.count);
}

function indexedRepeat(output: Uint8Array, text: WeighedTokens, windows: Windows): Coverage {
  const index = createSpanIndex([{ ref: { datanetId: 0n, seq: 0n }, sequence: 0n, documents: [output] }]);
  const admits = (from: number, _position: number, sourceEnd: number): boolean =>
    index.locate(sourceEnd - 1).offset < (text.tokens.start[from] as number);
  return cover(index, output, text, windows, admits);
}

function isNowhere(found: FoundWindows): boolean {
  return found?.every((place) => place < 0) ?? false;
}

/** The coverage of a source in which no window stands. */
function nothingCovered({ count }: Windows): Coverage {
  return { index: EMPTY_INDEX, symbols: new Int32Array(0), earliest: new Int32Array(count).fill(-1), admits: () => false };
}

function cover(
  index: SpanIndex,
  output: Uint8Array,
  text: WeighedTokens,
  windows: Windows,
  admits: Coverage["admits"],
): Coverage {
  const symbols = index.symbolsOf(output, text.tokens);
  const earliest = index.earliest(symbols, windows.from, windows.to);
  for (let i = 0; i < windows.count; i++) {
    const from = windows.from[i] as number;
    const position = earliest[i] as number;
    if (position >= 0 && !admits(from, position, position + (windows.to[i] as number) - from)) earliest[i] = -1;
  }
  return { index, symbols, earliest, admits };
}

/** The last found window over each output token, or -1: windows ascend, so it also reaches furthest. */
export function coveringWindows(coverage: Pick<Coverage, "earliest">, windows: Windows, tokenCount: number): Int32Array {
  const covering = new Int32Array(tokenCount).fill(-1);
  let next = 0;
  let last = -1;
  for (let t = 0; t < tokenCount; t++) {
    for (; next < windows.count && (windows.from[next] as number) <= t; next++) {
      if ((coverage.earliest[next] as number) >= 0) last = next;
    }
    if (last >= 0 && (windows.to[last] as number) > t) covering[t] = last;
  }
  return covering;
}

/** The earliest contribution with a found window over each output token, or -1, and its last such window. */
export type EarliestOwners = { contributions: Int32Array; windows: Int32Array };

/** Decides for each output token which contribution is the earliest to hold a found window over it. */
export function earliestOwners(coverage: Coverage, windows: Windows, tokenCount: number): EarliestOwners {
  const owners: EarliestOwners = {
    contributions: new Int32Array(tokenCount).fill(-1),
    windows: new Int32Array(tokenCount).fill(-1),
  };
  for (let i = 0; i < windows.count; i++) {
    const position = coverage.earliest[i] as number;
    if (position < 0) continue;
    const contribution = coverage.index.locate(position).contribution;
    for (let t = windows.from[i] as number; t < (windows.to[i] as number); t++) {
      const held = owners.contributions[t] as number;
      if (held >= 0 && contribution > held) continue;
      owners.contributions[t] = contribution;
      owners.windows[t] = i;
    }
  }
  return owners;
}

/**
 * Of the places in contribution `contribution` where a found window stands, the run that goes on longest, at most to
 * output token `limit`; among equals the one at the smallest position.
 */
export function longestRun(
  coverage: Coverage,
  text: WeighedTokens,
  windows: Windows,
  window: number,
  contribution: number,
  limit: number,
): CoveringRun | undefined {
  const first = windows.from[window] as number;
  const to = windows.to[window] as number;
  let best: CoveringRun | undefined;
  const earliest = coverage.earliest[window] as number;
  for (const position of coverage.index.occurrences(earliest, to - first, CITED_OCCURRENCES_MAX)) {
    if (coverage.index.locate(position).contribution !== contribution) continue;
    if (!coverage.admits(first, position, position + to - first)) continue;
    const end = extendedEnd(coverage, text, first, to, position, limit);
    if (best === undefined || end > best.end) best = { first, end, position };
  }
  return best;
}

function extendedEnd(
  coverage: Coverage,
  text: WeighedTokens,
  first: number,
  to: number,
  position: number,
  limit: number,
): number {
  const { index, symbols, admits } = coverage;
  let end = to;
  while (end < limit && ((text.tokens.flags[end] as number) & (TOKEN_BREAK | TOKEN_GAP)) === 0) {
    const source = position + end - first;
    const symbol = symbols[end] as number;
    if (symbol <= 0 || index.symbolAt(source) !== symbol || !admits(first, position, source + 1)) break;
    end++;
  }
  return end;
}
