import { DisputeRemedy, MsgAnswerDispute, MsgDispute, MsgRevoke } from "@openledger/messages/openledger/datanet/v1";
import { CounterexampleOutcome, type MsgCounterexample } from "@openledger/messages/openledger/market/v1";
import { assertDefined } from "@openledger/primitives";
import { TxError } from "@openledger/state-machine";
import { expect, test } from "vitest";
import { evidenceInvalid } from "../market/errors.ts";
import { disputed, evidenceOf, invalidMessage, matchMessage, ownedTokens, unopenedMessage } from "../support/challenge.fixture.ts";
import { ALICE_TEXT, answer, BOB_TEXT, openLoop, settleMessage, type Loop } from "../support/loop.fixture.ts";
import { alice, bob, buyer, creator, FUNDS, messages, modelMessage, sessionMessage } from "../support/messages.fixture.ts";
import { expectRefusal } from "../support/refusal.fixture.ts";
import type { World } from "../support/world.fixture.ts";
import { markedSinceFrozen } from "../model/errors.ts";
import { nothingToRevoke } from "./errors.ts";
import { createDatanetActions, datanetKeeper } from "./module.ts";
import { createRewardsKeeper } from "../rewards/module.ts";

const { DISPUTE_REMEDY_STRIKE: STRIKE, DISPUTE_REMEDY_REASSIGN: REASSIGN } = DisputeRemedy;
const BOTH = `${ALICE_TEXT} ${BOB_TEXT}`;

/** The owner of a contribution of datanet 1 concedes that it is not theirs. */
function concede(world: World, remedy: DisputeRemedy, challenger: string = buyer): void {
  const { disputeId } = world.deliver(messages.dispute, MsgDispute.create({ challenger, datanetId: 1n, seq: 1n, remedy, text: "Mine." }));
  world.deliver(messages.answerDispute, MsgAnswerDispute.create({ owner: alice, disputeId, concede: true }));
}

function nextSession(loop: Loop, ruling?: Loop["ruling"]): Loop {
  loop.world.nextBlock();
  const { sessionId } = loop.world.deliver(messages.openSession, sessionMessage());
  return { ...loop, sessionId, answered: [], ...(ruling === undefined ? {} : { ruling }) };
}

/** Answers in the loop's session and settles it. */
function sell(loop: Loop): void {
  answer(loop, BOTH);
  loop.world.deliver(messages.settle, settleMessage(loop));
}

/** Lets every settlement become final. */
function finish(world: World): void {
  for (let i = 0; i < 3; i++) world.nextBlock(5);
}

test("who won a contribution is paid in sessions that open afterwards, its contributor in those before", () => {
  const loop = openLoop();
  const { world } = loop;
  concede(world, REASSIGN);
  sell(loop);
  expect(settleMessage(loop).owners.map(({ owner }) => owner)).toContain(alice);
  const unknowing = nextSession(loop);
  expect(() => sell(unknowing)).toThrow("instead of");
  const knowing = { ...unknowing, answered: [], ruling: (seq: bigint) => (seq === 1n ? { owner: buyer } : undefined) };
  sell(knowing);
  const owners = settleMessage(knowing).owners.map(({ owner }) => owner);
  expect([owners.includes(buyer), owners.includes(alice)]).toEqual([true, false]);
  finish(world);
  expect(world.brokenInvariants()).toEqual([]);
});

test("a struck contribution is passed over: the next earliest owns, and a claim that cites it is refused", () => {
  // Bob registered the same words after her, in the manifest as well.
  const loop = openLoop({ later: ALICE_TEXT });
  const { world } = loop;
  concede(world, STRIKE, bob);
  sell(loop);
  expect(settleMessage(loop).owners.map(({ owner }) => owner)).toContain(alice);
  const unknowing = nextSession(loop);
  expect(() => sell(unknowing)).toThrow("struck");
  const knowing = { ...unknowing, answered: [], ruling: (seq: bigint) => (seq === 1n ? { struck: true } : undefined) };
  answer(knowing, ALICE_TEXT);
  const settle = settleMessage(knowing);
  expect(settle.owners).toMatchObject([{ owner: bob }]);
  world.deliver(messages.settle, settle);
  finish(world);
  expect(world.brokenInvariants()).toEqual([]);
});

/** A session that opened after the ruling, with an answer of Alice's words settled by its hash alone by a host that ignores it. */
function ignored(remedy: DisputeRemedy): Loop {
  const loop = openLoop({ later: ALICE_TEXT });
  concede(loop.world, remedy);
  const ignoring = nextSession(loop);
  answer(ignoring, ALICE_TEXT);
  loop.world.deliver(messages.settle, unopenedMessage(ignoring));
  return ignoring;
}

test("a host that still pays a struck contribution loses the batch to whoever shows the next earliest, or the claim alone", () => {
  const loop = ignored(STRIKE);
  const shown = (at: number): MsgCounterexample => {
    const source = assertDefined(loop.registered[at], "registered");
    return matchMessage(1n, disputed(loop, 0), evidenceOf(source, ownedTokens(assertDefined(loop.answered[0], "an answer"))));
  };
  expectRefusal(loop.world, messages.counterexample, shown(0), evidenceInvalid);
  expect(loop.world.deliver(messages.counterexample, shown(2)).outcome).toBe(CounterexampleOutcome.COUNTEREXAMPLE_OUTCOME_VOID);
  const again = ignored(STRIKE);
  const invalid = invalidMessage(1n, disputed(again, 0));
  expect(again.world.deliver(messages.counterexample, invalid).outcome).toBe(CounterexampleOutcome.COUNTEREXAMPLE_OUTCOME_VOID);
  expect(again.world.brokenInvariants()).toEqual([]);
});

test("a host that pays a contribution's former owner loses the batch to whoever shows the claim", () => {
  const loop = ignored(REASSIGN);
  const invalid = invalidMessage(1n, disputed(loop, 0));
  expect(loop.world.deliver(messages.counterexample, invalid).outcome).toBe(CounterexampleOutcome.COUNTEREXAMPLE_OUTCOME_VOID);
});

test("rows of a struck contribution prove nothing against a host that passes over it", () => {
  const loop = openLoop({ later: ALICE_TEXT });
  const { world } = loop;
  concede(world, STRIKE);
  const knowing = nextSession(loop, (seq) => (seq === 1n ? { struck: true } : undefined));
  answer(knowing, ALICE_TEXT);
  world.deliver(messages.settle, unopenedMessage(knowing));
  const source = assertDefined(loop.registered[0], "registered");
  const tokens = ownedTokens(assertDefined(knowing.answered[0], "an answer"));
  expectRefusal(world, messages.counterexample, matchMessage(1n, disputed(knowing, 0), evidenceOf(source, tokens)), evidenceInvalid);
  const invalid = invalidMessage(1n, disputed(knowing, 0));
  expect(world.deliver(messages.counterexample, invalid).outcome).toBe(CounterexampleOutcome.COUNTEREXAMPLE_OUTCOME_FALSE);
});

test("versions frozen later leave a struck contribution out, and no model names an earlier one that holds it", () => {
  const { world } = openLoop();
  concede(world, STRIKE);
  const manifest = (version: bigint): ReturnType<typeof modelMessage> => modelMessage([{ datanetId: 1n, version, priorBps: 100 }]);
  expectRefusal(world, messages.publishModel, manifest(1n), markedSinceFrozen);
  world.deliver(messages.freezeVersion, { signer: creator, datanetId: 1n });
  world.deliver(messages.publishModel, manifest(2n));
  const [first, second] = [1n, 2n].map((version) => datanetKeeper.version(world.context(), 1n, version));
  expect(second?.priorWeight).toBe((first?.priorWeight ?? 0n) - (first?.struckWeight ?? 0n));
  expectRefusal(world, messages.revoke, MsgRevoke.create({ contributor: alice, datanetId: 1n, seq: 1n }), nothingToRevoke);
  expect(world.brokenInvariants()).toEqual([]);
});

test("a version that holds a reassigned contribution is as good as before", () => {
  const { world } = openLoop();
  concede(world, REASSIGN);
  const before = datanetKeeper.version(world.context(), 1n, 1n);
  world.deliver(messages.publishModel, modelMessage([{ datanetId: 1n, version: 1n, priorBps: 100 }]));
  world.deliver(messages.revoke, MsgRevoke.create({ contributor: buyer, datanetId: 1n, seq: 1n }));
  expect(before?.struckWeight).toBe(0n);
  expect(world.brokenInvariants()).toEqual([]);
});

const POOL = 40_001n;

/** A loop whose sessions pay 40,001 units into the pool of datanet 1 when they open. */
function priorLoop(): World {
  return openLoop({ priorBps: 10_000, curatorBps: 0, offer: { openingFee: "100003" } }).world;
}

const opened = (world: World): unknown => world.deliver(messages.openSession, sessionMessage());

/** Units of the denom that everybody who can earn priors has claimed, by person. */
function claimedBy(world: World, people: readonly (typeof alice)[]): readonly bigint[] {
  return people.map((claimant) => {
    const before = world.balance(claimant, "udemo");
    try {
      world.deliver(messages.claimRewards, { claimant });
    } catch (error) {
      if (!(error instanceof TxError)) throw error;
    }
    return world.balance(claimant, "udemo") - before;
  });
}

test("what a struck contribution earned stays its owner's, and the others share all that comes later", () => {
  const [before] = claimedBy(priorLoop(), [alice]);
  const world = priorLoop();
  concede(world, STRIKE);
  expect(world.events.filter(({ type }) => type === "priors_settled")).toHaveLength(1);
  opened(world);
  const [hers, his] = claimedBy(world, [alice, bob]);
  expect(hers).toBe(before);
  expect((his ?? 0n) + (hers ?? 0n)).toBeGreaterThanOrEqual(2n * POOL - 2n);
  expect(his).toBeGreaterThan(POOL);
  expect(world.brokenInvariants()).toEqual([]);
});

test("what a contribution earned before it changed hands is its contributor's, what it earns later the winner's", () => {
  const [before] = claimedBy(priorLoop(), [alice]);
  const world = priorLoop();
  concede(world, REASSIGN);
  opened(world);
  const [hers, winners] = claimedBy(world, [alice, buyer]);
  expect(hers).toBe(before);
  // A fraction of a unit that she could not draw stays with the contribution.
  expect([before, (before ?? 0n) + 1n]).toContain(winners);
  opened(world);
  expect(claimedBy(world, [alice])).toEqual([0n]);
  expect(world.brokenInvariants()).toEqual([]);
});

test("where everything was struck nobody is left to earn the prior, which returns to the buyer", () => {
  const world = priorLoop();
  concede(world, STRIKE);
  const actions = actionsOf(world);
  const ctx = world.context();
  actions.strike(ctx, 1n, 2n);
  expect(actions.strike(ctx, 1n, 2n), "struck before").toBe(true);
  expect(() => actions.strike(ctx, 1n, 9n)).toThrow("no such contribution");
  claimedBy(world, [alice, bob]);
  const before = world.balance(buyer, "udemo");
  opened(world);
  // Escrow of 5,000,000 and the fee but for its data part.
  expect(before - world.balance(buyer, "udemo")).toBe(5_000_000n + 100_003n - POOL);
  expect(claimedBy(world, [alice, bob])).toEqual([0n, 0n]);
  expect(world.brokenInvariants()).toEqual([]);
});

test("striking for another reason closes an open dispute and returns its bond", () => {
  const world = priorLoop();
  world.deliver(messages.dispute, MsgDispute.create({ challenger: buyer, datanetId: 1n, seq: 1n, remedy: REASSIGN, text: "Mine." }));
  actionsOf(world).strike(world.context(), 1n, 1n);
  expect(world.balance(buyer, "uopen")).toBe(FUNDS);
  expect(datanetKeeper.contribution(world.context(), 1n, 1n)?.marks).toHaveLength(1);
  expect(world.brokenInvariants()).toEqual([]);
});

function actionsOf(world: World): ReturnType<typeof createDatanetActions> {
  return createDatanetActions({ bank: world.bank, priors: createRewardsKeeper({ bank: world.bank, datanets: datanetKeeper }) });
}
