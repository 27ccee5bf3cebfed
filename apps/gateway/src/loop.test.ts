// The whole loop on a running chain: an unmodified OpenAI client, the buyer's proxy, the gateway, settlement, rewards.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { startBuyer, type RunningBuyer } from "@openledger/buyer";
import {
  findSettlement,
  outgoing,
  parseReceiptFile,
  verifyReceiptFile,
  type ReceiptFile,
  type TrustedFacts,
} from "@openledger/client";
import { QueryService as BankQuery } from "@openledger/messages/cosmos/bank/v1beta1";
import { QueryService as MarketQuery } from "@openledger/messages/openledger/market/v1";
import { MsgClaimRewards, QueryService as RewardsQuery } from "@openledger/messages/openledger/rewards/v1";
import OpenAI from "openai";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startGateway, type RunningGateway } from "./compose.ts";
import { DENOMS, MODEL_NAME, startTestNetwork, type TestNetwork } from "./network.fixture.ts";

let network: TestNetwork;
let gateway: RunningGateway;
let buyer: RunningBuyer;

beforeAll(async () => {
  network = await startTestNetwork();
  gateway = await hostAgain();
  buyer = await buyAgain(gateway.url);
});
afterAll(async () => {
  await buyer.close();
  await gateway.close();
  await network.close();
});

function hostAgain(settleAfterMs = 300): Promise<RunningGateway> {
  const { node, offerId, wallet } = network;
  const urls = { nodeUrl: node.rpcUrl, restUrl: node.restUrl, listen: "127.0.0.1:0" };
  return startGateway({ home: network.home("host"), ...urls, offerId, wallet, settleAfterMs, logLevel: "silent" });
}

function buyAgain(gatewayUrl: string): Promise<RunningBuyer> {
  const { node, wallet, addresses } = network;
  return startBuyer({
    ...{ home: network.home("buyer"), nodeUrl: node.rpcUrl, gatewayUrl, wallet, address: addresses.buyer },
    ...{ max: { denom: "udemo", amount: 50_000n }, gasPrice: { denom: "udemo", amount: "0.001" } },
    ...{ listen: "127.0.0.1:0", logLevel: "silent" },
  });
}

function ask(question: string, url = buyer.url): Promise<OpenAI.ChatCompletion> {
  const openai = new OpenAI({ baseURL: `${url}/v1`, apiKey: "none", maxRetries: 0 });
  return openai.chat.completions.create({ model: MODEL_NAME, messages: [{ role: "user", content: question }] });
}

async function balance(address: string, denom: string): Promise<bigint> {
  return BigInt((await network.client.query(BankQuery.Balance, { address, denom })).balance?.amount ?? "0");
}

async function supply(denom: string): Promise<bigint> {
  return BigInt((await network.client.query(BankQuery.SupplyOf, { denom })).amount?.amount ?? "0");
}

/** Waits until receipt `index` of the session is settled and final. */
async function final(sessionId: bigint, index: bigint): Promise<string> {
  for (let i = 0; i < 300; i++) {
    const found = await findSettlement(network.client, sessionId, index);
    if (found?.state === "final") return found.id;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`receipt ${sessionId}/${index} did not become final`);
}

test("an OpenAI client asks, the answer is settled, the fee is divided to the unit, and contributors claim", async () => {
  const before = await Promise.all(DENOMS.map(supply));
  const completion = await ask("How do I brew green tea from sencha leaves?");
  expect(completion.choices[0]?.message.content).toContain("seventy degrees");
  const extension = (completion as unknown as { x_openledger: { receipt: string; session: string; index: string } }).x_openledger;

  await buyer.buyer.filed();
  const stored = readFileSync(join(network.home("buyer"), "receipts", `${extension.session}-${extension.index}.json`), "utf8");
  const file = parseReceiptFile(JSON.parse(stored));
  expect(verifyReceiptFile(network.crypto, file, file.facts).filter(({ state }) => state === "fails")).toEqual([]);
  expect(file.readable.owners).toMatchObject([{ owner: network.addresses.alice }]);

  await final(BigInt(extension.session), BigInt(extension.index));
  const settlement = await findSettlement(network.client, BigInt(extension.session), BigInt(extension.index));
  const settled = (receipt: string | undefined) =>
    verifyReceiptFile(network.crypto, file, { settlement: { ...settlement!, ...(receipt === undefined ? {} : { receipt }) } }).at(-1)?.state;
  expect(settlement?.receipt).toMatch(/^([0-9a-f]{2})+$/);
  expect([settled(undefined), settled(`00${settlement?.receipt}`)]).toEqual(["holds", "fails"]);
  const served = parseReceiptFile(await (await fetch(extension.receipt)).json());
  expect(served.settlement).toMatchObject({ state: "final", firstIndex: "0" });

  const { amount } = await network.client.query(RewardsQuery.Claimable, { address: network.addresses.alice });
  const claimable = BigInt(amount.find(({ denom }) => denom === "udemo")?.amount ?? "0");
  expect(claimable).toBeGreaterThanOrEqual(BigInt(file.readable.owners[0]?.amount ?? "0") * 95n / 100n);
  const held = await balance(network.addresses.alice, "udemo");
  await network.sender("alice").send([outgoing(MsgClaimRewards, { claimant: network.addresses.alice })]);
  expect((await balance(network.addresses.alice, "udemo")) - held).toBe(claimable);
  expect(await Promise.all(DENOMS.map(supply))).toEqual(before);
});

test("a receipt file of which any part is changed fails the check that names it", async () => {
  const completion = await ask("How long should sencha steep?");
  const { session, index } = (completion as unknown as { x_openledger: { session: string; index: string } }).x_openledger;
  await buyer.buyer.filed();
  const path = join(network.home("buyer"), "receipts", `${session}-${index}.json`);
  const file = parseReceiptFile(JSON.parse(readFileSync(path, "utf8")));
  const failed = (changed: ReceiptFile, trusted?: TrustedFacts): string[] =>
    verifyReceiptFile(network.crypto, changed, trusted)
      .filter(({ state }) => state === "fails")
      .map(({ name }) => name);
  const withFacts = (facts: Partial<ReceiptFile["facts"]>): ReceiptFile => ({ ...file, facts: { ...file.facts, ...facts } });
  expect(failed(file, file.facts)).toEqual([]);
  const key = "02".repeat(33);
  expect(failed(withFacts({ session: { ...file.facts.session, sessionKey: key } }))).toEqual(["buyer-head"]);
  expect(failed(withFacts({ offer: { ...file.facts.offer, receiptKey: key } }))).toContain("host-signature");
  expect(failed(withFacts({ offer: { ...file.facts.offer, perCall: "999" } }))).toEqual(["price"]);
  expect(failed(withFacts({ model: { ...file.facts.model, acceptedAtPublish: "0" } }))).toEqual(["accepted-before-publish"]);
  const datanetVersions = file.facts.datanetVersions.map((one) => ({ ...one, logRoot: "00".repeat(32) }));
  expect(failed(withFacts({ datanetVersions }))).toContain("sources");
  expect(failed(withFacts({ split: { ...file.facts.split, dataBps: 1 } }))).toEqual(["owner-amounts"]);
  expect(failed({ ...file, readable: { ...file.readable, answer: "Pay me." } })).toEqual(["readable"]);
  expect(failed({ ...file, opening: file.opening.slice(0, -8) })).toContain("opening");
  expect(failed({ ...file, head: { signed: file.head?.signed ?? "", inclusionPath: ["00".repeat(32)] } })).toEqual(["inclusion"]);
  expect(failed(file, { offer: { ...file.facts.offer, perCall: "1" } })).toEqual(["chain-facts"]);
  expect(failed(file, { settlement: { id: "9", firstIndex: "90", receiptCount: 1, state: "final", submittedHeight: "1" } })).toEqual(["settlement"]);
  expect(() => parseReceiptFile({ ...file, format: "other" })).toThrow("format");
});

test("a streaming client gets the same answer in pieces, with the receipt in the last one", async () => {
  const openai = new OpenAI({ baseURL: `${buyer.url}/v1`, apiKey: "none", maxRetries: 0 });
  const messages = [{ role: "user" as const, content: "How should dried leaves be stored?" }];
  const stream = await openai.chat.completions.create({ model: MODEL_NAME, messages, stream: true });
  let text = "";
  let last: object = {};
  for await (const chunk of stream) {
    text += chunk.choices[0]?.delta.content ?? "";
    last = chunk;
  }
  expect(text).toContain("opaque tin");
  expect(last).toMatchObject({ x_openledger: { verified: true, denom: "udemo", amount: "1000" } });
});

test("a gateway that dies between receipt and settlement settles once after its restart", async () => {
  await gateway.close();
  gateway = await hostAgain(3_600_000);
  await buyer.close();
  buyer = await buyAgain(gateway.url);
  const completion = await ask("How long does oolong keep its fragrance?");
  const { session, index } = (completion as unknown as { x_openledger: { session: string; index: string } }).x_openledger;
  // The head follows the answer.
  const kept = async (): Promise<unknown> => (await fetch(`${gateway.url}/openledger/v1/sessions/${session}`)).json();
  await expect.poll(kept).toMatchObject({ signed: Number(index) + 1 });
  await gateway.close();
  gateway = await hostAgain();
  const settled = await final(BigInt(session), BigInt(index));
  expect(await gateway.settler.settleAll()).toEqual([]);
  await gateway.close();
  gateway = await hostAgain();
  expect(await gateway.settler.settleAll()).toEqual([]);
  const { session: state } = await network.client.query(MarketQuery.Session, { sessionId: BigInt(session) });
  expect(state?.logSize).toBe(BigInt(index) + 1n);
  expect(BigInt(settled)).toBeGreaterThan(0n);
  await buyer.close();
  buyer = await buyAgain(gateway.url);
});
