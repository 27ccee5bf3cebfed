import fc from "fast-check";
import { expect, test } from "vitest";
import { MsgRevoke } from "@openledger/messages/openledger/datanet/v1";
import type { QueryClaimableResponse } from "@openledger/messages/openledger/rewards/v1";
import { assertDefined } from "@openledger/primitives";
import type { World } from "../support/world.fixture.ts";
import {
  alice,
  bob,
  contribute,
  creator,
  datanetMessage,
  fundedWorld,
  FUNDS,
  messages,
  modelMessage,
  offerMessage,
  sessionMessage,
} from "../support/messages.fixture.ts";
import { datanetKeeper } from "../datanet/module.ts";
import { MAX_DRAWS_PER_CLAIM } from "./claim.ts";
import { createClaimRewards } from "./handlers/claim-rewards.ts";
import { fillPool } from "./pools.ts";
import { REWARDS, unitsHeld } from "./state.ts";

/** A model that gives the whole unowned part to datanet 1, which takes no curators' share. */
function worldWithPrior(texts: readonly (readonly [text: string, owner: string, grade: number])[]): World {
  const world = fundedWorld();
  world.deliver(messages.createDatanet, datanetMessage({ curatorBps: 0 }));
  for (const [text, owner, grade] of texts) contribute(world, text, owner, 1n, grade);
  world.deliver(messages.freezeVersion, { signer: creator, datanetId: 1n });
  world.deliver(messages.publishModel, modelMessage([{ datanetId: 1n, version: 1n, priorBps: 10_000 }]));
  world.deliver(messages.createOffer, offerMessage({ openingFee: "100000" }));
  return world;
}

const claimable = (world: World, address: string): bigint => {
  const { amount } = world.query<QueryClaimableResponse>("/openledger.rewards.v1.Query/Claimable", { address });
  return BigInt(amount.find(({ denom }) => denom === "udemo")?.amount ?? "0");
};

test("a pool is divided by grade x tokens, and only among contributions of its version", () => {
  // Four tokens each, so the grades decide: 60 and 20 of 80.
  const world = worldWithPrior([
    ["one two three four", alice, 60],
    ["five six seven eight", bob, 20],
  ]);
  contribute(world, "nine ten eleven twelve", bob, 1n, 100);
  world.deliver(messages.openSession, sessionMessage());
  // The data part of 100,000 is 40,000.
  expect(claimable(world, alice)).toBe(30_000n);
  expect(claimable(world, bob)).toBe(10_000n);
  world.deliver(messages.claimRewards, { claimant: bob });
  expect(world.balance(bob, "udemo")).toBe(FUNDS + 10_000n);
  expect(claimable(world, bob)).toBe(0n);
  expect(claimable(world, alice)).toBe(30_000n);
  expect(world.brokenInvariants()).toEqual([]);
});

test("what was revoked before a version was frozen draws nothing from it, and keeps what it earned before", () => {
  const world = worldWithPrior([
    ["one two three four", alice, 60],
    ["five six seven eight", bob, 20],
  ]);
  world.deliver(messages.openSession, sessionMessage());
  world.deliver(messages.revoke, MsgRevoke.create({ contributor: alice, datanetId: 1n, seq: 1n, erase: true }));
  world.deliver(messages.freezeVersion, { signer: creator, datanetId: 1n });
  world.deliver(messages.publishModel, modelMessage([{ datanetId: 1n, version: 2n, priorBps: 10_000 }], { modelId: 1n, name: "" }));
  world.deliver(messages.createOffer, offerMessage({ openingFee: "100000", modelVersion: 2n }));
  world.deliver(messages.openSession, sessionMessage({ offerId: 2n }));
  expect(claimable(world, alice)).toBe(30_000n);
  expect(claimable(world, bob)).toBe(50_000n);
  for (const claimant of [alice, bob]) world.deliver(messages.claimRewards, { claimant });
  expect(world.brokenInvariants()).toEqual([]);
});

test("claiming often or once pays the same, and a pool never owes more than it holds", () => {
  const grades = fc.integer({ min: 1, max: 100 });
  fc.assert(
    fc.property(fc.array(fc.boolean(), { minLength: 1, maxLength: 8 }), grades, grades, (claims, first, second) => {
      const world = worldWithPrior([
        ["a b c d e f g", alice, first],
        ["h i j k l", bob, second],
      ]);
      for (const isClaiming of claims) {
        world.deliver(messages.openSession, sessionMessage({ escrow: { denom: "udemo", amount: "1" } }));
        if (isClaiming && claimable(world, alice) > 0n) world.deliver(messages.claimRewards, { claimant: alice });
        expect(world.brokenInvariants()).toEqual([]);
      }
      const total = 40_000n * BigInt(claims.length);
      const weights = { alice: 7n * BigInt(first), bob: 5n * BigInt(second) };
      const received = world.balance(alice, "udemo") - FUNDS + claimable(world, alice);
      const exact = (total * weights.alice) / (weights.alice + weights.bob);
      expect(received === exact || received === exact - 1n).toBe(true);
    }),
    { numRuns: 15 },
  );
});

test("one claim looks at a bounded number of pools, the next one goes on behind", () => {
  const count = MAX_DRAWS_PER_CLAIM / 2 + 10;
  const world = worldWithPrior(Array.from({ length: count }, () => ["one two three four", alice, 50] as const));
  world.deliver(messages.openSession, sessionMessage());
  const all = claimable(world, alice);
  world.deliver(messages.claimRewards, { claimant: alice });
  const first = world.balance(alice, "udemo") - FUNDS;
  expect(first).toBeGreaterThan(0n);
  expect(first).toBeLessThan(all);
  world.deliver(messages.claimRewards, { claimant: alice });
  expect(world.balance(alice, "udemo") - FUNDS).toBe(all);
  expect(world.brokenInvariants()).toEqual([]);
});

test("a claim stops within the pools of one contribution and goes on behind the last of them", () => {
  const world = worldWithPrior([["one two three four", alice, 50]]);
  const ctx = world.context();
  const versions = MAX_DRAWS_PER_CLAIM + 88;
  const store = ctx.store.store(REWARDS);
  // As if the datanet had frozen so many versions, each with income of its own.
  const frozen = assertDefined(datanetKeeper.version(ctx, 1n, 1n), "version 1");
  const datanets = { ...datanetKeeper, version: () => frozen };
  for (let version = 1n; version <= versions; version++) {
    fillPool(ctx, { datanetId: 1n, version, denom: "udemo" }, 25n, frozen.priorWeight);
  }
  unitsHeld.add(store, "udemo", 25n * BigInt(versions));
  world.bank.sendToModule(ctx, bob, REWARDS, { denom: "udemo", amount: String(25 * versions) });
  const { handle } = createClaimRewards({ bank: world.bank, datanets });
  const received = (): bigint => world.balance(alice, "udemo") - FUNDS;
  handle(ctx, { claimant: alice });
  expect(received()).toBe(25n * BigInt(MAX_DRAWS_PER_CLAIM));
  handle(ctx, { claimant: alice });
  expect(received()).toBe(25n * BigInt(versions));
  expect(world.brokenInvariants()).toEqual([]);
});
