// An n-gram model on a running chain: published, offered, asked, verified token by token, settled.
import { tokenise } from "@openledger/attribution";
import { startBuyer, type RunningBuyer } from "@openledger/buyer";
import {
  fetchModelFacts,
  findSettlement,
  loadCorpus,
  manifestRows,
  outgoing,
  parseReceiptFile,
  verifyReceiptFile,
  type ReceiptFile,
} from "@openledger/client";
import { openServiceKey, receiptKeyPath } from "@openledger/keyring";
import { OutputLabel, ReceiptOpening } from "@openledger/messages/openledger/attribution/v1";
import { MsgCreateOffer, MsgCreateOfferResponse } from "@openledger/messages/openledger/market/v1";
import { ModelKind, MsgPublishModel, MsgPublishModelResponse } from "@openledger/messages/openledger/model/v1";
import * as ngram from "@openledger/ngram";
import { concatBytes, fromBase64, fromHex, toHex, toUtf8 } from "@openledger/primitives";
import OpenAI from "openai";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startGateway, type RunningGateway } from "./compose.ts";
import { startTestNetwork, type TestNetwork } from "./network.fixture.ts";

const RECIPE = ngram.smoothedRecipe(3, 500);

let network: TestNetwork;
let artifact: ngram.NgramArtifact;
let gateway: RunningGateway;
let buyer: RunningBuyer;

beforeAll(async () => {
  network = await startTestNetwork();
  const { client, blobs, crypto, node, wallet, addresses, sender } = network;
  const corpus = await loadCorpus({ client, blobs, sha256: crypto.sha256 }, { acceptedAtMost: 1n << 60n, required: [1n] });
  const named = { manifest: [{ datanetId: "1", version: "1", priorBps: 2000 }] };
  artifact = ngram.buildNgramArtifact(manifestRows(corpus, named), RECIPE, crypto.sha256);
  const published = await sender("builder").send([
    outgoing(MsgPublishModel, {
      ...{ publisher: addresses.builder, name: "tea-talk", kind: ModelKind.MODEL_KIND_NGRAM, ruleVersion: ngram.RULE_VERSION },
      ...{ artifactRoot: artifact.root, manifest: [{ datanetId: 1n, version: 1n, priorBps: 2000 }] },
      ...{ recipe: ngram.encodeRecipe(RECIPE), recipeHash: ngram.recipeHash(RECIPE, crypto.sha256) },
    }),
  ]);
  const { modelId, version } = published.response(MsgPublishModelResponse);
  const home = network.home("talker");
  const offered = await sender("host").send([
    outgoing(MsgCreateOffer, {
      ...{ host: addresses.host, modelId, modelVersion: version, endpoint: "http://127.0.0.1:8080/v1" },
      price: { denom: "udemo", perCall: "100", per1kInput: "0", per1kOutput: "100000" },
      ...{ latencyClassMs: 5_000n, lateBps: 1000, unsignedCalls: 4 },
      ...{ bond: { denom: "udemo", amount: "1000000" }, openingFee: "50" },
      receiptKey: openServiceKey(receiptKeyPath(home)).publicKey,
    }),
  ]);
  gateway = await startGateway({
    ...{ home, nodeUrl: node.rpcUrl, restUrl: node.restUrl, listen: "127.0.0.1:0", wallet },
    ...{ offerId: offered.response(MsgCreateOfferResponse).offerId, settleAfterMs: 300, logLevel: "silent" },
  });
  buyer = await startBuyer({
    ...{ home: network.home("buyer"), nodeUrl: node.rpcUrl, gatewayUrl: gateway.url, wallet, address: addresses.buyer },
    ...{ max: { denom: "udemo", amount: 900_000n }, gasPrice: { denom: "udemo", amount: "0.001" } },
    ...{ listen: "127.0.0.1:0", logLevel: "silent" },
  });
});
afterAll(async () => {
  await buyer.close();
  await gateway.close();
  await network.close();
});

async function ask(content: string, limit: { max_tokens?: number; max_completion_tokens?: number }): Promise<ReceiptFile> {
  const openai = new OpenAI({ baseURL: `${buyer.url}/v1`, apiKey: "none", maxRetries: 0 });
  const messages = [{ role: "user" as const, content }];
  const completion = await openai.chat.completions.create({ model: "tea-talk", messages, ...limit });
  const { receipt } = (completion as unknown as { x_openledger: { receipt: string } }).x_openledger;
  return parseReceiptFile(await (await fetch(receipt)).json());
}

function openingOf(file: ReceiptFile): ReceiptOpening {
  return ReceiptOpening.fromBytes(fromBase64(file.opening));
}

test("an answer has the tokens that were asked for, its receipt verifies, and every token is verified and refutable", async () => {
  const { sha256 } = network.crypto;
  const prompt = "Tell me about sencha";
  const file = await ask(prompt, { max_tokens: 40 });
  expect(verifyReceiptFile(network.crypto, file, file.facts).filter(({ state }) => state === "fails")).toEqual([]);
  expect(file.facts.model).toMatchObject({ kind: "ngram", recipe: toHex(ngram.encodeRecipe(RECIPE)) });
  const { receipt, output } = openingOf(file);
  expect(receipt?.outputLabel).toBe(OutputLabel.OUTPUT_LABEL_RE_EXECUTABLE);
  expect([receipt?.outputTokens, receipt?.amount]).toEqual([40n, "4100"]);
  expect(BigInt(file.readable.owners[0]?.amount ?? "0")).toBeGreaterThan(0n);

  const model = await fetchModelFacts(network.client, BigInt(file.facts.model.id), 1n);
  const recipe = ngram.decodeRecipe(fromHex(model.recipe ?? ""));
  const request = { seed: ngram.answerSeed(sha256, receipt?.sessionId ?? 0n, receipt?.nonce ?? 0n), prompt };
  expect(ngram.generate(artifact, request, 40, sha256)).toEqual(output);
  const claim = { root: fromHex(model.artifactRoot), recipe, request };
  const ends = tokenise(output).end;
  for (let position = 0; position < 40; position++) {
    const own = ngram.openToken(artifact, request, output, position, sha256);
    expect(ngram.verifyToken({ ...claim, output, position }, own, sha256)).toBe(true);
    const altered = concatBytes(output.subarray(0, position === 0 ? 0 : ends[position - 1]), toUtf8(" swapped"));
    const evidence = ngram.openToken(artifact, request, altered, position, sha256);
    expect(ngram.refuteToken({ ...claim, output: altered, position }, evidence, sha256)).toBe(true);
    expect(ngram.refuteToken({ ...claim, output, position }, evidence, sha256)).toBe(false);
  }
});

test("a limit above the model's own is answered up to it, and without one an answer has 128 tokens", async () => {
  expect(openingOf(await ask("Leaves", { max_completion_tokens: 90_000 })).receipt?.outputTokens).toBe(1_024n);
  expect(openingOf(await ask("Leaves again", {})).receipt?.outputTokens).toBe(128n);
});

test("its settlement becomes final", async () => {
  const { receipt } = openingOf(await ask("How should dried leaves be stored?", { max_tokens: 12 }));
  for (let i = 0; i < 150; i++) {
    const found = await findSettlement(network.client, receipt?.sessionId ?? 0n, receipt?.index ?? 0n);
    if (found?.state === "final") return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error("the settlement did not become final");
});
