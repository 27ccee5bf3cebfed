import { TOKEN_BREAK, TOKEN_GAP, tokenise } from "../tokens/tokenise.ts";
import type { IndexedContribution, SourceLocation, SpanIndex } from "./span-index.ts";

/** The same answers as the suffix index by comparing every position in turn: the reference that tests hold it to. */
export function createNaiveSpanIndex(list: readonly IndexedContribution[]): SpanIndex {
  return naiveWithout(list, new Set());
}

function naiveWithout(list: readonly IndexedContribution[], passedOver: ReadonlySet<number>): SpanIndex {
  const contributions = [...list].sort((a, b) => Number(a.sequence - b.sequence));
  const names: string[] = [];
  const symbols: number[] = [];
  const locations: SourceLocation[] = [];
  const nameOf = (bytes: Uint8Array, start: number, end: number): string => bytes.subarray(start, end).join();
  const add = (symbol: number, location: SourceLocation): void => {
    symbols.push(symbol);
    locations.push(location);
  };
  contributions.forEach(({ documents }, contribution) => {
    documents.forEach((bytes, document) => {
      add(0, { contribution, document, offset: 0 });
      const tokens = tokenise(bytes);
      for (let i = 0; i < tokens.count; i++) {
        const flags = tokens.flags[i] as number;
        const offset = tokens.start[i] as number;
        if ((flags & TOKEN_GAP) !== 0) add(0, { contribution, document, offset: 0 });
        const isBreak = (flags & TOKEN_BREAK) !== 0;
        const name = nameOf(bytes, offset, tokens.end[i] as number);
        if (!isBreak && !names.includes(name)) names.push(name);
        add(isBreak ? 0 : names.indexOf(name) + 1, { contribution, document, offset });
      }
    });
  });
  const isLeft = (at: number): boolean => !passedOver.has(locations[at]?.contribution ?? -1);
  const all = (run: Int32Array): number[] =>
    symbols.flatMap((_, at) => (isLeft(at) && run.every((symbol, i) => symbol > 0 && symbols[at + i] === symbol) ? [at] : []));
  return {
    contributions: contributions.map(({ ref, sequence }) => ({ ref, sequence })),
    symbolsOf: (bytes, tokens) =>
      Int32Array.from(tokens.start, (start, i) => {
        const known = names.indexOf(nameOf(bytes, start, tokens.end[i] as number)) + 1;
        return known === 0 || ((tokens.flags[i] as number) & TOKEN_BREAK) !== 0 ? -1 : known;
      }),
    earliest: (run, from, to) => from.map((start, i) => all(run.subarray(start, to[i]))[0] ?? -1),
    occurrences: (position, length, max) => {
      const found = all(Int32Array.from(symbols.slice(position, position + length)));
      return found.length > max ? found.slice(0, 1) : found;
    },
    without: (numbers) => naiveWithout(list, new Set([...passedOver, ...numbers])),
    symbolAt: (position) => symbols[position] ?? 0,
    locate: (position) => locations[position] as SourceLocation,
  };
}
