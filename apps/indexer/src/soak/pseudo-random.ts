import { createHash } from "node:crypto";

/** Whole numbers from 0 up to, not including, `below`, which depend on the seed alone. */
export function pseudoRandom(seed: string): (below: number) => number {
  let drawn = 0;
  return (below) => createHash("sha256").update(`${seed}/${drawn++}`).digest().readUInt32BE() % below;
}
