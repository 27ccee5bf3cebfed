import { InvariantViolation } from "@openledger/primitives";
import type { CheckTxResponse } from "@openledger/state-machine";
import { expect, test } from "vitest";
import { checkForcedInTurn, runsInTurn, whyNotOwed, type ForcedJudge, type ForcedWaiting } from "./forced-txs.ts";

/** A transaction is its account, its sequence, and whether it trips an assertion when it is checked (1) or executed (2). */
const txOf = (account: number, sequence: number, trips = 0, length = 3): ForcedWaiting => {
  const tx = Uint8Array.of(account, sequence, trips, ...new Uint8Array(length - 3));
  return { tx, gas: 1n, hash: `${account}/${sequence}` };
};
const params: Parameters<typeof whyNotOwed>[1] = { maxBlockBytes: 3_000n, maxBlockGas: 100n };

function checks(): (tx: Uint8Array) => CheckTxResponse {
  const next = new Map<number, number>();
  return ([account = 0, sequence, trips]) => {
    if (trips === 1) throw new InvariantViolation("tripped");
    const isNext = sequence === (next.get(account) ?? 0);
    if (isNext) next.set(account, (sequence ?? 0) + 1);
    return { code: isNext ? 0 : 32, codespace: "sdk", log: "", data: new Uint8Array(0), gasWanted: 1n, gasUsed: 1n, events: [], sender: "", sequence: 0n };
  };
}

const app: ForcedJudge = {
  checkAlone: (tx) => checks()(tx),
  checksInTurn: checks,
  trips: (tx) => (checks()(tx).code === 0 && tx[2] === 2 ? "tripped" : undefined),
};

test("a chain of one sender runs in its turn, what comes before its turn does not", () => {
  const waiting = [txOf(1, 0), txOf(2, 1), txOf(1, 1), txOf(1, 3), txOf(2, 0)];
  expect([...runsInTurn(app, params, waiting)]).toEqual(["1/0", "1/1", "2/0"]);
  const canRun = checkForcedInTurn(app, params);
  expect(waiting.map(canRun)).toEqual([true, false, true, false, true]);
  expect(waiting.map(({ tx }) => whyNotOwed(app, params, tx) === undefined)).toEqual([true, false, false, false, true]);
});

test("what trips an assertion is owed by nobody", () => {
  expect([...runsInTurn(app, params, [txOf(1, 0, 1), txOf(1, 1), txOf(2, 0, 2), txOf(3, 0)])]).toEqual(["2/0", "3/0"]);
  expect([txOf(1, 0, 1), txOf(2, 0, 2), txOf(3, 0)].map(({ tx }) => whyNotOwed(app, params, tx))).toEqual(["it trips an assertion: tripped", "it trips an assertion: tripped", undefined]);
});

test("what no block has room for does not run", () => {
  expect([...runsInTurn(app, params, [txOf(1, 0, 0, 1_200), txOf(2, 0), { ...txOf(3, 0), gas: 101n }])]).toEqual(["2/0"]);
});
