import { expect, test } from "vitest";
import type { SourceEvent } from "../source/committed-block.ts";
import { event } from "../testing/sample-parts.ts";
import { ledgerRows } from "./ledger.ts";

const SEND = { action: "/cosmos.bank.v1beta1.MsgSend", sender: "a", module: "bank" };
const spent = (spender: string, amount: string, more = {}) => event("coin_spent", { spender, amount, ...more });
const received = (receiver: string, amount: string, more = {}) => event("coin_received", { receiver, amount, ...more });
const transfer = (recipient: string, sender: string, amount: string, more = {}) => event("transfer", { recipient, sender, amount, ...more });
const external = (address: string, units: bigint, more = {}) => event("external_part", { address, denom: "uusd", units, ...more });

function movesOf(events: readonly SourceEvent[], txIndex: number | null = 0) {
  return ledgerRows(5n, events.map((one, index) => ({ ...one, index, txIndex }))).moves;
}

test("a move names its reason and who was on the other side", () => {
  const first = { msg_index: 0n };
  const moves = movesOf([
    spent("a", "7uopen"),
    received("fees", "7uopen"),
    transfer("fees", "a", "7uopen"),
    event("message", { ...SEND, ...first }),
    spent("a", "3uopen,2uusd", first),
    received("b", "3uopen,2uusd", first),
    transfer("b", "a", "3uopen,2uusd", first),
  ]);
  expect(moves.map(({ index, address, denom, change, reason, counterparty }) => [index, address, `${change}${denom}`, reason, counterparty])).toEqual([
    [0, "a", "-7uopen", "fee", "fees"],
    [1, "fees", "7uopen", "fee", "a"],
    [2, "a", "-3uopen", "cosmos.bank.v1beta1.MsgSend", "b"],
    [3, "a", "-2uusd", "cosmos.bank.v1beta1.MsgSend", "b"],
    [4, "b", "3uopen", "cosmos.bank.v1beta1.MsgSend", "a"],
    [5, "b", "2uusd", "cosmos.bank.v1beta1.MsgSend", "a"],
  ]);
});

test("external units go with the move that they stand before or behind", () => {
  const moves = movesOf([
    received("a", "9uusd"),
    external("a", 4n),
    spent("a", "2uusd"),
    received("b", "2uusd"),
    transfer("b", "a", "2uusd"),
    external("b", 1n),
  ]);
  expect(moves.map(({ address, change, externalAfter }) => [address, change, externalAfter])).toEqual([
    ["a", 9n, null],
    ["a", -2n, 4n],
    ["b", 2n, 1n],
  ]);
});

test("external units that change without a move of money have a row of their own", () => {
  expect(movesOf([external("a", 4n)], null)).toMatchObject([{ change: 0n, externalAfter: 4n, reason: "end_block" }]);
});

test("what the begin of a block moves comes before its transactions", () => {
  const events = [spent("a", "1uopen"), received("a", "1uopen", { mode: "BeginBlock" }), spent("a", "2uopen", { mode: "EndBlock" })];
  const { moves } = ledgerRows(5n, events.map((one, index) => ({ ...one, index, txIndex: index === 0 ? 0 : null })));
  expect(moves.map(({ index, change, reason }) => [index, change, reason])).toEqual([
    [0, 1n, "begin_block"],
    [1, -1n, "fee"],
    [2, -2n, "end_block"],
  ]);
});

test("what is minted and burned changes the supply", () => {
  const events = [event("coinbase", { minter: "m", amount: "5uopen" }), event("burn", { burner: "m", amount: "2uopen" })];
  const { supply, moves } = ledgerRows(5n, events.map((one, index) => ({ ...one, index, txIndex: null })));
  expect([moves.length, supply.map(({ change }) => change)]).toEqual([0, [5n, -2n]]);
});

test("an amount that is none stops the indexer", () => {
  expect(() => movesOf([spent("a", "many")])).toThrow("attribute amount is not coins");
});
