// Unmodified @cosmjs/tendermint-rpc against the kvstore, as its own tests drive a stock CometBFT.
import { Comet38Client, WebsocketClient } from "@cosmjs/tendermint-rpc";
import { fromUtf8, toUtf8 } from "@openledger/primitives";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { RunningNode } from "./compose.ts";
import { createTestHome, startTestNode, TEST_CONFIG, type TestHome } from "./node.fixture.ts";

let home: TestHome;
let node: RunningNode;
const config = { ...TEST_CONFIG, app: "kvstore" };
beforeAll(async () => {
  home = await createTestHome();
  node = await startTestNode({ home: home.home, config });
});
afterAll(async () => {
  await node.close();
  home[Symbol.dispose]();
});

test.each(["HTTP", "WebSocket"])("a pair that is sent over %s is stored, announced and found", async (transport) => {
  const client = transport === "HTTP" ? await Comet38Client.connect(node.rpcUrl) : Comet38Client.create(new WebsocketClient(node.rpcUrl.replace("http", "ws")));
  const key = `name-${transport}`;
  const info = await client.abciInfo();
  expect(info.data).toMatch(/^\{"size":\d+\}$/);
  const committed = await client.broadcastTxCommit({ tx: toUtf8(`${key}=satoshi`) });
  expect([committed.checkTx.code, committed.txResult?.code]).toEqual([0, 0]);
  const stored = await client.abciQuery({ path: "/key", data: toUtf8(key), prove: true });
  expect({ ...stored, key: fromUtf8(stored.key), value: fromUtf8(stored.value) }).toMatchObject({ code: 0, log: "exists", index: -1, key, value: "satoshi", codespace: "", info: "" });
  expect(stored.proof).toBeUndefined();
  expect(await client.abciQuery({ path: "/key", data: toUtf8("nobody") })).toMatchObject({ code: 0, log: "does not exist", index: 0 });

  const found = await client.tx({ hash: committed.hash, prove: true });
  expect(found).toMatchObject({ height: committed.height, index: 0, result: { code: 0 } });
  expect(found.proof?.rootHash).toBeDefined();
  const app = found.result.events.map(({ type, attributes }) => [type, attributes.map(({ key: name, value }) => `${name}=${value}`)]);
  expect(app).toEqual([
    ["app", ["creator=Cosmoshi Netowoko", `key=${key}`, "index_key=index is working", "noindex_key=index is working"]],
    ["app", ["creator=Cosmoshi", "key=satoshi", "index_key=index is working", "noindex_key=index is working"]],
  ]);
  const count = async (query: string): Promise<number> => (await client.txSearchAll({ query })).totalCount;
  expect(await count(`app.key='${key}'`)).toBe(1);
  expect(await count(`app.creator='Cosmoshi Netowoko' AND app.key='${key}'`)).toBe(1);
  expect(await count(`app.creator='Cosmoshi' AND app.key='${key}'`)).toBe(0);
  expect(await count("app.noindex_key='index is working'")).toBe(0);
  expect((await client.block(committed.height)).block.header.version).toMatchObject({ block: 11, app: 1 });
  client.disconnect();
});

test("what is no pair is refused with code 2, and a colon becomes an equals sign", async () => {
  const client = await Comet38Client.connect(node.rpcUrl);
  for (const text of ["nothing", "=a", "a=", "a=b=c", "a:b=c", "val=x", "val=ed25519!AAAA!5"]) {
    expect(await client.broadcastTxSync({ tx: toUtf8(text) })).toMatchObject({ code: 2 });
  }
  await client.broadcastTxSync({ tx: toUtf8("val:x") });
  await client.broadcastTxSync({ tx: toUtf8("colour:blue") });
  const value = async (): Promise<string> => fromUtf8((await client.abciQuery({ path: "/key", data: toUtf8("colour") })).value);
  await expect.poll(value).toBe("blue");
  expect((await client.numUnconfirmedTxs()).total).toBe(0);
  expect((await client.txSearchAll({ query: "app.key='colour'" })).txs.map(({ tx }) => fromUtf8(tx))).toEqual(["colour=blue"]);
  client.disconnect();
});

test("the genesis validator answers /val, and a restart goes on from the last pair", async () => {
  const before = await Comet38Client.connect(node.rpcUrl);
  const { validators } = await before.validatorsAll();
  const publicKey = validators[0]?.pubkey?.data ?? new Uint8Array(0);
  const val = await before.abciQuery({ path: "/val", data: publicKey });
  expect(val.value.length).toBe(publicKey.length + 7);
  before.disconnect();
  await node.close();
  node = await startTestNode({ home: home.home, config });
  const after = await Comet38Client.connect(node.rpcUrl);
  expect(fromUtf8((await after.abciQuery({ path: "/key", data: toUtf8("colour") })).value)).toBe("blue");
  expect((await after.abciQuery({ path: "/val", data: publicKey })).value).toEqual(val.value);
  after.disconnect();
});

test("subscriptions deliver each header once and the transactions that a query selects", async () => {
  const client = Comet38Client.create(new WebsocketClient(node.rpcUrl.replace("http", "ws")));
  const heights: number[] = [];
  const keys: string[] = [];
  const headers = client.subscribeNewBlockHeader().subscribe({ next: ({ height }) => heights.push(height) });
  const txs = client.subscribeTx("app.key='wanted'").subscribe({ next: ({ tx }) => keys.push(fromUtf8(tx)) });
  await expect.poll(() => heights.length).toBeGreaterThan(1);
  await client.broadcastTxCommit({ tx: toUtf8("other=1") });
  await client.broadcastTxCommit({ tx: toUtf8("wanted=1") });
  await expect.poll(() => keys).toEqual(["wanted=1"]);
  expect(heights).toEqual(heights.map((_, i) => (heights[0] ?? 0) + i));
  headers.unsubscribe();
  txs.unsubscribe();
  client.disconnect();
});
