import { expect, test } from "vitest";
import type { MsgCreateOffer } from "@openledger/messages/openledger/market/v1";
import type { ErrorDefinition } from "@openledger/state-machine";
import type { World } from "../../support/world.fixture.ts";
import {
  alice,
  bob,
  contribute,
  creator,
  datanetMessage,
  fundedWorld,
  FUNDS,
  host,
  messages,
  modelMessage,
  offerMessage,
} from "../../support/messages.fixture.ts";
import { expectRefusal } from "../../support/refusal.fixture.ts";
import {
  bondDenomDiffers,
  denomNotListed,
  malformedMessage,
  notHost,
  openingFeeTooHigh,
  priceBelowFloor,
  tooManyUnsignedCalls,
  unknownModelVersion,
  unknownOffer,
} from "../errors.ts";

function worldWithModel(): World {
  const world = fundedWorld();
  world.deliver(messages.createDatanet, datanetMessage());
  contribute(world, "A text to answer from.", alice);
  world.deliver(messages.freezeVersion, { signer: creator, datanetId: 1n });
  const floorPrice = { denom: "udemo", amount: "100" };
  world.deliver(messages.publishModel, modelMessage([{ datanetId: 1n, version: 1n, priorBps: 0 }], { floorPrice }));
  return world;
}

const price = { denom: "udemo", perCall: "100", per1kInput: "0", per1kOutput: "0" };

test.each<readonly [string, Partial<MsgCreateOffer>, ErrorDefinition]>([
  ["a host that is no address", { host: "here" }, malformedMessage],
  ["an endpoint that is no URL", { endpoint: "ftp://host" }, malformedMessage],
  ["no price", { price: undefined }, malformedMessage],
  ["a price of 0 per call", { price: { ...price, perCall: "0" } }, malformedMessage],
  ["a price that is no number", { price: { ...price, per1kInput: "1.5" } }, malformedMessage],
  ["a latency class of 0", { latencyClassMs: 0n }, malformedMessage],
  ["a late part above the whole", { lateBps: 10_001 }, malformedMessage],
  ["no unsigned call", { unsignedCalls: 0 }, malformedMessage],
  ["no bond", { bond: undefined }, malformedMessage],
  ["a receipt key of 65 bytes", { receiptKey: new Uint8Array(65).fill(4) }, malformedMessage],
  ["an unknown model version", { modelVersion: 2n }, unknownModelVersion],
  ["a denom that is not listed", { price: { ...price, denom: "uother" } }, denomNotListed],
  ["a bond in another denom", { price, openingFee: "0", bond: { denom: "uopen", amount: "5" } }, bondDenomDiffers],
  ["a price below the floor", { price: { ...price, perCall: "99" }, openingFee: "0" }, priceBelowFloor],
  [
    "a price in another denom than the floor",
    { price: { ...price, denom: "uopen" }, bond: { denom: "uopen", amount: "5" } },
    priceBelowFloor,
  ],
  ["more unsigned calls than allowed", { unsignedCalls: 65 }, tooManyUnsignedCalls],
  ["an opening fee above c calls", { price, openingFee: "401" }, openingFeeTooHigh],
])("%s is refused", (_, change, error) => {
  expectRefusal(worldWithModel(), messages.createOffer, offerMessage(change), error);
});

test("an offer holds its bond until it is closed", () => {
  const world = worldWithModel();
  world.deliver(messages.createOffer, offerMessage());
  expect(world.balance(host, "udemo")).toBe(FUNDS - 100_000_000n);
  expectRefusal(world, messages.closeOffer, { host: bob, offerId: 1n }, notHost);
  expectRefusal(world, messages.closeOffer, { host, offerId: 2n }, unknownOffer);
  expectRefusal(world, messages.closeOffer, { host: "", offerId: 1n }, malformedMessage);
  world.deliver(messages.closeOffer, { host, offerId: 1n });
  expect(world.balance(host, "udemo")).toBe(FUNDS);
  expectRefusal(world, messages.closeOffer, { host, offerId: 1n }, unknownOffer);
  expect(world.brokenInvariants()).toEqual([]);
});
