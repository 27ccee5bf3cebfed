import { rulingBy } from "@openledger/attribution";
import { DisputeRemedy, MsgAnswerDispute, MsgDispute, MsgRevoke } from "@openledger/messages/openledger/datanet/v1";
import { TxError } from "@openledger/state-machine";
import fc from "fast-check";
import { expect, test } from "vitest";
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
import type { World } from "../support/world.fixture.ts";
import { datanetKeeper } from "./module.ts";

const OWNERS = [alice, bob] as const;
const TEXT = "Lanterns drift along the harbour while the ferry waits for late passengers. ".repeat(40);

const step = fc.oneof(
  fc.record({ do: fc.constant("contribute" as const), owner: fc.nat(1), grade: fc.integer({ min: 1, max: 100 }) }),
  fc.record({ do: fc.constant("revoke" as const), seq: fc.integer({ min: 1, max: 5 }), erase: fc.boolean() }),
  fc.record({ do: fc.constant("rows" as const), seq: fc.integer({ min: 1, max: 5 }), first: fc.nat(3), count: fc.integer({ min: 1, max: 3 }) }),
  fc.record({
    ...{ do: fc.constant("dispute" as const), seq: fc.integer({ min: 1, max: 5 }), challenger: fc.nat(1) },
    ...{ remedy: fc.constantFrom(DisputeRemedy.DISPUTE_REMEDY_STRIKE, DisputeRemedy.DISPUTE_REMEDY_REASSIGN), concedes: fc.boolean() },
  }),
  fc.constant({ do: "sell" as const }),
  fc.record({ do: fc.constant("claim" as const), owner: fc.nat(1) }),
);

/** Freezes, publishes and sells an answer without owners: all of its data part goes to the pool of the newest version. */
function sell(world: World): void {
  attempt(() => world.deliver(messages.freezeVersion, { signer: creator, datanetId: 1n }));
  const version = datanetKeeper.datanet(world.context(), 1n)?.versionCount ?? 0n;
  const { modelId } = world.deliver(messages.publishModel, modelMessage([{ datanetId: 1n, version, priorBps: 10_000 }]));
  const { offerId } = world.deliver(messages.createOffer, offerMessage({ modelId, openingFee: "100003" }));
  world.deliver(messages.openSession, sessionMessage({ offerId, escrow: { denom: "udemo", amount: "1" } }));
}

/** What the chain refuses changes nothing. */
function attempt(action: () => void): void {
  try {
    action();
  } catch (error) {
    if (!(error instanceof TxError)) throw error;
  }
}

/** A dispute that ends at once: the owner concedes, or says nothing for longer than everybody's time. */
function decide(world: World, one: { readonly seq: number; readonly challenger: number; readonly remedy: DisputeRemedy; readonly concedes: boolean }): void {
  const contribution = datanetKeeper.contribution(world.context(), 1n, BigInt(one.seq));
  const owner = (contribution && rulingBy(contribution.marks).owner) ?? contribution?.contributor ?? alice;
  const challenger = OWNERS[one.challenger] ?? bob;
  const { disputeId } = world.deliver(
    messages.dispute,
    MsgDispute.create({ challenger, datanetId: 1n, seq: BigInt(one.seq), remedy: one.remedy, text: "Mine." }),
  );
  if (one.concedes) world.deliver(messages.answerDispute, MsgAnswerDispute.create({ owner, disputeId, concede: true }));
  else for (const seconds of [20, 10, 1]) world.nextBlock(seconds);
}

function run(world: World, one: typeof step extends fc.Arbitrary<infer Step> ? Step : never, i: number): void {
  switch (one.do) {
    case "contribute":
      contribute(world, `${TEXT}Number ${i}.`, OWNERS[one.owner] ?? alice, 1n, one.grade);
      break;
    case "revoke":
    case "rows": {
      const seq = BigInt(one.seq);
      const found = datanetKeeper.contribution(world.context(), 1n, seq);
      const contributor = (found && rulingBy(found.marks).owner) ?? found?.contributor ?? alice;
      const rows = one.do === "rows" ? [{ document: 0, firstChunk: one.first, chunkCount: one.count }] : [];
      const erase = one.do === "revoke" && one.erase;
      attempt(() => world.deliver(messages.revoke, MsgRevoke.create({ contributor, datanetId: 1n, seq, rows, erase })));
      break;
    }
    case "dispute":
      attempt(() => decide(world, one));
      break;
    case "sell":
      attempt(() => sell(world));
      break;
    case "claim":
      attempt(() => world.deliver(messages.claimRewards, { claimant: OWNERS[one.owner] ?? alice }));
  }
}

test("whatever is taken back, struck or reassigned in whatever order, sums hold and no pool owes more than it holds", () => {
  fc.assert(
    fc.property(fc.array(step, { minLength: 5, maxLength: 25 }), (steps) => {
      const world = fundedWorld();
      world.deliver(messages.createDatanet, datanetMessage({ curatorBps: 0 }));
      contribute(world, TEXT, alice);
      const supply = world.supply("udemo");
      for (const [i, one] of steps.entries()) {
        run(world, one, i);
        world.nextBlock();
        expect(world.brokenInvariants()).toEqual([]);
      }
      for (const claimant of OWNERS) attempt(() => world.deliver(messages.claimRewards, { claimant }));
      expect(world.brokenInvariants()).toEqual([]);
      expect(world.supply("udemo")).toBe(supply);
      expect(world.balance(alice, "udemo") + world.balance(bob, "udemo")).toBeGreaterThanOrEqual(2n * FUNDS);
    }),
    { numRuns: 40 },
  );
});
