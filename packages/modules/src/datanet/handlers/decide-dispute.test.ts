import { DisputeOutcome, DisputeRemedy, MsgAnswerDispute, MsgDispute, MsgRevoke } from "@openledger/messages/openledger/datanet/v1";
import { TxError } from "@openledger/state-machine";
import { expect, test } from "vitest";
import { alice, bob, contribute, datanetMessage, fundedWorld, FUNDS, host, messages } from "../../support/messages.fixture.ts";
import { expectRefusal } from "../../support/refusal.fixture.ts";
import type { World } from "../../support/world.fixture.ts";
import { disputeOpen, malformedMessage, notDecidable, unknownDispute } from "../errors.ts";
import { datanetKeeper } from "../module.ts";

const { DISPUTE_OUTCOME_STRUCK: STRUCK, DISPUTE_OUTCOME_REASSIGNED: REASSIGNED, DISPUTE_OUTCOME_DISMISSED: DISMISSED } = DisputeOutcome;
/** Of two KiB, so its bond is 20. */
const TEXT = "Words that somebody else wrote first. ".repeat(50);

function disputed(): { readonly world: World; readonly authority: string } {
  const world = fundedWorld();
  world.deliver(messages.createDatanet, datanetMessage());
  contribute(world, TEXT, alice);
  const remedy = DisputeRemedy.DISPUTE_REMEDY_STRIKE;
  world.deliver(messages.dispute, MsgDispute.create({ challenger: bob, datanetId: 1n, seq: 1n, remedy, text: "Mine." }));
  return { world, authority: world.bank.moduleAddress(world.context(), "gov") };
}

function contested(): ReturnType<typeof disputed> {
  const started = disputed();
  started.world.deliver(messages.answerDispute, MsgAnswerDispute.create({ owner: alice, disputeId: 1n, text: "Not yours." }));
  return started;
}

test("only governance decides, only after the owner's turn, and in time", () => {
  const { world, authority } = disputed();
  const decide = { authority, disputeId: 1n, outcome: STRUCK };
  expectRefusal(world, messages.decideDispute, decide, notDecidable);
  world.deliver(messages.answerDispute, MsgAnswerDispute.create({ owner: alice, disputeId: 1n, text: "Not yours." }));
  world.deliver(messages.escalateDispute, { signer: bob, disputeId: 1n });
  expectRefusal(world, messages.decideDispute, { ...decide, disputeId: 2n }, unknownDispute);
  expectRefusal(world, messages.decideDispute, { ...decide, outcome: 4 }, malformedMessage);
  expect(() => world.deliver(messages.decideDispute, { ...decide, authority: bob })).toThrow(TxError);
  world.nextBlock(30);
  expectRefusal(world, messages.decideDispute, decide, notDecidable);
});

test.each([
  ["struck", STRUCK, 0],
  ["reassigned", REASSIGNED, 1],
] as const)("what governance has %s costs the loser the contribution's bond, half of it to the challenger", (name, outcome, owned) => {
  const { world, authority } = contested();
  world.deliver(messages.escalateDispute, { signer: bob, disputeId: 1n });
  const [supply, before] = [world.supply("uopen"), world.balance(alice, "uopen")];
  world.deliver(messages.decideDispute, { authority, disputeId: 1n, outcome });
  const types = world.events.map(({ type }) => type).filter((type) => /^(dispute|contribution)_/.test(type));
  expect(types).toEqual(["contribution_bond_slashed", "dispute_closed", `contribution_${name}`]);
  expect([world.balance(alice, "uopen"), world.balance(bob, "uopen")]).toEqual([before, FUNDS + 10n]);
  expect(world.supply("uopen")).toBe(supply - 10n);
  expect([...datanetKeeper.acceptedContributionsOf(world.context(), bob, undefined)]).toHaveLength(owned);
  expect(datanetKeeper.contribution(world.context(), 1n, 1n)?.bond).toEqual({ denom: "uopen", amount: "0" });
  expect(world.brokenInvariants()).toEqual([]);
});

test("a dispute that governance dismisses costs the challenger the bond, half of it to the owner", () => {
  const { world, authority } = contested();
  world.deliver(messages.escalateDispute, { signer: bob, disputeId: 1n });
  const before = world.balance(alice, "uopen");
  world.deliver(messages.decideDispute, { authority, disputeId: 1n, outcome: DISMISSED });
  expect([world.balance(alice, "uopen"), world.balance(bob, "uopen")]).toEqual([before + 500n, FUNDS - 1001n]);
  expect(datanetKeeper.contribution(world.context(), 1n, 1n)?.marks).toEqual([]);
  expect(world.brokenInvariants()).toEqual([]);
});

test("a friend's dispute keeps nobody out: governance decides the author's, and the others get their bonds back", () => {
  const { world, authority } = disputed();
  world.deliver(messages.dispute, MsgDispute.create({ challenger: host, datanetId: 1n, seq: 1n, remedy: DisputeRemedy.DISPUTE_REMEDY_REASSIGN, text: "I am the author." }));
  expect(world.balance(host, "uopen")).toBe(FUNDS - 2002n);
  world.deliver(messages.answerDispute, MsgAnswerDispute.create({ owner: alice, disputeId: 2n, text: "No." }));
  world.deliver(messages.decideDispute, { authority, disputeId: 2n, outcome: REASSIGNED });
  expect([world.balance(host, "uopen"), world.balance(bob, "uopen")]).toEqual([FUNDS + 10n, FUNDS]);
  expect([...datanetKeeper.acceptedContributionsOf(world.context(), host, undefined)]).toHaveLength(1);
  expectRefusal(world, messages.decideDispute, { authority, disputeId: 1n, outcome: STRUCK }, unknownDispute);
  expect(world.brokenInvariants()).toEqual([]);
});

test("an owner who is disputed takes nothing back, and what it has erased is struck, whatever was asked for", () => {
  const { world, authority } = contested();
  const revoke = MsgRevoke.create({ contributor: alice, datanetId: 1n, seq: 1n });
  expectRefusal(world, messages.revoke, revoke, disputeOpen);
  expectRefusal(world, messages.revoke, { ...revoke, rows: [{ document: 0, firstChunk: 0, chunkCount: 1 }] }, disputeOpen);
  world.deliver(messages.revoke, { ...revoke, erase: true });
  world.deliver(messages.decideDispute, { authority, disputeId: 1n, outcome: REASSIGNED });
  expect(world.events.map(({ type }) => type)).toContain("contribution_struck");
  expect([...datanetKeeper.acceptedContributionsOf(world.context(), bob, undefined)]).toEqual([]);
  expect(world.brokenInvariants()).toEqual([]);
});
