import { expect, test } from "vitest";
import { createFakeBackend, eventOf, txResult } from "../rpc.fixture.ts";
import { matchesEvents, matchesValues } from "./match-query.ts";
import { parseQuery } from "./parse-query.ts";
import { searchTxs } from "./search-txs.ts";

test.each([
  ["tm.event='NewBlock'", { "tm.event": ["NewBlock"] }, true],
  ["tm.event='NewBlock'", { "tm.event": ["Tx"] }, false],
  ["tx.gas > 7", { "tx.gas": ["8"] }, true],
  ["tx.gas > 7 AND tx.gas < 9", { "tx.gas": ["8"] }, true],
  ["body.weight >= 3.5", { "body.weight": ["3.5"] }, true],
  ["body.weight < 4.0", { "body.weight": ["4.0"] }, false],
  ["transfer.amount >= 100", { "transfer.amount": ["100uopen"] }, true],
  ["account.balance >= 100", { "account.balance": ["none"] }, false],
  ["big.number = 9007199254740993", { "big.number": ["9007199254740992"] }, false],
  ["abci.owner.name CONTAINS 'Igor'", { "abci.owner.name": ["Igor,Ivan"] }, true],
  ["abci.owner.name CONTAINS 'Pavel'", { "abci.owner.name": ["Igor,Ivan"] }, false],
  ["slash.reason EXISTS", { "slash.reason": ["missing_signature"] }, true],
  ["slash.power EXISTS", { "slash.reason": ["missing_signature"] }, false],
  ["tx.time >= TIME 2013-05-03T14:45:00Z", { "tx.time": ["2014-01-01T00:00:00Z"] }, true],
  ["tx.date > DATE 2017-01-01", { "tx.date": ["2016-12-31"] }, false],
  ["toString = 'x'", {}, false],
])("%s on %o is %s", (query, values, expected) => {
  expect(matchesValues(parseQuery(query), values)).toBe(expected);
});

test.each(["", "=", "a", "a =", "a = b", "a = 'x' OR b = 'y'", "a = 'x' AND", "NOT a = 'x'", "a > 'x'", "a CONTAINS 5", "a = 'x", "bad query", "a = TIME yesterday"])(
  "%j is refused",
  (query) => {
    expect(() => parseQuery(query)).toThrow();
  },
);

test("a query above 512 bytes is refused", () => {
  expect(() => parseQuery(`a = '${"x".repeat(510)}'`)).toThrow("maximum query length exceeded");
});

test("two attributes of one event type must meet inside one event", () => {
  const events = [eventOf("transfer", { sender: "a", recipient: "b" }), eventOf("transfer", { sender: "c", recipient: "d" })];
  expect(matchesEvents(parseQuery("transfer.sender='a' AND transfer.recipient='b'"), events)).toBe(true);
  expect(matchesEvents(parseQuery("transfer.sender='a' AND transfer.recipient='d'"), events)).toBe(false);
});

test("a search ascends by height and index, by attribute, height range or both", async () => {
  const send = (sender: string): ReturnType<typeof txResult> => txResult([eventOf("message", { sender, action: "send" })]);
  const backend = createFakeBackend([[send("a"), send("b")], [], [send("a")]]);
  const found = async (query: string): Promise<readonly string[]> =>
    (await searchTxs(backend, query)).map(({ height, index }) => `${height}/${index}`);
  expect(await found("tx.height > 0")).toEqual(["1/0", "1/1", "3/0"]);
  expect(await found("message.sender='a'")).toEqual(["1/0", "3/0"]);
  expect(await found("message.sender='a' AND tx.height<=2")).toEqual(["1/0"]);
  expect(await found("message.sender CONTAINS 'b' AND tx.height=1")).toEqual(["1/1"]);
  expect(await found("tx.height='3'")).toEqual(["3/0"]);
  expect(await found("tx.height=2")).toEqual([]);
  expect(await found("message.sender='nobody'")).toEqual([]);
});

test("one exact value is found among any number of transactions, without reading them", async () => {
  const plain = createFakeBackend([Array.from({ length: 20_001 }, () => txResult([eventOf("message", { sender: "a" })]))]);
  const everything = plain.chain.txs.between(1n, 1n);
  const txs = { ...plain.chain.txs, withAttribute: () => everything };
  const backend = { ...plain, chain: { ...plain.chain, txs } };
  expect(await searchTxs(backend, "message.sender='a' AND tx.height > 0")).toHaveLength(20_001);
  await expect(searchTxs(backend, "message.sender EXISTS")).rejects.toThrow("20001 transactions");
});

test("a long search lets other work run", async () => {
  const plain = createFakeBackend([Array.from({ length: 2_000 }, () => txResult([eventOf("message", { sender: "a" })]))]);
  const slowResults: typeof plain.chain.results = (at) => {
    const end = performance.now() + 0.02;
    while (performance.now() < end);
    return plain.chain.results(at);
  };
  const search = searchTxs({ ...plain, chain: { ...plain.chain, results: slowResults } }, "message.sender CONTAINS 'a'");
  let turns = 0;
  const counting = setInterval(() => turns++, 1);
  expect(await search).toHaveLength(2_000);
  clearInterval(counting);
  expect(turns).toBeGreaterThan(2);
});
