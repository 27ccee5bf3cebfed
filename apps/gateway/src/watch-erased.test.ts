// Watchers where little may be shown: sessions are private, and rows are erased before and while they look.
import { startBuyer, type RunningBuyer } from "@openledger/buyer";
import { orNotFound, outgoing, type ChainClient, type TxSender } from "@openledger/client";
import { MsgRevoke, PrivateSessions } from "@openledger/messages/openledger/datanet/v1";
import { MsgDemand, QueryService as MarketQuery, type Settlement } from "@openledger/messages/openledger/market/v1";
import { assertDefined } from "@openledger/primitives";
import type { LeftOut } from "@openledger/retrieval";
import { loadServedModel, type ServedModel } from "@openledger/served-model";
import { createLogger } from "@openledger/telemetry";
import { startWatcher, type Watcher, type WatcherReport } from "@openledger/watcher";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startGateway, type RunningGateway } from "./compose.ts";
import { MODEL_NAME, startTestNetwork, TEXTS, type Role, type TestNetwork, type TestText } from "./network.fixture.ts";
import { knowingOnly, settleByHand } from "./settle-by-hand.fixture.ts";
import { settleSigned } from "./settle-signed.fixture.ts";

const BREWING = assertDefined(TEXTS[0], "two texts");
/** Contributions 1 to 5, in this order; the second one is a later copy of the first. */
const LIBRARY: readonly TestText[] = [
  ...[BREWING, { ...BREWING, owner: "bob" as const, title: "copy" }, assertDefined(TEXTS[1], "two texts")],
  {
    ...{ owner: "alice", title: "kettles" },
    text: "# Kettles\n\nDescale copper kettles monthly by boiling diluted vinegar, rinse thrice, and polish their spouts with a woollen rag.\n",
  },
  {
    ...{ owner: "alice", title: "saucers" },
    text: "# Saucers\n\nStack porcelain saucers upside down on felt squares so that their glazed rims never chip against neighbouring crockery.\n",
  },
];

let network: TestNetwork;
let gateway: RunningGateway;
let served: ServedModel;
/** Is named as auditor of private sessions. */
let auditor: Watcher;
let stranger: Watcher;
/** What happens right before the stranger's watcher sends, or reads a settlement for the second time. */
let beforeSend: (() => Promise<void>) | undefined;
let beforeSecondRead: (() => Promise<void>) | undefined;
const buyers: RunningBuyer[] = [];

beforeAll(async () => {
  const times = { window_seconds: "600", window_blocks: "2", response_seconds: "300", response_blocks: "2" };
  network = await startTestNetwork(LIBRARY, times, { privateSessions: PrivateSessions.PRIVATE_SESSIONS_ANY });
  const { node, client, blobs, crypto, offerId, wallet } = network;
  served = await loadServedModel({ client, blobs, sha256: crypto.sha256 }, offerId);
  gateway = await startGateway({
    ...{ home: network.home("host"), nodeUrl: node.rpcUrl, restUrl: node.restUrl, listen: "127.0.0.1:0", offerId, wallet },
    ...{ settleAfterMs: 3_600_000, demandsEveryMs: 100, revocationsEveryMs: 100, openings: "on-demand", logLevel: "silent" },
  });
  auditor = watch("curator", client, network.sender("curator"));
  stranger = watch("builder", hookedClient(client), hookedSender(network.sender("builder")));
});
afterAll(async () => {
  for (const buyer of buyers) await buyer.close();
  await auditor.close();
  await stranger.close();
  await gateway.close();
  served.close();
  await network.close();
});

function watch(name: string, client: ChainClient, sender: TxSender): Watcher {
  const { blobs, crypto } = network;
  const logger = createLogger({ name: "watch", level: "silent" });
  const bounds = { budget: 10_000_000n, everyMs: 3_600_000, settlementsPerLook: 16 };
  return startWatcher({ ...{ client, blobs, sha256: crypto.sha256, sender, logger, ...bounds }, folder: network.home(`watch-${name}`) });
}

function hookedClient(client: ChainClient): ChainClient {
  const read = new Set<bigint>();
  return {
    ...client,
    async query(method, request, height) {
      if (method.path === MarketQuery.Settlement.path && "settlementId" in request) {
        const id = request.settlementId as bigint;
        if (read.has(id)) await beforeSecondRead?.();
        read.add(id);
      }
      return client.query(method, request, height);
    },
  };
}

function hookedSender(sender: TxSender): TxSender {
  return {
    ...sender,
    async send(messages, options) {
      await beforeSend?.();
      return sender.send(messages, options);
    },
  };
}

/** A buyer with a home of its own asks the gateway, which settles all of it by hashes; without auditors in public. */
async function settledByHost(home: string, contents: readonly string[], auditors?: readonly string[]): Promise<Settlement> {
  const { node, wallet, addresses } = network;
  const buyer = await startBuyer({
    ...{ home: network.home(home), nodeUrl: node.rpcUrl, gatewayUrl: gateway.url, wallet, address: addresses.buyer },
    ...{ max: { denom: "udemo", amount: 20_000n }, listen: "127.0.0.1:0", logLevel: "silent" },
    ...(auditors === undefined ? {} : { auditors }),
  });
  buyers.push(buyer);
  for (const content of contents) {
    const body = JSON.stringify({ model: MODEL_NAME, messages: [{ role: "user", content }] });
    expect((await fetch(`${buyer.url}/v1/chat/completions`, { method: "POST", body })).status).toBe(200);
  }
  return settleSigned(network, gateway, buyer.buyer.sessionId, contents.length);
}

async function erase(contributor: Role, seq: bigint): Promise<void> {
  const message = { contributor: network.addresses[contributor], datanetId: 1n, seq, rows: [], erase: true };
  await network.sender(contributor).send([outgoing(MsgRevoke, message)]);
}

/** Looks until the report is as expected; a settlement that waits for something is looked at again after 5 seconds. */
async function lookUntil(watcher: Watcher, isDone: (report: WatcherReport) => boolean): Promise<WatcherReport> {
  const end = performance.now() + 30_000;
  while (performance.now() < end) {
    await watcher.look();
    if (isDone(watcher.report())) return watcher.report();
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new Error("the watcher did not come to it");
}

async function isPending(settlementId: bigint): Promise<boolean> {
  return (await orNotFound(network.client.query(MarketQuery.Settlement, { settlementId }))) !== undefined;
}

/** Leaves out passages of contributions that were erased before the session opened, as the chain does. */
function without(...seqs: readonly bigint[]): LeftOut {
  const sequences = seqs.map((seq) => served.source.held({ datanetId: 1n, seq }).leaf.sequence);
  return ({ contribution }) => sequences.includes(contribution);
}

test("a private session is demanded by its auditor's watcher alone, and what was opened is then examined by anybody's", async () => {
  await settledByHost("private", ["How do I brew green tea?"], [network.addresses.curator]);
  await stranger.look();
  expect(stranger.report()).toMatchObject({ demanded: 0, examined: 0, committed: 0n });
  const seen = await lookUntil(auditor, ({ examined }) => examined === 1);
  expect(seen).toMatchObject({ demanded: 1, challenged: 0, unproved: [] });
  const after = await lookUntil(stranger, ({ examined }) => examined === 1);
  expect(after).toMatchObject({ demanded: 0, challenged: 0, unproved: [], lost: 0n });
});

test("a lie that only rows show which are erased meanwhile is not filed, costs nothing, and is not tried again", async () => {
  const { settlementId } = await settleByHand(network, knowingOnly(served, 1n, 2n, 3n, 5n), "attached", {
    ...{ model: served, question: "How do I descale copper kettles?" },
  });
  const before = stranger.report();
  beforeSecondRead = async () => {
    beforeSecondRead = undefined;
    await erase("alice", 4n);
  };
  for (let i = 0; i < 2; i++) {
    await stranger.look();
    expect(stranger.report()).toMatchObject({ challenged: before.challenged, committed: 0n, lost: 0n, unproved: [] });
  }
  expect([beforeSecondRead, await isPending(settlementId)]).toEqual([undefined, true]);
});

test("a counter-example that the chain refuses since its rows were erased a moment before costs nothing", async () => {
  const { settlementId } = await settleByHand(network, knowingOnly(served, 1n, 2n, 3n, 4n), "attached", {
    ...{ model: served, question: "How do I stack porcelain saucers?" },
    isLeftOut: without(4n),
  });
  const { challenged } = stranger.report();
  beforeSend = async () => {
    beforeSend = undefined;
    await erase("alice", 5n);
  };
  for (let i = 0; i < 2; i++) {
    await stranger.look();
    expect(stranger.report()).toMatchObject({ challenged: challenged + 1, committed: 0n, lost: 0n, unproved: [] });
  }
  expect([beforeSend, await isPending(settlementId)]).toEqual([undefined, true]);
});

test("where a receipt was answered alone, which is no lie, another one of its batch is demanded and found honest", async () => {
  const { client, addresses } = network;
  // The lies of which the rows are gone are examined first: nothing can be shown of them.
  await auditor.look();
  const settlement = await settledByHost("public", ["How should dried leaves be stored in a tin?", "How many spoons of loose sencha?"]);
  await erase("bob", 3n);
  const demand = { challenger: addresses.bob, settlementId: settlement.id, receipts: [0n] };
  await network.sender("bob").send([outgoing(MsgDemand, demand)]);
  const now = async (): Promise<Settlement | undefined> => (await client.query(MarketQuery.Settlement, { settlementId: settlement.id })).settlement;
  await expect.poll(now, { interval: 100 }).toMatchObject({ demandedReceipts: [0n], openDemands: [] });
  const before = auditor.report();
  const after = await lookUntil(auditor, ({ examined }) => examined > before.examined);
  expect([after.demanded - before.demanded, after.challenged, after.unproved]).toEqual([1, before.challenged, []]);
  expect(await now()).toMatchObject({ demandedReceipts: [0n, 1n], openDemands: [] });
});

test("answers that quote text erased since are left alone, and a lie that other rows still show is voided", async () => {
  // What earlier demands cost is known before anything is compared.
  await auditor.look();
  const host = { model: served, isLeftOut: without(3n, 4n, 5n) };
  const honest = await settleByHand(network, knowingOnly(served, 1n, 2n), "attached", host);
  const lie = await settleByHand(network, knowingOnly(served, 3n), "attached", host);
  await erase("alice", 1n);
  const before = auditor.report();
  await auditor.look();
  expect([await isPending(honest.settlementId), await isPending(lie.settlementId)]).toEqual([true, false]);
  const after = auditor.report();
  expect([after.challenged - before.challenged, after.lost - before.lost, after.unproved]).toEqual([1, 0n, []]);
});

test("a watcher that starts after the erasure looks once at what nobody can answer again, and reports no lie", async () => {
  await stranger.close();
  stranger = watch("builder", network.client, network.sender("builder"));
  const { challenged } = stranger.report();
  for (let i = 0; i < 2; i++) {
    await stranger.look();
    // Neither of the two settlements that it had ended with is looked at again.
    expect(stranger.report()).toMatchObject({ examined: 3, demanded: 0, challenged, unproved: [], lost: 0n, committed: 0n });
  }
});
