import type { SpanIndex } from "../spans/span-index.ts";
import { createSpanIndex } from "../spans/suffix-span-index.ts";
import { TOKEN_BREAK, TOKEN_GAP } from "../tokens/tokenise.ts";
import type { WeighedTokens, Windows } from "./rule.ts";

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

/** Output tokens first..end-1 that stand at an index position; first..windowEnd-1 qualify by themselves. */
export type CoveringRun = { first: number; windowEnd: number; end: number; position: number };

/** Looks every window up in an index of sources, all of whose occurrences count. */
export function coverBy(index: SpanIndex, output: Uint8Array, text: WeighedTokens, windows: Windows): Coverage {
  return cover(index, output, text, windows, () => true);
}

/** One document per message, `role ‖ 0x00 ‖ text`; only what the buyer says (user, system) can cover a token. */
export function coverByRequest(
  request: readonly { role: string; document: Uint8Array }[],
  output: Uint8Array,
  text: WeighedTokens,
  windows: Windows,
): Coverage {
  const documents = request.map(({ role, document }) =>
    role === "user" || role === "system" ? document : new Uint8Array(0),
  );
  const index = createSpanIndex([{ ref: { datanetId: 0n, seq: 0n }, sequence: 0n, documents }]);
  return coverBy(index, output, text, windows);
}

/**
 * A window repeats when the same tokens stand in the output before it begins, without overlap: the first occurrence of a
 * text keeps its owner, each later one has none.
 */
export function coverByRepeat(output: Uint8Array, text: WeighedTokens, windows: Windows): Coverage {
  const index = createSpanIndex([{ ref: { datanetId: 0n, seq: 0n }, sequence: 0n, documents: [output] }]);
  const admits = (from: number, _position: number, sourceEnd: number): boolean =>
    index.locate(sourceEnd - 1).offset < (text.tokens.start[from] as number);
  return cover(index, output, text, windows, admits);
}

function cover(
  index: SpanIndex,
  output: Uint8Array,
  text: WeighedTokens,
  windows: Windows,
  admits: Coverage["admits"],
): Coverage {
  const symbols = index.symbolsOf(output, text.tokens);
  const earliest = new Int32Array(windows.count);
  for (let i = 0; i < windows.count; i++) {
    const from = windows.from[i] as number;
    const to = windows.to[i] as number;
    const position = index.earliest(symbols, from, to);
    earliest[i] = position >= 0 && admits(from, position, position + to - from) ? position : -1;
  }
  return { index, symbols, earliest, admits };
}

/** 1 for each output token that a found window covers. */
export function coveredTokens(coverage: Coverage, windows: Windows, tokenCount: number): Uint8Array {
  const covered = new Uint8Array(tokenCount);
  let done = 0;
  for (let i = 0; i < windows.count; i++) {
    if ((coverage.earliest[i] as number) < 0) continue;
    const to = windows.to[i] as number;
    covered.fill(1, Math.max(done, windows.from[i] as number), to);
    done = Math.max(done, to);
  }
  return covered;
}

/** Index of the earliest contribution with a found window over each output token, or -1. */
export function earliestContributions(coverage: Coverage, windows: Windows, tokenCount: number): Int32Array {
  const earliest = new Int32Array(tokenCount).fill(-1);
  for (let i = 0; i < windows.count; i++) {
    const position = coverage.earliest[i] as number;
    if (position < 0) continue;
    const contribution = coverage.index.locate(position).contribution;
    for (let t = windows.from[i] as number; t < (windows.to[i] as number); t++) {
      const held = earliest[t] as number;
      if (held < 0 || contribution < held) earliest[t] = contribution;
    }
  }
  return earliest;
}

/**
 * The found run over token `at` that reaches furthest to the right, of contribution `contribution` of the index; among
 * equals the one with the smallest first token, then position.
 */
export function coveringRun(
  coverage: Coverage,
  text: WeighedTokens,
  windows: Windows,
  at: number,
  contribution: number,
): CoveringRun | undefined {
  let best: CoveringRun | undefined;
  for (let i = firstWindowOver(windows, at); i < windows.count && (windows.from[i] as number) <= at; i++) {
    const first = windows.from[i] as number;
    const to = windows.to[i] as number;
    if (to <= at || (coverage.earliest[i] as number) < 0) continue;
    for (const position of coverage.index.occurrences(coverage.symbols, first, to, CITED_OCCURRENCES_MAX)) {
      if (coverage.index.locate(position).contribution !== contribution) continue;
      if (!coverage.admits(first, position, position + to - first)) continue;
      const end = extendedEnd(coverage, text, first, to, position);
      if (best === undefined || end > best.end) best = { first, windowEnd: to, end, position };
    }
  }
  return best;
}

/** Index of the first window that can reach `at`: windows ascend and are at most `longest` tokens long. */
function firstWindowOver(windows: Windows, at: number): number {
  let low = 0;
  let high = windows.count;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((windows.from[middle] as number) <= at - windows.longest) low = middle + 1;
    else high = middle;
  }
  return low;
}

function extendedEnd(coverage: Coverage, text: WeighedTokens, first: number, to: number, position: number): number {
  const { index, symbols, admits } = coverage;
  let end = to;
  while (end < text.tokens.count && ((text.tokens.flags[end] as number) & (TOKEN_BREAK | TOKEN_GAP)) === 0) {
    const source = position + end - first;
    const symbol = symbols[end] as number;
    if (symbol <= 0 || index.symbolAt(source) !== symbol || !admits(first, position, source + 1)) break;
    end++;
  }
  return end;
}
