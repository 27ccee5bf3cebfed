import { join } from "node:path";
import { attribute, createSpanIndex, createVocabulary, layOutSegment, tokenise, type SpanIndex } from "@openledger/attribution";
import { createWasmSuffixSorter, openSpanIndex } from "@openledger/span-index";
import { textInTheMannerOf, type NamedText } from "./attribution-texts.ts";
import { residentBytes } from "./bench-build.ts";
import { naiveEarliest } from "./naive-earliest.ts";
import { round } from "./open-loop.ts";
import { storedContributions, traceOutputs } from "./trace-outputs.ts";

const OUTPUTS = 200;
const NAIVE_OUTPUTS = 3;
const CONTRIBUTIONS = 200;
/** Contributions that come one by one after the others, so that several segments are asked. */
const LATE = 20;
const RUN_TOKENS = 5;
const CACHE_BYTES = 1 << 28;

/** Milliseconds per output. */
export interface Timing {
  readonly p50Ms: number;
  readonly p95Ms: number;
}

/** Finding the owners of outputs of 2,000 bytes in so much text. */
export interface TraceResult {
  readonly megabytes: number;
  readonly tokens: number;
  readonly memory: Timing;
  /** The index in files, read through a cache of 256 MiB, right after it was opened and then again. */
  readonly filesFirst: Timing;
  readonly files: Timing;
  readonly segments: number;
  readonly reopenMs: number;
  readonly addOneMs: number;
  readonly filesResidentBytesPerByte: number;
  readonly filesHeapBytesPerByte: number;
  /** Runs of five tokens of an output, looked up in the index and by comparing every place; both found the same. */
  readonly lookUpMs: number;
  readonly naiveMs: number;
}

/** Traces outputs in texts of the given sizes, all in the manner of the largest text. */
export function benchTrace(
  texts: readonly NamedText[],
  sizes: readonly number[],
  folder: string,
  say: (text: string) => void,
): TraceResult[] {
  const source = texts.reduce((most, text) => (text.bytes.length > most.bytes.length ? text : most)).bytes;
  return sizes.map((megabytes) => {
    say(`tracing in ${megabytes} MB`);
    const byteLength = megabytes * 1_000_000;
    const text = byteLength <= source.length ? source.subarray(0, byteLength) : textInTheMannerOf(source, byteLength, 1);
    return traceIn(text, source, megabytes, join(folder, `trace-${megabytes}`));
  });
}

function traceIn(text: Uint8Array, source: Uint8Array, megabytes: number, home: string): TraceResult {
  const contributions = storedContributions(text, CONTRIBUTIONS);
  const outputs = traceOutputs(text, source, OUTPUTS);
  const memory = inMemory(text, outputs);
  const early = contributions.slice(0, CONTRIBUTIONS - LATE);
  openSpanIndex({ folder: home, contributions: early }).close();
  const begun = performance.now();
  for (let count = early.length + 1; count <= contributions.length; count++) {
    openSpanIndex({ folder: home, contributions: contributions.slice(0, count) }).close();
  }
  const addOneMs = (performance.now() - begun) / LATE;
  const opening = performance.now();
  openSpanIndex({ folder: home, contributions }).close();
  const reopenMs = performance.now() - opening;
  const resident = residentBytes(() => openSpanIndex({ folder: home, contributions, cacheBytes: CACHE_BYTES }));
  const index = openSpanIndex({ folder: home, contributions });
  const { tokens, segments, fileBytes } = index.facts;
  // Pages of the cache that nothing is read into are never touched.
  const unused = Math.max(0, CACHE_BYTES - fileBytes);
  const filesFirst = timing(index.index, outputs);
  const files = timing(index.index, outputs);
  index.close();
  return {
    ...{ megabytes, tokens, ...memory, filesFirst, files, segments: segments.length },
    ...{ reopenMs: round(reopenMs), addOneMs: round(addOneMs) },
    filesResidentBytesPerByte: round((resident.heap + resident.buffers - unused) / text.length),
    filesHeapBytesPerByte: round(resident.heap / text.length),
  };
}

function inMemory(text: Uint8Array, outputs: readonly Uint8Array[]): Pick<TraceResult, "memory" | "lookUpMs" | "naiveMs"> {
  const list = storedContributions(text, CONTRIBUTIONS).map(({ ref, sequence, documents }) => ({ ref, sequence, documents: documents() }));
  const index = createSpanIndex(list, createWasmSuffixSorter());
  // A fresh vocabulary numbers the same tokens in the same order as the index's own.
  const { symbols: corpus } = layOutSegment(list, createVocabulary());
  const compared = outputs.slice(0, text.length > 20_000_000 ? 1 : NAIVE_OUTPUTS);
  let lookUpMs = 0;
  let naiveMs = 0;
  for (const output of compared) {
    const tokens = tokenise(output);
    const symbols = index.symbolsOf(output, tokens);
    const from = Int32Array.from({ length: tokens.count - RUN_TOKENS }, (_, i) => i);
    const begun = performance.now();
    const found = index.earliest(symbols, from, from.map((at) => at + RUN_TOKENS));
    const between = performance.now();
    const naive = naiveEarliest(corpus, symbols, RUN_TOKENS);
    lookUpMs += between - begun;
    naiveMs += performance.now() - between;
    if (found.some((position, i) => position !== naive[i])) throw new Error("the index and the naive scan differ");
  }
  const memory = timing(index, outputs);
  return { memory, lookUpMs: round(lookUpMs / compared.length), naiveMs: round(naiveMs / compared.length) };
}

function timing(index: SpanIndex, outputs: readonly Uint8Array[]): Timing {
  const rule = { manifestTokens: 2_000_000, minExcessBits: 20, minWords: 5 };
  const times = outputs.map((output) => {
    const begun = performance.now();
    attribute({ output, request: [], index, rule, standing: () => "manifest" });
    return performance.now() - begun;
  });
  times.sort((a, b) => a - b);
  const at = (share: number): number => round(times[Math.floor(times.length * share)] ?? 0);
  return { p50Ms: at(0.5), p95Ms: at(0.95) };
}
