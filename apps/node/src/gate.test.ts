// A gate on a running node: CosmJS signs, the REST API says what entered, left and was spent.
import { readFileSync, writeFileSync } from "node:fs";
import { Registry } from "@cosmjs/proto-signing";
import { defaultRegistryTypes, GasPrice, SigningStargateClient } from "@cosmjs/stargate";
import { openledgerRegistryTypes } from "@openledger/client";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { RunningNode } from "./compose.ts";
import { homePaths } from "./home.ts";
import { createTestHome, startTestNode, TEST_CONFIG, type TestHome } from "./node.fixture.ts";

let home: TestHome;
let node: RunningNode;
let client: SigningStargateClient;
let [issuer, buyer, seller] = ["", "", ""];

beforeAll(async () => {
  home = await createTestHome();
  [issuer = "", buyer = "", seller = ""] = home.addresses;
  const { genesisFile } = homePaths(home.home);
  const genesis = JSON.parse(readFileSync(genesisFile, "utf8")) as { app_state: { gate: object } };
  genesis.app_state.gate = { gates: [{ denom: "udemo", issuer, name: "demo dollars" }] };
  writeFileSync(genesisFile, JSON.stringify(genesis));
  node = await startTestNode({ home: home.home, config: TEST_CONFIG });
  const registry = new Registry([...defaultRegistryTypes, ...openledgerRegistryTypes]);
  client = await SigningStargateClient.connectWithSigner(node.rpcUrl, home.wallet, {
    ...{ registry, gasPrice: GasPrice.fromString("0.01uopen"), broadcastPollIntervalMs: 30, broadcastTimeoutMs: 60_000 },
  });
});
afterAll(async () => {
  client.disconnect();
  await node.close();
  home[Symbol.dispose]();
});

async function get(path: string): Promise<unknown> {
  return (await fetch(`${node.restUrl}${path}`)).json();
}
const coin = (amount: number) => ({ denom: "udemo", amount: String(amount) });

async function act(signer: string, name: string, value: object): Promise<number> {
  const { code } = await client.signAndBroadcast(signer, [{ typeUrl: `/openledger.gate.v1.${name}`, value }], "auto");
  return code;
}

test("what an issuer brings in is external until it is spent, and a loop through the gate shows in one answer", async () => {
  const deposit = (number: bigint, amount: number) => ({ issuer, recipient: buyer, amount: coin(amount), number, reference: `wire ${number}` });
  expect(await act(issuer, "MsgGateDeposit", deposit(1n, 9_000))).toBe(0);
  expect(await get(`/openledger/gate/v1/external/${buyer}`)).toEqual({ external: [coin(9_000)] });
  // 5,000 units of genesis go first.
  await client.sendTokens(buyer, seller, [coin(6_000)], "auto");
  expect([await get(`/openledger/gate/v1/external/${buyer}`), await get(`/openledger/gate/v1/external/${seller}`)]).toEqual([
    { external: [coin(8_000)] },
    { external: [coin(1_000)] },
  ]);
  expect(await act(buyer, "MsgGateWithdraw", { holder: buyer, amount: coin(8_000), reference: "account 7" })).toBe(0);
  expect(await act(issuer, "MsgGateDeposit", deposit(2n, 8_000))).toBe(0);
  expect(await get("/openledger/gate/v1/demands/udemo")).toMatchObject({
    demand: {
      gate: { issuer, deposits: "2", withdrawals: "1" },
      total: { entered: "17000", left: "8000", left_external: "8000", external_demand: "0", internal_demand: "0", retired: "0" },
      in_epoch: { entered: "17000" },
      says: "17000 entered = 9000 held + 0 in sessions + 0 spent on answers + 0 retired + 8000 left",
      holds: true,
    },
  });
  expect(await get("/openledger/gate/v1/demands")).toMatchObject({ demands: [{ denom: "udemo" }] });
});

test("a deposit that was made is not made again, nor one by somebody else", async () => {
  const message = (signer: string, number: bigint) => ({ issuer: signer, recipient: buyer, amount: coin(5), number, reference: "" });
  const refused = async (signer: string, number: bigint): Promise<string> => {
    const typeUrl = "/openledger.gate.v1.MsgGateDeposit";
    return client.simulate(signer, [{ typeUrl, value: message(signer, number) }], "").then(() => "taken", String);
  };
  expect(await refused(issuer, 2n)).toContain("deposit 2, not 3: a deposit carries the number after the last one");
  expect(await refused(buyer, 3n)).toContain("only the issuer of the gate may deposit");
});
