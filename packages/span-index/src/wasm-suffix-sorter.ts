import { buildSuffixArray, type SuffixSorter } from "@openledger/attribution";
import { assert } from "@openledger/primitives";
import { SUFFIX_SORT_WASM } from "./suffix-sort-wasm.ts";

/** WebAssembly memory grows in pages of this size, and has at most this many. */
const PAGE_BYTES = 65_536;
const PAGES_MAX = 65_536;
/** A memory that grew beyond this is let go of: it can't shrink. */
const KEPT_BYTES = 1 << 26;
/** Where the text begins; below it lies the compiler's own data. */
const TEXT_START = 1024;

/** The part of WebAssembly that is used here: its types are part of the browser's library alone. */
declare const WebAssembly: {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object) => WasmInstance;
  readonly Memory: new (limits: { readonly initial: number }) => WasmMemory;
};
type WasmInstance = { readonly exports: Readonly<Record<string, unknown>> };
type WasmMemory = { readonly buffer: ArrayBuffer; grow(pages: number): number };
type SortSuffixes = (text: number, length: number, suffixes: number, alphabetSize: number, free: number) => void;

/**
 * The suffix sort of `@openledger/attribution` compiled from AssemblyScript: the same answers in less than half the time.
 * Texts that don't fit in WebAssembly's 4 GiB (about 150 million integers) are sorted in JavaScript.
 */
export function createWasmSuffixSorter(): SuffixSorter {
  const module = new WebAssembly.Module(Buffer.from(SUFFIX_SORT_WASM, "base64"));
  let kept: WasmInstance | undefined;
  return (text, alphabetSize) => {
    const suffixesStart = TEXT_START + text.length * 4;
    const free = suffixesStart + text.length * 4;
    const pages = Math.ceil((free + workspaceBytes(text.length, alphabetSize)) / PAGE_BYTES);
    if (pages > PAGES_MAX) return buildSuffixArray(text, alphabetSize);
    const instance = kept ?? new WebAssembly.Instance(module);
    const { sort, memory } = exportsOf(instance);
    const missing = pages - memory.buffer.byteLength / PAGE_BYTES;
    if (missing > 0) memory.grow(missing);
    new Int32Array(memory.buffer, TEXT_START, text.length).set(text);
    sort(TEXT_START, text.length, suffixesStart, alphabetSize, free);
    kept = memory.buffer.byteLength > KEPT_BYTES ? undefined : instance;
    return new Int32Array(memory.buffer, suffixesStart, text.length).slice();
  };
}

/**
 * Room for types, two bucket tables and two arrays of leftmost suffixes at each level: these are at most half of the
 * integers, and the next level sorts as many integers over as large an alphabet.
 */
function workspaceBytes(length: number, alphabetSize: number): number {
  let bytes = 0;
  let integers = length;
  let symbols = alphabetSize;
  while (integers > 1) {
    const leftmost = integers >> 1;
    bytes += integers + 8 + symbols * 8 + leftmost * 8;
    integers = leftmost;
    symbols = leftmost;
  }
  return bytes;
}

function exportsOf(instance: WasmInstance): { sort: SortSuffixes; memory: WasmMemory } {
  const memory = instance.exports["memory"];
  const sort = instance.exports["sortSuffixes"];
  assert(memory instanceof WebAssembly.Memory && typeof sort === "function", "the module exports memory and sortSuffixes");
  return { memory, sort: (...args) => void sort(...args) };
}
