import { buildSuffixArray } from "@openledger/attribution";
import fc from "fast-check";
import { expect, test } from "vitest";
import { compileSuffixSort } from "../scripts/compile-wasm.ts";
import { SUFFIX_SORT_WASM } from "./suffix-sort-wasm.ts";
import { createWasmSuffixSorter } from "./wasm-suffix-sorter.ts";

test("the committed WebAssembly is what its source compiles to", async () => {
  expect(Buffer.from(await compileSuffixSort()).toString("base64")).toBe(SUFFIX_SORT_WASM);
});

test("WebAssembly sorts suffixes as JavaScript does", () => {
  const sort = createWasmSuffixSorter();
  const texts = fc.integer({ min: 1, max: 6 }).chain((symbols) => fc.array(fc.nat(symbols - 1), { maxLength: 200 }));
  fc.assert(
    fc.property(texts, (symbols) => {
      const text = Int32Array.from(symbols);
      expect(sort(text, 6)).toEqual(buildSuffixArray(text, 6));
    }),
    { numRuns: 300 },
  );
});

test("a text of many pages with one deep repetition is sorted", () => {
  const text = Int32Array.from({ length: 100_000 }, (_, i) => (i % 99_991 === 0 ? 3 : i % 2));
  expect(createWasmSuffixSorter()(text, 4)).toEqual(buildSuffixArray(text, 4));
});
