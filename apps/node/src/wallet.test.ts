// Keplr's published chain validator against a running node, and the documents that wallets and their registries take.
import { checkChainFeatures, checkRestConnectivity, checkRPCConnectivity, validateBasicChainInfoType } from "@keplr-wallet/chain-validator";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startNode, type RunningNode } from "./compose.ts";
import { createTestHome, TEST_CONFIG, type TestHome } from "./node.fixture.ts";

let home: TestHome;
let node: RunningNode;
beforeAll(async () => {
  home = await createTestHome();
  node = await startNode({ home: home.home, config: { ...TEST_CONFIG, minimum_gas_prices: "0.025uopen,0.1udemo" } });
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
