// Offers as buyers look for them: in order of price, with what the chain has seen of their hosts.
import type { HostRecord, MsgCreateOffer, QueryModelOffersResponse } from "@openledger/messages/openledger/market/v1";
import { expect, test } from "vitest";
import { ALICE_TEXT, answer, BOB_TEXT, openLoop, passTime, settleMessage } from "../support/loop.fixture.ts";
import { bob, host, messages, offerMessage, sessionMessage } from "../support/messages.fixture.ts";
import { expectRefusal } from "../support/refusal.fixture.ts";
import type { World } from "../support/world.fixture.ts";
import { malformedMessage, offerClosed } from "./errors.ts";

const listed = (world: World, denom = "", pagination?: object): QueryModelOffersResponse =>
  world.query("/openledger.market.v1.Query/ModelOffers", { modelId: 1n, modelVersion: 1n, denom, pagination });
const ids = (world: World, denom?: string): readonly (bigint | undefined)[] =>
  listed(world, denom).listings.map(({ offer }) => offer?.id);
const recordOf = (world: World, address: string): HostRecord =>
  world.query<{ record: HostRecord }>("/openledger.market.v1.Query/HostRecord", { host: address }).record;

const priced = (denom: string, perCall: string): Partial<MsgCreateOffer> => ({
  price: { denom, perCall, per1kInput: "0", per1kOutput: "0" },
  bond: { denom, amount: "5000000" },
  openingFee: "1",
});

test("offers of a model version come in order of denom, price and age, until they are closed", () => {
  const { world } = openLoop();
  for (const price of [priced("udemo", "7"), priced("uopen", "9"), priced("udemo", "100003"), priced("udemo", "18446744073709551616")]) {
    world.deliver(messages.createOffer, offerMessage({ host: bob, ...price }));
  }
  expect(ids(world)).toEqual([2n, 1n, 4n, 5n, 3n]);
  expect(ids(world, "udemo")).toEqual([2n, 1n, 4n, 5n]);
  expect(ids(world, "uopen")).toEqual([3n]);
  const first = listed(world, "udemo", { key: new Uint8Array(0), offset: 0n, limit: 3n, countTotal: false, reverse: false });
  const rest = { key: first.pagination?.nextKey ?? new Uint8Array(0), offset: 0n, limit: 3n, countTotal: false, reverse: false };
  expect(listed(world, "udemo", rest).listings.map(({ offer }) => offer?.id)).toEqual([5n]);
  world.deliver(messages.closeOffer, { host, offerId: 1n });
  world.deliver(messages.closeOffer, { host: bob, offerId: 2n });
  expect(ids(world)).toEqual([4n, 5n, 3n]);
  expectRefusal(world, messages.openSession, sessionMessage(), offerClosed);
});

test("an offer says how much it takes at once, and who runs it with what power", () => {
  const { world } = openLoop();
  const said = { capacity: 12, operator: "Tea Computing", region: "eu-west", powerSource: "wind" };
  world.deliver(messages.createOffer, offerMessage({ host: bob, ...priced("uopen", "5"), ...said }));
  expect(listed(world, "uopen").listings[0]).toMatchObject({ offer: said, record: { host: bob, settledReceipts: 0n } });
  for (const bad of [{ operator: "x".repeat(65) }, { capacity: 1_000_001 }]) {
    expectRefusal(world, messages.createOffer, offerMessage(bad), malformedMessage);
  }
});

test("a host's record counts what was settled, what was late and what was void", () => {
  const loop = openLoop();
  const { world } = loop;
  answer(loop, ALICE_TEXT);
  answer(loop, BOB_TEXT, 1_001n);
  world.deliver(messages.settle, settleMessage(loop));
  expect(recordOf(world, host)).toMatchObject({ openedReceipts: 2n, lateReceipts: 1n, settledReceipts: 0n });
  world.nextBlock(50);
  world.nextBlock(1);
  world.nextBlock(1);
  expect(recordOf(world, host)).toMatchObject({ settledReceipts: 2n, voidedReceipts: 0n });
  answer(loop, ALICE_TEXT);
  world.deliver(messages.settle, settleMessage(loop, 2));
  passTime(world);
  expect(recordOf(world, host)).toEqual({
    ...{ host, settledReceipts: 3n, openedReceipts: 3n, lateReceipts: 1n, voidedReceipts: 0n, voidSettlements: 0n },
  });
  expect(recordOf(world, bob)).toMatchObject({ host: bob, settledReceipts: 0n });
});
