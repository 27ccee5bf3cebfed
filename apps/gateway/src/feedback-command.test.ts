// `openledgerd tx feedback` by a buyer: an answer is rated and corrected by the receipt that the proxy has filed.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { startBuyer, type RunningBuyer } from "@openledger/buyer";
import { outgoing } from "@openledger/client";
import { openKeyring } from "@openledger/keyring";
import { MsgSend } from "@openledger/messages/cosmos/bank/v1beta1";
import { ContributionState, QueryService as DatanetQuery } from "@openledger/messages/openledger/datanet/v1";
import { QueryService as FeedbackQuery } from "@openledger/messages/openledger/feedback/v1";
import { QueryService as MarketQuery } from "@openledger/messages/openledger/market/v1";
import { createProgram } from "@openledger/node/program";
import OpenAI from "openai";
import { afterAll, afterEach, beforeAll, expect, test, vi } from "vitest";
import { startGateway, type RunningGateway } from "./compose.ts";
import { MNEMONIC, MODEL_NAME, ROLES, startTestNetwork, type TestNetwork } from "./network.fixture.ts";

let network: TestNetwork;
let gateway: RunningGateway;
let buyer: RunningBuyer;

beforeAll(async () => {
  network = await startTestNetwork();
  const { node, wallet, addresses, offerId } = network;
  gateway = await startGateway({
    ...{ home: network.home("host"), nodeUrl: node.rpcUrl, restUrl: node.restUrl, listen: "127.0.0.1:0", wallet, offerId },
    ...{ settleAfterMs: 150, logLevel: "silent" },
  });
  buyer = await startBuyer({
    ...{ home: network.home("buyer"), nodeUrl: node.rpcUrl, gatewayUrl: gateway.url, wallet, address: addresses.buyer },
    ...{ max: { denom: "udemo", amount: 50_000n }, listen: "127.0.0.1:0", logLevel: "silent" },
  });
  const keyring = openKeyring({ home: network.home("keys"), backend: "test", prefix: "open" });
  for (const name of ["buyer", "bob"] as const) await keyring.recover(name, MNEMONIC, { hdPath: `m/44'/118'/0'/0/${ROLES.indexOf(name)}` });
});
afterEach(() => void vi.restoreAllMocks());
afterAll(async () => {
  await buyer.close();
  await gateway.close();
  await network.close();
});

/** What the command says on stdout and stderr; throws what it fails with. */
async function feedback(from: "buyer" | "bob", receipt: string, ...flags: readonly string[]): Promise<{ readonly out: string; readonly err: string }> {
  const out = vi.spyOn(process.stdout, "write").mockReturnValue(true);
  const err = vi.spyOn(process.stderr, "write").mockReturnValue(true);
  const { node } = network;
  const urls = ["--node", node.rpcUrl, "--rest", node.restUrl, "--buyer", buyer.url];
  const keys = ["--from", from, "--home", network.home("keys"), "--keyring-backend", "test", "--yes"];
  try {
    await createProgram().parseAsync(["tx", "feedback", receipt, ...flags, ...urls, ...keys], { from: "user" });
    return { out: out.mock.calls.join(""), err: err.mock.calls.join("") };
  } finally {
    vi.restoreAllMocks();
  }
}

test("who paid for answers rates one and corrects another by command; somebody else, and who has rated it, are told why not", async () => {
  const { addresses, client, sender } = network;
  const openai = new OpenAI({ baseURL: `${buyer.url}/v1`, apiKey: "none", maxRetries: 0 });
  for (const content of ["How do I brew green tea?", "How should dried leaves be stored?"]) {
    await openai.chat.completions.create({ model: MODEL_NAME, messages: [{ role: "user", content }] });
  }
  await buyer.buyer.filed();
  const settled = async (): Promise<unknown> => {
    const { session } = await client.query(MarketQuery.Session, { sessionId: 1n });
    return [session?.logSize, session?.pendingSettlements];
  };
  await expect.poll(settled, { interval: 50 }).toEqual([2n, 0]);

  await expect(feedback("buyer", "1/0", "--rating", "6")).rejects.toThrow("--rating");
  await expect(feedback("buyer", "1/7", "--rating", "3")).rejects.toThrow("has no receipt 1/7");
  await expect(feedback("bob", "1/0", "--rating", "1")).rejects.toThrow("only the buyer of a session");
  const { err } = await feedback("buyer", "1/0", "--rating", "3");
  expect(err).toContain('rate receipt 0 of session 1, "How do I brew green tea?", with 3 of 5; it cannot be changed');
  await expect(feedback("buyer", "1/0", "--rating", "4")).rejects.toThrow("has given feedback on this receipt before");

  const text = join(network.home("keys"), "right.md");
  writeFileSync(text, "Gyokuro leaves are kept in the cold, and opened only when they are warm again.\n");
  const corrected = ["--rating", "2", "--correction", text, "--datanet", "1", "--title", "Gyokuro"];
  await expect(feedback("buyer", "1/1", ...corrected)).rejects.toThrow("a correction needs --datanet and --licence");
  const amount = [{ denom: "uopen", amount: "5000" }];
  await sender("alice").send([outgoing(MsgSend, { fromAddress: addresses.alice, toAddress: addresses.buyer, amount })]);
  const said = await feedback("buyer", "1/1", ...corrected, "--licence", "CC-BY-4.0");
  expect(said.err).toContain('register "Gyokuro", 79 bytes, as its correction in datanet 1 under CC-BY-4.0');
  expect(said.err).toContain("lock a bond of 1000 uopen");
  expect(said.out).toContain("Contribution 1/3; curators review it next.");
  const { contribution } = await client.query(DatanetQuery.Contribution, { datanetId: 1n, seq: 3n });
  const linked = { contributor: addresses.buyer, state: ContributionState.CONTRIBUTION_STATE_PENDING };
  expect(contribution).toMatchObject({ ...linked, feedback: { sessionId: 1n, receiptIndex: 1n } });
  const { ratings } = await client.query(FeedbackQuery.HostRatings, { host: addresses.host });
  expect(ratings).toEqual({ count: 2n, sum: 5n, byRating: [0n, 1n, 1n, 0n, 0n], corrections: 1n });
});
