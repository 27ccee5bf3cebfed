import { DisputeOutcome, DisputeRemedy, MsgAnswerDispute, MsgDispute } from "@openledger/messages/openledger/datanet/v1";
import { TxError } from "@openledger/state-machine";
import { expect, test } from "vitest";
import { alice, bob, contribute, datanetMessage, fundedWorld, FUNDS, messages } from "../../support/messages.fixture.ts";
import { expectRefusal } from "../../support/refusal.fixture.ts";
import type { World } from "../../support/world.fixture.ts";
import { malformedMessage, notDecidable, unknownDispute } from "../errors.ts";
import { datanetKeeper } from "../module.ts";

const { DISPUTE_OUTCOME_STRUCK: STRUCK, DISPUTE_OUTCOME_REASSIGNED: REASSIGNED, DISPUTE_OUTCOME_DISMISSED: DISMISSED } = DisputeOutcome;
/** Of two KiB, so its bond is 20. */
const TEXT = "Words that somebody else wrote first. ".repeat(50);

function escalated(): { readonly world: World; readonly authority: string } {
  const world = fundedWorld();
  world.deliver(messages.createDatanet, datanetMessage());
  contribute(world, TEXT, alice);
  const remedy = DisputeRemedy.DISPUTE_REMEDY_STRIKE;
  world.deliver(messages.dispute, MsgDispute.create({ challenger: bob, datanetId: 1n, seq: 1n, remedy, text: "Mine." }));
  world.deliver(messages.answerDispute, MsgAnswerDispute.create({ owner: alice, disputeId: 1n, text: "Not yours." }));
  return { world, authority: world.bank.moduleAddress(world.context(), "gov") };
}

test("only governance decides, only what was left to it, and in time", () => {
  const { world, authority } = escalated();
  const decide = { authority, disputeId: 1n, outcome: STRUCK };
  expectRefusal(world, messages.decideDispute, decide, notDecidable);
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
  const { world, authority } = escalated();
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
  const { world, authority } = escalated();
  world.deliver(messages.escalateDispute, { signer: bob, disputeId: 1n });
  const before = world.balance(alice, "uopen");
  world.deliver(messages.decideDispute, { authority, disputeId: 1n, outcome: DISMISSED });
  expect([world.balance(alice, "uopen"), world.balance(bob, "uopen")]).toEqual([before + 500n, FUNDS - 1001n]);
  expect(datanetKeeper.contribution(world.context(), 1n, 1n)?.marks).toEqual([]);
  expect(world.brokenInvariants()).toEqual([]);
});
