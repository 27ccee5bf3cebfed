// A contributor takes a text back, then has it erased, on a running chain with host and buyers.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { startBuyer, type RunningBuyer } from "@openledger/buyer";
import { findSettlement, outgoing, parseReceiptFile, verifyReceiptFile, type ReceiptFile } from "@openledger/client";
import { MsgRevoke, MsgRevokeResponse, QueryService as DatanetQuery } from "@openledger/messages/openledger/datanet/v1";
import { toHex } from "@openledger/primitives";
import OpenAI from "openai";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startGateway, type RunningGateway } from "./compose.ts";
import { MODEL_NAME, startTestNetwork, TEXTS, type TestNetwork } from "./network.fixture.ts";

const QUESTION = "How do I brew green tea from sencha leaves?";
const [ALICES] = TEXTS;
/** Bob registers Alice's text once more, behind a heading of his own. */
const COPY = { owner: "bob" as const, title: "copied", text: `# A copy\n\nSeen elsewhere.\n\n${ALICES?.text ?? ""}` };

let network: TestNetwork;
let gateway: RunningGateway;
const buyers: RunningBuyer[] = [];

beforeAll(async () => {
  network = await startTestNetwork([...TEXTS, COPY]);
  gateway = await host();
});
afterAll(async () => {
  for (const buyer of buyers) await buyer.close();
  await gateway.close();
  await network.close();
});

function host(): Promise<RunningGateway> {
  const { node, offerId, wallet } = network;
  const urls = { nodeUrl: node.rpcUrl, restUrl: node.restUrl, listen: "127.0.0.1:0" };
  return startGateway({ home: network.home("host"), ...urls, offerId, wallet, settleAfterMs: 300, revocationsEveryMs: 100, logLevel: "silent" });
}

/** A buyer with keys, and so a session, of its own. */
async function buy(home: string): Promise<RunningBuyer> {
  const { node, wallet, addresses } = network;
  const buyer = await startBuyer({
    ...{ home: network.home(home), nodeUrl: node.rpcUrl, gatewayUrl: gateway.url, wallet, address: addresses.buyer },
    ...{ max: { denom: "udemo", amount: 50_000n }, gasPrice: { denom: "udemo", amount: "0.001" } },
    ...{ listen: "127.0.0.1:0", logLevel: "silent" },
  });
  buyers.push(buyer);
  return buyer;
}

async function ask(buyer: RunningBuyer, home: string): Promise<ReceiptFile> {
  const openai = new OpenAI({ baseURL: `${buyer.url}/v1`, apiKey: "none", maxRetries: 0 });
  const completion = await openai.chat.completions.create({ model: MODEL_NAME, messages: [{ role: "user", content: QUESTION }] });
  const { session, index } = (completion as unknown as { x_openledger: { session: string; index: string } }).x_openledger;
  await buyer.buyer.filed();
  return parseReceiptFile(JSON.parse(readFileSync(join(network.home(home), "receipts", `${session}-${index}.json`), "utf8")));
}

const failing = (file: ReceiptFile): unknown[] =>
  verifyReceiptFile(network.crypto, file, file.facts).filter(({ state }) => state === "fails");
const statuses = (file: ReceiptFile): Set<string> => new Set(file.readable.spans.map(({ status }) => status));

async function final(file: ReceiptFile): Promise<void> {
  for (let i = 0; i < 300; i++) {
    const found = await findSettlement(network.client, BigInt(file.readable.sessionId), BigInt(file.readable.index));
    if (found?.state === "final") return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error("the receipt did not become final");
}

/** Files below a folder that hold a text. */
function filesWith(folder: string, text: string): string[] {
  if (!existsSync(folder)) return [];
  const names = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return names.map((entry) => join(entry.parentPath, entry.name)).filter((path) => readFileSync(path).includes(text));
}

test("what is revoked is nobody's in later sessions, and what is erased is gone while receipts still hold", async () => {
  const { addresses, blobs } = network;
  const first = await buy("buyer");
  const before = await ask(first, "buyer");
  expect(before.readable.owners).toMatchObject([{ owner: addresses.alice }]);

  const revoke = { contributor: addresses.alice, datanetId: 1n, seq: 1n };
  await network.sender("alice").send([outgoing(MsgRevoke, revoke)]);
  const still = await ask(first, "buyer");
  expect(still.readable.owners).toMatchObject([{ owner: addresses.alice }]);
  const second = await buy("second");
  const later = await ask(second, "second");
  // The answer comes from Bob's copy: its words stand in Alice's text first, which is revoked.
  expect(later.readable.answer).toContain("seventy degrees");
  expect(statuses(later)).toContain("revoked");
  expect(later.readable.owners.map(({ owner }) => owner)).not.toContain(addresses.alice);
  expect(BigInt(later.readable.ownedWeight) * 4n).toBeLessThan(BigInt(later.readable.totalWeight));
  expect(later.facts.contributions.find(({ seq }) => seq === "1")?.revoked).toEqual({ whole: true, rows: [] });
  for (const file of [before, still, later]) {
    expect(failing(file)).toEqual([]);
    await final(file);
  }

  const erased = await network.sender("alice").send([outgoing(MsgRevoke, { ...revoke, erase: true })]);
  expect(erased.response(MsgRevokeResponse).erased).toBe(true);
  const { contribution } = await network.client.query(DatanetQuery.Contribution, { datanetId: 1n, seq: 1n });
  const blob = toHex(contribution?.blob ?? new Uint8Array(0));
  expect(filesWith(join(network.home("node"), "data", "blobs"), "ninety seconds, then decant every drop into warmed")).toHaveLength(1);
  const gone = await fetch(`${blobs.restUrl}/openledger/v1/blobs/${blob}`);
  expect([gone.status, await gone.json()]).toMatchObject([410, { code: "ERASED" }]);

  const receipt = `${gateway.url}/openledger/v1/sessions/${before.readable.sessionId}/receipts/0`;
  await expect.poll(async () => (await fetch(receipt)).status, { interval: 100 }).toBe(410);
  expect(await (await fetch(receipt)).json()).toMatchObject({ error: { code: "erased" } });
  const renewed = await ask(second, "second");
  expect(renewed.readable.sessionId).not.toBe(later.readable.sessionId);
  expect(failing(renewed)).toEqual([]);
  expect(renewed.readable.spans.every(({ contribution }) => contribution?.seq !== "1")).toBe(true);
  expect(failing(before)).toEqual([]);
  await expect(findSettlement(network.client, BigInt(before.readable.sessionId), 0n)).resolves.toMatchObject({ state: "final" });
});
