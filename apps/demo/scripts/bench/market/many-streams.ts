import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { receiptHash, receiptLeaf, treeHeadHash } from "@openledger/attribution";
import { createTxSender, outgoing } from "@openledger/client";
import { openServiceKey, type ServiceKey } from "@openledger/keyring";
import { ReceiptOpening, SignedTreeHead, TreeHead } from "@openledger/messages/openledger/attribution/v1";
import { MsgOpenSession, MsgOpenSessionResponse, Visibility } from "@openledger/messages/openledger/market/v1";
import { assertDefined, fromBase64, fromUtf8, merkleRootOfHashes, toBase64, toHex } from "@openledger/primitives";
import { DOLLAR_DENOM, GAS_PRICE } from "../../../src/steps/demo-terms.ts";
import type { World } from "../../../src/steps/world.ts";
import { spreadOf, type Spread } from "./alternate-calls.ts";
import { awaitSettled } from "./chain-cost.ts";
import { EXTERNAL_NAME } from "./external-offer.ts";

const SESSIONS = 4;
/** Calls of a session that run at once; the offer's unsigned calls allow them. */
const CALLS = 50;
/** Each call holds what the longest answer would cost. */
const ESCROW = "4200000";

/** Streams that run at once through one gateway, and what became of their receipts. */
export interface ManyStreams {
  readonly streams: number;
  readonly direct: StreamTimes;
  readonly market: StreamTimes;
  readonly receipts: number;
  readonly lost: number;
  readonly double: number;
  readonly settled: number;
}

export interface StreamTimes {
  readonly firstTokenMs: Spread;
  readonly totalMs: Spread;
}

interface OpenSession {
  readonly id: bigint;
  readonly key: ServiceKey;
}

interface Streamed {
  readonly firstTokenMs: number;
  readonly totalMs: number;
  readonly body: string;
}

/** 200 streams at once at the upstream itself, then as many through the gateway in four sessions. */
export async function manyStreams(world: World, offerId: bigint, urls: { readonly upstream: string; readonly gateway: string }): Promise<ManyStreams> {
  const sessions = await openSessions(world, offerId);
  const calls = sessions.flatMap((session) => Array.from({ length: CALLS }, (_, nonce) => ({ session, nonce })));
  const direct = await Promise.all(calls.map(({ nonce }) => stream(urls.upstream, nonce, {})));
  const market = await Promise.all(
    calls.map(({ session, nonce }) =>
      stream(urls.gateway, nonce, { "x-openledger-session": `${session.id}`, "x-openledger-nonce": `${nonce}` }),
    ),
  );
  const openings = market.flatMap(({ body }) => {
    const encoded = /"opening":"([^"]+)"/.exec(body)?.[1];
    return encoded === undefined ? [] : [ReceiptOpening.fromBytes(fromBase64(encoded))];
  });
  const { sha256 } = world.crypto;
  const hashes = new Set(openings.map(({ receipt }) => toHex(receiptHash(sha256, assertDefined(receipt, "a receipt")))));
  const places = new Set(openings.map(({ receipt }) => `${receipt?.sessionId}/${receipt?.index}`));
  let settled = 0;
  for (const session of sessions) {
    const own = openings.filter(({ receipt }) => receipt?.sessionId === session.id);
    own.sort((a, b) => Number((a.receipt?.index ?? 0n) - (b.receipt?.index ?? 0n)));
    await postHead(world, urls.gateway, session, own);
    await awaitSettled(world.client, session.id, own.length);
    settled += own.length;
  }
  const timesOf = (all: readonly Streamed[]): StreamTimes => ({
    firstTokenMs: spreadOf(all.map((one) => one.firstTokenMs)),
    totalMs: spreadOf(all.map((one) => one.totalMs)),
  });
  const texts = market.filter(({ body }) => body.endsWith("data: [DONE]\n\n"));
  return {
    ...{ streams: calls.length, direct: timesOf(direct), market: timesOf(market), receipts: openings.length },
    lost: calls.length - Math.min(texts.length, hashes.size),
    double: openings.length - Math.min(hashes.size, places.size),
    settled,
  };
}

function openSessions(world: World, offerId: bigint): Promise<OpenSession[]> {
  const { client } = world;
  const { buyer } = world.keys.roles;
  // The buyer holds no OPEN.
  const sender = createTxSender({ client, ...buyer, gasPrice: { ...GAS_PRICE, denom: DOLLAR_DENOM } });
  return Promise.all(
    Array.from({ length: SESSIONS }, async () => {
      const key = openServiceKey(join(world.home.root, "streams", randomBytes(8).toString("hex")));
      const sent = await sender.send([
        outgoing(MsgOpenSession, {
          ...{ buyer: buyer.address, offerId, escrow: { denom: DOLLAR_DENOM, amount: ESCROW }, sessionKey: key.publicKey },
          ...{ visibility: Visibility.VISIBILITY_PUBLIC, durationSeconds: 3_600n },
        }),
      ]);
      return { id: sent.response(MsgOpenSessionResponse).sessionId, key };
    }),
  );
}

async function stream(url: string, nonce: number, headers: Readonly<Record<string, string>>): Promise<Streamed> {
  const begun = performance.now();
  const response = await fetch(`${url}/v1/chat/completions`, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: JSON.stringify({ model: EXTERNAL_NAME, stream: true, messages: [{ role: "user", content: `slowly: question ${nonce}` }] }),
  });
  if (!response.ok) throw new Error(`${url} answers ${response.status}: ${(await response.text()).slice(0, 300)}`);
  let firstTokenMs: number | undefined;
  const pieces: Uint8Array[] = [];
  for await (const bytes of response.body ?? []) {
    firstTokenMs ??= performance.now() - begun;
    pieces.push(bytes);
  }
  const totalMs = performance.now() - begun;
  return { firstTokenMs: firstTokenMs ?? totalMs, totalMs, body: fromUtf8(new Uint8Array(Buffer.concat(pieces))) };
}

async function postHead(world: World, url: string, session: OpenSession, openings: readonly ReceiptOpening[]): Promise<void> {
  const { sha256 } = world.crypto;
  const receipts = openings.map(({ receipt }) => assertDefined(receipt, "a receipt"));
  const head = TreeHead.create({
    ...{ version: 1, chainId: world.client.chainId, sessionId: session.id, size: BigInt(openings.length) },
    root: merkleRootOfHashes(sha256, receipts.map((receipt) => receiptLeaf(sha256, receipt))),
    cumulativeAmount: receipts.reduce((sum, { amount }) => sum + BigInt(amount), 0n).toString(),
  });
  const signed = SignedTreeHead.toBytes({ head, signature: session.key.sign(treeHeadHash(sha256, head)) });
  const response = await fetch(`${url}/openledger/v1/sessions/${session.id}/head`, {
    ...{ method: "POST", headers: { "content-type": "application/json" } },
    body: JSON.stringify({ head: toBase64(signed) }),
  });
  if (!response.ok) throw new Error(`the gateway refuses a head: ${await response.text()}`);
}
