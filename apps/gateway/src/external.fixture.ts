/** An external model on a running chain, its offers, and calls of a session whose heads the test signs by hand. */
import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { receiptLeaf, treeHeadHash } from "@openledger/attribution";
import { loadCorpus, manifestRows, outgoing } from "@openledger/client";
import { openServiceKey, receiptKeyPath, type ServiceKey } from "@openledger/keyring";
import { SignedTreeHead, TreeHead, type ReceiptOpening } from "@openledger/messages/openledger/attribution/v1";
import {
  MsgCreateOffer,
  MsgCreateOfferResponse,
  MsgOpenSession,
  MsgOpenSessionResponse,
  Visibility,
} from "@openledger/messages/openledger/market/v1";
import { ModelKind, MsgPublishModel, MsgPublishModelResponse } from "@openledger/messages/openledger/model/v1";
import { assertDefined, merkleRootOfHashes, toBase64 } from "@openledger/primitives";
import { buildArtifact, encodeExternalRecipe, RULE_VERSION } from "@openledger/retrieval";
import type { Role, TestNetwork } from "./network.fixture.ts";

export const EXTERNAL_NAME = "tea-chat";

/** Publishes an external model over datanet 1; returns its version. */
export async function publishExternal(
  { client, blobs, crypto, sender, addresses }: TestNetwork,
  contextPassages: number,
): Promise<{ readonly modelId: bigint; readonly modelVersion: bigint }> {
  const corpus = await loadCorpus({ client, blobs, sha256: crypto.sha256 }, { acceptedAtMost: 1n << 60n, required: [1n] });
  const rows = manifestRows(corpus, { manifest: [{ datanetId: "1", version: "1", priorBps: 2000 }] });
  const recipe = encodeExternalRecipe({ contextPassages, upstreamModel: "small-talker" });
  const sent = await sender("builder").send([
    outgoing(MsgPublishModel, {
      ...{ publisher: addresses.builder, name: EXTERNAL_NAME, kind: ModelKind.MODEL_KIND_EXTERNAL, ruleVersion: RULE_VERSION },
      ...{ artifactRoot: buildArtifact(rows, crypto.sha256).root, manifest: [{ datanetId: 1n, version: 1n, priorBps: 2000 }] },
      ...{ recipe, recipeHash: crypto.sha256(recipe), steward: addresses.builder },
    }),
  ]);
  const { modelId, version } = sent.response(MsgPublishModelResponse);
  return { modelId, modelVersion: version };
}

/** Offers a model version; the receipt key lies in the home of that name. */
export async function offer(
  network: TestNetwork,
  host: Role,
  home: string,
  terms: Partial<MsgCreateOffer>,
): Promise<bigint> {
  const sent = await network.sender(host).send([
    outgoing(MsgCreateOffer, {
      ...{ host: network.addresses[host], endpoint: "http://127.0.0.1:8080/v1", modelId: 1n, modelVersion: 1n },
      price: { denom: "udemo", perCall: "100", per1kInput: "0", per1kOutput: "10000" },
      ...{ latencyClassMs: 5_000n, lateBps: 1000, unsignedCalls: 4, openingFee: "50" },
      bond: { denom: "udemo", amount: "1000000" },
      receiptKey: openServiceKey(receiptKeyPath(network.home(home))).publicKey,
      ...terms,
    }),
  ]);
  return sent.response(MsgCreateOfferResponse).offerId;
}

export interface HandSession {
  readonly id: bigint;
  readonly key: ServiceKey;
}

export async function openByHand(network: TestNetwork, offerId: bigint, escrow: string): Promise<HandSession> {
  const key = openServiceKey(join(network.home("hand"), randomBytes(4).toString("hex")));
  const sent = await network.sender("buyer").send([
    outgoing(MsgOpenSession, {
      ...{ buyer: network.addresses.buyer, offerId, escrow: { denom: "udemo", amount: escrow } },
      ...{ sessionKey: key.publicKey, visibility: Visibility.VISIBILITY_PUBLIC, durationSeconds: 3_600n },
    }),
  ]);
  return { id: sent.response(MsgOpenSessionResponse).sessionId, key };
}

/** A call of a session over HTTP. */
export function callHost(
  url: string,
  session: HandSession,
  nonce: number,
  body: { readonly content: string } & Readonly<Record<string, unknown>>,
  signal?: AbortSignal,
): Promise<Response> {
  const { content, ...rest } = body;
  return fetch(`${url}/v1/chat/completions`, {
    method: "POST",
    headers: {
      ...{ "content-type": "application/json", "x-openledger-session": `${session.id}`, "x-openledger-nonce": `${nonce}` },
    },
    body: JSON.stringify({ model: EXTERNAL_NAME, messages: [{ role: "user", content }], ...rest }),
    ...(signal === undefined ? {} : { signal }),
  });
}

/** Signs and posts the head over these receipts. */
export async function signHead(network: TestNetwork, url: string, session: HandSession, openings: readonly ReceiptOpening[]): Promise<Response> {
  const { sha256 } = network.crypto;
  const receipts = openings.map(({ receipt }) => assertDefined(receipt, "a receipt"));
  const head = TreeHead.create({
    ...{ version: 1, chainId: network.client.chainId, sessionId: session.id, size: BigInt(openings.length) },
    root: merkleRootOfHashes(sha256, receipts.map((receipt) => receiptLeaf(sha256, receipt))),
    cumulativeAmount: receipts.reduce((sum, { amount }) => sum + BigInt(amount), 0n).toString(),
  });
  const signed = SignedTreeHead.toBytes({ head, signature: session.key.sign(treeHeadHash(sha256, head)) });
  return fetch(`${url}/openledger/v1/sessions/${session.id}/head`, {
    ...{ method: "POST", headers: { "content-type": "application/json" } },
    body: JSON.stringify({ head: toBase64(signed) }),
  });
}
