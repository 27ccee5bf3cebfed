import { createHash } from "node:crypto";

/** Whole numbers from 0 to below the limit that follow from a seed alone. */
export function createRandom(seed: number): (below: number) => number {
  let count = 0;
  return (below) => createHash("sha256").update(`openledger chaos ${seed} ${count++}`).digest().readUInt32BE(0) % below;
}
