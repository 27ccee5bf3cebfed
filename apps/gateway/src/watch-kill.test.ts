// A watch process that is killed at any moment sends no bond twice for one settlement.
import { fork, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { statSync } from "node:fs";
import { join } from "node:path";
import {
  buildReceiptOpening,
  claimLeaf,
  claimsRoot,
  receiptHash,
  receiptLeaf,
  treeHeadHash,
} from "@openledger/attribution";
import { answerPrice, outgoing } from "@openledger/client";
import { openKeyring, openServiceKey } from "@openledger/keyring";
import { QueryService as BankQuery } from "@openledger/messages/cosmos/bank/v1beta1";
import { OutputLabel, TreeHead } from "@openledger/messages/openledger/attribution/v1";
import {
  MsgOpenSession,
  MsgOpenSessionResponse,
  MsgSettle,
  MsgSettleResponse,
  QueryService as MarketQuery,
  Visibility,
} from "@openledger/messages/openledger/market/v1";
import { assertDefined, merkleRootOfHashes } from "@openledger/primitives";
import { loadServedModel } from "@openledger/served-model";
import { afterAll, beforeAll, expect, test } from "vitest";
import { MNEMONIC, ROLES, startTestNetwork, type TestNetwork } from "./network.fixture.ts";

let network: TestNetwork;
let child: ChildProcess | undefined;

beforeAll(async () => {
  network = await startTestNetwork(undefined, {
    ...{ window_seconds: "600", window_blocks: "2", response_seconds: "600", response_blocks: "2" },
  });
  const keyring = openKeyring({ home: network.home("watch"), backend: "test", prefix: "open" });
  await keyring.recover("curator", MNEMONIC, { hdPath: `m/44'/118'/0'/0/${ROLES.indexOf("curator")}` });
});
afterAll(async () => {
  child?.kill("SIGKILL");
  await network.close();
});

/** Starts the watcher's own process. */
async function start(): Promise<ChildProcess> {
  const { node } = network;
  const flags = ["--node", node.rpcUrl, "--rest", node.restUrl, "--from", "curator", "--yes", "--log-level", "silent"];
  const args = ["watch", "--home", network.home("watch"), "--keyring-backend", "test", "--budget", "50000000uopen", ...flags];
  const main = join(import.meta.dirname, "../../node/src/main.ts");
  child = fork(main, args, { stdio: ["ignore", "ignore", "ignore", "ipc"], execArgv: [] });
  await once(child, "message");
  return child;
}

async function kill(process: ChildProcess): Promise<void> {
  const exited = once(process, "exit");
  process.kill("SIGKILL");
  await exited;
}

const journalBytes = (): number =>
  statSync(join(network.home("watch"), "watch", "challenges.log"), { throwIfNoEntry: false })?.size ?? 0;

/** Waits until `isDone`, at most 30 seconds. */
async function until(isDone: () => boolean | Promise<boolean>, pauseMs: number): Promise<void> {
  const end = performance.now() + 30_000;
  while (!(await isDone()) && performance.now() < end) await new Promise((resolve) => setTimeout(resolve, pauseMs));
}

const RECEIPTS = 3;
/** What a demand of two receipts costs. */
const BOND = 200_000n;

/** Settles three answers, one more than are demanded at once, by their hashes alone; returns the settlement. */
async function settleByHash(): Promise<bigint> {
  const { client, blobs, crypto, addresses, offerId, sender } = network;
  const { sha256 } = crypto;
  const served = await loadServedModel({ client, blobs, sha256 }, offerId);
  const key = openServiceKey(join(network.home("hand"), "buyer"));
  const opened = await sender("buyer").send([
    outgoing(MsgOpenSession, {
      ...{ buyer: addresses.buyer, offerId, escrow: { denom: "udemo", amount: "20000" }, sessionKey: key.publicKey },
      ...{ visibility: Visibility.VISIBILITY_PUBLIC, durationSeconds: 3_600n },
    }),
  ]);
  const { sessionId } = opened.response(MsgOpenSessionResponse);
  const { modelId, modelVersion } = served.offer;
  const request = [{ role: "user", text: "How do I brew green tea?" }];
  const place = { chainId: client.chainId, sessionId, modelId, modelVersion, latencyMs: 1n };
  const built = Array.from({ length: RECEIPTS }, (_, i) => {
    const { receipt, claim } = buildReceiptOpening(
      sha256,
      {
        ...{ ...place, index: BigInt(i), nonce: BigInt(i + 1), outputLabel: OutputLabel.OUTPUT_LABEL_RE_EXECUTABLE, request },
        ...{ requestSecret: new Uint8Array(32).fill(1), outputSecret: new Uint8Array(32).fill(2) },
        ...served.engine.answer({ messages: request, sessionId, nonce: 7n }),
        price: (input, tokens) =>
          answerPrice(served.offerFacts, { inputTokens: BigInt(input), outputTokens: BigInt(tokens), latencyMs: 1n }),
      },
      served.source,
    );
    return { receipt: assertDefined(receipt, "built"), claim: assertDefined(claim, "built") };
  });
  served.close();
  const cumulativeAmount = String(built.reduce((sum, { receipt }) => sum + BigInt(receipt.amount), 0n));
  const root = merkleRootOfHashes(sha256, built.map(({ receipt }) => receiptLeaf(sha256, receipt)));
  const size = BigInt(RECEIPTS);
  const head = TreeHead.create({ version: 1, chainId: client.chainId, sessionId, size, root, cumulativeAmount });
  const sums = new Map<string, bigint>();
  for (const { owner, amount } of built.flatMap(({ claim }) => claim.owners)) sums.set(owner, (sums.get(owner) ?? 0n) + BigInt(amount));
  const owners = [...sums].map(([owner, amount]) => ({ owner, amount: amount.toString() }));
  const settled = await sender("host").send([
    outgoing(MsgSettle, {
      ...{ host: addresses.host, sessionId, firstIndex: 0n, owners },
      ...{ receiptHashes: built.map(({ receipt }) => receiptHash(sha256, receipt)), head: { head, signature: key.sign(treeHeadHash(sha256, head)) } },
      owned: owners.map((line) => ({ ...line, datanetId: 1n })),
      claimsRoot: claimsRoot(sha256, built.map(({ receipt, claim }) => claimLeaf(sha256, receipt, claim))),
    }),
  ]);
  return settled.response(MsgSettleResponse).settlementId;
}

test("a watcher killed while it demands, before and after, pays for each settlement once", async () => {
  const { client, addresses } = network;
  const balance = async (): Promise<bigint> =>
    BigInt((await client.query(BankQuery.Balance, { address: addresses.curator, denom: "uopen" })).balance?.amount ?? "0");
  const before = await balance();
  const settlements: bigint[] = [];
  const demands = async (settlementId: bigint): Promise<number> =>
    (await client.query(MarketQuery.Settlement, { settlementId })).settlement?.openDemands.length ?? 0;
  // The moments after the journal has the demand: before it is sent, while it waits for its block, and after.
  for (const delayMs of [0, 40, 600]) {
    const settlementId = await settleByHash();
    settlements.push(settlementId);
    const had = journalBytes();
    const watching = await start();
    await until(() => journalBytes() > had, 1);
    await new Promise((resolve) => setTimeout(resolve, delayMs));
    await kill(watching);
  }
  const last = await start();
  await expect.poll(() => demands(assertDefined(settlements.at(-1), "three were made"))).toBe(1);
  // As long as a second bond for one of them would take.
  await new Promise((resolve) => setTimeout(resolve, 1_500));
  await kill(last);
  const counts = await Promise.all(settlements.map(demands));
  expect(counts.every((count) => count <= 1)).toBe(true);
  expect(counts.at(-1)).toBe(1);
  // Two receipts of each are demanded.
  const bonds = BigInt(counts.filter((count) => count === 1).length) * BOND;
  expect(before - (await balance())).toBe(bonds);
});
