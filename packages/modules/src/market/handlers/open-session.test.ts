import { expect, test } from "vitest";
import { PrivateSessions, QuotePolicy, type Licence, type MsgCreateDatanet } from "@openledger/messages/openledger/datanet/v1";
import { Visibility, type MsgOpenSession } from "@openledger/messages/openledger/market/v1";
import { assertDefined } from "@openledger/primitives";
import type { ErrorDefinition } from "@openledger/state-machine";
import { openLoop, passTime } from "../../support/loop.fixture.ts";
import {
  alice,
  bob,
  buyer,
  datanetMessage,
  FUNDS,
  host,
  messages,
  sessionMessage,
} from "../../support/messages.fixture.ts";
import { expectRefusal } from "../../support/refusal.fixture.ts";
import { account } from "../../support/world.fixture.ts";
import {
  auditorMissing,
  durationTooLong,
  escrowDenomDiffers,
  malformedMessage,
  notBuyer,
  offerClosed,
  privateNotLicensed,
  sessionNotOpen,
  unknownOffer,
  unknownSession,
} from "../errors.ts";
import { MARKET, sessions } from "../state.ts";

test.each<readonly [string, Partial<MsgOpenSession>, ErrorDefinition]>([
  ["a buyer that is no address", { buyer: "me" }, malformedMessage],
  ["an escrow of 0", { escrow: { denom: "udemo", amount: "0" } }, malformedMessage],
  ["a session key of 32 bytes", { sessionKey: new Uint8Array(32) }, malformedMessage],
  ["a session without visibility", { visibility: 0 }, malformedMessage],
  ["no duration", { durationSeconds: 0n }, malformedMessage],
  ["an unknown offer", { offerId: 9n }, unknownOffer],
  ["an escrow in another denom", { escrow: { denom: "uopen", amount: "5000000" } }, escrowDenomDiffers],
  ["a longer session than allowed", { durationSeconds: 1001n }, durationTooLong],
])("%s is refused", (_, change, error) => {
  expectRefusal(openLoop().world, messages.openSession, sessionMessage(change), error);
});

test("a closed offer takes no session, and keeps its bond while one is open", () => {
  const { world } = openLoop();
  world.deliver(messages.closeOffer, { host, offerId: 1n });
  expectRefusal(world, messages.openSession, sessionMessage(), offerClosed);
  expectRefusal(world, messages.closeOffer, { host, offerId: 1n }, offerClosed);
  expect(world.balance(host, "udemo")).toBe(FUNDS - 100_000_000n);
  passTime(world);
  expect(world.balance(host, "udemo")).toBe(FUNDS);
  expect(world.brokenInvariants()).toEqual([]);
});

const licensed = (terms: Partial<Licence>): Partial<MsgCreateDatanet> => ({
  licence: { ...assertDefined(datanetMessage().licence, "a licence"), ...terms },
});

test("a datanet that allows quotes on demand only takes public sessions: only openings attached early are refused", () => {
  const quote = QuotePolicy.QUOTE_POLICY_DEMAND_ONLY;
  const { world } = openLoop({ manifest: licensed({ quote }) });
  expect(world.events.map(({ type }) => type)).toContain("session_opened");
});

const PRIVATE: Partial<MsgOpenSession> = { visibility: Visibility.VISIBILITY_PRIVATE };
const { PRIVATE_SESSIONS_NEVER, PRIVATE_SESSIONS_WITH_AUDITOR, PRIVATE_SESSIONS_ANY } = PrivateSessions;

test("licences decide on private sessions: never, with the datanet's own auditor, any", () => {
  const never = openLoop({ manifest: licensed({ privateSessions: PRIVATE_SESSIONS_NEVER }) }).world;
  expectRefusal(never, messages.openSession, sessionMessage({ ...PRIVATE, auditors: [bob] }), privateNotLicensed);

  const terms = licensed({ privateSessions: PRIVATE_SESSIONS_WITH_AUDITOR, auditor: alice });
  const audited = openLoop({ manifest: terms }).world;
  expectRefusal(audited, messages.openSession, sessionMessage(PRIVATE), auditorMissing);
  expectRefusal(audited, messages.openSession, sessionMessage({ ...PRIVATE, auditors: [bob] }), auditorMissing);
  audited.deliver(messages.openSession, sessionMessage({ ...PRIVATE, auditors: [bob, alice] }));

  const any = openLoop({ manifest: licensed({ privateSessions: PRIVATE_SESSIONS_ANY }) }).world;
  const { sessionId } = any.deliver(messages.openSession, sessionMessage({ ...PRIVATE, auditors: [bob] }));
  const stored = sessions.require(any.context().store.store(MARKET), sessionId);
  expect([stored.visibility, stored.auditors]).toEqual([Visibility.VISIBILITY_PRIVATE, [bob]]);
});

test.each<readonly [string, Partial<MsgOpenSession>]>([
  ["auditors of a public session", { auditors: [bob] }],
  ["an auditor that is no address", { ...PRIVATE, auditors: ["me"] }],
  ["an auditor twice", { ...PRIVATE, auditors: [bob, bob] }],
  ["the buyer as auditor", { ...PRIVATE, auditors: [buyer] }],
  ["nine auditors", { ...PRIVATE, auditors: [1, 2, 3, 4, 5, 6, 7, 9, 10].map((seed) => account(seed)) }],
  ["a visibility that is unknown", { visibility: 3 }],
])("%s are refused", (_, change) => {
  const { world } = openLoop({ manifest: licensed({ privateSessions: PRIVATE_SESSIONS_ANY }) });
  expectRefusal(world, messages.openSession, sessionMessage(change), malformedMessage);
});

test("the opening fee is split at once like an answer without owners", () => {
  const { world } = openLoop();
  const split = world.events.find(({ type }) => type === "opening_fee_split");
  const value = (key: string): bigint => BigInt(split?.attributes.find((one) => one.key === key)?.value ?? "-1");
  // 1,001: data 400, of which 200 are the prior (3 % of it to the curator) and 200 return.
  expect(
    ["owned", "priors", "curators", "returned", "host", "model", "stakers", "burned", "treasury"].map(value),
  ).toEqual([0n, 194n, 6n, 200n, 250n, 200n, 100n, 0n, 51n]);
  expect(world.balance(buyer, "udemo")).toBe(FUNDS - 5_000_000n - 1001n + 200n);
  expect(world.brokenInvariants()).toEqual([]);
});

test("the buyer closes a session once, then only settlements are taken", () => {
  const { world } = openLoop();
  expectRefusal(world, messages.closeSession, { buyer: "", sessionId: 1n }, malformedMessage);
  expectRefusal(world, messages.closeSession, { buyer: bob, sessionId: 1n }, notBuyer);
  expectRefusal(world, messages.closeSession, { buyer, sessionId: 2n }, unknownSession);
  world.deliver(messages.closeSession, { buyer, sessionId: 1n });
  expectRefusal(world, messages.closeSession, { buyer, sessionId: 1n }, sessionNotOpen);
  const before = world.balance(buyer, "udemo");
  world.nextBlock(19);
  world.nextBlock(1);
  expect(world.balance(buyer, "udemo")).toBe(before);
  world.nextBlock();
  expect(world.balance(buyer, "udemo")).toBe(before + 5_000_000n);
  expectRefusal(world, messages.closeSession, { buyer, sessionId: 1n }, unknownSession);
});

test("an expired session cannot be closed any more", () => {
  const { world } = openLoop();
  world.nextBlock(100);
  expectRefusal(world, messages.closeSession, { buyer, sessionId: 1n }, sessionNotOpen);
});
