// What wallets ask of the REST API, against a running node; shapes and texts are those of a stock SDK 0.50 chain.
import { coins, GasPrice, QueryClient, setupTxExtension, SigningStargateClient } from "@cosmjs/stargate";
import { Comet38Client } from "@cosmjs/tendermint-rpc";
import { BroadcastMode, BroadcastTxRequest, BroadcastTxResponse, GetTxsEventRequest, GetTxsEventResponse } from "cosmjs-types/cosmos/tx/v1beta1/service";
import { TxRaw } from "cosmjs-types/cosmos/tx/v1beta1/tx";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { RunningNode } from "./compose.ts";
import { createTestHome, startTestNode, TEST_CONFIG, type TestHome } from "./node.fixture.ts";

let home: TestHome;
let node: RunningNode;
let client: SigningStargateClient;
let sent: { readonly transactionHash: string; readonly height: number };

beforeAll(async () => {
  home = await createTestHome();
  node = await startTestNode({ home: home.home, config: { ...TEST_CONFIG, minimum_gas_prices: "0.01uopen,1udemo" } });
  const options = { gasPrice: GasPrice.fromString("0.01uopen"), broadcastPollIntervalMs: 30, broadcastTimeoutMs: 60_000 };
  client = await SigningStargateClient.connectWithSigner(node.rpcUrl, home.wallet, options);
  const [from = "", to = ""] = home.addresses;
  sent = await client.sendTokens(from, to, coins(1_234, "uopen"), "auto", "for REST");
});
afterAll(async () => {
  client.disconnect();
  await node.close();
  home[Symbol.dispose]();
});

async function get(path: string, headers: Record<string, string> = {}): Promise<readonly [number, unknown]> {
  const response = await fetch(`${node.restUrl}${path}`, { headers });
  return [response.status, await response.json()];
}
async function post(path: string, body: string): Promise<readonly [number, unknown]> {
  const response = await fetch(`${node.restUrl}${path}`, { method: "POST", body });
  return [response.status, await response.json()];
}
const failure = (code: number, message: unknown): object => ({ code, message, details: [] });
const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString("base64");

async function signedBytes(amount: number): Promise<Uint8Array> {
  const [from = "", to = ""] = home.addresses;
  const message = { typeUrl: "/cosmos.bank.v1beta1.MsgSend", value: { fromAddress: from, toAddress: to, amount: coins(amount, "uopen") } };
  return TxRaw.encode(await client.sign(from, [message], { amount: coins(2_000, "uopen"), gas: "200000" }, "")).finish();
}

test("node_info and blocks name the chain", async () => {
  expect(await get("/cosmos/base/tendermint/v1beta1/node_info")).toMatchObject([
    200,
    {
      default_node_info: { network: "openledger-test-1", protocol_version: { p2p: "8", block: "11", app: "0" }, other: { tx_index: "on" } },
      application_version: { app_name: "openledgerd", build_deps: [] },
    },
  ]);
  const [status, latest] = await get("/cosmos/base/tendermint/v1beta1/blocks/latest");
  expect([status, latest]).toMatchObject([
    200,
    {
      block_id: { hash: expect.stringMatching(/=$/), part_set_header: { total: 1 } },
      block: { header: { chain_id: "openledger-test-1", version: { block: "11", app: "0" }, last_block_id: { part_set_header: { total: 1 } } }, evidence: { evidence: [] } },
      sdk_block: { header: { proposer_address: expect.stringMatching(/^openvalcons1/) } },
    },
  ]);
  expect(await get(`/cosmos/base/tendermint/v1beta1/blocks/${sent.height}`)).toMatchObject([
    200,
    { block: { header: { height: `${sent.height}` }, data: { txs: [expect.stringMatching(/^[A-Za-z0-9+/]+=*$/)] }, last_commit: { signatures: [{ block_id_flag: "BLOCK_ID_FLAG_COMMIT" }] } } },
  ]);
  expect(await get("/cosmos/base/tendermint/v1beta1/blocks/1")).toMatchObject([200, { block: { header: { last_block_id: { hash: null, part_set_header: { total: 0, hash: null } } } } }]);
  const tooHigh = "requested block height is bigger then the chain length";
  expect(await get("/cosmos/base/tendermint/v1beta1/blocks/999999")).toEqual([400, failure(3, tooHigh)]);
  expect(await get("/cosmos/base/tendermint/v1beta1/blocks/x")).toEqual([400, failure(3, expect.stringContaining('strconv.ParseInt: parsing "x": invalid syntax'))]);
  expect(await get("/cosmos/base/tendermint/v1beta1/validatorsets/latest?pagination.limit=100")).toMatchObject([
    200,
    { validators: [{ address: expect.stringMatching(/^openvalcons1/), pub_key: { "@type": "/cosmos.crypto.ed25519.PubKey" }, voting_power: "10", proposer_priority: "0" }], pagination: { next_key: null, total: "1" } },
  ]);
  expect(await get("/cosmos/base/tendermint/v1beta1/syncing")).toEqual([200, { syncing: false }]);
  expect(await get("/cosmos/base/node/v1beta1/config")).toMatchObject([200, { minimum_gas_price: "0.01uopen,1udemo", halt_height: "0" }]);
});

test("accounts and balances are found, at a height of the past as well", async () => {
  const [from = "", to = ""] = home.addresses;
  expect(await get(`/cosmos/auth/v1beta1/accounts/${from}`)).toMatchObject([
    200,
    { account: { "@type": "/cosmos.auth.v1beta1.BaseAccount", address: from, pub_key: { "@type": "/cosmos.crypto.secp256k1.PubKey" }, sequence: "1" } },
  ]);
  const unknown = "open1qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqq9vm6cw";
  expect((await get(`/cosmos/auth/v1beta1/accounts/${unknown}`))[0]).not.toBe(200);
  const now = [200, { balances: [{ denom: "udemo", amount: "5000" }, { denom: "uopen", amount: "1000001234" }], pagination: { next_key: null, total: "2" } }];
  expect(await get(`/cosmos/bank/v1beta1/balances/${to}`)).toEqual(now);
  expect(await get(`/cosmos/bank/v1beta1/spendable_balances/${to}`)).toEqual(now);
  expect(await get(`/cosmos/bank/v1beta1/balances/${to}?pagination.limit=1`)).toMatchObject([200, { balances: [{ denom: "udemo" }], pagination: { next_key: expect.any(String), total: "0" } }]);
  const before = { "x-cosmos-block-height": `${sent.height - 1}` };
  expect(await get(`/cosmos/bank/v1beta1/balances/${to}/by_denom?denom=uopen`, before)).toEqual([200, { balance: { denom: "uopen", amount: "1000000000" } }]);
  const response = await fetch(`${node.restUrl}/cosmos/bank/v1beta1/balances/${to}`, { headers: before });
  expect(response.headers.get("grpc-metadata-x-cosmos-block-height")).toBe(`${sent.height - 1}`);
  expect(response.headers.get("access-control-allow-origin")).toBe("*");
  const future = "codespace sdk code 26: invalid height: cannot query with height in the future; please provide a valid height";
  expect(await get(`/cosmos/bank/v1beta1/balances/${to}`, { "x-cosmos-block-height": "999999" })).toEqual([500, failure(2, future)]);
  expect(await get("/cosmos/bank/v1beta1/spendable_balances/test")).toEqual([400, failure(3, expect.stringContaining("invalid address"))]);
  expect(await get("/cosmos/bank/v1beta1/supply/by_denom?denom=uopen")).toEqual([200, { amount: { denom: "uopen", amount: "4010000000" } }]);
});

test("what the node does not serve is 501 with code 12", async () => {
  for (const path of ["/ibc/apps/transfer/v1/params", "/feemarket/v1/params", "/nosuch", "/cosmos/bank/v1beta1/supply/uopen"]) {
    expect(await get(path)).toEqual([501, failure(12, "Not Implemented")]);
  }
});

test("a transaction is simulated and broadcast, and found by hash, by query and in its block", async () => {
  const bytes = await signedBytes(5);
  const [status, simulated] = await post("/cosmos/tx/v1beta1/simulate", JSON.stringify({ tx_bytes: base64(bytes) }));
  expect([status, simulated]).toMatchObject([200, { gas_info: { gas_wanted: "18446744073709551615", gas_used: expect.stringMatching(/^\d{5}$/) }, result: { log: "" } }]);
  const request = JSON.stringify({ tx_bytes: base64(bytes), mode: "BROADCAST_MODE_SYNC" });
  const [, broadcast] = await post("/cosmos/tx/v1beta1/txs", request);
  expect(broadcast).toMatchObject({ tx_response: { height: "0", code: 0, codespace: "", raw_log: "", logs: [], tx: null, timestamp: "", events: [] } });
  expect(await post("/cosmos/tx/v1beta1/txs", request)).toMatchObject([200, { tx_response: { code: 19, codespace: "sdk" } }]);
  const { txhash } = (broadcast as { readonly tx_response: { readonly txhash: string } }).tx_response;
  await expect.poll(async () => (await get(`/cosmos/tx/v1beta1/txs/${txhash}`))[0]).toBe(200);
  const [from = "", to = ""] = home.addresses;
  const tx = {
    body: { messages: [{ "@type": "/cosmos.bank.v1beta1.MsgSend", from_address: from, to_address: to, amount: [{ denom: "uopen", amount: "5" }] }], memo: "", timeout_height: "0", extension_options: [], non_critical_extension_options: [] },
    auth_info: { signer_infos: [{ mode_info: { single: { mode: "SIGN_MODE_DIRECT" } }, sequence: "1" }], fee: { amount: [{ denom: "uopen", amount: "2000" }], gas_limit: "200000", payer: "", granter: "" }, tip: null },
    signatures: [expect.stringMatching(/==$/)],
  };
  const txResponse = { txhash, code: 0, data: expect.stringMatching(/^[0-9A-F]+$/), gas_wanted: "200000", tx: { "@type": "/cosmos.tx.v1beta1.Tx", ...tx }, timestamp: expect.stringMatching(/^[-0-9T:]+Z$/) };
  expect(await get(`/cosmos/tx/v1beta1/txs/${txhash}`)).toMatchObject([200, { tx, tx_response: txResponse }]);
  const query = encodeURIComponent(`message.sender='${from}'`);
  expect(await get(`/cosmos/tx/v1beta1/txs?query=${query}&order_by=ORDER_BY_DESC&limit=1`)).toMatchObject([200, { txs: [tx], tx_responses: [txResponse], pagination: null, total: "2" }]);
  expect(await get(`/cosmos/tx/v1beta1/txs/block/${sent.height}`)).toMatchObject([200, { txs: [{ body: { memo: "for REST" } }], pagination: { total: "1" } }]);
});

test("faulty requests get the code and text of a stock chain", async () => {
  expect(await post("/cosmos/tx/v1beta1/txs", "{}")).toEqual([400, failure(3, "invalid empty tx")]);
  expect(await post("/cosmos/tx/v1beta1/simulate", "{}")).toEqual([400, failure(3, "empty txBytes is not allowed")]);
  expect(await post("/cosmos/tx/v1beta1/txs", '{"tx_bytes":"AAAA","mode":"BROADCAST_MODE_SYNC"}')).toMatchObject([200, { tx_response: { codespace: "sdk", code: 2 } }]);
  expect(await post("/cosmos/tx/v1beta1/txs", '{"tx_bytes":"CgA=","zzz":1}')).toEqual([500, failure(2, "unsupported return type unspecified; supported types: sync, async")]);
  expect(await post("/cosmos/tx/v1beta1/simulate", '{"tx_bytes":"AAAA"}')).toMatchObject([500, { code: 2, message: expect.stringContaining("tx parse error") }]);
  expect(await post("/cosmos/tx/v1beta1/txs", "{bad")).toMatchObject([400, { code: 3, details: [] }]);
  expect(await get("/cosmos/tx/v1beta1/txs/AAAA")).toEqual([404, failure(5, "tx not found: AAAA")]);
  expect(await get("/cosmos/tx/v1beta1/txs?events=message.sender='x'")).toEqual([500, failure(13, "query cannot be empty")]);
});

test("the tx service answers CosmJS by ABCI query", async () => {
  const comet = await Comet38Client.connect(node.rpcUrl);
  const queries = QueryClient.withExtensions(comet, setupTxExtension);
  const found = await queries.tx.getTx(sent.transactionHash);
  expect([found.txResponse?.height, found.tx?.body?.memo]).toEqual([BigInt(sent.height), "for REST"]);
  await expect(queries.tx.getTx("00".repeat(32))).rejects.toThrow("code = NotFound desc = tx not found");
  const search = GetTxsEventRequest.encode(GetTxsEventRequest.fromPartial({ query: `tx.height=${sent.height}` })).finish();
  const { value } = await queries.queryAbci("/cosmos.tx.v1beta1.Service/GetTxsEvent", search);
  expect(GetTxsEventResponse.decode(value)).toMatchObject({ total: 1n, txResponses: [{ txhash: sent.transactionHash }] });
  const broadcast = BroadcastTxRequest.fromPartial({ txBytes: await signedBytes(6), mode: BroadcastMode.BROADCAST_MODE_SYNC });
  const answer = await queries.queryAbci("/cosmos.tx.v1beta1.Service/BroadcastTx", BroadcastTxRequest.encode(broadcast).finish());
  expect(BroadcastTxResponse.decode(answer.value).txResponse).toMatchObject({ code: 0, codespace: "" });
  comet.disconnect();
});
