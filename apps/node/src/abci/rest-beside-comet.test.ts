// REST of an App answers about blocks and transactions what a node that makes its own blocks answers.
import { spawn, type ChildProcess } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { coins, QueryClient, setupTxExtension, SigningStargateClient } from "@cosmjs/stargate";
import { connectComet as connectRpc } from "@cosmjs/tendermint-rpc";
import { createNodeCrypto } from "@openledger/crypto";
import { connectComet, createCometEngine, engineGenesis } from "@openledger/testing";
import { TxRaw } from "@openledger/messages/cosmos/tx/v1beta1";
import { toBase64 } from "@openledger/primitives";
import { expect, test } from "vitest";
import { startAbciNode, type RunningAbciNode } from "../compose-abci.ts";
import { startNode } from "../compose.ts";
import { homePaths } from "../home.ts";
import { FEE } from "../migration.fixture.ts";
import { createTestHome, TEST_CONFIG } from "../node.fixture.ts";
import { end } from "./abci-node.fixture.ts";
import { findCometbft, freePort, makeCometHome } from "./cometbft.fixture.ts";

const { sha256 } = createNodeCrypto();
type Answer = readonly [status: number, json: unknown];

async function get(url: string, path: string, body?: object): Promise<Answer> {
  const response = await fetch(`${url}${path}`, body === undefined ? {} : { method: "POST", body: JSON.stringify(body) });
  return [response.status, await response.json()];
}

/** An App at height 1 that asks `cometRpc` for blocks. */
async function startApp(home: string, cometRpc: string): Promise<RunningAbciNode> {
  const node = await startAbciNode({ home, config: { abci_laddr: `unix://${join(home, "app.sock")}`, rest_laddr: "127.0.0.1:0", log_level: "silent", comet_rpc: cometRpc } });
  const comet = await connectComet(node.abciAddress);
  const engine = createCometEngine(engineGenesis(JSON.parse(readFileSync(homePaths(home).genesisFile, "utf8")), 1_790_000_000n), sha256);
  await engine.handshake(comet);
  await engine.decide(comet, []);
  comet.close();
  return node;
}

const TENDERMINT = "/cosmos/base/tendermint/v1beta1";
const TXS = "/cosmos/tx/v1beta1/txs";

test("every route about blocks answers as the node does whose RPC is asked, refusals included; without that RPC, 503", async () => {
  using place = await createTestHome();
  using other = await createTestHome();
  const [from = "", to = ""] = place.addresses;
  const { promise: firstBlock, resolve } = Promise.withResolvers<void>();
  const node = await startNode({ home: place.home, config: TEST_CONFIG, onBlock: () => resolve() });
  await firstBlock;
  const client = await SigningStargateClient.connectWithSigner(node.rpcUrl, place.wallet, { broadcastPollIntervalMs: 20 });
  const sent = await client.sendTokens(from, to, coins(5, "uopen"), FEE, "first");
  await client.sendTokens(from, to, coins(6, "uopen"), FEE, "second");
  await using app = await startApp(other.home, node.rpcUrl);
  const rest = app.restUrl ?? "";
  const same = [
    ...[1, sent.height, 999_999].flatMap((at) => [`${TENDERMINT}/blocks/${at}`, `${TENDERMINT}/validatorsets/${at}`, `${TXS}/block/${at}`]),
    ...[`${TENDERMINT}/syncing`, `${TENDERMINT}/blocks/0`, `${TENDERMINT}/blocks/x`, `${TENDERMINT}/validatorsets/1?pagination.limit=1&pagination.offset=0`],
    ...[`${TXS}/${sent.transactionHash}`, `${TXS}/${"00".repeat(32)}`, `${TXS}/xyz`, `${TXS}?query=`],
    ...["", "&order_by=ORDER_BY_DESC", "&limit=1&page=2", "&limit=1&page=9"].map((more) => `${TXS}?query=${encodeURIComponent(`message.sender='${from}'`)}${more}`),
    `${TXS}?query=${encodeURIComponent("message.sender=")}`,
    `${TXS}?query=${encodeURIComponent("tx.height=1")}`,
  ];
  for (const path of same) expect([path, await get(rest, path)]).toEqual([path, await get(node.restUrl, path)]);
  const [status, found] = await get(rest, `${TXS}/${sent.transactionHash}`);
  expect([status, found]).toMatchObject([200, { tx: { body: { memo: "first" } }, tx_response: { code: 0, height: `${sent.height}` } }]);
  expect(await get(rest, `${TENDERMINT}/blocks/latest`)).toMatchObject([200, { block: { header: { chain_id: "openledger-test-1" } } }]);
  expect(await get(rest, `${TENDERMINT}/validatorsets/latest`)).toMatchObject([200, { validators: [{ voting_power: "10" }] }]);
  expect(await get(rest, `${TENDERMINT}/node_info`)).toMatchObject([200, { default_node_info: { network: "openledger-test-1", version: "0.38.19" }, application_version: { app_name: "openledgerd" } }]);
  expect(await get(rest, "/cosmos/base/node/v1beta1/status")).toMatchObject([200, { height: "1", earliest_store_height: "1" }]);

  const signed = await client.sign(from, [{ typeUrl: "/cosmos.bank.v1beta1.MsgSend", value: { fromAddress: from, toAddress: to, amount: coins(7, "uopen") } }], FEE, "third");
  const third = { tx_bytes: toBase64(TxRaw.toBytes(TxRaw.create(signed))), mode: "BROADCAST_MODE_SYNC" };
  expect(await get(rest, TXS, third)).toMatchObject([200, { tx_response: { code: 0, txhash: expect.stringMatching(/^[0-9A-F]{64}$/) as string } }]);
  expect(await get(rest, TXS, third)).toMatchObject([200, { tx_response: { code: 19, codespace: "sdk" } }]);
  await expect.poll(async () => (await client.getBalance(to, "uopen")).amount, { timeout: 5_000 }).toBe("1000000018");

  client.disconnect();
  await node.close();
  const nobody = [503, { code: 14, message: expect.stringContaining(`CometBFT, which has the blocks, does not answer at ${node.rpcUrl}`) as string, details: [] }];
  for (const path of [`${TENDERMINT}/blocks/latest`, `${TENDERMINT}/node_info`, `${TXS}/${sent.transactionHash}`]) expect(await get(rest, path)).toEqual(nobody);
  expect(await get(rest, TXS, third)).toEqual(nobody);
  expect((await get(rest, `/cosmos/bank/v1beta1/balances/${to}`))[0]).toBe(200);
});

test("what answers at the address but is no CometBFT is named", async () => {
  using place = await createTestHome();
  await using app = await startApp(place.home, "http://127.0.0.1:1");
  using other = await createTestHome();
  await using blind = await startApp(other.home, app.restUrl ?? "");
  expect(await get(blind.restUrl ?? "", `${TENDERMINT}/syncing`)).toMatchObject([503, { code: 14, message: expect.stringContaining("is no CometBFT; set comet_rpc") as string }]);
});

/** Starts CometBFT with an RPC where its settings say, which the App reads, and waits for a block. */
async function startSettled(program: string, folder: string, abciAddress: string): Promise<{ readonly child: ChildProcess; readonly rpcUrl: string }> {
  const [rpc, p2p] = [await freePort(), await freePort()];
  const file = join(folder, "config", "config.toml");
  writeFileSync(file, readFileSync(file, "utf8").replace('laddr = "tcp://127.0.0.1:26657"', `laddr = "tcp://127.0.0.1:${rpc}"`));
  return { rpcUrl: `http://127.0.0.1:${rpc}`, child: spawn(program, ["start", "--home", folder, "--proxy_app", abciAddress, "--p2p.laddr", `tcp://127.0.0.1:${p2p}`], { stdio: "ignore" }) };
}

const binary = findCometbft();

test.skipIf(binary === undefined)(
  "beside a real CometBFT v0.38: blocks, validators, transactions and broadcast over REST (COMETBFT_PATH names the binary)",
  async () => {
    using place = await createTestHome();
    const [from = "", to = ""] = place.addresses;
    const folder = makeCometHome(binary ?? "", place.home);
    const address = `unix://${join(place.home, "app.sock")}`;
    const comet = await startSettled(binary ?? "", folder, address);
    await using app = await startAbciNode({ home: place.home, config: { abci_laddr: address, rest_laddr: "127.0.0.1:0", log_level: "silent" } });
    try {
      const rest = app.restUrl ?? "";
      await expect.poll(async () => (await get(rest, `${TENDERMINT}/blocks/2`))[0], { timeout: 30_000 }).toBe(200);
      const [, latest] = (await get(rest, `${TENDERMINT}/blocks/latest`)) as [number, { readonly block: { readonly header: { readonly height: string } } }];
      expect(Number(latest.block.header.height)).toBeGreaterThan(0);
      expect(await get(rest, `${TENDERMINT}/blocks/1`)).toMatchObject([200, { block: { header: { height: "1", last_block_id: { hash: null } }, last_commit: { signatures: [] } }, sdk_block: { header: { proposer_address: expect.stringMatching(/^openvalcons1/) as string } } }]);
      expect(await get(rest, `${TENDERMINT}/validatorsets/latest`)).toMatchObject([200, { validators: [{ voting_power: "10", pub_key: { "@type": "/cosmos.crypto.ed25519.PubKey" } }], pagination: { total: "1" } }]);
      expect(await get(rest, `${TENDERMINT}/syncing`)).toEqual([200, { syncing: false }]);
      expect(await get(rest, `${TENDERMINT}/node_info`)).toMatchObject([200, { default_node_info: { network: "openledger-test-1", other: { tx_index: "on" } } }]);
      const client = await SigningStargateClient.connectWithSigner(comet.rpcUrl, place.wallet);
      const signed = await client.sign(from, [{ typeUrl: "/cosmos.bank.v1beta1.MsgSend", value: { fromAddress: from, toAddress: to, amount: coins(7, "uopen") } }], FEE, "over REST");
      const bytes = { tx_bytes: toBase64(TxRaw.toBytes(TxRaw.create(signed))) };
      expect(await get(rest, "/cosmos/tx/v1beta1/simulate", bytes)).toMatchObject([200, { gas_info: { gas_used: expect.stringMatching(/^\d+$/) as string } }]);
      const [, { tx_response: sent }] = (await get(rest, TXS, { ...bytes, mode: "BROADCAST_MODE_SYNC" })) as [number, { readonly tx_response: { readonly txhash: string } }];
      await expect.poll(async () => (await get(rest, `${TXS}/${sent.txhash}`))[0], { timeout: 15_000 }).toBe(200);
      const [, { tx_response: found }] = (await get(rest, `${TXS}/${sent.txhash}`)) as [number, { readonly tx_response: { readonly height: string; readonly code: number } }];
      expect(found.code).toBe(0);
      expect(await get(rest, `${TXS}?query=${encodeURIComponent(`tx.height=${found.height}`)}`)).toMatchObject([200, { total: "1", tx_responses: [{ txhash: sent.txhash }] }]);
      expect(await get(rest, `${TXS}/${"00".repeat(32)}`)).toMatchObject([404, { code: 5 }]);
      expect(await get(rest, `${TXS}/block/${found.height}`)).toMatchObject([200, { txs: [{ body: { memo: "over REST" } }] }]);
      // The same over CometBFT's abci_query, as CosmJS asks.
      const asking = await connectRpc(comet.rpcUrl);
      const { tx } = QueryClient.withExtensions(asking, setupTxExtension);
      expect((await tx.getTx(sent.txhash)).tx?.body?.memo).toBe("over REST");
      await expect(tx.getTx("00".repeat(32))).rejects.toThrow("code = NotFound");
      asking.disconnect();
      client.disconnect();
    } finally {
      await end(comet.child, "SIGKILL");
    }
  },
  90_000,
);
