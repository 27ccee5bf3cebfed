import { DisputeOutcome, DisputeRemedy, DisputeState, MsgAnswerDispute, MsgDispute, MsgReview, Verdict, type Dispute } from "@openledger/messages/openledger/datanet/v1";
import type { ErrorDefinition } from "@openledger/state-machine";
import { expect, test } from "vitest";
import {
  alice,
  ancestor,
  bob,
  buyer,
  contribute,
  contributionMessage,
  creator,
  curator,
  datanetMessage,
  fundedWorld,
  FUNDS,
  host,
  messages,
  publisher,
  secondCurator,
} from "../../support/messages.fixture.ts";
import { expectRefusal } from "../../support/refusal.fixture.ts";
import { watcher } from "../../support/challenge.fixture.ts";
import type { World } from "../../support/world.fixture.ts";
import { alreadyDisputed, concededTooOften, malformedMessage, notDisputable, notYourTurn, unknownContribution, unknownDispute } from "../errors.ts";
import { datanetKeeper } from "../module.ts";
import { DATANET, params } from "../state.ts";

const STRIKE = DisputeRemedy.DISPUTE_REMEDY_STRIKE;
const REASSIGN = DisputeRemedy.DISPUTE_REMEDY_REASSIGN;
const BOND = 1001n;

const dispute = (change: Partial<MsgDispute> = {}): MsgDispute =>
  MsgDispute.create({ challenger: bob, datanetId: 1n, seq: 1n, remedy: STRIKE, text: "I wrote this.", ...change });
const answered = (change: Partial<MsgAnswerDispute> = {}): MsgAnswerDispute => MsgAnswerDispute.create({ owner: alice, disputeId: 1n, ...change });
const open = (world: World): readonly Dispute[] => world.query<{ disputes: Dispute[] }>("/openledger.datanet.v1.Query/Disputes", {}).disputes;

const ownEvents = (world: World): readonly string[] => world.events.map(({ type }) => type).filter((type) => /^(dispute|contribution)_/.test(type));

/** A contribution of Alice that was accepted, and one that is pending. */
function worldWithTexts(): World {
  const world = fundedWorld();
  world.deliver(messages.createDatanet, datanetMessage());
  contribute(world, "Words that somebody else wrote first.", alice);
  world.deliver(messages.contribute, contributionMessage("Nobody has reviewed this.", alice, 1n).msg);
  return world;
}

test.each<readonly [string, Partial<MsgDispute>, ErrorDefinition]>([
  ["a challenger that is no address", { challenger: "bob" }, malformedMessage],
  ["no remedy", { remedy: 0 }, malformedMessage],
  ["a remedy that nobody knows", { remedy: 3 }, malformedMessage],
  ["evidence that is no hash", { evidenceHash: new Uint8Array(31) }, malformedMessage],
  ["no text", { text: "" }, malformedMessage],
  ["a contribution that does not exist", { seq: 9n }, unknownContribution],
  ["a contribution that is pending", { seq: 2n }, notDisputable],
  ["the owner", { challenger: alice }, notDisputable],
])("a dispute with %s is refused", (_, change, error) => {
  expectRefusal(worldWithTexts(), messages.dispute, dispute(change), error);
});

test("a dispute locks its bond, is its challenger's only one of the contribution, and says whose turn it is until when", () => {
  const world = worldWithTexts();
  world.deliver(messages.dispute, dispute());
  expect(world.balance(bob, "uopen")).toBe(FUNDS - BOND);
  const state = DisputeState.DISPUTE_STATE_OPEN;
  expect(open(world)).toMatchObject([{ id: 1n, owner: alice, challenger: bob, state, until: world.context().block.time + 20_000_000_000n }]);
  expect(ownEvents(world)).toEqual(["dispute_turn"]);
  expectRefusal(world, messages.dispute, dispute(), alreadyDisputed);
  expectRefusal(world, messages.answerDispute, answered({ owner: host }), notYourTurn);
  expectRefusal(world, messages.answerDispute, answered({ disputeId: 2n }), unknownDispute);
  expectRefusal(world, messages.escalateDispute, { signer: bob, disputeId: 1n }, notYourTurn);
  expect(world.brokenInvariants()).toEqual([]);
});

test.each([
  ["struck", STRIKE],
  ["reassigned", REASSIGN],
] as const)("an owner who concedes has the contribution %s at once and keeps the bond", (outcome, remedy) => {
  const world = worldWithTexts();
  const before = world.balance(alice, "uopen");
  world.deliver(messages.dispute, dispute({ remedy }));
  world.deliver(messages.answerDispute, answered({ concede: true }));
  expect(ownEvents(world)).toEqual(["dispute_closed", `contribution_${outcome}`]);
  expect([world.balance(alice, "uopen"), world.balance(bob, "uopen")]).toEqual([before, FUNDS]);
  expect(open(world)).toEqual([]);
  const owned = (owner: string): number => [...datanetKeeper.acceptedContributionsOf(world.context(), owner, undefined)].length;
  expect([owned(alice), owned(bob)]).toEqual([0, remedy === REASSIGN ? 1 : 0]);
  expect(world.brokenInvariants()).toEqual([]);
});

test("who won a contribution owns it: may take it back, may lose it again, and cannot dispute it", () => {
  const world = worldWithTexts();
  world.deliver(messages.dispute, dispute({ remedy: REASSIGN }));
  world.deliver(messages.answerDispute, answered({ concede: true }));
  expectRefusal(world, messages.dispute, dispute(), notDisputable);
  world.deliver(messages.dispute, dispute({ challenger: alice, remedy: REASSIGN }));
  world.deliver(messages.answerDispute, answered({ owner: bob, disputeId: 2n, concede: true }));
  expect([...datanetKeeper.acceptedContributionsOf(world.context(), alice, undefined)]).toHaveLength(1);
});

test("eight disputes of a contribution are open at a time, and each locks twice the bond of the one before", () => {
  const world = worldWithTexts();
  const challengers = [bob, curator, secondCurator, creator, publisher, host, buyer, ancestor];
  challengers.forEach((challenger, i) => {
    const before = world.balance(challenger, "uopen");
    world.deliver(messages.dispute, dispute({ challenger }));
    expect(before - world.balance(challenger, "uopen")).toBe(BOND << BigInt(i));
  });
  expectRefusal(world, messages.dispute, dispute({ challenger: watcher }), alreadyDisputed);
  world.deliver(messages.answerDispute, answered({ concede: true }));
  expect(open(world)).toEqual([]);
  expect(challengers.map((challenger) => world.balance(challenger, "uopen"))).toEqual(challengers.map(() => FUNDS));
  expect(world.brokenInvariants()).toEqual([]);
});

/** Alice and Bob concede to each other until they may not. */
function passAround(world: World): string {
  let owner: string = alice;
  for (let id = 1n; id <= 4n; id++) {
    const challenger = owner === alice ? bob : alice;
    world.deliver(messages.dispute, dispute({ challenger, remedy: REASSIGN }));
    world.deliver(messages.answerDispute, answered({ owner, disputeId: id, concede: true }));
    owner = challenger;
  }
  return owner;
}

test("owners who concede to each other use up no change of hands of governance's", () => {
  const world = worldWithTexts();
  const owner = passAround(world);
  world.deliver(messages.dispute, dispute({ challenger: host, remedy: REASSIGN }));
  expectRefusal(world, messages.answerDispute, answered({ owner, disputeId: 5n, concede: true }), concededTooOften);
  world.deliver(messages.answerDispute, answered({ owner, disputeId: 5n }));
  const authority = world.bank.moduleAddress(world.context(), "gov");
  const outcome = DisputeOutcome.DISPUTE_OUTCOME_REASSIGNED;
  world.deliver(messages.decideDispute, { authority, disputeId: 5n, outcome });
  expect([...datanetKeeper.acceptedContributionsOf(world.context(), host, undefined)]).toHaveLength(1);
  expect(world.brokenInvariants()).toEqual([]);
});

test("a struck contribution is not disputed again", () => {
  const world = worldWithTexts();
  world.deliver(messages.dispute, dispute({ challenger: host }));
  world.deliver(messages.answerDispute, answered({ concede: true }));
  expectRefusal(world, messages.dispute, dispute({ challenger: host }), notDisputable);
});

test("a chain that stood still longer than a turn takes it from nobody: it lasts a number of blocks as well", () => {
  const world = worldWithTexts();
  const store = world.context().store.store(DATANET);
  params.set(store, { ...params.require(store), disputeTurnBlocks: 3n });
  world.deliver(messages.dispute, dispute());
  world.nextBlock(1_000_000);
  world.nextBlock(1);
  world.deliver(messages.answerDispute, answered({ text: "No." }));
  world.nextBlock(1_000_000);
  world.nextBlock(1);
  expect(open(world)).toMatchObject([{ state: DisputeState.DISPUTE_STATE_CONTESTED }]);
  world.nextBlock(1);
  expectRefusal(world, messages.escalateDispute, { signer: bob, disputeId: 1n }, notYourTurn);
  world.nextBlock(1);
  expect(open(world)).toEqual([]);
  expect(world.brokenInvariants()).toEqual([]);
});

test("a challenger who goes no further after a contest pays: half to the owner, the odd unit and the rest are burned", () => {
  const world = worldWithTexts();
  const [supply, before] = [world.supply("uopen"), world.balance(alice, "uopen")];
  world.deliver(messages.dispute, dispute());
  world.deliver(messages.answerDispute, answered({ text: "No." }));
  expectRefusal(world, messages.answerDispute, answered(), notYourTurn);
  expectRefusal(world, messages.escalateDispute, { signer: host, disputeId: 1n }, notYourTurn);
  world.nextBlock(10);
  expectRefusal(world, messages.escalateDispute, { signer: bob, disputeId: 1n }, notYourTurn);
  world.nextBlock();
  expect(world.events.map(({ type }) => type)).toContain("dispute_closed");
  expect([world.balance(alice, "uopen"), world.balance(bob, "uopen")]).toEqual([before + 500n, FUNDS - BOND]);
  expect(world.supply("uopen")).toBe(supply - 501n);
  expect(world.brokenInvariants()).toEqual([]);
});

test("an owner who says nothing leaves the next step to anybody, and governance its own time", () => {
  const world = worldWithTexts();
  world.deliver(messages.dispute, dispute());
  world.nextBlock(20);
  expectRefusal(world, messages.answerDispute, answered(), notYourTurn);
  world.nextBlock();
  expect(open(world)).toMatchObject([{ state: DisputeState.DISPUTE_STATE_UNANSWERED }]);
  world.deliver(messages.escalateDispute, { signer: host, disputeId: 1n });
  expect(open(world)).toMatchObject([{ state: DisputeState.DISPUTE_STATE_ESCALATED, until: world.context().block.time + 30_000_000_000n }]);
  world.nextBlock(30);
  world.nextBlock();
  expect(open(world)).toEqual([]);
  expect(world.brokenInvariants()).toEqual([]);
});

test("what curators refuse is no subject of a dispute", () => {
  const world = worldWithTexts();
  world.deliver(messages.review, MsgReview.create({ curator, datanetId: 1n, seq: 2n, verdict: Verdict.VERDICT_REJECT, reasonCode: 1 }));
  expectRefusal(world, messages.dispute, dispute({ seq: 2n }), notDisputable);
});
