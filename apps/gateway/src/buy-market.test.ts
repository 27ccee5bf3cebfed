// A buyer that names a model and no host: picked by price and record, replaced when it dies, never above the cap.
import { startBuyer, type RunningBuyer } from "@openledger/buyer";
import { allSessions } from "@openledger/client";
import { QueryService as BankQuery } from "@openledger/messages/cosmos/bank/v1beta1";
import { SessionState } from "@openledger/messages/openledger/market/v1";
import { assertDefined } from "@openledger/primitives";
import OpenAI from "openai";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { startGateway, type RunningGateway } from "./compose.ts";
import { callHost, EXTERNAL_NAME, offer, openByHand, publishExternal } from "./external.fixture.ts";
import { openDoor, type FlakyDoor } from "./flaky-door.fixture.ts";
import { MODEL_NAME, startTestNetwork, type Role, type TestNetwork } from "./network.fixture.ts";
import { begin, pause, say, speak, startTestUpstream, type TestUpstream } from "./upstream/upstream.fixture.ts";

interface TestHost {
  readonly door: FlakyDoor;
  readonly gateway: RunningGateway;
  readonly offerId: bigint;
}

let network: TestNetwork;
let homes = 0;
const hosts: TestHost[] = [];
const upstreams: TestUpstream[] = [];
let buyer: RunningBuyer | undefined;
const price = (perCall: string): { denom: string; perCall: string; per1kInput: string; per1kOutput: string } => ({
  ...{ denom: "udemo", perCall, per1kInput: "0", per1kOutput: "0" },
});

beforeAll(async () => {
  network = await startTestNetwork(undefined, { settle_period_seconds: "2" });
});
afterAll(() => network.close());
beforeEach(() => {
  homes++;
});
afterEach(async () => {
  await buyer?.close();
  buyer = undefined;
  for (const { gateway, door } of hosts.splice(0)) {
    await door.slam();
    await gateway.close();
  }
  for (const upstream of upstreams.splice(0)) await upstream.close();
});

async function host(role: Role, terms: Parameters<typeof offer>[3], upstream?: TestUpstream): Promise<TestHost> {
  const door = await openDoor();
  const home = `${role}-${homes}`;
  const offerId = await offer(network, role, home, { endpoint: `${door.url}/v1`, ...terms });
  const { node, wallet } = network;
  const gateway = await startGateway({
    ...{ home: network.home(home), nodeUrl: node.rpcUrl, restUrl: node.restUrl, listen: "127.0.0.1:0", wallet, offerId },
    ...{ settleAfterMs: 200, logLevel: "silent", ...(upstream === undefined ? {} : { upstream: { url: upstream.url } }) },
  });
  door.target = gateway.url;
  const made = { door, gateway, offerId };
  hosts.push(made);
  return made;
}

async function buy(model: string, max = 400_000n): Promise<OpenAI> {
  const { node, wallet, addresses } = network;
  buyer = await startBuyer({
    ...{ home: network.home(`buyer-${homes}`), nodeUrl: node.rpcUrl, market: { model }, wallet, address: addresses.buyer },
    ...{ max: { denom: "udemo", amount: max }, gasPrice: { denom: "udemo", amount: "0.001" } },
    ...{ listen: "127.0.0.1:0", logLevel: "silent" },
  });
  return new OpenAI({ baseURL: `${buyer.url}/v1`, apiKey: "none", maxRetries: 0 });
}

async function upstreamOf(behave: TestUpstream["behave"]): Promise<TestUpstream> {
  const upstream = await startTestUpstream(behave);
  upstreams.push(upstream);
  return upstream;
}

const ask = (openai: OpenAI, model: string): Promise<{ text: string; host: string }> =>
  openai.chat.completions.create({ model, messages: [{ role: "user", content: "How do I brew green tea?" }] }).then((answer) => ({
    text: answer.choices[0]?.message.content ?? "",
    host: (answer as unknown as { x_openledger: { host: string } }).x_openledger.host,
  }));

async function until(isTrue: () => Promise<boolean>, what: string): Promise<void> {
  for (let i = 0; i < 300; i++) {
    if (await isTrue()) return;
    await pause(100);
  }
  throw new Error(`never: ${what}`);
}

const sessionsOf = async (offerId: bigint) => (await allSessions(network.client)).filter((session) => session.offerId === offerId);
const purse = async (): Promise<bigint> => {
  const { balance } = await network.client.query(BankQuery.Balance, { address: network.addresses.buyer, denom: "udemo" });
  return BigInt(balance?.amount ?? "0");
};

test("the cheapest host that answers is bought from; when it dies the next one answers and the rest of the escrow returns", async () => {
  const cheap = await host("bob", { price: price("500") });
  const dear = await host("alice", { price: price("800") });
  const before = await purse();
  // The first offer of the network, at 1,000, has no gateway behind it.
  const openai = await buy(MODEL_NAME);
  const first = await ask(openai, MODEL_NAME);
  expect(first.host).toBe(network.addresses.bob);
  const [session] = await sessionsOf(cheap.offerId);
  expect(session?.escrow?.amount).toBe("199950");
  await cheap.door.slam();
  const second = await ask(openai, MODEL_NAME);
  expect(second).toEqual({ text: first.text, host: network.addresses.alice });
  expect((await sessionsOf(dear.offerId))[0]?.state).toBe(SessionState.SESSION_STATE_OPEN);
  expect(before - (await purse())).toBeLessThan(400_000n);
  await until(async () => (await sessionsOf(cheap.offerId)).length === 0, "the dead host's session has ended");
  const held = BigInt((await sessionsOf(dear.offerId))[0]?.escrow?.amount ?? "0");
  const spent = assertDefined(buyer, "it runs").buyer.spent;
  // The purse lacks what is spent, what the living session holds beyond it, and fees of a few units; returned shares are in it again.
  expect(spent).toBe(500n + 800n + 50n + 50n);
  const lacking = before - (await purse());
  expect(lacking).toBeGreaterThan(held - 800n);
  expect(lacking).toBeLessThanOrEqual(held + 500n + 100n + 2_000n);
});

test("a host that dies in the middle of a stream is replaced within it, and only the words of the living one are paid", async () => {
  const dying = await upstreamOf(async (response) => {
    begin(response);
    say(response, "Steep the ");
    await pause(5_000);
  });
  const living = await upstreamOf((response) => speak(response, ["leaves ", "for two minutes."]));
  const model = await publishExternal(network, 0);
  const cheap = await host("bob", { ...model, price: price("100") }, dying);
  await host("alice", { ...model, price: price("200") }, living);
  const openai = await buy(`${model.modelId}@${model.modelVersion}`);
  const stream = await openai.chat.completions.create({ model: EXTERNAL_NAME, stream: true, messages: [{ role: "user", content: "Tea?" }] });
  let text = "";
  let last: unknown;
  for await (const chunk of stream) {
    text += chunk.choices[0]?.delta.content ?? "";
    last = chunk;
    if (text === "Steep the ") await cheap.door.slam();
  }
  expect(text).toBe("Steep the leaves for two minutes.");
  expect(last).toMatchObject({ x_openledger: { host: network.addresses.alice, output: "asserted by the host", amount: "200", verified: true } });
  expect(living.calls[0]?.body.messages.at(-1)).toEqual({ role: "assistant", content: "Steep the " });
  expect(assertDefined(buyer, "it runs").buyer.spent).toBe(200n + 50n + 50n);
});

test("a busy host is waited for, and a caller learns how long when that takes too long", async () => {
  const slow = await upstreamOf(async (response) => {
    await pause(300);
    speak(response, ["Here you are."]);
  });
  const model = await publishExternal(network, 0);
  const only = await host("bob", { ...model, price: price("100"), capacity: 1 }, slow);
  const openai = await buy(`${model.modelId}`);
  const other = await openByHand(network, only.offerId, "10000");
  const taken = callHost(only.gateway.url, other, 1, { content: "Hi" });
  await pause(50);
  expect((await ask(openai, EXTERNAL_NAME)).text).toBe("Here you are.");
  expect((await taken).status).toBe(200);
  slow.behave = (response) => void response.writeHead(429, { "retry-after": "40" }).end();
  const refusal: unknown = await ask(openai, EXTERNAL_NAME).catch((error: unknown) => error);
  expect(refusal).toBeInstanceOf(OpenAI.RateLimitError);
  expect((refusal as InstanceType<typeof OpenAI.RateLimitError>).headers?.get("retry-after")).toBe("40");
});

test("nobody to buy from is said so, and nothing is spent", async () => {
  await expect(buy("no-such-model")).rejects.toThrow("there is no model no-such-model");
  const model = await publishExternal(network, 0);
  await expect(buy(`${model.modelId}`)).rejects.toThrow("nobody offers model");
  const gone = await host("bob", { ...model, price: price("100") }, await upstreamOf((response) => speak(response, ["Hi."])));
  const openai = await buy(`${model.modelId}@1`);
  await gone.door.slam();
  await expect(ask(openai, EXTERNAL_NAME)).rejects.toMatchObject({ status: 503, code: "no_host" });
  expect(assertDefined(buyer, "it runs").buyer.spent).toBe(0n);
});
