import { fileURLToPath } from "node:url";
import asc from "assemblyscript/asc";

const SOURCE = "suffix-sort.ts";

/** Compiles assembly/suffix-sort.ts; the same compiler gives the same bytes. */
export async function compileSuffixSort(): Promise<Uint8Array> {
  const baseDir = fileURLToPath(new URL("../assembly", import.meta.url));
  const flags = ["-O3", "--noAssert", "--runtime", "stub", "--initialMemory", "1", "--outFile", "out.wasm"];
  let wasm: Uint8Array | undefined;
  const { error } = await asc.main([SOURCE, "--baseDir", baseDir, ...flags], {
    writeFile: (name, contents) => {
      if (name === "out.wasm" && typeof contents !== "string") wasm = contents;
    },
  });
  if (error !== null || wasm === undefined) throw new Error(`${SOURCE} doesn't compile`, { cause: error });
  return wasm;
}
