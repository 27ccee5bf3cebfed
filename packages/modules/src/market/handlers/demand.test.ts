import { beforeEach, expect, test } from "vitest";
import { PrivateSessions, QuotePolicy } from "@openledger/messages/openledger/datanet/v1";
import { Visibility, type MsgAnswerDemand, type MsgDemand, type MsgSettle } from "@openledger/messages/openledger/market/v1";
import { assertDefined } from "@openledger/primitives";
import type { ErrorDefinition } from "@openledger/state-machine";
import { claimErrors } from "../../attribution/errors.ts";
import {
  answerMessage,
  demandMessage,
  disputed,
  invalidMessage,
  receiptOf,
  unopenedMessage,
  watcher,
} from "../../support/challenge.fixture.ts";
import {
  ALICE_TEXT,
  answer,
  BOB_TEXT,
  hostSigned,
  NOVEL_TEXT,
  openLoop,
  passTime,
  settleMessage,
  type Loop,
} from "../../support/loop.fixture.ts";
import { alice, bob, buyer, creator, datanetMessage, host, messages } from "../../support/messages.fixture.ts";
import { expectRefusal } from "../../support/refusal.fixture.ts";
import {
  alreadyDemanded,
  amountsDiffer,
  claimsIncomplete,
  claimsRootDiffers,
  headAmountDiffers,
  headRootDiffers,
  malformedMessage,
  notHost,
  openingsAttached,
  openingsDiffer,
  openingsPrivate,
  ownedLinesInvalid,
  ownersAboveData,
  ownersDiffer,
  quotedOnDemandOnly,
  receiptNotInSettlement,
  receiptsPrivate,
  responseTimeOver,
  unknownDemand,
  unknownSettlement,
  windowOver,
} from "../errors.ts";
import { MARKET, settlements } from "../state.ts";

let loop: Loop;
beforeEach(() => {
  loop = openLoop();
  answer(loop, `${ALICE_TEXT}\n\n${NOVEL_TEXT}`);
  answer(loop, BOB_TEXT);
  answer(loop, `${BOB_TEXT} ${ALICE_TEXT}`);
});

const types = (): readonly string[] => loop.world.events.map(({ type }) => type);
const attribute = (type: string, key: string): string | undefined =>
  loop.world.events.find((event) => event.type === type)?.attributes.find((one) => one.key === key)?.value;
const settled = (): void => {
  loop.world.deliver(messages.settle, unopenedMessage(loop));
};

test.each<readonly [string, (msg: MsgSettle) => Partial<MsgSettle>, ErrorDefinition]>([
  ["neither openings nor hashes", () => ({ receiptHashes: [] }), malformedMessage],
  ["openings beside hashes", () => ({ openings: settleMessage(loop).openings }), malformedMessage],
  ["a hash of 31 bytes", () => ({ receiptHashes: [new Uint8Array(31)] }), malformedMessage],
  ["another hash", (msg) => ({ receiptHashes: msg.receiptHashes.map(() => new Uint8Array(32)) }), headRootDiffers],
  ["an owned line left out", (msg) => ({ owned: msg.owned.slice(1) }), ownersDiffer],
  ["owned lines out of order", (msg) => ({ owned: msg.owned.toReversed() }), ownedLinesInvalid],
  [
    "a datanet outside the manifest",
    (msg) => ({ owned: msg.owned.map((line) => ({ ...line, datanetId: 9n })) }),
    ownedLinesInvalid,
  ],
  [
    "more than the data share",
    (msg) => {
      const amount = (BigInt(msg.head?.head?.cumulativeAmount ?? "0") / 2n).toString();
      return { owners: [{ owner: bob, amount }], owned: [{ owner: bob, datanetId: 1n, amount }] };
    },
    ownersAboveData,
  ],
])("settling without openings: %s is refused", (_, change, error) => {
  const msg = unopenedMessage(loop);
  expectRefusal(loop.world, messages.settle, { ...msg, ...change(msg) }, error);
});

test("a head below what is settled is refused", () => {
  loop.world.deliver(messages.settle, unopenedMessage(loop, 0, 2));
  const msg = unopenedMessage(loop, 2, 3);
  const head = msg.head?.head && { ...msg.head.head, cumulativeAmount: "1" };
  expectRefusal(loop.world, messages.settle, { ...msg, head: msg.head && { ...msg.head, head } }, headAmountDiffers);
});

test("a batch that nobody challenges pays the same with and without openings", () => {
  const paid = (message: (from: Loop) => MsgSettle): readonly bigint[] => {
    const one = openLoop();
    for (const text of [ALICE_TEXT, BOB_TEXT, NOVEL_TEXT]) answer(one, text);
    one.world.deliver(messages.settle, message(one));
    passTime(one.world);
    for (const claimant of [alice, bob, host]) one.world.deliver(messages.claimRewards, { claimant });
    expect(one.world.brokenInvariants()).toEqual([]);
    return [alice, bob, host, buyer].map((address) => one.world.balance(address, "udemo"));
  };
  expect(paid((one) => unopenedMessage(one))).toEqual(paid((one) => settleMessage(one)));
});

test("quotes of a datanet that allows them on demand only are not attached, and settle by their hashes", () => {
  const outside = "Seven amber lighthouses argue politely with the tide whenever forgotten sailors mend their umbrellas.";
  const licence = { ...assertDefined(datanetMessage().licence, "a licence"), quote: QuotePolicy.QUOTE_POLICY_DEMAND_ONLY };
  loop = openLoop({ outside, datanet: { licence } });
  answer(loop, outside);
  expectRefusal(loop.world, messages.settle, settleMessage(loop), quotedOnDemandOnly);
  settled();
  loop.world.deliver(messages.demand, demandMessage(1n, [0n]));
  loop.world.deliver(messages.answerDemand, answerMessage(loop, 1n, [0n]));
});

test("a manifest whose datanet is quoted on demand only settles public sessions by their hashes", () => {
  const quote = QuotePolicy.QUOTE_POLICY_DEMAND_ONLY;
  loop = openLoop({ manifest: { licence: { ...assertDefined(datanetMessage().licence, "a licence"), quote } } });
  answer(loop, ALICE_TEXT);
  expectRefusal(loop.world, messages.settle, settleMessage(loop), quotedOnDemandOnly);
  settled();
  loop.world.deliver(messages.demand, demandMessage(1n, [0n]));
  loop.world.deliver(messages.answerDemand, answerMessage(loop, 1n, [0n]));
});

test("in a private session only buyer and auditors demand, and nothing is opened early", () => {
  const privateSessions = PrivateSessions.PRIVATE_SESSIONS_ANY;
  loop = openLoop({
    manifest: { licence: { ...assertDefined(datanetMessage().licence, "a licence"), privateSessions } },
    session: { visibility: Visibility.VISIBILITY_PRIVATE, auditors: [creator] },
  });
  answer(loop, ALICE_TEXT);
  answer(loop, BOB_TEXT);
  expectRefusal(loop.world, messages.settle, settleMessage(loop), openingsPrivate);
  settled();
  expectRefusal(loop.world, messages.demand, demandMessage(1n, [0n]), receiptsPrivate);
  expectRefusal(loop.world, messages.demand, { ...demandMessage(1n, [0n]), challenger: host }, receiptsPrivate);
  loop.world.deliver(messages.demand, { ...demandMessage(1n, [0n]), challenger: creator });
  loop.world.deliver(messages.demand, { ...demandMessage(1n, [1n]), challenger: buyer });
  loop.world.deliver(messages.answerDemand, answerMessage(loop, 1n, [0n]));
  loop.world.deliver(messages.answerDemand, answerMessage(loop, 2n, [1n]));
  expect(loop.world.brokenInvariants()).toEqual([]);
});

test("who holds the evidence of a private session's lie shows it: nobody needs to be named for that", () => {
  const privateSessions = PrivateSessions.PRIVATE_SESSIONS_ANY;
  loop = openLoop({
    manifest: { licence: { ...assertDefined(datanetMessage().licence, "a licence"), privateSessions } },
    session: { visibility: Visibility.VISIBILITY_PRIVATE },
  });
  answer(loop, NOVEL_TEXT);
  const [opening] = loop.answered;
  const receipt = { ...receiptOf(assertDefined(opening, "it")), amount: "100001" };
  loop.answered[0] = hostSigned({ ...assertDefined(opening, "it"), receipt });
  settled();
  loop.world.deliver(messages.counterexample, invalidMessage(1n, disputed(loop, 0)));
  expect(types()).toContain("settlement_voided");
});

test.each<readonly [string, (msg: MsgDemand) => Partial<MsgDemand>, ErrorDefinition]>([
  ["no receipt", () => ({ receipts: [] }), malformedMessage],
  ["nine receipts", () => ({ receipts: [0n, 1n, 2n, 3n, 4n, 5n, 6n, 7n, 8n] }), malformedMessage],
  ["a receipt twice", () => ({ receipts: [1n, 1n] }), malformedMessage],
  ["no address", () => ({ challenger: "x" }), malformedMessage],
  ["an unknown settlement", () => ({ settlementId: 7n }), unknownSettlement],
  ["a receipt behind the batch", () => ({ receipts: [3n] }), receiptNotInSettlement],
])("a demand of %s is refused", (_, change, error) => {
  settled();
  const msg = demandMessage(1n, [0n, 2n]);
  expectRefusal(loop.world, messages.demand, { ...msg, ...change(msg) }, error);
});

test("what was opened early is not demanded", () => {
  loop.world.deliver(messages.settle, settleMessage(loop));
  expectRefusal(loop.world, messages.demand, demandMessage(1n, [0n]), openingsAttached);
});

test("each receipt is demanded once, and only within the window", () => {
  settled();
  loop.world.deliver(messages.demand, demandMessage(1n, [0n, 1n]));
  expectRefusal(loop.world, messages.demand, demandMessage(1n, [1n, 2n]), alreadyDemanded);
  loop.world.deliver(messages.answerDemand, answerMessage(loop, 1n, [0n, 1n]));
  expectRefusal(loop.world, messages.demand, demandMessage(1n, [0n]), alreadyDemanded);
  loop.world.nextBlock(5);
  loop.world.nextBlock(4);
  loop.world.deliver(messages.demand, demandMessage(1n, [2n]));
  loop.world.deliver(messages.answerDemand, answerMessage(loop, 2n, [2n]));
  loop.world.nextBlock(1);
  expectRefusal(loop.world, messages.demand, demandMessage(1n, [2n]), windowOver);
});

test("a right answer earns the bond and the settlement is final one response time later", () => {
  const { world } = loop;
  settled();
  const before = [watcher, host].map((address) => world.balance(address as typeof host, "uopen"));
  world.deliver(messages.demand, demandMessage(1n, [0n, 2n]));
  expect(types()).toContain("demand_made");
  world.nextBlock(5);
  world.deliver(messages.answerDemand, answerMessage(loop, 1n, [0n, 2n]));
  expect(types()).toContain("demand_answered");
  const after = [watcher, host].map((address) => world.balance(address as typeof host, "uopen"));
  expect(after.map((units, i) => units - (before[i] ?? 0n))).toEqual([-2000n, 2000n]);
  world.nextBlock(5);
  world.nextBlock(0);
  world.nextBlock(1);
  expect(settlements.get(world.context().store.store(MARKET), 1n)).toBeDefined();
  world.nextBlock(1);
  expect(types()).toContain("settlement_finalized");
  expect(world.brokenInvariants()).toEqual([]);
});

test("silence voids: escrow back to the buyer, at most half of the bond to the challenger, receipts settled for ever", () => {
  const { world } = loop;
  const before = { buyer: world.balance(buyer, "udemo"), watcher: world.balance(watcher as typeof host, "udemo") };
  settled();
  const pending = assertDefined(settlements.get(world.context().store.store(MARKET), 1n), "the settlement");
  world.deliver(messages.demand, demandMessage(1n, [1n]));
  world.nextBlock(5);
  world.nextBlock(1);
  world.nextBlock(1);
  expect(types()).toEqual(expect.arrayContaining(["settlement_voided", "demand_returned"]));
  expect(attribute("settlement_voided", "reason")).toBe("demand-unanswered");
  const slashed = BigInt(pending.lockedBond);
  expect(BigInt(attribute("settlement_voided", "slashed") ?? "0")).toBe(slashed);
  expect(world.balance(watcher as typeof host, "udemo")).toBe(before.watcher + slashed / 2n);
  expect(world.balance(buyer, "udemo")).toBe(before.buyer + BigInt(pending.amount?.amount ?? "0"));
  expectRefusal(world, messages.answerDemand, answerMessage(loop, 1n, [1n]), unknownDemand);
  expect(world.brokenInvariants()).toEqual([]);
  passTime(world);
  expect(world.brokenInvariants()).toEqual([]);
});

test("an answer after the response time is refused", () => {
  settled();
  loop.world.deliver(messages.demand, demandMessage(1n, [1n]));
  loop.world.nextBlock(1);
  loop.world.nextBlock(5);
  expectRefusal(loop.world, messages.answerDemand, answerMessage(loop, 1n, [1n]), responseTimeOver);
});

test.each<readonly [string, (msg: MsgAnswerDemand) => Partial<MsgAnswerDemand>, ErrorDefinition]>([
  ["no claims", () => ({ claims: [] }), malformedMessage],
  ["no openings", () => ({ openings: [] }), malformedMessage],
  ["an unknown demand", () => ({ demandId: 5n }), unknownDemand],
  ["another host", () => ({ host: bob }), notHost],
  ["a claim left out", (msg) => ({ claims: msg.claims.slice(1) }), claimsIncomplete],
  [
    "an empty claim",
    (msg) => ({ claims: msg.claims.map((one) => ({ ...one, claim: undefined })) }),
    claimsIncomplete,
  ],
  ["receipts in another order", (msg) => ({ claims: msg.claims.toReversed() }), headRootDiffers],
  [
    "another claim",
    (msg) => ({ claims: msg.claims.map(({ receipt }) => ({ receipt, claim: msg.claims[1]?.claim })) }),
    claimErrors["claim-root"],
  ],
  ["fewer openings", (msg) => ({ openings: msg.openings.slice(1) }), openingsDiffer],
  [
    "an opening without receipt",
    (msg) => ({ openings: msg.openings.map((one) => ({ ...one, receipt: undefined })) }),
    openingsDiffer,
  ],
])("an answer with %s is refused, and a right one is taken after it", (_, change, error) => {
  settled();
  loop.world.deliver(messages.demand, demandMessage(1n, [0n, 2n]));
  const msg = answerMessage(loop, 1n, [0n, 2n]);
  expectRefusal(loop.world, messages.answerDemand, { ...msg, ...change(msg) }, error);
  loop.world.deliver(messages.answerDemand, msg);
});

test("a host that states other sums, another root or another total finds no answer", () => {
  const cases: readonly (readonly [Partial<MsgSettle>, ErrorDefinition])[] = [
    [{ claimsRoot: new Uint8Array(32) }, claimsRootDiffers],
    [{ owners: [{ owner: bob, amount: "5" }], owned: [{ owner: bob, datanetId: 1n, amount: "5" }] }, ownersDiffer],
  ];
  for (const [change, error] of cases) {
    const one = openLoop();
    answer(one, ALICE_TEXT);
    one.world.deliver(messages.settle, { ...unopenedMessage(one), ...change });
    one.world.deliver(messages.demand, demandMessage(1n, [0n]));
    expectRefusal(one.world, messages.answerDemand, answerMessage(one, 1n, [0n]), error);
  }
});

test("a head above the receipts, which only a colluding buyer signs, is no answer either", async () => {
  const { signedHead } = await import("../../support/loop.fixture.ts");
  const receipts = loop.answered.map(receiptOf);
  const head = signedHead(loop, receipts, { cumulativeAmount: "4000000" });
  loop.world.deliver(messages.settle, { ...unopenedMessage(loop), head });
  loop.world.deliver(messages.demand, demandMessage(1n, [0n]));
  expectRefusal(loop.world, messages.answerDemand, answerMessage(loop, 1n, [0n]), amountsDiffer);
});
