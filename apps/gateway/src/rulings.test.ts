// A text changes hands, then is struck, on a running chain with host and buyers; a buyer rates and corrects an answer.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { startBuyer, type RunningBuyer } from "@openledger/buyer";
import {
  contributeMessage,
  findSettlement,
  outgoing,
  parseReceiptFile,
  prepareContent,
  settledInclusion,
  verifyReceiptFile,
  type ReceiptFile,
} from "@openledger/client";
import { MsgSend } from "@openledger/messages/cosmos/bank/v1beta1";
import { ReceiptOpening } from "@openledger/messages/openledger/attribution/v1";
import { DisputeRemedy, MsgAnswerDispute, MsgDispute, MsgDisputeResponse, QueryService as DatanetQuery } from "@openledger/messages/openledger/datanet/v1";
import { MsgFeedback, MsgFeedbackResponse, QueryService as FeedbackQuery } from "@openledger/messages/openledger/feedback/v1";
import { assertDefined, fromBase64, toUtf8 } from "@openledger/primitives";
import OpenAI from "openai";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startGateway, type RunningGateway } from "./compose.ts";
import { MODEL_NAME, startTestNetwork, TEXTS, type Role, type TestNetwork } from "./network.fixture.ts";

const QUESTION = "How do I brew green tea from sencha leaves?";
const [ALICES] = TEXTS;
/** Bob registers Alice's text once more, behind a heading of his own. */
const COPY = { owner: "bob" as const, title: "copied", text: `# A copy\n\nSeen elsewhere.\n\n${ALICES?.text ?? ""}` };

let network: TestNetwork;
let gateway: RunningGateway;
const buyers: RunningBuyer[] = [];

beforeAll(async () => {
  network = await startTestNetwork([...TEXTS, COPY]);
  const { node, offerId, wallet } = network;
  const urls = { nodeUrl: node.rpcUrl, restUrl: node.restUrl, listen: "127.0.0.1:0" };
  gateway = await startGateway({ home: network.home("host"), ...urls, offerId, wallet, settleAfterMs: 300, revocationsEveryMs: 100, logLevel: "silent" });
});
afterAll(async () => {
  for (const buyer of buyers) await buyer.close();
  await gateway.close();
  await network.close();
});

/** Asks once in a session of its own. */
async function ask(home: string): Promise<ReceiptFile> {
  const { node, wallet, addresses } = network;
  const buyer = await startBuyer({
    ...{ home: network.home(home), nodeUrl: node.rpcUrl, gatewayUrl: gateway.url, wallet, address: addresses.buyer },
    ...{ max: { denom: "udemo", amount: 50_000n }, gasPrice: { denom: "udemo", amount: "0.001" } },
    ...{ listen: "127.0.0.1:0", logLevel: "silent" },
  });
  buyers.push(buyer);
  const openai = new OpenAI({ baseURL: `${buyer.url}/v1`, apiKey: "none", maxRetries: 0 });
  const completion = await openai.chat.completions.create({ model: MODEL_NAME, messages: [{ role: "user", content: QUESTION }] });
  const { session, index } = (completion as unknown as { x_openledger: { session: string; index: string } }).x_openledger;
  const path = join(network.home(home), "receipts", `${session}-${index}.json`);
  await expect.poll(() => existsSync(path), { interval: 20 }).toBe(true);
  return parseReceiptFile(JSON.parse(readFileSync(path, "utf8")));
}

const failing = (file: ReceiptFile): unknown[] =>
  verifyReceiptFile(network.crypto, file, file.facts).filter(({ state }) => state === "fails");
const owners = (file: ReceiptFile): readonly string[] => file.readable.owners.map(({ owner }) => owner);

/** The owner of Alice's text concedes what the challenger asks for. */
async function concede(challenger: Role, owner: Role, remedy: DisputeRemedy): Promise<void> {
  const { addresses, sender } = network;
  const dispute = { challenger: addresses[challenger], datanetId: 1n, seq: 1n, remedy, text: "Not theirs." };
  const sent = await sender(challenger).send([outgoing(MsgDispute, dispute)]);
  const { disputeId } = sent.response(MsgDisputeResponse);
  await sender(owner).send([outgoing(MsgAnswerDispute, { owner: addresses[owner], disputeId, concede: true })]);
}

async function final(file: ReceiptFile): Promise<void> {
  const state = async (): Promise<string | undefined> =>
    (await findSettlement(network.client, BigInt(file.readable.sessionId), BigInt(file.readable.index)))?.state;
  await expect.poll(state, { interval: 100 }).toBe("final");
}

test("host, chain and buyers pay who won a text, and pass over one that was struck, in sessions that open afterwards", async () => {
  const { addresses, blobs, client, crypto, sender } = network;
  const first = await ask("first");
  expect(owners(first)).toEqual([addresses.alice]);
  await concede("curator", "alice", DisputeRemedy.DISPUTE_REMEDY_REASSIGN);
  const second = await ask("second");
  expect(owners(second)).toEqual([addresses.curator]);
  expect(second.facts.contributions).toMatchObject([{ seq: "1", contributor: addresses.alice, owner: addresses.curator }]);
  await concede("bob", "curator", DisputeRemedy.DISPUTE_REMEDY_STRIKE);
  const third = await ask("third");
  // The words stand first in what was struck, so the earliest after it owns them.
  expect(owners(third)).toEqual([addresses.bob]);
  expect(third.readable.answer).toContain("seventy degrees");
  for (const file of [first, second, third]) {
    expect(failing(file)).toEqual([]);
    await final(file);
  }
  const contributors = second.facts.contributions.map((one) => ({ ...one, owner: one.contributor }));
  const robbed = { ...second, facts: { ...second.facts, contributions: contributors } };
  expect(failing(robbed)).not.toEqual([]);

  const receipt = assertDefined(ReceiptOpening.fromBytes(fromBase64(first.opening)).receipt, "a file holds its receipt");
  const inclusion = await settledInclusion(client, crypto.sha256, receipt);
  await expect(settledInclusion(client, crypto.sha256, { ...receipt, amount: "1" })).rejects.toThrow("not among");
  const content = prepareContent(crypto.sha256, [{ path: "right.md", bytes: toUtf8("Sencha wants sixty degrees, not seventy.") }], crypto.sha256(Uint8Array.of(9)));
  await blobs.put(content.blob);
  await sender("alice").send([outgoing(MsgSend, { fromAddress: addresses.alice, toAddress: addresses.buyer, amount: [{ denom: "uopen", amount: "1000" }] })]);
  const correction = contributeMessage(content, { contributor: "", datanetId: 1n, title: "right", licence: "CC-BY-4.0" });
  const feedback = { buyer: addresses.buyer, inclusion, rating: 2 };
  const sent = await sender("buyer").send([outgoing(MsgFeedback, { ...feedback, correction })]);
  const { seq } = sent.response(MsgFeedbackResponse);
  const { contribution } = await client.query(DatanetQuery.Contribution, { datanetId: 1n, seq });
  expect(contribution).toMatchObject({ contributor: addresses.buyer, feedback: { sessionId: BigInt(first.readable.sessionId), receiptIndex: 0n } });
  const { ratings } = await client.query(FeedbackQuery.HostRatings, { host: addresses.host });
  expect(ratings).toEqual({ count: 1n, sum: 2n, byRating: [0n, 1n, 0n, 0n, 0n], corrections: 1n });
  await expect(sender("buyer").send([outgoing(MsgFeedback, feedback)])).rejects.toThrow("given feedback on this receipt before");
});
