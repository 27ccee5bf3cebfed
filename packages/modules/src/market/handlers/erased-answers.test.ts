import { beforeEach, expect, test } from "vitest";
import { Claim, ReceiptOpening } from "@openledger/messages/openledger/attribution/v1";
import {
  CounterexampleKind,
  MsgCounterexample,
  RetrievalEvidence,
  type MsgAnswerDemand,
} from "@openledger/messages/openledger/market/v1";
import { ModelKind } from "@openledger/messages/openledger/model/v1";
import { assertDefined } from "@openledger/primitives";
import { claimErrors } from "../../attribution/errors.ts";
import {
  answerMessage,
  demandMessage,
  disputed,
  evidenceOf,
  matchMessage,
  ownedTokens,
  unopenedMessage,
  watcher,
} from "../../support/challenge.fixture.ts";
import { ALICE_TEXT, answer, BOB_TEXT, openLoop, passTime, settleMessage, type Loop } from "../../support/loop.fixture.ts";
import { alice, host, messages, sessionMessage } from "../../support/messages.fixture.ts";
import { expectRefusal } from "../../support/refusal.fixture.ts";
import { openingsDiffer, rowsErased } from "../errors.ts";
import { datanetKeeper } from "../../datanet/keeper.ts";
import { citesErasedSince } from "../erased-rows.ts";
import { MARKET, offers, sessions } from "../state.ts";

let loop: Loop;
beforeEach(() => {
  loop = openLoop();
  answer(loop, ALICE_TEXT);
  answer(loop, BOB_TEXT);
});

/** Alice has her text, which is contribution 1/1, deleted. */
const erase = (): void => {
  loop.world.nextBlock();
  loop.world.deliver(messages.revoke, { contributor: alice, datanetId: 1n, seq: 1n, rows: [], erase: true });
};

/** The answer with receipts alone where `alone` says so. */
function answerWith(receipts: readonly bigint[], alone: (index: bigint) => boolean): MsgAnswerDemand {
  const msg = answerMessage(loop, 1n, receipts);
  const openings = msg.openings.map((one, i) => {
    const { receipt } = one;
    return alone(assertDefined(receipts[i], "an index")) ? ReceiptOpening.create({ receipt }) : one;
  });
  return { ...msg, openings };
}

test("a host whose rows were erased answers with the receipt alone, is paid, and shows no erased text", () => {
  const { world } = loop;
  const bond = offers.require(world.context().store.store(MARKET), 1n).bond;
  world.deliver(messages.settle, unopenedMessage(loop));
  world.deliver(messages.demand, demandMessage(1n, [0n, 1n]));
  erase();
  expectRefusal(world, messages.answerDemand, answerMessage(loop, 1n, [0n, 1n]), rowsErased);
  world.deliver(messages.answerDemand, answerWith([0n, 1n], (index) => index === 0n));
  passTime(world);
  world.deliver(messages.claimRewards, { claimant: alice });
  expect(world.events.map(({ type }) => type)).toContain("rewards_claimed");
  expect(offers.require(world.context().store.store(MARKET), 1n).bond).toEqual(bond);
  expect(world.brokenInvariants()).toEqual([]);
});

test("a receipt that cites nothing erased is opened in full, and the one left out is the one stated", () => {
  const { world } = loop;
  world.deliver(messages.settle, unopenedMessage(loop));
  world.deliver(messages.demand, demandMessage(1n, [0n, 1n]));
  const both = answerWith([0n, 1n], () => true);
  expectRefusal(world, messages.answerDemand, both, claimErrors["receipt-incomplete"]);
  erase();
  expectRefusal(world, messages.answerDemand, both, claimErrors["receipt-incomplete"]);
  const right = answerWith([0n, 1n], (index) => index === 0n);
  const [first, second] = right.openings;
  const other = ReceiptOpening.create({ receipt: second?.receipt });
  expectRefusal(world, messages.answerDemand, { ...right, openings: [other, ...right.openings.slice(1)] }, openingsDiffer);
  const withOutput = { ...assertDefined(first, "it"), output: new Uint8Array(1) };
  const openings = [withOutput, ...right.openings.slice(1)];
  expectRefusal(world, messages.answerDemand, { ...right, openings }, claimErrors["receipt-incomplete"]);
  const claims = right.claims.toReversed();
  expect(() => world.deliver(messages.answerDemand, { ...right, claims })).toThrow();
  world.deliver(messages.answerDemand, right);
});

test("a session that opened after the erasure has no excuse: its answers cite nothing erased", () => {
  erase();
  loop.world.nextBlock();
  const { sessionId } = loop.world.deliver(messages.openSession, sessionMessage());
  loop = { ...loop, sessionId, answered: [] };
  answer(loop, ALICE_TEXT);
  loop.world.deliver(messages.settle, unopenedMessage(loop));
  loop.world.deliver(messages.demand, demandMessage(1n, [0n]));
  expectRefusal(loop.world, messages.answerDemand, answerMessage(loop, 1n, [0n]), rowsErased);
  expectRefusal(loop.world, messages.answerDemand, answerWith([0n], () => true), claimErrors["receipt-incomplete"]);
});

test("erased rows are neither attached to a settlement nor shown as evidence", () => {
  loop = openLoop({ model: { kind: ModelKind.MODEL_KIND_RETRIEVAL, recipe: new Uint8Array(0), recipeHash: new Uint8Array(0) } });
  answer(loop, ALICE_TEXT);
  const { world } = loop;
  const tokens = ownedTokens(assertDefined(loop.answered[0], "an answer"));
  erase();
  expectRefusal(world, messages.settle, settleMessage(loop), rowsErased);
  world.deliver(messages.settle, unopenedMessage(loop));
  const before = world.balance(host, "uopen");
  const evidence = evidenceOf(assertDefined(loop.registered[0], "Alice's text"), tokens);
  expectRefusal(world, messages.counterexample, matchMessage(1n, disputed(loop, 0), evidence), rowsErased);
  const { contribution } = assertDefined(evidence.match, "a match");
  const rows = [{ contribution, rows: evidence.rows, chunks: evidence.chunks, rowHashes: evidence.rowHashes }];
  const output = MsgCounterexample.create({
    ...{ challenger: watcher, settlementId: 1n, disputed: disputed(loop, 0) },
    kind: CounterexampleKind.COUNTEREXAMPLE_KIND_OUTPUT,
    outputEvidence: RetrievalEvidence.toBytes(RetrievalEvidence.create({ rows })),
  });
  expectRefusal(world, messages.counterexample, output, rowsErased);
  expect(world.balance(host, "uopen")).toBe(before);
});

test("a passage of an erased contribution excuses too, where no span cites it", () => {
  const { world } = loop;
  world.deliver(messages.settle, unopenedMessage(loop));
  const session = sessions.require(world.context().store.store(MARKET), 1n);
  const cited = Claim.create({ version: 1, passages: [0n], sources: [{ datanetId: 1n, seq: 1n }] });
  const cites = (claim: Claim): boolean => citesErasedSince(world.context(), { datanets: datanetKeeper }, session, claim);
  expect(cites(cited)).toBe(false);
  erase();
  expect(cites(cited)).toBe(true);
  expect(cites({ ...cited, sources: [] })).toBe(false);
});
