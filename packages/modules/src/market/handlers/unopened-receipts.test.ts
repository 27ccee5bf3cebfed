import { claimRoot, type Derivation } from "@openledger/attribution";
import { ReceiptOpening, SpanStatus, type Claim } from "@openledger/messages/openledger/attribution/v1";
import { CounterexampleOutcome, type Settlement } from "@openledger/messages/openledger/market/v1";
import { ModelKind } from "@openledger/messages/openledger/model/v1";
import { assertDefined, toUtf8 } from "@openledger/primitives";
import { answer as retrieve, buildArtifact, derivationOf, RULE_VERSION } from "@openledger/retrieval";
import { expect, test } from "vitest";
import { claimErrors } from "../../attribution/errors.ts";
import {
  answerMessage,
  claimOf,
  demandMessage,
  disputed,
  evidenceOf,
  invalidMessage,
  matchMessage,
  ownedTokens,
  receiptOf,
  unopenedMessage,
} from "../../support/challenge.fixture.ts";
import { ALICE_TEXT, answer, BOB_TEXT, hostSigned, indexOf, openLoop, type Loop } from "../../support/loop.fixture.ts";
import { alice, bob, contributionMessage, host, messages, secondCurator } from "../../support/messages.fixture.ts";
import { expectRefusal } from "../../support/refusal.fixture.ts";
import { crypto } from "../../support/world.fixture.ts";
import { evidenceInvalid } from "../errors.ts";
import { MARKET, settlements } from "../state.ts";

const OUTSIDE =
  "The velvet lighthouse argues politely with its forgotten keeper while seventeen herons applaud the stubborn tide.";

/** Replaces receipt 0 by one with a changed claim, which the host signs again. */
function reclaim(loop: Loop, change: (claim: Claim) => Claim): void {
  const opening = assertDefined(loop.answered[0], "an answer");
  const claim = change(claimOf(opening));
  const receipt = { ...receiptOf(opening), claimRoot: claimRoot(crypto.sha256, claim) };
  loop.answered[0] = hostSigned({ ...opening, claim, receipt });
}

/** All that is owned is Alice's, by her contribution, whoever wrote it. */
function creditedToAlice(claim: Claim): Claim {
  const spans = claim.spans.map((span) => {
    if (span.status !== SpanStatus.SPAN_STATUS_OWNED) return span;
    const match = { ...assertDefined(span.match, "owned spans cite"), contribution: { datanetId: 1n, seq: 1n } };
    return { ...span, owner: alice, match };
  });
  return { ...claim, spans, owners: claim.owners.map((line) => ({ ...line, owner: alice })) };
}

function demandAll(loop: Loop): readonly bigint[] {
  const receipts = loop.answered.map((_, i) => BigInt(i));
  loop.world.deliver(messages.demand, demandMessage(1n, receipts));
  return receipts;
}

/** The host answers; these receipts are shown alone. */
function answerAlone(loop: Loop, alone: readonly number[]): ReturnType<typeof answerMessage> {
  const receipts = loop.answered.map((_, i) => BigInt(i));
  const msg = answerMessage(loop, 1n, receipts);
  const openings = msg.openings.map((one, i) => (alone.includes(i) ? ReceiptOpening.create({ receipt: one.receipt }) : one));
  return { ...msg, openings };
}

const settlementOf = ({ world }: Loop): Settlement =>
  assertDefined(settlements.get(world.context().store.store(MARKET), 1n), "pending");

/** Units paid to owners at finality, by receiver. */
function ownersPaid({ world }: Loop): ReadonlyMap<string, bigint> {
  const paid = new Map<string, bigint>();
  for (let i = 0; i < 6; i++) {
    world.nextBlock(50);
    for (const { type, attributes } of world.events) {
      const valueOf = (name: string): string => attributes.find(({ key }) => key === name)?.value ?? "";
      if (type === "payout" && valueOf("role") === "owner") paid.set(valueOf("receiver"), BigInt(valueOf("amount")));
    }
  }
  return paid;
}

test("a span of erased text excuses from opening, but what it hides pays nobody", () => {
  const loop = openLoop({ outside: OUTSIDE });
  const { world } = loop;
  answer(loop, `${BOB_TEXT}\n\n${OUTSIDE}`);
  reclaim(loop, creditedToAlice);
  world.deliver(messages.settle, unopenedMessage(loop));
  expect(settlementOf(loop).owners.map(({ owner }) => owner)).toEqual([alice]);
  demandAll(loop);
  world.nextBlock();
  world.deliver(messages.revoke, { contributor: bob, datanetId: 2n, seq: 1n, rows: [], erase: true });
  world.deliver(messages.answerDemand, answerAlone(loop, [0]));
  expect(settlementOf(loop).owners).toEqual([]);
  expect(world.brokenInvariants()).toEqual([]);
  expect([...ownersPaid(loop)]).toEqual([]);
  expect(world.brokenInvariants()).toEqual([]);
});

test("an honest host of erased rows keeps its own part, and other receipts of the batch pay their owners as before", () => {
  const loop = openLoop();
  const { world } = loop;
  answer(loop, ALICE_TEXT);
  answer(loop, `${ALICE_TEXT}\n\n${BOB_TEXT}`);
  answer(loop, BOB_TEXT);
  world.deliver(messages.settle, unopenedMessage(loop));
  world.deliver(messages.demand, demandMessage(1n, [1n, 2n]));
  world.nextBlock();
  world.deliver(messages.revoke, { contributor: alice, datanetId: 1n, seq: 1n, rows: [], erase: true });
  const msg = answerMessage(loop, 1n, [1n, 2n]);
  const [first, second] = msg.openings.map((one) => assertDefined(one, "two are demanded"));
  const alone = ReceiptOpening.create({ receipt: first?.receipt });
  const payer = { payer: host, coins: [{ denom: "uusd", amount: "700" }] };
  world.deliver(messages.answerDemand, { ...msg, openings: [alone, assertDefined(second, "it")] }, payer);
  const { corrections, gasRefunds } = settlementOf(loop);
  const tokens = claimOf(assertDefined(loop.answered[1], "it")).spans.reduce((sum, { tokenCount }) => sum + tokenCount, 0);
  expect(corrections).toEqual([{ receipt: 1n, tokens: [{ firstToken: 0, tokenCount: tokens }], owned: [] }]);
  // What an answer costs, the demand's bond pays.
  expect(gasRefunds).toEqual([]);
  const lineOf = (i: number): bigint => BigInt(claimOf(assertDefined(loop.answered[i], "it")).owners[0]?.amount ?? "0");
  const owned = settlementOf(loop).owners.map(({ owner, amount }) => [owner, BigInt(amount)] as const);
  expect(new Map(owned)).toEqual(new Map([[alice, lineOf(0)], [bob, lineOf(2)]]));
  expect([...ownersPaid(loop).keys()].sort((a, b) => (a < b ? -1 : 1))).toEqual([alice, bob].sort((a, b) => (a < b ? -1 : 1)));
  expect(world.brokenInvariants()).toEqual([]);
});

test("a receipt that was corrected before loses exactly the rest, and no token of it is corrected again", () => {
  const loop = openLoop({ earlier: ALICE_TEXT });
  const { world } = loop;
  const unaware = { ...loop, index: indexOf(loop.registered.slice(1)) };
  const tokens = ownedTokens(answer({ ...unaware, answered: [] }, ALICE_TEXT));
  answer(unaware, `${ALICE_TEXT}\n\n${BOB_TEXT}`);
  answer(unaware, BOB_TEXT);
  world.deliver(messages.settle, unopenedMessage(loop));
  const evidence = evidenceOf(assertDefined(loop.registered[0], "the earlier text"), tokens);
  world.deliver(messages.counterexample, matchMessage(1n, disputed(loop, 0), evidence), {
    ...{ payer: secondCurator, coins: [{ denom: "uusd", amount: "7" }] },
  });
  const [left] = settlementOf(loop).corrections.map(({ owned }) => owned);
  const ofBob = claimOf(assertDefined(loop.answered[0], "it")).owners.find(({ owner }) => owner === bob);
  expect(left).toEqual([{ owner: bob, datanetId: 1n, amount: ofBob?.amount }]);
  world.deliver(messages.demand, demandMessage(1n, [0n]));
  world.nextBlock();
  world.deliver(messages.revoke, { contributor: alice, datanetId: 1n, seq: 1n, rows: [], erase: true });
  const msg = answerMessage(loop, 1n, [0n]);
  const receipt = assertDefined(msg.openings[0], "it").receipt;
  world.deliver(messages.answerDemand, { ...msg, openings: [ReceiptOpening.create({ receipt })] });
  const second = claimOf(assertDefined(loop.answered[1], "it")).owners;
  expect(settlementOf(loop).owners).toEqual(second);
  const removed = world.events.filter(({ type }) => type === "settlement_corrected").at(-1)?.attributes;
  expect(removed?.find(({ key }) => key === "removed")?.value).toBe(ofBob?.amount);
  expectRefusal(world, messages.counterexample, matchMessage(1n, disputed(loop, 0), evidence), evidenceInvalid);
  expect([...ownersPaid(loop).keys()]).toEqual([bob]);
  expect(world.brokenInvariants()).toEqual([]);
});

const QUESTION = "What do you know of the glacier expedition and kettles?";
const artifact = buildArtifact(
  [ALICE_TEXT, BOB_TEXT].map((text, i) => ({ sequence: BigInt(i + 1), documents: [toUtf8(text)] })),
  crypto.sha256,
);

/** A retrieval answer of Bob's text. */
function retrieved(): Loop {
  const kind = { kind: ModelKind.MODEL_KIND_RETRIEVAL, ruleVersion: RULE_VERSION, artifactRoot: artifact.root };
  const loop = openLoop({ model: { ...kind, recipe: new Uint8Array(0), recipeHash: new Uint8Array(0) } });
  const right = retrieve(artifact, QUESTION);
  const numbers = right.passages.map(({ passage }) => passage);
  const { proof, places } = derivationOf(artifact, numbers);
  const cited = places.map(({ sequence: seq, ...place }) => ({ ...place, contribution: { datanetId: 1n, seq } }));
  const derivation: Derivation = { proof, places: cited, passages: numbers.map(BigInt) };
  answer(loop, right.text, 20n, QUESTION, derivation);
  return loop;
}

test("a host cannot make its own pending contribution a source and erase it to keep a lying receipt closed", () => {
  const loop = retrieved();
  const { world } = loop;
  reclaim(loop, (claim) => ({ ...creditedToAlice(claim), sources: [{ datanetId: 1n, seq: 3n }] }));
  world.deliver(messages.settle, unopenedMessage(loop));
  demandAll(loop);
  const { seq } = world.deliver(messages.contribute, contributionMessage("anything at all", host, 1n).msg);
  expect(seq).toBe(3n);
  world.nextBlock();
  world.deliver(messages.revoke, { contributor: host, datanetId: 1n, seq, rows: [], erase: true });
  expectRefusal(world, messages.answerDemand, answerAlone(loop, [0]), claimErrors["contribution-late"]);
  const { outcome } = world.deliver(messages.counterexample, invalidMessage(1n, disputed(loop, 0)));
  expect(outcome).toBe(CounterexampleOutcome.COUNTEREXAMPLE_OUTCOME_VOID);
});

test("sources that no passages can have contradict a claim, and the honest claim contradicts nothing", () => {
  const outcomeOf = (change: (claim: Claim) => Claim): CounterexampleOutcome => {
    const loop = retrieved();
    reclaim(loop, change);
    loop.world.deliver(messages.settle, unopenedMessage(loop));
    return loop.world.deliver(messages.counterexample, invalidMessage(1n, disputed(loop, 0))).outcome;
  };
  const [one, other] = [{ datanetId: 1n, seq: 1n }, { datanetId: 1n, seq: 2n }];
  const { COUNTEREXAMPLE_OUTCOME_FALSE: FALSE, COUNTEREXAMPLE_OUTCOME_VOID: VOID } = CounterexampleOutcome;
  expect(outcomeOf((claim) => claim)).toBe(FALSE);
  expect(outcomeOf((claim) => ({ ...claim, sources: [other, one] }))).toBe(VOID);
  expect(outcomeOf((claim) => ({ ...claim, sources: [one, one] }))).toBe(VOID);
  expect(outcomeOf((claim) => ({ ...claim, passages: [], sources: [other] }))).toBe(VOID);
  expect(outcomeOf((claim) => ({ ...claim, sources: [{ datanetId: 2n, seq: 1n }] }))).toBe(VOID);
});
