export type { SpanIndexErrorCode } from "./errors.ts";
export {
  openSpanIndex,
  type SpanIndexFacts,
  type SpanIndexFolder,
  type SpanIndexOptions,
  type StoredContribution,
} from "./span-index-folder.ts";
export { createWasmSuffixSorter } from "./wasm-suffix-sorter.ts";
