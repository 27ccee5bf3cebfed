import { contentTree } from "@openledger/attribution";
import { ContributionState, MsgReview, Verdict } from "@openledger/messages/openledger/datanet/v1";
import { Correction, MsgFeedback, type Ratings } from "@openledger/messages/openledger/feedback/v1";
import { toUtf8 } from "@openledger/primitives";
import type { ErrorDefinition } from "@openledger/state-machine";
import { expect, test } from "vitest";
import { unknownDatanet } from "../../datanet/errors.ts";
import { datanetKeeper } from "../../datanet/module.ts";
import { receiptNotSettled, settlementPending, unknownSession } from "../../market/errors.ts";
import { ALICE_TEXT, answer, BOB_TEXT, inclusionOf, openLoop, passTime, settleMessage, type Loop } from "../../support/loop.fixture.ts";
import { alice, buyer, creator, curator, GENESIS, host, messages } from "../../support/messages.fixture.ts";
import { expectRefusal } from "../../support/refusal.fixture.ts";
import { crypto, type World } from "../../support/world.fixture.ts";
import { unopenedMessage } from "../../support/challenge.fixture.ts";
import { alreadyRated, malformedMessage, notBuyer, notPaid } from "../errors.ts";
import { FEEDBACK, ratedPages, sweepQueue } from "../state.ts";

const feedback = (loop: Loop, index: number, change: Partial<MsgFeedback> = {}): MsgFeedback =>
  MsgFeedback.create({ buyer, inclusion: inclusionOf(loop, index), rating: 4, ...change });

const TEXT = "The heron waits beside the dam, not beside the reservoir.";
const rows = contentTree(crypto.sha256, [toUtf8(TEXT)], crypto.sha256(toUtf8("secret")));
const correction = (change: Partial<Correction> = {}): Correction =>
  Correction.create({
    ...{ datanetId: 1n, title: "Where herons wait", rows: rows.commitment, documentCount: 1, licence: "MIT" },
    ...{ blob: crypto.sha256(toUtf8(TEXT)), ...change },
  });

const hostRatings = (world: World): Ratings =>
  world.query<{ ratings: Ratings }>("/openledger.feedback.v1.Query/HostRatings", { host }).ratings;
const modelRatings = (world: World, version = 1n): Ratings =>
  world.query<{ ratings: Ratings }>("/openledger.feedback.v1.Query/ModelRatings", { modelId: 1n, version }).ratings;

/** Two answers, settled and paid. */
function paidLoop(options?: Parameters<typeof openLoop>[0]): Loop {
  const loop = openLoop(options);
  for (const text of [ALICE_TEXT, BOB_TEXT]) answer(loop, text);
  loop.world.deliver(messages.settle, settleMessage(loop));
  passTime(loop.world, 3, 20);
  return loop;
}

test.each<readonly [string, Partial<MsgFeedback>, Partial<ErrorDefinition>]>([
  ["a buyer that is no address", { buyer: "buyer" }, malformedMessage],
  ["a rating of 0", { rating: 0 }, malformedMessage],
  ["a rating of 6", { rating: 6 }, malformedMessage],
  ["no receipt", { inclusion: { receipt: undefined, path: [] } }, malformedMessage],
  ["somebody who bought nothing", { buyer: alice }, notBuyer],
  ["the host who sold it", { buyer: host }, notBuyer],
  ["a correction for a datanet that does not exist", { correction: correction({ datanetId: 9n }) }, unknownDatanet],
])("feedback with %s is refused", (_, change, error) => {
  const loop = paidLoop();
  expectRefusal(loop.world, messages.feedback, feedback(loop, 0, change), error as ErrorDefinition);
  expect(hostRatings(loop.world).count).toBe(0n);
});

test("a receipt is rated once it was paid, not before, and once", () => {
  const loop = openLoop();
  const { world } = loop;
  answer(loop, ALICE_TEXT);
  expectRefusal(world, messages.feedback, feedback(loop, 0), receiptNotSettled);
  world.deliver(messages.settle, settleMessage(loop));
  expectRefusal(world, messages.feedback, feedback(loop, 0), settlementPending);
  passTime(world, 3, 20);
  expect(world.query("/openledger.feedback.v1.Query/Rated", { sessionId: 1n, receiptIndex: 0n })).toEqual({ rated: false });
  world.deliver(messages.feedback, feedback(loop, 0));
  expect(world.events).toMatchObject([{ type: "feedback_given" }]);
  expectRefusal(world, messages.feedback, feedback(loop, 0, { rating: 1 }), alreadyRated);
  expect(world.query("/openledger.feedback.v1.Query/Rated", { sessionId: 1n, receiptIndex: 0n })).toEqual({ rated: true });
});

test("what was void or cost nothing is not rated", () => {
  const loop = openLoop();
  const { world } = loop;
  answer(loop, ALICE_TEXT);
  world.deliver(messages.settle, unopenedMessage(loop, 0, 1));
  world.deliver(messages.demand, { challenger: curator, settlementId: 1n, receipts: [0n] });
  passTime(world, 4, 10);
  expectRefusal(world, messages.feedback, feedback(loop, 0), notPaid);
  const price = { denom: "udemo", perCall: "1", per1kInput: "0", per1kOutput: "0" };
  const late = openLoop({ offer: { price, openingFee: "0" } });
  answer(late, ALICE_TEXT, 5_000n);
  late.world.deliver(messages.settle, settleMessage(late));
  passTime(late.world, 3, 20);
  expectRefusal(late.world, messages.feedback, feedback(late, 0), notPaid);
});

test("ratings add up by host and by model version", () => {
  const loop = paidLoop();
  const { world } = loop;
  world.deliver(messages.feedback, feedback(loop, 0, { rating: 5 }));
  world.deliver(messages.feedback, feedback(loop, 1, { rating: 2 }));
  const ratings = { count: 2n, sum: 7n, byRating: [0n, 1n, 0n, 0n, 1n], corrections: 0n };
  expect([hostRatings(world), modelRatings(world)]).toEqual([ratings, ratings]);
  expect(modelRatings(world, 2n).count).toBe(0n);
  expect(world.brokenInvariants()).toEqual([]);
});

test("a correction is a contribution of the buyer that names its receipt, and earns once curators accept it", () => {
  const loop = paidLoop();
  const { world } = loop;
  const before = world.balance(buyer, "uopen");
  const { seq } = world.deliver(messages.feedback, feedback(loop, 1, { correction: correction() }));
  expect([seq, before - world.balance(buyer, "uopen")]).toEqual([3n, 10n]);
  const stored = datanetKeeper.contribution(world.context(), 1n, 3n);
  expect(stored).toMatchObject({ contributor: buyer, feedback: { sessionId: 1n, receiptIndex: 1n }, state: ContributionState.CONTRIBUTION_STATE_PENDING });
  expect(hostRatings(world).corrections).toBe(1n);
  const review = { curator, datanetId: 1n, seq, verdict: Verdict.VERDICT_ACCEPT, grade: 50, rowsRoot: rows.root };
  world.deliver(messages.review, MsgReview.create(review));
  expect(world.deliver(messages.freezeVersion, { signer: creator, datanetId: 1n }).logSize).toBe(3n);
  expect([...datanetKeeper.acceptedContributionsOf(world.context(), buyer, undefined)]).toHaveLength(1);
  expect(world.brokenInvariants()).toEqual([]);
});

test("what is kept of a session's receipts goes when the market forgets the session, the ratings stay", () => {
  const market = { params: { ...GENESIS.market.params, record_seconds: "100" } };
  const loop = paidLoop({ genesis: { ...GENESIS, market, feedback: { params: { look_again_seconds: "200" } } } });
  const { world } = loop;
  world.deliver(messages.feedback, feedback(loop, 0));
  const kept = (): number => {
    const store = world.context().store.store(FEEDBACK);
    return [...ratedPages.iterate(store), ...sweepQueue.iterate(store)].length;
  };
  world.deliver(messages.closeSession, { buyer, sessionId: 1n });
  passTime(world, 3, 20);
  expect(kept()).toBe(2);
  expectRefusal(world, messages.feedback, feedback(loop, 0), alreadyRated);
  passTime(world, 20, 20);
  expect(kept()).toBe(0);
  expectRefusal(world, messages.feedback, feedback(loop, 0), unknownSession);
  expect(hostRatings(world).count).toBe(1n);
});
