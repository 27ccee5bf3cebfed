import { secp256k1 } from "@noble/curves/secp256k1.js";
import { createNodeCrypto } from "@openledger/crypto";
import {
  MsgCloseOffer,
  MsgCloseSession,
  MsgCreateOffer,
  MsgOpenSession,
  MsgSettle,
  QueryService as MarketQuery,
  Visibility,
  type Session,
} from "@openledger/messages/openledger/market/v1";
import { assertDefined } from "@openledger/primitives";
import { beforeAll, expect, test } from "vitest";
import { gameSource, makeCall, openCall, signedOpening } from "../games/game-host.ts";
import { GAME_DENOM, openGameWorld, refreshed, type GameWorld } from "../games/game-world.ts";
import { signTx, toAny } from "../simulation/accounts.ts";
import { receiptKeyOf, sessionKeyOf, settleMessage } from "../simulation/answering.ts";
import { eventsOf } from "../simulation/auditor.ts";
import { sequenceOf } from "../simulation/sim-world.ts";

const crypto = createNodeCrypto();
const ESCROW = 1_000_000n;
const LIFETIME_SECONDS = 1_000n;
const SETTLE_PERIOD_SECONDS = 100_000n;
let market: GameWorld;

beforeAll(() => {
  market = openGameWorld(crypto, "bad people", "ngram");
});

/** What the session returned to its buyer when it ended; undefined while it has not. */
function returnedBy({ takeEvents, session }: GameWorld): string | undefined {
  return eventsOf(takeEvents(), "session_ended").find((one) => one["session_id"] === `${session.id}`)?.["returned"];
}

/** A session of its own; what is returned acts in it. */
function openSession(offerId = 1n, escrow = ESCROW): GameWorld {
  const { address } = market.players.buyer;
  const { code, log } = market.send("buyer", MsgOpenSession, {
    ...{ buyer: address, offerId, escrow: { denom: GAME_DENOM, amount: String(escrow) }, durationSeconds: LIFETIME_SECONDS },
    ...{ sessionKey: secp256k1.getPublicKey(sessionKeyOf(crypto, address), true), visibility: Visibility.VISIBILITY_PUBLIC },
  });
  expect({ code, log }).toEqual({ code: 0, log: "" });
  const world = refreshed(market);
  const newest = world.state.sessions.reduce((last: Session | undefined, one) => (last === undefined || one.id > last.id ? one : last), undefined);
  return { ...world, session: assertDefined(newest, "a session is open") };
}

/** Answers calls, which the buyer signs as soon as `settle` is called. */
function answer(world: GameWorld, calls: number): void {
  for (let i = 0; i < calls; i++) {
    const opening = signedOpening(world, openCall(world, makeCall(world), gameSource(world)));
    world.receipts.set(world.session.id, [...(world.receipts.get(world.session.id) ?? []), opening]);
  }
}

function settle(world: GameWorld, first: number, last: number): string {
  const { code, codespace } = world.send("host", MsgSettle, settleMessage(world, world.session, first, last));
  return code === 0 ? "taken" : `${codespace} ${code}`;
}

test("buyer and host both vanish with signed receipts: the whole escrow returns by itself, and only those calls are lost", () => {
  const world = openSession();
  answer(world, 3);
  world.pass(1, LIFETIME_SECONDS);
  world.pass(2, SETTLE_PERIOD_SECONDS);
  expect(returnedBy(world)).toBe(`${ESCROW}`);
  expect(settle(world, 0, 3)).toBe("market 4");
});

test("a price raised between opening and call does not reach the session: a receipt at the new price is refused", () => {
  const world = openSession();
  const { host } = world.players;
  const offer = assertDefined(world.state.offers.find(({ id }) => id === 1n), "the offer");
  const price = { ...assertDefined(offer.price, "a price"), perCall: "900000" };
  const dearer = { ...offer, host: host.address, price, receiptKey: secp256k1.getPublicKey(receiptKeyOf(crypto, host.address), true) };
  expect(world.send("host", MsgCreateOffer, dearer).code).toBe(0);
  const honest = signedOpening(world, openCall(world, makeCall(world), gameSource(world)));
  const amount = String(BigInt(honest.receipt?.amount ?? "0") + 800_000n);
  world.receipts.set(world.session.id, [signedOpening(world, honest, { receipt: { amount } })]);
  expect(settle(world, 0, 1)).toBe("market 28");
  world.receipts.set(world.session.id, [honest]);
  expect(settle(world, 0, 1)).toBe("taken");
});

test("an offer that is withdrawn under a session takes no new one, and answers in the old one are paid", () => {
  const { address } = market.players.host;
  const offer = assertDefined(refreshed(market).state.offers.find(({ id }) => id === 1n), "the offer");
  const receiptKey = secp256k1.getPublicKey(receiptKeyOf(crypto, address), true);
  expect(market.send("host", MsgCreateOffer, { ...offer, host: address, receiptKey }).code).toBe(0);
  const offerId = refreshed(market).state.offers.reduce((last, { id }) => (id > last ? id : last), 0n);
  const world = openSession(offerId);
  expect(world.send("host", MsgCloseOffer, { host: address, offerId }).code).toBe(0);
  const late = { buyer: world.session.buyer, offerId, escrow: { denom: GAME_DENOM, amount: "1" }, durationSeconds: 9n };
  const sessionKey = secp256k1.getPublicKey(sessionKeyOf(crypto, world.session.buyer), true);
  const refused = world.send("buyer", MsgOpenSession, { ...late, sessionKey, visibility: Visibility.VISIBILITY_PUBLIC });
  expect([refused.codespace, refused.code]).toEqual(["market", 13]);
  answer(world, 2);
  expect(settle(world, 0, 2)).toBe("taken");
  expect(world.send("buyer", MsgCloseSession, { buyer: world.session.buyer, sessionId: world.session.id }).code).toBe(0);
  world.pass(2, SETTLE_PERIOD_SECONDS);
  expect(returnedBy(world)).toBeDefined();
  expect(refreshed(world).state.offers.some(({ id }) => id === offerId), "the bond has returned with the offer").toBe(false);
});

test("of two settlements of the same receipts that race into one block one is taken, the other refused, and they are paid once", () => {
  const world = openSession();
  answer(world, 2);
  const message = toAny(MsgSettle, settleMessage(world, world.session, 0, 2));
  const { host } = world.players;
  const sequence = sequenceOf(world.chain, host.address);
  const txs = [0n, 1n].map((after) =>
    signTx(crypto, host, [message], { chainId: world.chain.chainId, sequence: sequence + after, gasLimit: 60_000_000n, fee: { denom: "uopen", amount: "25" } }),
  );
  const { txResults } = world.chain.runBlock(txs).response;
  expect(txResults.map(({ codespace, code }) => `${codespace} ${code}`)).toEqual([" 0", "market 20"]);
  const { session } = world.chain.query(MarketQuery.Session, { sessionId: world.session.id });
  expect(session?.logSize).toBe(2n);
});

test("only block time counts: what a host with a slow clock answers after the end is paid until the settle-only period is over", () => {
  const world = openSession();
  answer(world, 1);
  world.pass(1, LIFETIME_SECONDS + 1n);
  answer(world, 1);
  expect(settle(world, 0, 2)).toBe("taken");
  answer(world, 1);
  world.pass(1, SETTLE_PERIOD_SECONDS);
  expect(settle(world, 2, 3)).toBe("market 19");
});

test("an escrow below one call pays no call: the settlement is refused and the buyer has its escrow back", () => {
  const world = openSession(1n, 1_000n);
  answer(world, 1);
  expect(settle(world, 0, 1)).toBe("market 32");
  expect(world.send("buyer", MsgCloseSession, { buyer: world.session.buyer, sessionId: world.session.id }).code).toBe(0);
  world.pass(2, SETTLE_PERIOD_SECONDS);
  expect(returnedBy(world)).toBe("1000");
});
