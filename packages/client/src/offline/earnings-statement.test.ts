import { addressFromBytes, EncodingError, toHex, toUtf8 } from "@openledger/primitives";
import { expect, test } from "vitest";
import { createStatementReader, statementCsv, type StatementBlock } from "./earnings-statement.ts";

const event = (type: string, attributes: Readonly<Record<string, string | bigint>>) => ({
  type,
  txIndex: type === "rewards_claimed" ? 2 : type === "settlement_submitted" ? 0 : null,
  attributes: Object.entries(attributes).map(([key, value]) => ({ key, value: String(value) })),
});
const payout = (role: string, receiver: string, amount: bigint, denom = "udemo") =>
  event("payout", { settlement_id: 7n, session_id: 3n, receiver, role, amount, denom, ...(role === "owner" ? { datanet_id: 1n } : { model_id: 4n, model_version: 2n }) });
const claimed = (amount: string) => event("rewards_claimed", { claimant: "alice", amount });
const block = (height: bigint, events: StatementBlock["events"]): StatementBlock => ({ height, time: `2026-11-21T10:00:0${height}Z`, txHashes: [`aa0${height}`, "bb", `cc0${height}`], events });

function readerOf(blocks: readonly StatementBlock[]) {
  const reader = createStatementReader("alice", { initialHeight: 1n, appState: {} });
  for (const one of blocks) reader.add(one);
  return reader;
}

const blocks = [
  block(1n, [event("settlement_submitted", { settlement_id: 7n }), payout("owner", "alice", 5n), payout("owner", "bob", 9n), payout("prior", "datanet/1@1", 4n), payout("host", "alice", 2n, "uopen")]),
  block(2n, [payout("royalty", "alice", 3n), claimed("12udemo")]),
  block(3n, [payout("model", "alice", 1n)]),
];

test("opening and lines sum to the closing balance, and a claim says what it drew from priors", () => {
  const [demo, open] = readerOf(blocks).statements(2n, 3n);
  expect([open?.denom, open?.opening, open?.lines, open?.closing]).toEqual(["uopen", 2n, [], 2n]);
  expect([demo?.opening, demo?.closing]).toEqual([5n, 1n]);
  expect(demo?.lines.map(({ kind, amount, balanceAfter }) => [kind, amount, balanceAfter])).toEqual([
    ["ROYALTY", 3n, 8n],
    ["PRIOR", 4n, 12n],
    ["CLAIM", -12n, 0n],
    ["MODEL", 1n, 1n],
  ]);
});

test("a period ends where it says", () => {
  expect(readerOf(blocks).statements(1n, 1n).map(({ denom, closing }) => [denom, closing])).toEqual([["udemo", 5n], ["uopen", 2n]]);
});

test("what an exported genesis lets an account claim is a line before the first block, and what a claim takes first", () => {
  const addressOf = (name: number) => addressFromBytes("open", new Uint8Array(20).fill(name));
  const [alice, bob] = [addressOf(1), addressOf(2)];
  const key = (name: number, denom: string) => `0114${toHex(new Uint8Array(20).fill(name))}${toHex(toUtf8(denom))}`;
  const store = { "00": "0a", [key(1, "udemo")]: toHex(toUtf8("70")), [key(2, "udemo")]: toHex(toUtf8("9")), "06756f70656e": "38" };
  const read = (address: string, events: StatementBlock["events"]) => {
    const reader = createStatementReader(address, { initialHeight: 51n, appState: { rewards: { store }, bank: {} } });
    reader.add(block(51n, events));
    return reader;
  };
  const [whole] = read(alice, [event("rewards_claimed", { claimant: alice, amount: "75udemo" })]).statements(0n, 51n);
  expect(whole?.opening).toBe(0n);
  expect(whole?.lines.map((line) => [line.height, line.kind, line.amount, line.balanceAfter])).toEqual([
    [50n, "GENESIS", 70n, 70n],
    [51n, "PRIOR", 5n, 75n],
    [51n, "CLAIM", -75n, 0n],
  ]);
  expect(whole === undefined ? "" : statementCsv(whole).split("\r\n")[2]).toBe("1,50,,GENESIS,70,70,udemo,,,,,");
  expect(read(bob, []).statements(51n, 51n)).toMatchObject([{ opening: 9n, lines: [], closing: 9n }]);
  const broken = { rewards: { store: { [key(1, "udemo")]: "zz" } } };
  expect(() => createStatementReader(alice, { initialHeight: 1n, appState: broken })).toThrow(EncodingError);
});

test("the CSV has a row for the opening, each line and the closing", () => {
  const [demo] = readerOf(blocks).statements(1n, 2n);
  expect(demo === undefined ? "" : statementCsv(demo)).toBe(
    [
      "line,height,time,reason,amount,balance,denom,settlement,session,datanet,model,tx",
      ",1,,OPENING,,0,udemo,,,,,",
      "1,1,2026-11-21T10:00:01Z,OWNER,5,5,udemo,7,3,1,,aa01",
      "2,2,2026-11-21T10:00:02Z,ROYALTY,3,8,udemo,7,3,,4@2,aa01",
      "3,2,2026-11-21T10:00:02Z,PRIOR,4,12,udemo,,,,,cc02",
      "4,2,2026-11-21T10:00:02Z,CLAIM,-12,0,udemo,,,,,cc02",
      ",2,,CLOSING,,0,udemo,,,,,",
      "",
    ].join("\r\n"),
  );
});

test("a claim of less than was credited, and events of another shape, are refused", () => {
  expect(() => readerOf([blocks[0] ?? block(1n, []), block(2n, [claimed("1udemo")])])).toThrow("block 2 claims 1udemo of 5 that were credited");
  expect(() => readerOf([block(1n, [event("payout", { receiver: "alice", role: "owner" })])])).toThrow("event payout of block 1: attribute amount is missing");
  expect(() => readerOf([block(1n, [claimed("many")])])).toThrow("amount many is not a coin");
});
