// What a gateway and a buyer refuse of each other, on a running chain.
import { randomBytes } from "node:crypto";
import { readFileSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { receiptLeaf, treeHeadHash } from "@openledger/attribution";
import { startBuyer, type RunningBuyer } from "@openledger/buyer";
import { outgoing, parseReceiptFile, verifyReceiptFile } from "@openledger/client";
import { openServiceKey, receiptKeyPath, type ServiceKey } from "@openledger/keyring";
import { ReceiptOpening, SignedTreeHead, TreeHead } from "@openledger/messages/openledger/attribution/v1";
import {
  MsgCreateOffer,
  MsgCreateOfferResponse,
  MsgOpenSession,
  MsgOpenSessionResponse,
  Visibility,
} from "@openledger/messages/openledger/market/v1";
import { ModelKind, MsgPublishModel, MsgPublishModelResponse } from "@openledger/messages/openledger/model/v1";
import { fromBase64, merkleRootOfHashes, toBase64 } from "@openledger/primitives";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startGateway, type RunningGateway } from "./compose.ts";
import { MODEL_NAME, startTestNetwork, type TestNetwork } from "./network.fixture.ts";

let network: TestNetwork;
let gateway: RunningGateway;

beforeAll(async () => {
  network = await startTestNetwork();
  const { node, offerId, wallet } = network;
  const urls = { nodeUrl: node.rpcUrl, restUrl: node.restUrl, listen: "127.0.0.1:0" };
  gateway = await startGateway({
    ...{ home: network.home("host"), ...urls, offerId, wallet, settleAfterMs: 3_600_000, logLevel: "silent" },
  });
});
afterAll(async () => {
  await gateway.close();
  await network.close();
});

interface HandSession {
  readonly id: bigint;
  readonly key: ServiceKey;
}

/** A session whose heads the test signs by hand. */
async function openByHand(escrow: string): Promise<HandSession> {
  const key = openServiceKey(join(network.home("hand"), randomBytes(4).toString("hex")));
  const sent = await network.sender("buyer").send([
    outgoing(MsgOpenSession, {
      ...{ buyer: network.addresses.buyer, offerId: network.offerId, escrow: { denom: "udemo", amount: escrow } },
      ...{ sessionKey: key.publicKey, visibility: Visibility.VISIBILITY_PUBLIC, durationSeconds: 3_600n },
    }),
  ]);
  return { id: sent.response(MsgOpenSessionResponse).sessionId, key };
}

type Reply = { status: number; code: string | undefined; body: Record<string, unknown> };

async function post(path: string, body: unknown, headers: Record<string, string> = {}): Promise<Reply> {
  const response = await fetch(`${gateway.url}${path}`, {
    method: "POST",
    body: typeof body === "string" ? body : JSON.stringify(body),
    headers: { "content-type": "application/json", ...headers },
  });
  const json = (await response.json()) as Record<string, unknown> & { error?: { code: string } };
  return { status: response.status, code: json.error?.code, body: json };
}

function call(session: HandSession, nonce: number, content = "How do I brew green tea?", model = MODEL_NAME): Promise<Reply> {
  const headers = { "x-openledger-session": `${session.id}`, "x-openledger-nonce": `${nonce}` };
  return post("/v1/chat/completions", { model, messages: [{ role: "user", content }] }, headers);
}

function openingOf(reply: Reply): ReceiptOpening {
  return ReceiptOpening.fromBytes(fromBase64((reply.body as { x_openledger: { opening: string } }).x_openledger.opening));
}

function headOver(session: HandSession, openings: readonly ReceiptOpening[], change: Partial<TreeHead> = {}): SignedTreeHead {
  const { sha256 } = network.crypto;
  const leaves = openings.map(({ receipt }) => receiptLeaf(sha256, receipt as NonNullable<typeof receipt>));
  const head = TreeHead.create({
    ...{ version: 1, chainId: network.client.chainId, sessionId: session.id, size: BigInt(openings.length) },
    root: merkleRootOfHashes(sha256, leaves),
    cumulativeAmount: openings.reduce((sum, { receipt }) => sum + BigInt(receipt?.amount ?? 0), 0n).toString(),
    ...change,
  });
  return { head, signature: session.key.sign(treeHeadHash(sha256, head)) };
}

function postHead(session: HandSession, head: SignedTreeHead): Promise<Reply> {
  return post(`/openledger/v1/sessions/${session.id}/head`, { head: toBase64(SignedTreeHead.toBytes(head)) });
}

test("forged, replayed, ahead and misstated heads are each refused under a code of their own", async () => {
  const session = await openByHand("20000");
  const openings = [openingOf(await call(session, 1)), openingOf(await call(session, 2))];
  const other = openServiceKey(join(network.home("hand"), "other"));
  const forged = headOver({ ...session, key: other }, openings);
  expect(await postHead(session, forged)).toMatchObject({ status: 403, code: "head_signature" });
  const root = new Uint8Array(32);
  expect(await postHead(session, headOver(session, openings, { root }))).toMatchObject({ code: "head_root" });
  expect(await postHead(session, headOver(session, openings.toReversed()))).toMatchObject({ code: "head_root" });
  expect(await postHead(session, headOver(session, openings, { size: 3n }))).toMatchObject({ code: "head_ahead" });
  expect(await postHead(session, headOver(session, openings, { cumulativeAmount: "1" }))).toMatchObject({ code: "head_amount" });
  const elsewhere = headOver(session, openings, { chainId: "other-1" });
  expect(await postHead(session, elsewhere)).toMatchObject({ status: 400, code: "head_of_another_session" });
  expect(await post(`/openledger/v1/sessions/${session.id}/head`, { head: "AAAA" })).toMatchObject({ code: "head_malformed" });
  expect(await postHead(session, headOver(session, openings))).toMatchObject({ status: 200, body: { signed: 2 } });
  expect(await postHead(session, headOver(session, openings))).toMatchObject({ status: 200, body: { signed: 2 } });
  expect(await postHead(session, headOver(session, openings.slice(0, 1)))).toMatchObject({ status: 409, code: "head_replayed" });
});

test("a host answers no more calls than may be unsigned, and again after a head", async () => {
  const session = await openByHand("20000");
  const openings: ReceiptOpening[] = [];
  for (let nonce = 1; nonce <= 4; nonce++) openings.push(openingOf(await call(session, nonce)));
  expect(await call(session, 5)).toMatchObject({ status: 429, code: "unsigned_receipts" });
  await postHead(session, headOver(session, openings));
  expect((await call(session, 5)).status).toBe(200);
});

test("a nonce gives one receipt however often it is sent, and none for another request", async () => {
  const session = await openByHand("20000");
  const first = openingOf(await call(session, 7));
  expect(openingOf(await call(session, 7))).toEqual(first);
  expect(await call(session, 7, "Something else?")).toMatchObject({ status: 409, code: "nonce_used" });
  expect(openingOf(await call(session, 8)).receipt?.index).toBe(1n);
});

test("escrow, sessions, models, sizes and malformed requests are refused in words", async () => {
  const poor = await openByHand("1500");
  expect((await call(poor, 1)).status).toBe(200);
  expect(await call(poor, 2)).toMatchObject({ status: 402, code: "escrow_exhausted" });
  expect(await call({ ...poor, id: 999n }, 1)).toMatchObject({ status: 404, code: "session_unknown" });
  expect(await call(poor, 3, "hi", "gpt-4")).toMatchObject({ status: 404, code: "model_not_found" });
  const body = { model: MODEL_NAME, messages: [{ role: "user", content: "hi" }] };
  expect(await post("/v1/chat/completions", body)).toMatchObject({ status: 402, code: "session_required" });
  const headers = { "x-openledger-session": `${poor.id}`, "x-openledger-nonce": "1" };
  expect(await post("/v1/chat/completions", "{", headers)).toMatchObject({ status: 400, code: "invalid_request" });
  expect(await post("/v1/chat/completions", { ...body, n: 2 }, headers)).toMatchObject({ code: "invalid_request" });
  expect(await post("/v1/chat/completions", "x".repeat(1_100_000), headers)).toMatchObject({ status: 413, code: "body_too_large" });
  expect(await call(poor, 4, "x".repeat(200_000))).toMatchObject({ status: 413, code: "content_limit" });
  expect(await post("/v1/nothing", {})).toMatchObject({ status: 404, code: "not_found" });
});

test("a host does not serve a model whose rows give another artifact root, nor an offer of another home", async () => {
  const { node, wallet, addresses, sender } = network;
  const published = await sender("builder").send([
    outgoing(MsgPublishModel, {
      ...{ publisher: addresses.builder, name: "forged", kind: ModelKind.MODEL_KIND_RETRIEVAL, ruleVersion: 1 },
      ...{ artifactRoot: new Uint8Array(32), manifest: [{ datanetId: 1n, version: 1n, priorBps: 2000 }] },
    }),
  ]);
  const home = network.home("second-host");
  const offered = await sender("host").send([
    outgoing(MsgCreateOffer, {
      ...{ host: addresses.host, modelId: published.response(MsgPublishModelResponse).modelId, modelVersion: 1n },
      ...{ endpoint: "http://127.0.0.1:1/v1", price: { denom: "udemo", perCall: "1", per1kInput: "0", per1kOutput: "0" } },
      ...{ latencyClassMs: 1_000n, unsignedCalls: 1, bond: { denom: "udemo", amount: "1" }, openingFee: "0" },
      receiptKey: openServiceKey(receiptKeyPath(home)).publicKey,
    }),
  ]);
  const { offerId } = offered.response(MsgCreateOfferResponse);
  const urls = { nodeUrl: node.rpcUrl, restUrl: node.restUrl, listen: "127.0.0.1:0" };
  const start = (id: bigint): Promise<RunningGateway> =>
    startGateway({ home, ...urls, offerId: id, wallet, logLevel: "silent" });
  await expect(start(offerId)).rejects.toMatchObject({ code: "ARTIFACT_DIFFERS" });
  await expect(start(network.offerId)).rejects.toMatchObject({ code: "RECEIPT_KEY" });
  await expect(start(99n)).rejects.toThrow("no such offer");
});

/** A wire between buyer and gateway that can lose an answer after it was made, or change it. */
async function startWire(): Promise<{ url: string; server: Server; next: { lose?: boolean; tamper?: boolean } }> {
  const next: { lose?: boolean; tamper?: boolean } = {};
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
    const headers = Object.fromEntries(Object.entries(request.headers).filter(([name]) => name.startsWith("x-openledger")));
    const isCall = request.url === "/v1/chat/completions";
    const init = chunks.length === 0 ? {} : { body: Buffer.concat(chunks) };
    const answer = await fetch(`${gateway.url}${request.url}`, { method: request.method ?? "GET", headers: headers as Record<string, string>, ...init });
    let text = await answer.text();
    if (isCall && next.lose === true) {
      next.lose = false;
      response.destroy();
      return;
    }
    if (isCall && next.tamper === true) {
      next.tamper = false;
      const json = JSON.parse(text) as { x_openledger: { opening: string } };
      const opening = ReceiptOpening.fromBytes(fromBase64(json.x_openledger.opening));
      const output = opening.output.slice();
      output[5] = (output[5] ?? 0) ^ 1;
      json.x_openledger.opening = toBase64(ReceiptOpening.toBytes({ ...opening, output }));
      text = JSON.stringify(json);
    }
    response.writeHead(answer.status, { "content-type": "application/json" }).end(text);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, server, next };
}

function buy(gatewayUrl: string, max: bigint): Promise<RunningBuyer> {
  const { node, wallet, addresses } = network;
  return startBuyer({
    ...{ home: network.home("buyer"), nodeUrl: node.rpcUrl, gatewayUrl, wallet, address: addresses.buyer },
    ...{ max: { denom: "udemo", amount: max }, listen: "127.0.0.1:0", logLevel: "silent" },
  });
}

test("a buyer pays once for an answer that was lost, signs nothing for one that was changed, and keeps to its cap", async () => {
  const wire = await startWire();
  let buyer = await buy(wire.url, 6_000n);
  const ask = async (content: string): Promise<Reply> => {
    const body = JSON.stringify({ model: MODEL_NAME, messages: [{ role: "user", content }] });
    const response = await fetch(`${buyer.url}/v1/chat/completions`, { method: "POST", body });
    const json = (await response.json()) as Record<string, unknown> & { error?: { code: string } };
    return { status: response.status, code: json.error?.code, body: json };
  };
  expect((await ask("How do I brew green tea?")).status).toBe(200);
  const first = buyer.buyer.sessionId;

  wire.next.lose = true;
  expect(await ask("How are dried leaves stored?")).toMatchObject({ status: 502, code: "host_unreachable" });
  expect(await ask("How are dried leaves stored?")).toMatchObject({ status: 200, body: { x_openledger: { index: "1" } } });

  wire.next.lose = true;
  expect(await ask("What about oolong?")).toMatchObject({ code: "host_unreachable" });
  // Killed and started again, it fetches the receipt that it missed and signs it, for it made that call.
  await buyer.close();
  // Its receipt files come back with it, should a crash have come before they were written.
  const lost = join(network.home("buyer"), "receipts", `${first}-0.json`);
  rmSync(lost);
  buyer = await buy(wire.url, 6_000n);
  expect(await ask("And sencha?")).toMatchObject({ status: 200, body: { x_openledger: { index: "3" } } });
  // The head follows the answer.
  const kept = async (): Promise<unknown> => (await fetch(`${gateway.url}/openledger/v1/sessions/${first}`)).json();
  await expect.poll(kept).toMatchObject({ receipts: 4, signed: 4 });
  const restored = parseReceiptFile(JSON.parse(readFileSync(lost, "utf8")));
  expect(verifyReceiptFile(network.crypto, restored).filter(({ state }) => state === "fails")).toEqual([]);

  wire.next.tamper = true;
  expect(await ask("Is the answer changed?")).toMatchObject({ status: 502, code: "receipt_refused" });
  expect(await kept()).toMatchObject({ receipts: 5, signed: 4 });

  // 4 answers at 1,000 and an opening fee of 500 leave 1,500: a new session costs 500, and 1,000 buy one answer.
  expect((await ask("One more?")).status).toBe(200);
  expect(buyer.buyer.sessionId).not.toBe(first);
  expect(await ask("And another?")).toMatchObject({ status: 402, code: "spending_cap" });
  expect(buyer.buyer.spent).toBe(6_000n);
  await buyer.close();
  // The last session's escrow is used up, and a larger cap opens another one.
  buyer = await buy(wire.url, 12_000n);
  expect((await ask("And another?")).status).toBe(200);
  await buyer.close();
  wire.server.close();
  wire.server.closeAllConnections();
});
