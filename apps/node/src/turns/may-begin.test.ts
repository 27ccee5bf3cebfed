import type { FollowerStatus } from "@openledger/follower";
import { expect, test } from "vitest";
import { mayBegin } from "./may-begin.ts";

const CAUGHT_UP: FollowerStatus = {
  softHeight: 9n,
  includedHeight: 9n,
  finalHeight: 9n,
  daHeight: 20n,
  daHead: 20n,
  isCaughtUp: true,
  attestedHeight: undefined,
  forcedWaiting: 0,
  breaks: [],
  equivocations: [],
  passedOver: 0,
  lastPassedOver: undefined,
  failure: undefined,
};

const HASH = new Uint8Array(32);
const BREAK = { number: 1n, lastHeight: 9n, lastHash: HASH, miss: { txHash: HASH, daHeight: 5n, deadline: 15n } };

test("no turn begins before everything on DA is executed, while something fails, or while a break is open", () => {
  expect(mayBegin(undefined)).toBe(true);
  expect(mayBegin(CAUGHT_UP)).toBe(true);
  expect(mayBegin({ ...CAUGHT_UP, isCaughtUp: false })).toBe(false);
  expect(mayBegin({ ...CAUGHT_UP, failure: { code: "FORK", message: "a block that differs" } })).toBe(false);
  const open: FollowerStatus["breaks"][number] = { ...BREAK, crossed: undefined };
  expect(mayBegin({ ...CAUGHT_UP, breaks: [open] })).toBe(false);
  const rotation = { ...BREAK, newKey: new Uint8Array(32), signatures: [] };
  expect(mayBegin({ ...CAUGHT_UP, breaks: [{ ...open, crossed: { daHeight: 19n, rotation } }] })).toBe(true);
});
