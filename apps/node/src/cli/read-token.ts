import { readFileSync } from "node:fs";
import { nodeError } from "../node-error.ts";

/** The secret that a file holds; undefined where no file is named. Throws `CONFIG`. */
export function readToken(file: string | undefined): string | undefined {
  if (file === undefined || file === "") return undefined;
  try {
    return readFileSync(file, "utf8").trim();
  } catch (error) {
    throw nodeError("CONFIG", `the signer's token cannot be read from ${file}: ${String(error)}`, error);
  }
}
