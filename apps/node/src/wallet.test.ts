// Keplr's published chain validator against a running node, and the documents that wallets and their registries take.
import { checkChainFeatures, checkRestConnectivity, checkRPCConnectivity, validateBasicChainInfoType } from "@keplr-wallet/chain-validator";
import { afterAll, beforeAll, expect, test } from "vitest";
import { NETWORKS, startNetwork } from "./cosmjs/networks.fixture.ts";
import type { RunningNode } from "./compose.ts";
import { createTestHome, startTestNode, TEST_CONFIG, type TestHome } from "./node.fixture.ts";

let home: TestHome;
let node: RunningNode;
beforeAll(async () => {
  home = await createTestHome();
  node = await startTestNode({ home: home.home, config: { ...TEST_CONFIG, minimum_gas_prices: "0.025uopen,0.1udemo" } });
});
afterAll(async () => {
  await node.close();
  home[Symbol.dispose]();
});

async function wallet<Document>(name: string): Promise<Document> {
  return (await (await fetch(`${node.restUrl}/openledger/v1/wallet/${name}`)).json()) as Document;
}

test("Keplr's validator accepts the ChainInfo and finds the node behind it", async () => {
  const info = await wallet<Parameters<typeof validateBasicChainInfoType>[0]>("keplr.json");
  expect(await validateBasicChainInfoType(info)).toEqual(info);
  await checkRPCConnectivity(info.chainId, info.rpc, (url) => new WebSocket(url));
  await checkRestConnectivity(info.chainId, info.rest);
  expect(await checkChainFeatures(info)).toEqual([]);
  expect(info).toMatchObject({ chainId: "openledger-test-1", chainName: "openledger-test", bech32Config: { bech32PrefixValAddr: "openvaloper" } });
  expect(info.feeCurrencies).toMatchObject([
    { coinDenom: "OPEN", coinMinimalDenom: "uopen", coinDecimals: 6, gasPriceStep: { low: 0.025, average: 0.03125, high: 0.05 } },
    { coinMinimalDenom: "udemo", gasPriceStep: { low: 0.1, average: 0.125, high: 0.2 } },
  ]);
});

test.each(NETWORKS)("Keplr's validator accepts $chainId with the prefix $prefix, whose stake may not be its fee", async (network) => {
  await using running = await startNetwork(network);
  const { rpcUrl, restUrl } = running.node;
  const info = (await (await fetch(`${restUrl}/openledger/v1/wallet/keplr.json`)).json()) as Parameters<typeof validateBasicChainInfoType>[0];
  expect(await validateBasicChainInfoType(info)).toEqual(info);
  await checkRPCConnectivity(info.chainId, info.rpc, (url) => new WebSocket(url));
  await checkRestConnectivity(info.chainId, info.rest);
  expect(await checkChainFeatures(info)).toEqual([]);
  const { prefix, chainId, feeDenom, stakeDenom } = network;
  expect(info).toMatchObject({
    ...{ chainId, rpc: rpcUrl, rest: restUrl, stakeCurrency: { coinMinimalDenom: stakeDenom }, feeCurrencies: [{ coinMinimalDenom: feeDenom, gasPriceStep: { low: 0.025 } }] },
    bech32Config: { bech32PrefixAccAddr: prefix, bech32PrefixValAddr: `${prefix}valoper`, bech32PrefixConsPub: `${prefix}valconspub` },
  });
  expect(info.currencies.map(({ coinMinimalDenom }) => coinMinimalDenom)).toEqual(expect.arrayContaining([feeDenom, stakeDenom]));
});

test("the chain-registry entry names the same chain, fees and assets", async () => {
  const chain = await wallet<object>("chain.json");
  expect(chain).toMatchObject({
    chain_name: "openledgertest",
    chain_id: "openledger-test-1",
    bech32_prefix: "open",
    slip44: 118,
    fees: { fee_tokens: [{ denom: "uopen", low_gas_price: 0.025 }, { denom: "udemo" }] },
    apis: { rpc: [{ address: node.rpcUrl }], rest: [{ address: node.restUrl }] },
  });
  expect(await wallet("assetlist.json")).toMatchObject({ chain_name: "openledgertest", assets: [{ base: "uopen", display: "open", symbol: "OPEN" }, { base: "udemo" }] });
  expect((await fetch(`${node.restUrl}/openledger/v1/wallet/other.json`)).status).toBe(404);
});
