import { mkdirSync, readdirSync } from "node:fs";
import { endianness } from "node:os";
import { join } from "node:path";
import {
  buildColumns,
  columnOf,
  contributionKey,
  createSegmentedSpanIndex,
  createVocabulary,
  layOutSegment,
  mergeTexts,
  type SegmentText,
  type SpanIndex,
  type SuffixSorter,
  type Vocabulary,
} from "@openledger/attribution";
import { nodeFileSystem, type FileSystem } from "@openledger/kv";
import type { ContributionRef } from "@openledger/messages/openledger/attribution/v1";
import { assert, assertDefined, equalBytes } from "@openledger/primitives";
import { emptyManifest, readManifest, writeManifest, type Manifest } from "./manifest.ts";
import { createPagePool, type PagePool } from "./page-pool.ts";
import { openSegmentFile, writeSegmentFile, type SegmentFile } from "./segment-file.ts";
import { appendVocabulary, readVocabulary } from "./vocabulary-file.ts";
import { createWasmSuffixSorter } from "./wasm-suffix-sorter.ts";

const MANIFEST = "manifest";
const OUR_FILES = /^(manifest|segment-\d+|vocabulary-\d+)(\.tmp|\.damaged)?$/;

/** A contribution to be found in the index; its documents are asked for only if it isn't indexed yet. */
export type StoredContribution = {
  readonly ref: ContributionRef;
  /** Global number of its MsgContribute. */
  readonly sequence: bigint;
  /** 32 bytes that stand for its content, such as its rows root. */
  readonly contentId: Uint8Array;
  documents(): readonly Uint8Array[];
};

export type SpanIndexOptions = {
  /** Created when absent. Only one process may use it at a time: the caller holds the lock of the data folder. */
  readonly folder: string;
  /** Everything that the index shall hold, and nothing else. */
  readonly contributions: readonly StoredContribution[];
  /** Memory for pages of segments: 256 MiB, of which only what is read is ever touched. */
  readonly cacheBytes?: number;
  /** Segments aren't merged beyond this many tokens (2^25): building one takes about 50 bytes of memory per token. */
  readonly segmentTokensMax?: number;
  /** The WebAssembly sorter. */
  readonly sort?: SuffixSorter;
  /** The machine's own; a test hands in one that fails. */
  readonly fileSystem?: FileSystem;
};

/** What the index consists of. */
export type SpanIndexFacts = {
  readonly contributions: number;
  /** Tokens and separators. */
  readonly tokens: number;
  readonly distinctTokens: number;
  /** Tokens of each segment, largest first. */
  readonly segments: readonly number[];
  readonly fileBytes: number;
  /** Contributions whose documents were read since the folder was opened. */
  readonly indexed: number;
};

/** A span index in files. */
export interface SpanIndexFolder {
  /** Answers until the next `add` or `close`. */
  readonly index: SpanIndex;
  readonly facts: SpanIndexFacts;
  /** Indexes contributions that aren't held; only segments of at most twice their size are built anew. */
  add(contributions: readonly StoredContribution[]): void;
  close(): void;
}

type Held = { readonly name: string; readonly file: SegmentFile };

type State = {
  readonly fs: FileSystem;
  readonly folder: string;
  readonly pool: PagePool;
  readonly sort: SuffixSorter;
  readonly segmentTokensMax: number;
  vocabulary: Vocabulary;
  manifest: Manifest;
  held: readonly Held[];
  index: SpanIndex;
  indexed: number;
};

/**
 * Opens the index of exactly these contributions. What the folder holds of them is not built again; when it holds
 * anything else (a contribution was struck or erased), all of it is removed and built anew, so that nothing of an erased
 * text stays, and when it is damaged or was interrupted, what is missing. Throws OperationalError: `DISK_*` when the
 * folder can't be written, `SPAN_INDEX_DAMAGED` from a query when a file changes while it is open.
 */
export function openSpanIndex(options: SpanIndexOptions): SpanIndexFolder {
  assert(endianness() === "LE", "segment files hold little-endian integers, which this machine doesn't");
  const { folder, contributions, cacheBytes = 1 << 28, segmentTokensMax = 1 << 25 } = options;
  const fs = options.fileSystem ?? nodeFileSystem;
  mkdirSync(folder, { recursive: true });
  const pool = createPagePool(cacheBytes);
  const kept = openKept(fs, folder, pool, contributions);
  const { vocabulary, manifest, held } = kept ?? startOver(fs, folder);
  const state: State = {
    ...{ fs, folder, pool, segmentTokensMax, vocabulary, manifest, held },
    sort: options.sort ?? createWasmSuffixSorter(),
    index: createSegmentedSpanIndex(vocabulary, []),
    indexed: 0,
  };
  removeLeftovers(state);
  add(state, missingFrom(held, contributions));
  return {
    get index() {
      return state.index;
    },
    get facts() {
      return factsOf(state);
    },
    add: (list) => add(state, missingFrom(state.held, list)),
    close: () => closeAll(state.held),
  };
}

type Kept = Pick<State, "vocabulary" | "manifest" | "held">;

/** What the folder holds already, or undefined when it must be built anew. */
function openKept(
  fs: FileSystem,
  folder: string,
  pool: PagePool,
  contributions: readonly StoredContribution[],
): Kept | undefined {
  const names = new Set(readdirSync(folder));
  const manifest = names.has(MANIFEST) ? readManifest(fs, join(folder, MANIFEST)) : undefined;
  if (manifest === undefined || !names.has(manifest.vocabularyFile)) return undefined;
  const vocabulary = readVocabulary(fs, join(folder, manifest.vocabularyFile), manifest.vocabulary);
  if (vocabulary === undefined) return undefined;
  const held: Held[] = [];
  for (const name of manifest.segments) {
    const file = names.has(name) ? openSegmentFile(fs, join(folder, name), pool) : undefined;
    if (file !== undefined) held.push({ name, file });
  }
  if (holdsOnly(held, contributions)) return { vocabulary, manifest, held };
  closeAll(held);
  return undefined;
}

/** An empty index under file names that no earlier one has. */
function startOver(fs: FileSystem, folder: string): Kept {
  const numbers = readdirSync(folder).map((name) => (OUR_FILES.test(name) ? Number(/\d+/.exec(name)?.[0] ?? 0) : 0));
  const manifest = emptyManifest(Math.max(0, ...numbers) + 1);
  const fd = fs.open(join(folder, manifest.vocabularyFile), 0o644);
  fs.sync(fd);
  fs.close(fd);
  writeManifest(fs, join(folder, MANIFEST), manifest);
  return { vocabulary: createVocabulary(), manifest, held: [] };
}

function holdsOnly(held: readonly Held[], contributions: readonly StoredContribution[]): boolean {
  const wanted = new Map(contributions.map((one) => [contributionKey(one.ref), one]));
  return held.every(({ file: { layout } }) =>
    layout.contributions.every(({ ref, sequence }, i) => {
      const one = wanted.get(contributionKey(ref));
      return one?.sequence === sequence && equalBytes(one.contentId, assertDefined(layout.contentIds[i], "one id each"));
    }),
  );
}

function missingFrom(held: readonly Held[], contributions: readonly StoredContribution[]): StoredContribution[] {
  const keys = new Set(held.flatMap(({ file }) => file.layout.contributions.map(({ ref }) => contributionKey(ref))));
  return contributions.filter(({ ref }) => !keys.has(contributionKey(ref)));
}

/** Indexes contributions in portions that fit in memory; each one is committed by itself. */
function add(state: State, contributions: readonly StoredContribution[]): void {
  let portion: StoredContribution[] = [];
  let documents: (readonly Uint8Array[])[] = [];
  let byteLength = 0;
  for (const one of contributions) {
    const content = one.documents();
    const bytes = content.reduce((sum, document) => sum + document.length, 0);
    if (portion.length > 0 && byteLength + bytes > state.segmentTokensMax * 2) {
      commitPortion(state, portion, documents);
      [portion, documents, byteLength] = [[], [], 0];
    }
    portion.push(one);
    documents.push(content);
    byteLength += bytes;
  }
  if (portion.length > 0) commitPortion(state, portion, documents);
  state.index = createSegmentedSpanIndex(state.vocabulary, state.held.map(({ file }) => file.segment));
}

function commitPortion(
  state: State,
  portion: readonly StoredContribution[],
  documents: readonly (readonly Uint8Array[])[],
): void {
  const { fs, folder, vocabulary } = state;
  const list = portion.map(({ ref, sequence }, i) => ({ ref, sequence, documents: documents[i] ?? [] }));
  const added = layOutSegment(list, vocabulary);
  const merged = segmentsToMerge(state, added.symbols.length);
  const fresh = { ...added, columns: { symbols: columnOf(added.symbols), offsets: columnOf(added.offsets) } };
  const text = merged.length === 0 ? added : mergeTexts([fresh, ...merged.map(({ file }) => file.segment)]);
  const name = `segment-${state.manifest.next}`;
  const mark = appendVocabulary(fs, join(folder, state.manifest.vocabularyFile), vocabulary, state.manifest.vocabulary);
  const contentIds = contentIdsOf(text, portion, merged);
  writeSegmentFile(fs, join(folder, name), { ...text, contentIds }, buildColumns(text, state.sort));
  const kept = state.held.filter((one) => !merged.includes(one));
  const file = assertDefined(openSegmentFile(fs, join(folder, name), state.pool), `${name} was written a moment ago`);
  const held = [...kept, { name, file }];
  const manifest: Manifest = {
    ...state.manifest,
    next: state.manifest.next + 1,
    vocabulary: mark,
    segments: held.map((one) => one.name),
  };
  writeManifest(fs, join(folder, MANIFEST), manifest);
  state.manifest = manifest;
  state.held = held;
  state.indexed += portion.length;
  closeAll(merged);
  for (const one of merged) fs.remove(join(folder, one.name));
}

/** The smallest segments, each of less than twice the tokens of all that come into the new one before it. */
function segmentsToMerge(state: State, tokens: number): Held[] {
  const bySize = [...state.held].sort((a, b) => tokensOf(a) - tokensOf(b));
  const merged: Held[] = [];
  let sum = tokens;
  for (const one of bySize) {
    const size = tokensOf(one);
    if (size >= sum * 2 || sum + size > state.segmentTokensMax) break;
    merged.push(one);
    sum += size;
  }
  return merged;
}

function contentIdsOf(text: SegmentText, portion: readonly StoredContribution[], merged: readonly Held[]): Uint8Array[] {
  const ids = new Map(portion.map(({ ref, contentId }) => [contributionKey(ref), contentId]));
  for (const { file } of merged) {
    file.layout.contributions.forEach(({ ref }, i) => {
      ids.set(contributionKey(ref), assertDefined(file.layout.contentIds[i], "one id each"));
    });
  }
  return text.contributions.map(({ ref }) => assertDefined(ids.get(contributionKey(ref)), "each contribution has an id"));
}

function removeLeftovers({ fs, folder, manifest, held }: State): void {
  const named = new Set([MANIFEST, manifest.vocabularyFile, ...held.map(({ name }) => name)]);
  for (const name of readdirSync(folder)) {
    if (OUR_FILES.test(name) && !named.has(name)) fs.remove(join(folder, name));
  }
}

function tokensOf({ file }: Held): number {
  return file.segment.columns.symbols.length;
}

function closeAll(held: readonly Held[]): void {
  for (const { file } of held) file.close();
}

function factsOf({ held, vocabulary, index, indexed }: State): SpanIndexFacts {
  const segments = held.map(tokensOf).sort((a, b) => b - a);
  return {
    contributions: index.contributions.length,
    tokens: segments.reduce((sum, tokens) => sum + tokens, 0),
    distinctTokens: vocabulary.size(),
    segments,
    fileBytes: held.reduce((sum, { file }) => sum + file.byteLength, 0),
    indexed,
  };
}
