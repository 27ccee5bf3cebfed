/** Writes src/suffix-sort-wasm.ts from assembly/suffix-sort.ts: `pnpm --filter @openledger/span-index generate`. */
import { writeFileSync } from "node:fs";
import { compileSuffixSort } from "./compile-wasm.ts";

const base64 = Buffer.from(await compileSuffixSort()).toString("base64");
const lines = base64.match(/.{1,110}/g) ?? [];
const text = [
  "// Generated from assembly/suffix-sort.ts by scripts/build-wasm.ts; a test compares it with what the source compiles to.",
  "",
  "/** WebAssembly of the suffix sorter, base64. */",
  "export const SUFFIX_SORT_WASM: string = [",
  ...lines.map((line) => `  "${line}",`),
  '].join("");',
  "",
].join("\n");
writeFileSync(new URL("../src/suffix-sort-wasm.ts", import.meta.url), text);
