// Unmodified CosmJS against a running node: what every Cosmos wallet and explorer does.
import { coins, GasPrice, SigningStargateClient, StargateClient } from "@cosmjs/stargate";
import { Comet38Client, connectComet, WebsocketClient } from "@cosmjs/tendermint-rpc";
import { signedHeaderFromJson, validatorSetFromJson } from "@openledger/client/light";
import { verifyCommit } from "@openledger/comet";
import { createNodeCrypto } from "@openledger/crypto";
import { TxRaw } from "@openledger/messages/cosmos/tx/v1beta1";
import { addressToBytes, concatBytes, fromUtf8, toUtf8 } from "@openledger/primitives";
import { verifyQuery } from "@openledger/store";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { RunningNode } from "./compose.ts";
import { createTestHome, startTestNode, TEST_CONFIG, type TestHome } from "./node.fixture.ts";

let home: TestHome;
let node: RunningNode;

beforeAll(async () => {
  home = await createTestHome();
  node = await startTestNode({ home: home.home, config: TEST_CONFIG });
});
afterAll(async () => {
  await node.close();
  home[Symbol.dispose]();
});

const [gasPrice, options] = [GasPrice.fromString("0.01uopen"), { broadcastPollIntervalMs: 30, broadcastTimeoutMs: 60_000 }];

async function signer(): Promise<SigningStargateClient> {
  return SigningStargateClient.connectWithSigner(node.rpcUrl, home.wallet, { gasPrice, ...options });
}

test("connectComet chooses the 0.38 client, and heights advance without traffic", async () => {
  const comet = await connectComet(node.rpcUrl);
  expect(comet).toBeInstanceOf(Comet38Client);
  const client = await StargateClient.connect(node.rpcUrl);
  expect(await client.getChainId()).toBe("openledger-test-1");
  const first = await client.getHeight();
  await expect.poll(() => client.getHeight()).toBeGreaterThan(first + 2);
});

test("a simulated, signed and broadcast MsgSend moves coins and is found by hash, height and event", async () => {
  const client = await signer();
  const [from = "", to = ""] = home.addresses;
  const before = await client.getBalance(to, "uopen");
  const sent = await client.sendTokens(from, to, coins(12_345, "uopen"), "auto", "with a memo");
  expect(sent.code).toBe(0);
  const after = await client.getBalance(to, "uopen");
  expect(BigInt(after.amount) - BigInt(before.amount)).toBe(12_345n);

  const found = await client.getTx(sent.transactionHash);
  expect(found).toMatchObject({ hash: sent.transactionHash, height: sent.height, code: 0 });
  expect((await client.searchTx(`tx.height=${sent.height}`)).map(({ hash }) => hash)).toContain(sent.transactionHash);
  const bySender = await client.searchTx([
    { key: "message.action", value: "/cosmos.bank.v1beta1.MsgSend" },
    { key: "message.sender", value: from },
  ]);
  expect(bySender.at(-1)?.hash).toBe(sent.transactionHash);
  const byRecipient = await client.searchTx(`transfer.recipient='${to}' AND tx.height>=${sent.height}`);
  expect(byRecipient.at(-1)?.hash).toBe(sent.transactionHash);
  expect(await client.searchTx(`transfer.recipient='${to}' AND tx.height<1`)).toEqual([]);

  const block = await client.getBlock(sent.height);
  expect(block.txs).toHaveLength(1);
});

test("broadcasting a transaction again is refused while its hash is known", async () => {
  const client = await signer();
  const [from = "", to = ""] = home.addresses;
  const message = {
    typeUrl: "/cosmos.bank.v1beta1.MsgSend",
    value: { fromAddress: from, toAddress: to, amount: coins(1, "uopen") },
  };
  const bytes = TxRaw.toBytes(await client.sign(from, [message], { amount: coins(2_000, "uopen"), gas: "200000" }, ""));
  await client.broadcastTx(bytes, 8_000, 30);
  await expect(client.broadcastTxSync(bytes)).rejects.toThrow("tx already exists in cache");
});

test("the Comet client reads every kind of answer", async () => {
  const comet = await Comet38Client.connect(node.rpcUrl);
  const status = await comet.status();
  expect(status.nodeInfo.network).toBe("openledger-test-1");
  expect(status.nodeInfo.other.get("tx_index")).toBe("on");
  expect(status.validatorInfo.votingPower).toBe(10n);
  expect((await comet.abciInfo()).lastBlockHeight).toBeGreaterThan(0);
  expect((await comet.genesis()).chainId).toBe("openledger-test-1");
  await comet.health();
  const latest = status.syncInfo.latestBlockHeight;
  expect((await comet.blockchain(1, latest)).blockMetas[0]?.header.height).toBe(latest);
  expect((await comet.validatorsAll(latest)).total).toBe(1);
  expect((await comet.blockResults(latest)).height).toBe(latest);
  expect((await comet.blockSearchAll({ query: "block.height >= 2 AND block.height <= 4" })).totalCount).toBe(3);
  expect((await comet.numUnconfirmedTxs()).total).toBe(0);
  const { txs, totalCount } = await comet.txSearchAll({ query: "tx.height>0", prove: true });
  expect(totalCount).toBe(txs.length);
  expect(txs[0]?.proof?.proof.total).toBeGreaterThan(0);
});

test("a WebSocket subscription delivers consecutive headers, whole blocks and transactions", async () => {
  const socket = new WebsocketClient(node.rpcUrl.replace("http", "ws"));
  const comet = Comet38Client.create(socket);
  const heights: number[] = [];
  const blocks: number[] = [];
  const hashes: Uint8Array[] = [];
  const subscriptions = [
    comet.subscribeNewBlockHeader().subscribe({ next: ({ height }) => heights.push(height) }),
    comet.subscribeNewBlock().subscribe({ next: ({ header }) => blocks.push(header.height) }),
    comet.subscribeTx("message.action='/cosmos.bank.v1beta1.MsgSend'").subscribe({ next: ({ hash }) => hashes.push(hash) }),
  ];
  const client = await signer();
  const [, from = "", to = ""] = home.addresses;
  await expect.poll(() => heights.length).toBeGreaterThan(0);
  const sent = await client.sendTokens(from, to, coins(5, "uopen"), "auto");
  await expect.poll(() => hashes.map((hash) => Buffer.from(hash).toString("hex").toUpperCase())).toContain(sent.transactionHash);
  await expect.poll(() => heights.length).toBeGreaterThan(3);
  const [first = 0] = heights;
  expect(heights).toEqual(heights.map((_, i) => first + i));
  await expect.poll(() => blocks.length).toBeGreaterThan(2);
  for (const subscription of subscriptions) subscription.unsubscribe();
  comet.disconnect();
});

test("a transaction that fails when delivered is indexed with its code", async () => {
  const client = await signer();
  const [from = "", to = ""] = home.addresses;
  const failed = await client.sendTokens(from, to, coins("999999999999", "uopen"), { amount: coins(2_000, "uopen"), gas: "200000" });
  expect(failed.code).toBe(5);
  expect(await client.getTx(failed.transactionHash)).toMatchObject({ code: 5 });
});

test("every header and commit of the RPC verifies against its validator set", async () => {
  const crypto = createNodeCrypto();
  const read = async (path: string): Promise<unknown> => {
    const response = await fetch(`${node.rpcUrl}/${path}`);
    return ((await response.json()) as { result: unknown }).result;
  };
  const { validators } = (await read("validators")) as { validators: unknown };
  const set = validatorSetFromJson(crypto.sha256, validators);
  await expect.poll(async () => (await signer()).getHeight()).toBeGreaterThan(5);
  for (const height of [1, 2, 3, 5]) {
    const answer = (await read(`commit?height=${height}`)) as { signed_header: unknown };
    const { header, commit } = signedHeaderFromJson(answer.signed_header);
    verifyCommit(crypto, "openledger-test-1", set, commit, header);
  }
});

test("a balance is proven by ICS-23 against the app hash of the next header", async () => {
  const { sha256 } = createNodeCrypto();
  const comet = await Comet38Client.connect(node.rpcUrl);
  const [address = ""] = home.addresses;
  const bytes = addressToBytes("open", address);
  const key = concatBytes(Uint8Array.of(2, bytes.length), bytes, toUtf8("udemo"));
  const answer = await comet.abciQuery({ path: "/store/bank/key", data: key, prove: true });
  expect(fromUtf8(answer.value)).toBe("5000");
  const next = (answer.height ?? 0) + 1;
  await expect.poll(async () => (await comet.status()).syncInfo.latestBlockHeight).toBeGreaterThanOrEqual(next);
  const { appHash } = (await comet.block(next)).block.header;
  const ops = (answer.proof?.ops ?? []).map(({ type, key: name, data }) => ({ type, key: name, data }));
  expect(verifyQuery(sha256, appHash, "bank", key, answer.value, ops)).toBe(true);
  expect(verifyQuery(sha256, appHash, "bank", key, toUtf8("5001"), ops)).toBe(false);
});

test("metrics are served when asked for", async () => {
  using other = await createTestHome();
  await using measured = await startTestNode({ home: other.home, config: { ...TEST_CONFIG, metrics_laddr: "127.0.0.1:0" } });
  const read = async (): Promise<string> => (await fetch(`${measured.metricsUrl}/metrics`)).text();
  await expect.poll(read).toMatch(/openledger_height [1-9]/);
  expect(await read()).toContain("openledger_block_seconds_count");
});
