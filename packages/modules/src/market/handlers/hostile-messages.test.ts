import { claimLeaf, claimRoot, claimsRoot, receiptHash } from "@openledger/attribution";
import { ReceiptOpening, SpanStatus, type Claim, type Receipt } from "@openledger/messages/openledger/attribution/v1";
import { CounterexampleOutcome, type MsgCounterexample } from "@openledger/messages/openledger/market/v1";
import { assertDefined } from "@openledger/primitives";
import { TxError } from "@openledger/state-machine";
import fc from "fast-check";
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
  receiptOf,
  unopenedMessage,
} from "../../support/challenge.fixture.ts";
import { ALICE_TEXT, answer, hostSigned, indexOf, openLoop, signedHead, type Loop } from "../../support/loop.fixture.ts";
import { alice, messages, offerMessage } from "../../support/messages.fixture.ts";
import { expectRefusal } from "../../support/refusal.fixture.ts";
import { crypto } from "../../support/world.fixture.ts";
import { receiptAmountDiffers } from "../errors.ts";
import { requireOffer } from "../keeper.ts";
import { receiptPrice } from "../price.ts";

/** Has the host sign other things than it should have as the session's first answer. */
function restate(loop: Loop, change: { readonly claim?: Partial<Claim>; readonly receipt?: Partial<Receipt> }): void {
  const opening = assertDefined(loop.answered[0], "an answer");
  const claim = { ...claimOf(opening), ...change.claim };
  const receipt = { ...receiptOf(opening), claimRoot: claimRoot(crypto.sha256, claim), ...change.receipt };
  loop.answered[0] = hostSigned({ ...opening, claim, receipt });
}

/** The host's answer to demand 1 that shows nothing beside the receipt. */
function receiptAlone(loop: Loop): ReturnType<typeof answerMessage> {
  const { receipt } = assertDefined(loop.answered[0], "an answer");
  return { ...answerMessage(loop, 1n, [0n]), openings: [ReceiptOpening.create({ receipt })] };
}

test("spans that are together heavier than a number holds are refused under the code of weights", () => {
  const loop = openLoop();
  const contribution = { datanetId: 1n, seq: 1n };
  const match = { firstToken: 0, tokenCount: 0, contribution, document: 0, offset: 0n };
  const status = SpanStatus.SPAN_STATUS_OWNED;
  const span = { firstToken: 0, tokenCount: 0, weight: 1n << 40n, status, owner: alice, match };
  answer(loop, ALICE_TEXT);
  restate(loop, { claim: { owners: [], spans: Array.from({ length: 8193 }, () => span) } });
  loop.world.deliver(messages.settle, unopenedMessage(loop));
  loop.world.deliver(messages.demand, demandMessage(1n, [0n]));
  expectRefusal(loop.world, messages.answerDemand, receiptAlone(loop), claimErrors.weight);
});

test("more weight than the stated tokens can have is refused", () => {
  const loop = openLoop();
  const { spans } = claimOf(answer(loop, ALICE_TEXT));
  const most = receiptOf(assertDefined(loop.answered[0], "it")).outputTokens * 5_120n;
  restate(loop, { claim: { owners: [], spans: spans.map((span, i) => (i === 0 ? { ...span, weight: most + 1n } : span)) } });
  loop.world.deliver(messages.settle, { ...unopenedMessage(loop), owners: [], owned: [] });
  loop.world.deliver(messages.demand, demandMessage(1n, [0n]));
  expectRefusal(loop.world, messages.answerDemand, receiptAlone(loop), claimErrors.weight);
});

test("a receipt whose price by the formula is no amount any more is refused", () => {
  const per1kInput = ((1n << 127n) - 1n).toString();
  const price = { ...assertDefined(offerMessage().price, "a price"), per1kInput };
  const loop = openLoop({ offer: { price } });
  const { outputTokens } = receiptOf(answer(loop, ALICE_TEXT, 20n, "x"));
  const inputTokens = 1n << 63n;
  const parts = [BigInt(price.perCall), (inputTokens * BigInt(per1kInput)) / 1000n];
  const amount = [...parts, (outputTokens * BigInt(price.per1kOutput)) / 1000n].reduce((sum, part) => sum + part, 0n);
  restate(loop, { receipt: { inputTokens, amount: amount.toString() } });
  const { receipt } = assertDefined(loop.answered[0], "it");
  const head = signedHead(loop, [assertDefined(receipt, "a receipt")], { cumulativeAmount: "1000" });
  loop.world.deliver(messages.settle, { ...unopenedMessage(loop), owners: [], owned: [], head });
  loop.world.deliver(messages.demand, demandMessage(1n, [0n]));
  expectRefusal(loop.world, messages.answerDemand, receiptAlone(loop), receiptAmountDiffers);
});

test.each(["nobody", "", alice.toUpperCase()])("an owner that is not the contributor (%j) is a lie that a match elsewhere shows too", (owner) => {
  const loop = openLoop({ earlier: ALICE_TEXT });
  const opening = answer({ ...loop, index: indexOf(loop.registered.slice(1)) }, ALICE_TEXT);
  const { spans } = claimOf(opening);
  restate(loop, { claim: { spans: spans.map((span) => (span.owner === "" ? span : { ...span, owner })) } });
  loop.world.deliver(messages.settle, unopenedMessage(loop));
  const tokens = spans.reduce((sum, { tokenCount }) => sum + tokenCount, 0);
  const shown = evidenceOf(assertDefined(loop.registered[0], "the earlier one"), tokens);
  expect(loop.world.deliver(messages.counterexample, matchMessage(1n, disputed(loop, 0), shown))).toEqual({
    outcome: CounterexampleOutcome.COUNTEREXAMPLE_OUTCOME_VOID,
  });
  const voided = assertDefined(loop.world.events.find(({ type }) => type === "settlement_voided"), "it is void");
  expect(voided.attributes.find(({ key }) => key === "reason")?.value).toBe("owner");
});

const counts = fc.constantFrom(0, 1, 7, 4096, 0x7fffffff, 0xffffffff);
const units = fc.constantFrom(0n, 1n, 5_120n, 1n << 40n, (1n << 53n) - 1n, (1n << 63n) + 1n, (1n << 64n) - 1n);
const texts = fc.constantFrom("", "nobody", alice, alice.toUpperCase(), "-1", "007", "1e9", ((1n << 127n) + 5n).toString(), "9".repeat(60));
const status = fc.integer({ min: 0, max: 7 });
const reference = fc.record({ datanetId: fc.constantFrom(0n, 1n, 2n, 9n), seq: fc.constantFrom(0n, 1n, 2n, 7n) });
const matchChange = fc.record(
  { firstToken: counts, tokenCount: counts, document: counts, offset: units, contribution: fc.option(reference, { nil: undefined }) },
  { requiredKeys: [] },
);
const spanChange = fc.record(
  { firstToken: counts, tokenCount: counts, weight: units, status, owner: texts },
  { requiredKeys: [] },
);
const owners = fc.array(fc.record({ owner: texts, amount: texts }), { maxLength: 3 });
const claimChange = fc.record(
  { version: counts, owners, passages: fc.array(units, { maxLength: 3 }), sources: fc.array(reference, { maxLength: 3 }) },
  { requiredKeys: [] },
);
const receiptChange = fc.record(
  { version: counts, index: units, amount: texts, inputTokens: units, outputTokens: units, latencyMs: units, claimRoot: fc.constant(new Uint8Array(3)) },
  { requiredKeys: [] },
);
const lies = fc.record({
  claim: claimChange,
  receipt: fc.oneof({ weight: 3, arbitrary: fc.constant({}) }, { weight: 1, arbitrary: receiptChange }),
  span: spanChange,
  match: matchChange,
  shown: matchChange,
  secret: fc.constantFrom(32, 32, 32, 0, 7),
  earlier: fc.boolean(),
  priced: fc.boolean(),
  dear: fc.nat(9).map((roll) => roll === 0),
});

/** What each handler makes of a host or a challenger that states such things. Whatever is thrown comes back. */
function play(lie: typeof lies extends fc.Arbitrary<infer Lie> ? Lie : never): readonly unknown[] {
  const thrown: unknown[] = [];
  const attempt = (step: () => unknown): void => {
    try {
      step();
    } catch (error) {
      thrown.push(error);
    }
  };
  const price = { ...assertDefined(offerMessage().price, "a price"), per1kInput: lie.dear ? (1n << 126n).toString() : "500" };
  const loop = openLoop({ ...(lie.earlier ? { earlier: ALICE_TEXT } : {}), offer: { price } });
  const { world } = loop;
  const opening = answer(lie.earlier ? { ...loop, index: indexOf(loop.registered.slice(1)) } : loop, ALICE_TEXT);
  const spans = claimOf(opening).spans.map((span) => {
    const match = span.match && { ...span.match, ...lie.match };
    return { ...span, ...lie.span, match };
  });
  const stating = { ...receiptOf(opening), ...lie.receipt };
  const amount = lie.priced ? receiptPrice(requireOffer(world.context(), 1n), stating).toString() : stating.amount;
  restate(loop, { claim: { spans, ...lie.claim }, receipt: { ...lie.receipt, amount } });
  const opened = assertDefined(loop.answered[0], "an answer");
  const { sha256 } = crypto;
  const lines = unopenedMessage({ ...loop, answered: [opening] });
  const head = signedHead(loop, [receiptOf(opened)], { cumulativeAmount: receiptOf(opening).amount });
  const stated = { ...lines, head, claimsRoot: claimsRoot(sha256, [claimLeaf(sha256, receiptOf(opened), claimOf(opened))]) };
  attempt(() => world.deliver(messages.settle, { ...stated, receiptHashes: [], owned: [], openings: [opened] }));
  attempt(() => world.deliver(messages.settle, { ...stated, receiptHashes: [receiptHash(sha256, receiptOf(opened))] }));
  attempt(() => world.deliver(messages.demand, demandMessage(1n, [0n])));
  attempt(() => world.deliver(messages.answerDemand, receiptAlone(loop)));
  const about = { ...disputed(loop, 0), outputSecret: new Uint8Array(lie.secret).fill(32) };
  const evidence = evidenceOf(assertDefined(loop.registered[0], "a contribution"), Number(receiptOf(opening).outputTokens));
  const challenges: MsgCounterexample[] = [
    matchMessage(1n, about, evidence),
    matchMessage(1n, about, { ...evidence, match: { ...assertDefined(evidence.match, "a match"), ...lie.shown } }),
    invalidMessage(1n, about),
  ];
  for (const challenge of challenges) attempt(() => world.deliver(messages.counterexample, challenge));
  attempt(() => world.deliver(messages.answerDemand, answerMessage(loop, 1n, [0n])));
  for (let i = 0; i < 3; i++) world.nextBlock(50);
  expect(world.brokenInvariants()).toEqual([]);
  return thrown;
}

test("whatever hosts and challengers state, a handler refuses it with a code and never with a fault of ours", () => {
  fc.assert(
    fc.property(lies, (lie) => {
      for (const error of play(lie)) expect(error).toBeInstanceOf(TxError);
    }),
    { numRuns: 150 },
  );
});
