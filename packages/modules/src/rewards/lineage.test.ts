// What a model's answers pay to those it was derived from, from the buyer's coins to their claims.
import { expect, test } from "vitest";
import type { MsgPublishModel } from "@openledger/messages/openledger/model/v1";
import type { World } from "../support/world.fixture.ts";
import {
  alice,
  bob,
  contribute,
  creator,
  curator,
  datanetMessage,
  everyone,
  fundedWorld,
  messages,
  modelMessage,
  offerMessage,
  publisher,
  secondCurator,
  sessionMessage,
} from "../support/messages.fixture.ts";

/** Model 1 of the publisher, 2 of Alice on it, 3 of Bob on both, 4 of a curator on 3 and on model 1 itself. */
function worldWithFamily(): World {
  const world = fundedWorld();
  world.deliver(messages.createDatanet, datanetMessage());
  contribute(world, "Words of the datanet.", alice);
  world.deliver(messages.freezeVersion, { signer: creator, datanetId: 1n });
  const publish = (change: Partial<MsgPublishModel>, ...bases: readonly bigint[]): void => {
    const named = bases.map((modelId) => ({ modelId, version: 1n }));
    world.deliver(messages.publishModel, modelMessage([{ datanetId: 1n, version: 1n, priorBps: 0 }], { derivable: true, bases: named, ...change }));
  };
  publish({ deriveBps: 1_000 });
  publish({ publisher: alice, deriveBps: 700 }, 1n);
  publish({ publisher: bob, deriveBps: 333 }, 1n, 2n);
  publish({ publisher: curator, royalties: [{ receiver: secondCurator, bps: 100 }] }, 1n, 3n);
  return world;
}

const payouts = (world: World): readonly string[] =>
  world.events
    .filter(({ type }) => type === "payout")
    .map(({ attributes }) => new Map(attributes.map(({ key, value }) => [key, value])))
    .filter((one) => one.has("model_id"))
    .map((one) => {
      const owed = one.has("generation") ? ` for ${one.get("ancestor_model_id")}@${one.get("ancestor_version")}, generation ${one.get("generation")}` : "";
      return `${one.get("role")} of ${one.get("model_id")}@${one.get("model_version")} ${one.get("receiver")} ${one.get("amount")}${owed}`;
    });

test("each generation is paid out of a session's opening fee, once per ancestor, and can claim it", () => {
  const world = worldWithFamily();
  const supply = world.supply("udemo");
  const before = new Map(everyone.map((address) => [address, world.balance(address, "udemo")]));
  world.deliver(messages.createOffer, offerMessage({ modelId: 4n, openingFee: "100003" }));
  world.deliver(messages.openSession, sessionMessage());
  // The model part is 20,000 of 100,003.
  expect(payouts(world)).toEqual([
    `royalty of 4@1 ${secondCurator} 200`,
    `royalty of 4@1 ${publisher} 2000 for 1@1, generation 1`,
    `royalty of 4@1 ${alice} 1400 for 2@1, generation 2`,
    `royalty of 4@1 ${bob} 666 for 3@1, generation 1`,
    `model of 4@1 ${curator} 15734`,
  ]);
  for (const claimant of [publisher, alice, bob, curator, secondCurator]) world.deliver(messages.claimRewards, { claimant });
  const gained = (address: (typeof everyone)[number]): bigint => world.balance(address, "udemo") - (before.get(address) ?? 0n);
  expect([publisher, alice, bob, curator, secondCurator].map(gained)).toEqual([2_000n, 1_400n, 666n, 15_734n, 200n]);
  expect(world.supply("udemo")).toBe(supply);
  expect(world.brokenInvariants()).toEqual([]);
});
