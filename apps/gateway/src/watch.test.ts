// A watcher alone against hosts on a running chain: it leaves honest ones in peace, and voids what lies.
import type { AttributionSource } from "@openledger/attribution";
import { loadCorpus, manifestRows, orNotFound, outgoing } from "@openledger/client";
import { openServiceKey, receiptKeyPath } from "@openledger/keyring";
import type { ReceiptOpening } from "@openledger/messages/openledger/attribution/v1";
import {
  MsgAnswerDemand,
  MsgCreateOffer,
  MsgCreateOfferResponse,
  QueryService as MarketQuery,
} from "@openledger/messages/openledger/market/v1";
import { ModelKind, MsgPublishModel, MsgPublishModelResponse } from "@openledger/messages/openledger/model/v1";
import * as ngram from "@openledger/ngram";
import { assertDefined, fromUtf8, toUtf8 } from "@openledger/primitives";
import { loadServedModel, type ServedModel } from "@openledger/served-model";
import { createLogger } from "@openledger/telemetry";
import { startWatcher, type Watcher } from "@openledger/watcher";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startTestNetwork, TEXTS, type TestNetwork } from "./network.fixture.ts";
import { knowingOnly, settleByHand, type Host } from "./settle-by-hand.fixture.ts";

let network: TestNetwork;
let served: ServedModel;
let watcher: Watcher;
/** What was settled, by settlement. */
const openings = new Map<bigint, ReceiptOpening>();

beforeAll(async () => {
  const [brewing, storage] = TEXTS;
  // The friend registers the first author's words after them.
  const texts = [assertDefined(brewing, "two texts"), { ...assertDefined(brewing, "two texts"), owner: "bob" as const, title: "copy" }];
  network = await startTestNetwork([...texts, assertDefined(storage, "two texts")], {
    ...{ window_seconds: "600", window_blocks: "2", response_seconds: "120", response_blocks: "2" },
  });
  const { client, blobs, crypto } = network;
  served = await loadServedModel({ client, blobs, sha256: crypto.sha256 }, network.offerId);
  watcher = watch();
});
afterAll(async () => {
  await watcher.close();
  served.close();
  await network.close();
});

function watch(role: "curator" | "builder" = "curator"): Watcher {
  const { client, blobs, crypto } = network;
  const logger = createLogger({ name: "watch", level: "silent" });
  const budget = 10_000_000n;
  const base = { client, blobs, sha256: crypto.sha256, sender: network.sender(role), logger, budget };
  return startWatcher({ ...base, folder: network.home(role === "curator" ? "watch" : `watch-${role}`), everyMs: 3_600_000 });
}

const QUESTION = [{ role: "user", text: "How do I brew green tea?" }];

/** Settles one answer to {@link QUESTION}, attributed by whatever source the host likes; returns the settlement. */
async function settle(
  source: AttributionSource,
  shape: "attached" | "hashes" = "attached",
  host: Host = { model: served },
): Promise<bigint> {
  const { settlementId, opening } = await settleByHand(network, source, shape, host);
  openings.set(settlementId, opening);
  return settlementId;
}

async function isPending(settlementId: bigint): Promise<boolean> {
  return (await orNotFound(network.client.query(MarketQuery.Settlement, { settlementId }))) !== undefined;
}

test("an honest settlement is examined and left alone", async () => {
  const settlement = await settle(served.source);
  await watcher.look();
  expect(watcher.report()).toMatchObject({ examined: 1, challenged: 0, demanded: 0, lost: 0n, unproved: [] });
  expect(await isPending(settlement)).toBe(true);
});

test("a host that omits the author of its answer is voided, and the watcher earns", async () => {
  const settlement = await settle(knowingOnly(served, 3n));
  await watcher.look();
  expect(await isPending(settlement)).toBe(false);
  expect(watcher.report()).toMatchObject({ challenged: 1, lost: 0n, committed: 0n });
  expect(watcher.report().earned.get("udemo") ?? 0n).toBeGreaterThan(0n);
});

test("a host that credits a friend who copied the author is voided", async () => {
  const settlement = await settle(knowingOnly(served, 2n, 3n));
  await watcher.look();
  expect(await isPending(settlement)).toBe(false);
  expect(watcher.report()).toMatchObject({ challenged: 2, lost: 0n });
});

test("a host that settles by hashes and stays silent is voided by the watcher's demand, once, also after a restart", async () => {
  const settlement = await settle(knowingOnly(served, 3n), "hashes");
  await watcher.look();
  expect(watcher.report()).toMatchObject({ demanded: 1, committed: 100_000n });
  const earned = watcher.report().earned.get("udemo") ?? 0n;
  await watcher.close();
  watcher = watch();
  await watcher.look();
  expect(watcher.report()).toMatchObject({ demanded: 1, challenged: 2 });
  network.passSeconds(121);
  await expect.poll(() => isPending(settlement)).toBe(false);
  await watcher.look();
  expect(watcher.report()).toMatchObject({ demanded: 1, challenged: 2, lost: 0n, committed: 0n });
  expect(watcher.report().earned.get("udemo") ?? 0n).toBeGreaterThan(earned);
});

test("of two hosts that open what is demanded, the one that lied is voided, and the honest one keeps the bond", async () => {
  const before = watcher.report();
  const honest = await settle(served.source, "hashes");
  const lie = await settle(knowingOnly(served, 3n), "hashes");
  await watcher.look();
  for (const settlementId of [honest, lie]) {
    const { settlement } = await network.client.query(MarketQuery.Settlement, { settlementId });
    const opening = assertDefined(openings.get(settlementId), "settled");
    const { receipt, claim } = opening;
    const demandId = settlement?.openDemands[0] ?? 0n;
    const answered = { host: network.addresses.host, demandId, claims: [{ receipt, claim }], openings: [opening] };
    await network.sender("host").send([outgoing(MsgAnswerDemand, answered)]);
  }
  const challenged = async (): Promise<number> => {
    await watcher.look();
    return watcher.report().challenged;
  };
  await expect.poll(challenged, { interval: 100 }).toBeGreaterThan(before.challenged);
  expect([await isPending(honest), await isPending(lie)]).toEqual([true, false]);
  const after = watcher.report();
  expect([after.demanded - before.demanded, after.challenged - before.challenged]).toEqual([2, 1]);
  expect(after.lost - before.lost).toBe(200_000n);
});

test("of two hosts of an n-gram model, the one that swaps a token is voided", async () => {
  const { client, blobs, crypto } = network;
  const talker = await loadServedModel({ client, blobs, sha256: crypto.sha256 }, await offerNgram());
  const before = watcher.report();
  const honest = await settle(talker.source, "attached", { model: talker });
  const lie = await settle(talker.source, "attached", {
    model: talker,
    output: (right) => toUtf8(fromUtf8(right).replace(/\S+$/, "coffee")),
  });
  await watcher.look();
  expect([await isPending(honest), await isPending(lie)]).toEqual([true, false]);
  expect(watcher.report()).toMatchObject({ challenged: before.challenged + 1, lost: before.lost, unproved: [] });
  talker.close();
});

test("a host that omits the best passage is voided, and one that splices a paragraph cannot settle", async () => {
  const before = watcher.report();
  const best = served.engine.answer({ messages: QUESTION, sessionId: 1n, nonce: 7n }).derivation?.places[0];
  const omitted = await settle(served.source, "attached", {
    model: served,
    isLeftOut: ({ start }) => start === best?.start,
  });
  await watcher.look();
  expect(await isPending(omitted)).toBe(false);
  expect(watcher.report()).toMatchObject({ challenged: before.challenged + 1, lost: before.lost, unproved: [] });
  const spliced = settle(served.source, "attached", {
    ...{ model: served, output: (right) => toUtf8(`${fromUtf8(right)}\n\nBuy coffee.`) },
  });
  await expect(spliced).rejects.toThrow("output does not follow from the derivation");
});

test("of two watchers that find the same lie, one voids it, and the other loses nothing", async () => {
  const before = watcher.report();
  const other = watch("builder");
  const lie = await settle(knowingOnly(served, 3n));
  await Promise.all([watcher.look(), other.look()]);
  expect(await isPending(lie)).toBe(false);
  await Promise.all([watcher.look(), other.look()]);
  const [mine, theirs] = [watcher.report(), other.report()];
  expect([mine.lost, mine.committed, theirs.lost, theirs.committed]).toEqual([before.lost, before.committed, 0n, 0n]);
  const earned = (report: typeof mine): bigint => report.earned.get("udemo") ?? 0n;
  expect([earned(mine) - earned(before), earned(theirs)].filter((amount) => amount > 0n)).toHaveLength(1);
  await other.close();
});

/** Publishes an n-gram model of the datanet, and offers it from the same home. */
async function offerNgram(): Promise<bigint> {
  const { client, blobs, crypto, addresses, sender } = network;
  const { sha256 } = crypto;
  const recipe = ngram.smoothedRecipe(3, 500);
  const corpus = await loadCorpus({ client, blobs, sha256 }, { acceptedAtMost: 1n << 60n, required: [1n] });
  const rows = manifestRows(corpus, { manifest: [{ datanetId: "1", version: "1", priorBps: 2000 }] });
  const published = await sender("builder").send([
    outgoing(MsgPublishModel, {
      ...{ publisher: addresses.builder, name: "tea-talk", kind: ModelKind.MODEL_KIND_NGRAM, ruleVersion: ngram.RULE_VERSION },
      artifactRoot: ngram.buildNgramArtifact(rows, recipe, sha256).root,
      ...{ manifest: [{ datanetId: 1n, version: 1n, priorBps: 2000 }] },
      ...{ recipe: ngram.encodeRecipe(recipe), recipeHash: ngram.recipeHash(recipe, sha256) },
    }),
  ]);
  const { modelId, version } = published.response(MsgPublishModelResponse);
  const offered = await sender("host").send([
    outgoing(MsgCreateOffer, {
      ...{ host: addresses.host, modelId, modelVersion: version, endpoint: "http://127.0.0.1:8080/v1" },
      price: { denom: "udemo", perCall: "1000", per1kInput: "0", per1kOutput: "0" },
      ...{ latencyClassMs: 5_000n, lateBps: 1000, unsignedCalls: 4 },
      ...{ bond: { denom: "udemo", amount: "1000000" }, openingFee: "50" },
      receiptKey: openServiceKey(receiptKeyPath(network.home("host"))).publicKey,
    }),
  ]);
  return offered.response(MsgCreateOfferResponse).offerId;
}
