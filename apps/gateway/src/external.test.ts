// A host that answers with an upstream over HTTP: passed on as it comes, attributed, charged for what was delivered.
import { OutputLabel, ReceiptOpening } from "@openledger/messages/openledger/attribution/v1";
import { QueryService as MarketQuery } from "@openledger/messages/openledger/market/v1";
import { assertDefined, fromBase64, fromUtf8 } from "@openledger/primitives";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startGateway, type RunningGateway } from "./compose.ts";
import { callHost, offer, openByHand, publishExternal, signHead, type HandSession } from "./external.fixture.ts";
import { startTestNetwork, TEXTS, type TestNetwork } from "./network.fixture.ts";
import { begin, pause, say, speak, startTestUpstream, type TestUpstream } from "./upstream/upstream.fixture.ts";

const QUOTE = "steep for ninety seconds, then decant every drop into warmed porcelain cups before bitterness sets in";

let network: TestNetwork;
let upstream: TestUpstream;
let gateway: RunningGateway;
let offerId: bigint;

beforeAll(async () => {
  network = await startTestNetwork();
  upstream = await startTestUpstream();
  const model = await publishExternal(network, 1);
  offerId = await offer(network, "host", "talker", { ...model, capacity: 2 });
  const { node, wallet } = network;
  gateway = await startGateway({
    ...{ home: network.home("talker"), nodeUrl: node.rpcUrl, restUrl: node.restUrl, listen: "127.0.0.1:0", wallet, offerId },
    ...{ upstream: { url: upstream.url, key: "sk-x", firstByteMs: 2_000, idleMs: 2_000 }, upstreamMaxTokens: 200, settleAfterMs: 200, logLevel: "silent" },
  });
});
afterAll(async () => {
  await gateway.close();
  await upstream.close();
  await network.close();
});

const session = (escrow = "100000"): Promise<HandSession> => openByHand(network, offerId, escrow);

function openingIn(body: unknown): ReceiptOpening {
  return ReceiptOpening.fromBytes(fromBase64((body as { x_openledger: { opening: string } }).x_openledger.opening));
}

async function receiptsOf({ id }: HandSession): Promise<number> {
  const state = (await (await fetch(`${gateway.url}/openledger/v1/sessions/${id}`)).json()) as { receipts: number };
  return state.receipts;
}

/** What each event of a stream holds; `onEvent` sees it when it comes. */
async function eventsOf(response: Response, onEvent?: (data: string) => void): Promise<string[]> {
  const decoder = new TextDecoder();
  const events: string[] = [];
  for await (const bytes of response.body ?? []) {
    for (const line of decoder.decode(bytes, { stream: true }).split("\n\n")) {
      if (line === "") continue;
      const data = line.replace(/^data: /, "");
      events.push(data);
      onEvent?.(data);
    }
  }
  return events;
}

test("the upstream's words are asserted by the host, its quotes are paid, and the batch becomes final", async () => {
  upstream.behave = (response) => speak(response, ["As the library says: ", QUOTE, ". Enjoy it."]);
  const own = await session();
  const reply = await (await callHost(gateway.url, own, 1, { content: "How do I brew green tea?" })).json();
  const opening = openingIn(reply);
  const { receipt, claim, output } = opening;
  expect(receipt?.outputLabel).toBe(OutputLabel.OUTPUT_LABEL_ASSERTED);
  expect(fromUtf8(output)).toBe(`As the library says: ${QUOTE}. Enjoy it.`);
  expect(claim?.owners.map(({ owner }) => owner)).toEqual([network.addresses.alice]);
  expect(BigInt(receipt?.amount ?? 0)).toBe(100n + ((receipt?.outputTokens ?? 0n) * 10_000n) / 1_000n);
  const [system, user] = upstream.calls.at(-1)?.body.messages ?? [];
  expect(system?.role).toBe("system");
  expect(system?.content).toContain("Heat fresh spring water to seventy degrees");
  expect(user).toEqual({ role: "user", content: "How do I brew green tea?" });
  expect(claim?.passages.length).toBe(1);
  expect(claim?.sources).toEqual([{ datanetId: 1n, seq: 1n }]);
  expect((await signHead(network, gateway.url, own, [opening])).status).toBe(200);
  const settled = async (): Promise<bigint> =>
    (await network.client.query(MarketQuery.HostRecord, { host: network.addresses.host })).record?.settledReceipts ?? 0n;
  await expect.poll(settled).toBeGreaterThan(0n);
});

test("a streamed answer is passed on word by word, with its receipt behind the last one", async () => {
  const pieces = ["One ", "cup ", "of tea."].map((piece) => ({ piece, heard: Promise.withResolvers<undefined>() }));
  upstream.behave = async (response) => {
    begin(response);
    for (const { piece, heard } of pieces) {
      say(response, piece);
      // The next word is spoken once the caller has this one.
      await heard.promise;
    }
    say(response, "", "stop");
    response.end("data: [DONE]\n\n");
  };
  const own = await session();
  const response = await callHost(gateway.url, own, 1, { content: "What now?", stream: true });
  const words: string[] = [];
  const events = await eventsOf(response, (data) => {
    if (data === "[DONE]") return;
    const text = (JSON.parse(data) as { choices: { delta: { content?: string } }[] }).choices[0]?.delta.content ?? "";
    if (text !== "") pieces[words.push(text) - 1]?.heard.resolve(undefined);
  });
  expect(words).toEqual(["One ", "cup ", "of tea."]);
  expect(events.at(-1)).toBe("[DONE]");
  expect(fromUtf8(openingIn(JSON.parse(events.at(-2) ?? "{}")).output)).toBe("One cup of tea.");
});

test("what the upstream breaks off, and what the caller leaves, costs nothing; a caller that keeps leaving has to sign first", async () => {
  const own = await session();
  upstream.behave = async (response) => {
    begin(response);
    say(response, "Once upon ");
    await pause(50);
    response.destroy();
  };
  const events = await eventsOf(await callHost(gateway.url, own, 1, { content: "Tell", stream: true }));
  expect(events.at(-1)).toContain('"code":"upstream_unreachable"');
  upstream.behave = (response) => {
    begin(response);
    say(response, "Once upon ");
  };
  for (const nonce of [2, 3, 4]) {
    const gone = new AbortController();
    const response = await callHost(gateway.url, own, nonce, { content: "Tell", stream: true }, gone.signal);
    expect(response.status).toBe(200);
    const { abandoned } = upstream;
    gone.abort();
    await expect.poll(() => upstream.abandoned).toBe(abandoned + 1);
  }
  expect(await receiptsOf(own)).toBe(0);
  const refused = await callHost(gateway.url, own, 5, { content: "Tell" });
  expect([refused.status, refused.headers.get("retry-after")]).toEqual([429, "1"]);
  expect(await refused.json()).toMatchObject({ error: { code: "unsigned_receipts" } });
});

test("refusals of the upstream reach the caller in OpenAI's form", async () => {
  const own = await session();
  upstream.behave = (response) => void response.writeHead(429, { "retry-after": "9" }).end();
  const busy = await callHost(gateway.url, own, 1, { content: "Hi" });
  expect([busy.status, busy.headers.get("retry-after")]).toEqual([429, "9"]);
  upstream.behave = (response) => begin(response);
  const silent = await callHost(gateway.url, own, 2, { content: "Hi" });
  expect([silent.status, await silent.json()]).toMatchObject([504, { error: { code: "upstream_timeout", type: "server_error" } }]);
  expect(await receiptsOf(own)).toBe(0);
});

test("an answer is cut at the caller's limit and at what the escrow pays for", async () => {
  upstream.behave = (response) => speak(response, Array.from({ length: 60 }, (_, i) => `word${i} `));
  const own = await session("400");
  const cut = await (await callHost(gateway.url, own, 1, { content: "Hi", max_tokens: 12 })).json();
  expect(openingIn(cut).receipt?.outputTokens).toBe(12n);
  expect((cut as { choices: { finish_reason: string }[] }).choices[0]?.finish_reason).toBe("length");
  const rest = openingIn(await (await callHost(gateway.url, own, 2, { content: "Hi" })).json());
  expect(rest.receipt).toMatchObject({ outputTokens: 8n, amount: "180" });
  expect(await (await callHost(gateway.url, own, 3, { content: "Hi" })).json()).toMatchObject({ error: { code: "escrow_exhausted" } });
});

test("an answer beyond the latency class costs less by the offer's formula, however slowly the caller reads", async () => {
  const { receipt: quick } = openingIn(await (await callHost(gateway.url, await session(), 1, { content: "Hi" })).json());
  expect(BigInt(quick?.amount ?? 0)).toBe(100n + 10n * (quick?.outputTokens ?? 0n));
  const home = "hasty";
  const model = await publishExternal(network, 0);
  const hasty = await offer(network, "host", home, { ...model, latencyClassMs: 150n, lateBps: 2_500 });
  const { node, wallet } = network;
  await using host = await startGateway({
    ...{ home: network.home(home), nodeUrl: node.rpcUrl, restUrl: node.restUrl, listen: "127.0.0.1:0", wallet, offerId: hasty },
    ...{ upstream: { url: upstream.url }, logLevel: "silent" },
  });
  const own = await openByHand(network, hasty, "10000");
  upstream.behave = async (response) => {
    await pause(200);
    speak(response, ["one two three"]);
  };
  const { receipt } = openingIn(await (await callHost(host.url, own, 1, { content: "Hi" })).json());
  expect(receipt).toMatchObject({ outputTokens: 3n, amount: `${(130 * 7_500) / 10_000 | 0}` });
  expect(receipt?.latencyMs).toBeGreaterThan(150n);
});

test("a call that is repeated while it is answered waits, and afterwards gets the same receipt for the same money", async () => {
  const own = await session();
  const asked = upstream.calls.length;
  const mayAnswer = Promise.withResolvers<undefined>();
  upstream.behave = async (response) => {
    begin(response);
    await mayAnswer.promise;
    say(response, TEXTS[1]?.text ?? "", "stop");
    response.end("data: [DONE]\n\n");
  };
  const first = callHost(gateway.url, own, 1, { content: "Hi" });
  await expect.poll(() => upstream.calls.length).toBe(asked + 1);
  expect(await (await callHost(gateway.url, own, 1, { content: "Hi" })).json()).toMatchObject({ error: { code: "nonce_used" } });
  mayAnswer.resolve(undefined);
  const opening = openingIn(await (await first).json());
  const again = openingIn(await (await callHost(gateway.url, own, 1, { content: "Hi" })).json());
  expect(again).toEqual(opening);
  expect(await receiptsOf(own)).toBe(1);
});

test("more calls than the offer takes at once are told when to come again", async () => {
  const own = await session();
  const mayAnswer = Promise.withResolvers<undefined>();
  upstream.behave = async (response) => {
    await mayAnswer.promise;
    speak(response, ["Done."]);
  };
  const calls = [1, 2, 3].map((nonce) => callHost(gateway.url, own, nonce, { content: "Hi" }));
  // The two that are taken end after the one that is not.
  await Promise.race(calls);
  mayAnswer.resolve(undefined);
  const replies = await Promise.all(calls);
  expect(replies.map(({ status }) => status).sort((a, b) => a - b)).toEqual([200, 200, 429]);
  const refused = assertDefined(replies.find(({ status }) => status === 429), "one refused");
  expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(0);
  expect(await refused.json()).toMatchObject({ error: { code: "at_capacity", type: "rate_limit_error" } });
});
