// The tables are those of CometBFT: state/txindex/kv/kv_test.go and state/indexer/block/kv/kv_test.go.
import type { AbciEvent } from "@openledger/state-machine";
import { expect, test } from "vitest";
import { createFakeBackend, eventOf, txResult } from "../rpc.fixture.ts";
import { searchBlocks } from "./search-blocks.ts";
import { searchTxs } from "./search-txs.ts";

type Fake = ReturnType<typeof createFakeBackend>;
const account = (number: string, owner: string, index: boolean = true): AbciEvent => {
  const event = eventOf("account", { number, owner });
  return { ...event, attributes: event.attributes.map((attribute) => ({ ...attribute, index })) };
};
const nameless = eventOf("", { not_allowed: "Vlad" });
const apart = createFakeBackend([[txResult([eventOf("account", { number: "1" }), eventOf("account", { owner: "/Ivan/" }), nameless])]]);
const together = createFakeBackend([
  [txResult([account("1", "Ana"), account("2", "/Ivan/.test"), account("3", "Mickey", false), nameless])],
]);
const tenHeights = createFakeBackend([[txResult([account("1", "Ana")])], [], [], [], [], [], [], [], [], [txResult([account("1", "/Ivan/.test")])]]);

test.each<readonly [Fake, string, number]>([
  [apart, "account.number = 1", 1],
  [apart, "account.number = 1 AND account.owner = 'Ivan'", 0],
  [apart, "account.owner = '/Ivan/'", 1],
  [apart, "account.number = 1 AND account.owner = 'Vlad'", 0],
  [apart, "account.owner = 'Vlad' AND account.number >= 1", 0],
  [apart, "account.number <= 0", 0],
  [apart, "account.number < 10000 AND account.owner = 'Ivan'", 0],
  [apart, "account.owner = 'Iv'", 0],
  [apart, "account.number >= 1 AND account.number <= 5", 1],
  [apart, "account.number >= 1 AND account.owner = '/Ivan/' AND account.number <= 5", 0],
  [apart, "account.number >= 1", 1],
  [apart, "account.number <= 5", 1],
  [apart, "account.number <= 1", 1],
  [apart, "account.number < 1", 0],
  [apart, "account.number = 1.0", 0],
  [apart, "not_allowed = 'Vlad'", 0],
  [apart, "account.number >= 2 AND account.number <= 5 AND tx.height > 0", 0],
  [apart, "account.date >= TIME 2013-05-03T14:45:00Z", 0],
  [apart, "account.owner CONTAINS 'an'", 1],
  [apart, "account.owner CONTAINS 'Vlad'", 0],
  [apart, "account.owner CONTAINS 'Ivan '", 0],
  [apart, "account.number CONTAINS 'Iv'", 0],
  [apart, "account.number EXISTS", 1],
  [apart, "account.date EXISTS", 0],
  [apart, "not_allowed EXISTS", 0],
  [together, "tx.height = 1", 1],
  [together, "account.number = 3 AND account.owner = 'Mickey'", 0],
  [together, "tx.height > 0", 1],
  [together, "tx.height <= 1", 1],
  [together, "tx.height = 1 AND tx.height = 1", 1],
  [together, "tx.height < 2 AND tx.height > 0 AND account.number > 0 AND account.number <= 1 AND account.owner CONTAINS 'Ana'", 1],
  [together, "tx.height < 2 AND tx.height > 0 AND account.number = 1 AND account.owner CONTAINS 'Ana' AND account.owner CONTAINS 'An'", 1],
  [together, "tx.height < 2 AND tx.height > 0 AND account.number = 2 AND account.owner = 'Ana'", 0],
  [together, "account.number = 2 AND account.owner = 'Ana' AND tx.height = 1", 0],
  [together, "tx.height < 2 AND account.number = 3 AND account.number = 2 AND account.number = 5", 0],
  [together, "account.number < 2 AND account.owner = '/Ivan/.test'", 0],
  [together, "account.number <= 2 AND account.owner = '/Ivan/.test' AND tx.height > 0", 1],
  [together, "account.number <= 2 AND account.owner CONTAINS '/Iv' AND account.owner CONTAINS 'an' AND tx.height = 1", 1],
  [together, "account.number <= 2 AND account.owner CONTAINS 'an' AND tx.height > 0", 1],
  [tenHeights, "tx.height = 10", 1],
  [tenHeights, "tx.height = 5", 0],
  [tenHeights, "tx.height >= 2 AND tx.height <= 5", 0],
  [tenHeights, "tx.height >= 1 AND tx.height <= 10", 2],
  [tenHeights, "tx.height >= 1 AND tx.height <= 5 AND account.number=1", 1],
  [tenHeights, "tx.height >= 1 AND tx.height <= 10 AND account.number=1", 2],
])("of %#: %s finds %i", async (backend, query, count) => {
  expect(await searchTxs(backend, query)).toHaveLength(count);
});

const foo = (value: string, index: boolean): AbciEvent => ({
  type: "end_event",
  attributes: [{ key: "foo", value, index }],
});
const proposer = eventOf("begin_event", { proposer: "FCAA001" });
const alternating = createFakeBackend([], [
  [proposer, foo("100", true)],
  ...Array.from({ length: 10 }, (_, i) => [proposer, foo(`${i + 2}`, i % 2 === 0)]),
]);
const pair = (a: string, b: string): AbciEvent => eventOf("end_event", { foo: a, bar: b });
const pairs = createFakeBackend([], [
  [pair("100", "200"), pair("300", "500")],
  [pair("100", "200"), pair("300", "400")],
]);
const big = "10000000000000000000";
const bigs = createFakeBackend([], [
  [eventOf("end_event", { foo: "100", bar: `${big}.76`, bar_lower: `${big}.1` }), eventOf("end_event", { foo: big, bar: "500", bla: "500.5" })],
]);
const all = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11];

test.each<readonly [Fake, string, readonly number[]]>([
  [alternating, "block.height = 100", []],
  [alternating, "block.height = 5", [5]],
  [alternating, "begin_event.key1 = 'value1'", []],
  [alternating, "begin_event.proposer = 'FCAA001'", all],
  [alternating, "end_event.foo <= 5", [2, 4]],
  [alternating, "end_event.foo >= 100", [1]],
  [alternating, "block.height > 2 AND end_event.foo <= 8", [4, 6, 8]],
  [alternating, "end_event.foo > 100", []],
  [alternating, "block.height >= 2 AND end_event.foo < 8", [2, 4, 6]],
  [alternating, "begin_event.proposer CONTAINS 'FFFFFFF'", []],
  [alternating, "begin_event.proposer CONTAINS 'FCAA001'", all],
  [alternating, "end_event.foo CONTAINS '1'", [1, 10]],
  [pairs, "block.height = 1", [1]],
  [pairs, "block.height = 1 AND block.height = 2", [1]],
  [pairs, "block.height < 2 AND block.height > 0 AND block.height > 0", [1]],
  [pairs, "block.height < 3 AND block.height < 2 AND block.height > 0 AND block.height > 0", [1]],
  [pairs, "block.height < 1 AND block.height > 1", []],
  [pairs, "end_event.bar < 300 AND end_event.foo = 100 AND block.height > 0 AND block.height <= 2", [1, 2]],
  [pairs, "end_event.foo = 100 AND end_event.bar = 400 AND block.height = 2", []],
  [pairs, "end_event.foo = 100 AND end_event.bar > 200 AND block.height > 0 AND block.height < 3", []],
  [pairs, "end_event.foo = 100 AND end_event.bar = 400", []],
  [pairs, "block.height  = 2 AND end_event.foo < 300", [2]],
  [pairs, "block.height  = 2 AND end_event.foo CONTAINS '30'", [2]],
  [pairs, "end_event.bar > 100 AND end_event.bar <= 500", [1, 2]],
  [pairs, "block.height = 2 AND end_event.foo >= 100 AND block.height < 2", [1]],
  [pairs, "end_event.baz = 100", []],
  [bigs, `end_event.foo = ${big} AND end_event.bar = 500 AND block.height = 2`, []],
  [bigs, `end_event.foo <= ${big} AND end_event.bar = 500 AND block.height = 2`, []],
  [bigs, `end_event.foo = ${big} AND end_event.bar = 500 AND block.height = 1`, [1]],
  [bigs, `end_event.foo = ${big}`, [1]],
  [bigs, `end_event.bar >= ${big}`, [1]],
  [bigs, `end_event.bar_lower > ${big}`, [1]],
  [bigs, `end_event.foo <= ${big} AND block.height > 0`, [1]],
  [bigs, `end_event.foo < ${big} AND end_event.foo > 100`, []],
  [bigs, "end_event.bla >= 500", [1]],
  [bigs, `end_event.bla < ${big}.76`, [1]],
  [bigs, "end_event.foo > 9999999999999999999", [1]],
])("of blocks %#: %s finds %j", async (backend, query, heights) => {
  expect((await searchBlocks(backend, query)).map(Number)).toEqual(heights);
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
  await expect(found("tx.hash='zz'")).rejects.toThrow("error during searching for a hash in the query");
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
