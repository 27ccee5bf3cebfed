import type { FollowerStatus } from "@openledger/follower";
import { expect, test } from "vitest";
import { isReady, standsStill } from "./own-turn.ts";

const hash = new Uint8Array(32);
const miss = { txHash: hash, daHeight: 3n, deadline: 9n };
const open = { number: 2n, lastHeight: 4n, lastHash: hash, miss, crossed: undefined };
const crossed = { ...open, number: 1n, crossed: { daHeight: 11n, rotation: { number: 1n, lastHeight: 4n, lastHash: hash, miss, newKey: hash, signatures: [] } } };
const STATUS: FollowerStatus = {
  ...{ softHeight: 4n, includedHeight: 4n, finalHeight: 4n, daHeight: 12n, daHead: 12n, isCaughtUp: true },
  ...{ attestedHeight: undefined, forcedWaiting: 0, breaks: [], equivocations: [], passedOver: 0, lastPassedOver: undefined, failure: undefined },
};

test("nobody has a turn where the chain stands still at a miss, not the key that the rotation before named either", () => {
  for (const [breaks, expected] of [[[], true], [[crossed], true], [[open], false], [[crossed, open], false]] as const) {
    expect(isReady({ ...STATUS, breaks })).toBe(expected);
    expect(standsStill({ breaks })).toBe(!expected);
  }
  expect(isReady({ ...STATUS, isCaughtUp: false })).toBe(false);
  expect(isReady({ ...STATUS, failure: { code: "DA_UNAVAILABLE", message: "away" } })).toBe(false);
});
