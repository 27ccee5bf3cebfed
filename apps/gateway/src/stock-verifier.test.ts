// The last CosmJS with verified queries (@cosmjs/stargate 0.32.4 with @confio/ics23), unmodified, against a running node.
import { startBuyer, type RunningBuyer } from "@openledger/buyer";
import { findSettlement } from "@openledger/client";
import { balanceKey, contributionKey, SETTLEMENT_LOG_KEY, settlementKey, type StoreKey } from "@openledger/client/proof";
import { decodeFrontier, frontierRoot } from "@openledger/attribution";
import { Contribution } from "@openledger/messages/openledger/datanet/v1";
import { QueryService as MarketQuery, Settlement } from "@openledger/messages/openledger/market/v1";
import { addressToBytes, fromUtf8 } from "@openledger/primitives";
import { StargateClient } from "cosmjs-stargate-0.32";
import OpenAI from "openai";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startGateway, type RunningGateway } from "./compose.ts";
import { MODEL_NAME, startTestNetwork, TEXTS, type TestNetwork } from "./network.fixture.ts";

let network: TestNetwork;
let gateway: RunningGateway;
let buyer: RunningBuyer;
let stock: StargateClient;

beforeAll(async () => {
  network = await startTestNetwork(TEXTS, { window_seconds: "3" });
  const { node, offerId, wallet, addresses } = network;
  const urls = { nodeUrl: node.rpcUrl, restUrl: node.restUrl, listen: "127.0.0.1:0" };
  gateway = await startGateway({ home: network.home("host"), ...urls, offerId, wallet, settleAfterMs: 100, logLevel: "silent" });
  buyer = await startBuyer({
    ...{ home: network.home("buyer"), nodeUrl: node.rpcUrl, gatewayUrl: gateway.url, wallet, address: addresses.buyer },
    ...{ max: { denom: "udemo", amount: 50_000n }, gasPrice: { denom: "udemo", amount: "0.001" } },
    ...{ listen: "127.0.0.1:0", logLevel: "silent" },
  });
  stock = await StargateClient.connect(node.rpcUrl);
});
afterAll(async () => {
  stock.disconnect();
  await buyer.close();
  await gateway.close();
  await network.close();
});

/** Throws when the proof does not hold under the app hash of the next header; empty when absence is proven. */
async function verified({ store, key }: StoreKey, height?: number): Promise<Uint8Array> {
  const answer = await stock["forceGetQueryClient"]().queryStoreVerified(store, key, height);
  if (height !== undefined) expect(answer.height).toBe(height);
  return answer.value;
}

test("balances and contributions, and their absence, are accepted", async () => {
  const alice = addressToBytes("open", network.addresses.alice);
  const [held, nothing, contribution, noContribution] = await Promise.all([
    verified(balanceKey(alice, "udemo")),
    verified(balanceKey(alice, "unone")),
    verified(contributionKey(1n, 1n)),
    verified(contributionKey(1n, 99n)),
  ]);
  expect(fromUtf8(held)).toBe((await stock.getBalance(network.addresses.alice, "udemo")).amount);
  expect([nothing.length, noContribution.length]).toEqual([0, 0]);
  expect(Contribution.decode(contribution)).toMatchObject({ contributor: network.addresses.alice, title: "brewing" });
});

test("a pending settlement, and the root of the log that it ends in, are accepted", async () => {
  const openai = new OpenAI({ baseURL: `${buyer.url}/v1`, apiKey: "none", maxRetries: 0 });
  await openai.chat.completions.create({ model: MODEL_NAME, messages: [{ role: "user", content: "How do I brew green tea?" }] });
  const found = async (): Promise<string | undefined> => (await findSettlement(network.client, 1n, 0n))?.state;
  await expect.poll(found, { interval: 50 }).toBe("pending");
  const pendingAt = Number(await network.client.height());
  const [pending, none, logBefore] = await Promise.all([
    verified(settlementKey(1n), pendingAt),
    verified(settlementKey(2n), pendingAt),
    verified(SETTLEMENT_LOG_KEY, pendingAt),
  ]);
  expect(Settlement.decode(pending)).toMatchObject({ id: 1n, sessionId: 1n, firstIndex: 0n, receiptCount: 1 });
  expect(none).toHaveLength(0);
  expect(decodeFrontier(logBefore).size).toBe(0);

  await expect.poll(found, { interval: 100 }).toBe("final");
  const decidedAt = Number(await network.client.height());
  const [gone, log] = await Promise.all([verified(settlementKey(1n), decidedAt), verified(SETTLEMENT_LOG_KEY, decidedAt)]);
  expect(gone).toHaveLength(0);
  const frontier = decodeFrontier(log);
  const told = await network.client.query(MarketQuery.SettlementLog, {});
  expect([BigInt(frontier.size), frontier.peaks]).toEqual([told.log?.size, told.log?.peaks]);
  expect(frontierRoot(network.crypto.sha256, frontier)).toHaveLength(32);
});

test("a value that the node does not hold is refused by it", async () => {
  const key = balanceKey(addressToBytes("open", network.addresses.bob), "udemo");
  const client = stock["forceGetQueryClient"]();
  const raw = await client.queryRawProof(key.store, key.key);
  const lying = Object.assign(Object.create(client) as typeof client, {
    queryRawProof: () => Promise.resolve({ ...raw, value: new TextEncoder().encode("1") }),
  });
  await expect(lying.queryStoreVerified(key.store, key.key)).rejects.toThrow();
});
