import { ContributionState, MsgReview, MsgRevoke, Verdict } from "@openledger/messages/openledger/datanet/v1";
import { TxError } from "@openledger/state-machine";
import { expect, test } from "vitest";
import { alice, bob, contribute, contributionMessage, creator, curator, datanetMessage, fundedWorld, FUNDS, messages } from "../../support/messages.fixture.ts";
import { expectRefusal } from "../../support/refusal.fixture.ts";
import type { World } from "../../support/world.fixture.ts";
import { contentErased, malformedMessage, notAppealable, unknownContribution, unknownDatanet } from "../errors.ts";
import { datanetKeeper } from "../module.ts";

const rejection = MsgReview.create({ curator, datanetId: 1n, seq: 1n, verdict: Verdict.VERDICT_REJECT, reasonCode: 6 });

function worldWithText(): { readonly world: World; readonly authority: string } {
  const world = fundedWorld();
  world.deliver(messages.createDatanet, datanetMessage());
  world.deliver(messages.contribute, contributionMessage("A text that curators did not want.", alice, 1n).msg);
  return { world, authority: world.bank.moduleAddress(world.context(), "gov") };
}

test("only governance accepts on appeal, and only what was refused and not taken back", () => {
  const { world, authority } = worldWithText();
  const appeal = { authority, datanetId: 1n, seq: 1n, grade: 60 };
  expectRefusal(world, messages.decideAppeal, appeal, notAppealable);
  expectRefusal(world, messages.decideAppeal, { ...appeal, grade: 0 }, malformedMessage);
  expectRefusal(world, messages.decideAppeal, { ...appeal, datanetId: 2n }, unknownDatanet);
  expectRefusal(world, messages.decideAppeal, { ...appeal, seq: 2n }, unknownContribution);
  expect(() => world.deliver(messages.decideAppeal, { ...appeal, authority: alice })).toThrow(TxError);
  world.deliver(messages.revoke, MsgRevoke.create({ contributor: alice, datanetId: 1n, seq: 1n }));
  expectRefusal(world, messages.decideAppeal, appeal, notAppealable);
});

test("what was rejected enters the log from now on under its own registration, and locks nothing of its contributor's", () => {
  const { world, authority } = worldWithText();
  world.deliver(messages.review, rejection);
  contribute(world, "A text that was accepted meanwhile.", bob);
  const { logIndex } = world.deliver(messages.decideAppeal, { authority, datanetId: 1n, seq: 1n, grade: 60 });
  expect(logIndex).toBe(1n);
  const state = ContributionState.CONTRIBUTION_STATE_ACCEPTED;
  expect(datanetKeeper.contribution(world.context(), 1n, 1n)).toMatchObject({ state, grade: 60, sequence: 1n, acceptedSequence: 2n, bond: { denom: "uopen", amount: "0" } });
  // The fee of the rejection stays burned.
  expect(world.balance(alice, "uopen")).toBe(FUNDS - 7n);
  expect(world.deliver(messages.freezeVersion, { signer: creator, datanetId: 1n }).logSize).toBe(2n);
  expectRefusal(world, messages.decideAppeal, { authority, datanetId: 1n, seq: 1n, grade: 60 }, notAppealable);
  expect(world.brokenInvariants()).toEqual([]);
});

test("what was refused is not accepted once somebody who registered it before had the content erased", () => {
  const world = fundedWorld();
  const authority = world.bank.moduleAddress(world.context(), "gov");
  world.deliver(messages.createDatanet, datanetMessage());
  for (const contributor of [bob, alice]) world.deliver(messages.contribute, contributionMessage("The same words twice.", contributor, 1n).msg);
  world.deliver(messages.review, { ...rejection, seq: 2n });
  world.deliver(messages.revoke, MsgRevoke.create({ contributor: bob, datanetId: 1n, seq: 1n, erase: true }));
  expectRefusal(world, messages.decideAppeal, { authority, datanetId: 1n, seq: 2n, grade: 60 }, contentErased);
});

test("what lapsed is accepted as well, though its contributor could not cover a bond", () => {
  const { world, authority } = worldWithText();
  world.nextBlock(100);
  world.nextBlock();
  const ctx = world.context();
  const balance = { denom: "uopen", amount: world.balance(alice, "uopen").toString() };
  world.bank.sendToModule(ctx, alice, "treasury", balance);
  world.deliver(messages.decideAppeal, { authority, datanetId: 1n, seq: 1n, grade: 1 });
  expect(world.balance(alice, "uopen")).toBe(0n);
  expect(world.brokenInvariants()).toEqual([]);
});
