import { createNodeCrypto } from "@openledger/crypto";
import { expect, test } from "vitest";
import type { Coalition } from "./people.ts";
import { playSeed } from "./play-seed.ts";

const crypto = createNodeCrypto();
const BLOCKS = 150;
const TIMEOUT_MS = 120_000;
/** `npm run soak:market` plays each role alone and each pair, on twenty seeds. */
const SHARES: readonly (readonly [seed: string, coalitions: readonly Coalition[]])[] = [
  ["1", [["buyer1", "host1"], ["contributor1", "curator1"], ["host1", "contributor1"]]],
  ["2", [["host1"], ["host1", "challenger1"], ["buyer1", "curator1"]]],
];

test.each(SHARES)("with seed %s no unit is made or lost in any block, and no coalition gains beyond what is listed", (seed, coalitions) => {
  const { faults, actions, comparisons } = playSeed({ crypto, seed, blocks: BLOCKS, coalitions });
  expect(faults).toEqual([]);
  expect(comparisons).toHaveLength(coalitions.length);
  for (const action of ["contribute", "accept", "publish", "offer", "open session", "settle", "show a lie", "reject"]) {
    expect(actions[action]?.taken, action).toBeGreaterThan(0);
  }
  for (const action of ["settle the same again", "settle with a forged head"]) expect(actions[action]?.taken ?? 0, action).toBe(0);
}, TIMEOUT_MS);
