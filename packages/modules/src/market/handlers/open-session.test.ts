import { expect, test } from "vitest";
import { QuotePolicy } from "@openledger/messages/openledger/datanet/v1";
import type { MsgOpenSession } from "@openledger/messages/openledger/market/v1";
import type { ErrorDefinition } from "@openledger/state-machine";
import { openLoop, passTime } from "../../support/loop.fixture.ts";
import {
  alice,
  bob,
  buyer,
  contribute,
  creator,
  datanetMessage,
  fundedWorld,
  FUNDS,
  host,
  messages,
  modelMessage,
  offerMessage,
  sessionMessage,
} from "../../support/messages.fixture.ts";
import { expectRefusal } from "../../support/refusal.fixture.ts";
import {
  durationTooLong,
  escrowDenomDiffers,
  malformedMessage,
  notBuyer,
  offerClosed,
  quoteNotPublic,
  sessionNotOpen,
  unknownOffer,
  unknownSession,
} from "../errors.ts";

test.each<readonly [string, Partial<MsgOpenSession>, ErrorDefinition]>([
  ["a buyer that is no address", { buyer: "me" }, malformedMessage],
  ["an escrow of 0", { escrow: { denom: "udemo", amount: "0" } }, malformedMessage],
  ["a session key of 32 bytes", { sessionKey: new Uint8Array(32) }, malformedMessage],
  ["a session that is not public", { visibility: 0 }, malformedMessage],
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

test("a datanet that allows quotes on demand only takes no public session", () => {
  const world = fundedWorld();
  const licence = datanetMessage().licence;
  const quote = QuotePolicy.QUOTE_POLICY_DEMAND_ONLY;
  world.deliver(messages.createDatanet, datanetMessage({ licence: licence && { ...licence, quote } }));
  contribute(world, "A text not to be shown.", alice);
  world.deliver(messages.freezeVersion, { signer: creator, datanetId: 1n });
  world.deliver(messages.publishModel, modelMessage([{ datanetId: 1n, version: 1n, priorBps: 0 }]));
  world.deliver(messages.createOffer, offerMessage());
  expectRefusal(world, messages.openSession, sessionMessage(), quoteNotPublic);
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
