import { nodeError } from "../node-error.ts";

/** What --start-height says. Throws `CONFIG`. */
export function daHeightFrom(text: string): bigint {
  if (!/^[1-9]\d{0,17}$/.test(text)) throw nodeError("CONFIG", `--start-height ${text}: give a DA height from 1`);
  return BigInt(text);
}
