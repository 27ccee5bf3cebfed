import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import {
  buildColumns,
  buildSuffixArray,
  createSpanIndex,
  createVocabulary,
  layOutSegment,
  type IndexedContribution,
} from "@openledger/attribution";
import { assert } from "@openledger/primitives";
import { createWasmSuffixSorter, openSpanIndex } from "@openledger/span-index";
import type { NamedText } from "./attribution-texts.ts";
import type { Libsais } from "./libsais.ts";
import { round } from "./open-loop.ts";
import { storedContributions } from "./trace-outputs.ts";

const RUNS = 5;

/** What it takes to index one text; times are the best of five, on one thread. */
export interface BuildResult {
  readonly text: string;
  readonly bytes: number;
  readonly tokens: number;
  readonly indexMs: number;
  readonly indexMBPerSecond: number;
  /** Tokens and their numbers; the suffix sort in WebAssembly and in JavaScript; everything else. */
  readonly layOutMs: number;
  readonly sortWasmMs: number;
  readonly sortTypeScriptMs: number;
  readonly restMs: number;
  /** Index in files, with its flushes. */
  readonly filesMs: number;
  readonly libsaisMs?: number;
  readonly timesLibsais?: number;
  readonly residentBytesPerByte: number;
  readonly fileBytesPerByte: number;
}

/** Indexes each text in memory and in files, and has libsais sort its bytes. */
export function benchBuild(
  texts: readonly NamedText[],
  libsais: Libsais,
  folder: string,
  say: (text: string) => void,
): BuildResult[] {
  return texts.map(({ name, bytes }, i) => {
    say(`indexing ${name}`);
    const sort = createWasmSuffixSorter();
    const list: IndexedContribution[] = [{ ref: { datanetId: 1n, seq: 1n }, sequence: 1n, documents: [bytes] }];
    const indexMs = bestMs(() => createSpanIndex(list, sort));
    const text = layOutSegment(list, createVocabulary());
    const { ordinals, size } = denseText(text.symbols);
    const layOutMs = bestMs(() => layOutSegment(list, createVocabulary()));
    const sortWasmMs = bestMs(() => sort(ordinals, size));
    const home = join(folder, `build-${i}`);
    let fileBytes = 0;
    let run = 0;
    const filesMs = bestMs(() => {
      const index = openSpanIndex({ folder: `${home}-${run++}`, contributions: storedContributions(bytes, 1), sort });
      fileBytes = index.facts.fileBytes;
      index.close();
    });
    const path = join(folder, `text-${i}`);
    writeFileSync(path, bytes);
    const seconds = libsais.seconds?.(path);
    const resident = residentBytes(() => createSpanIndex(list, sort));
    return {
      ...{ text: name, bytes: bytes.length, tokens: text.symbols.length },
      ...{ indexMs: round(indexMs), indexMBPerSecond: round(bytes.length / 1000 / indexMs) },
      ...{ layOutMs: round(layOutMs), sortWasmMs: round(sortWasmMs) },
      sortTypeScriptMs: round(bestMs(() => buildSuffixArray(ordinals, size))),
      restMs: round(bestMs(() => buildColumns(text, sort)) - sortWasmMs),
      filesMs: round(filesMs),
      ...(seconds === undefined ? {} : { libsaisMs: round(seconds * 1000), timesLibsais: round(indexMs / 1000 / seconds) }),
      residentBytesPerByte: round((resident.heap + resident.buffers) / bytes.length),
      fileBytesPerByte: round(fileBytes / bytes.length),
    };
  });
}

/** Memory that stays for what `make` makes. */
export function residentBytes(make: () => unknown): { readonly heap: number; readonly buffers: number } {
  setFlagsFromString("--expose-gc");
  const collect: () => void = runInNewContext("gc");
  const used = (): NodeJS.MemoryUsage => {
    collect();
    collect();
    return process.memoryUsage();
  };
  const before = used();
  const kept = [make()];
  const after = used();
  assert(kept.length === 1, "what was made lives until its memory is counted");
  return { heap: Math.max(0, after.heapUsed - before.heapUsed), buffers: after.arrayBuffers - before.arrayBuffers };
}

/** The text as indices into its alphabet, as the sorters take it. */
function denseText(symbols: Int32Array): { readonly ordinals: Int32Array; readonly size: number } {
  const seen = new Int32Array(symbols.reduce((most, symbol) => Math.max(most, symbol), 0) + 1);
  for (const symbol of symbols) seen[symbol] = 1;
  let size = 0;
  for (let symbol = 0; symbol < seen.length; symbol++) if (seen[symbol] === 1) seen[symbol] = size++;
  return { ordinals: symbols.map((symbol) => seen[symbol] ?? 0), size };
}

function bestMs(work: () => unknown): number {
  const times = Array.from({ length: RUNS }, () => {
    const begun = performance.now();
    work();
    return performance.now() - begun;
  });
  return Math.min(...times);
}
