import { settlementLeafHash } from "@openledger/attribution";
import { SettlementOutcome } from "@openledger/messages/openledger/market/v1";
import fc from "fast-check";
import { expect, test } from "vitest";
import { chain, crypto, type World } from "../support/world.fixture.ts";
import {
  ALICE_TEXT,
  answer,
  BOB_TEXT,
  NOVEL_TEXT,
  openLoop,
  passTime,
  settleMessage,
} from "../support/loop.fixture.ts";
import {
  alice,
  bob,
  buyer,
  curator,
  DENOMS,
  everyone,
  host,
  messages,
  secondCurator,
} from "../support/messages.fixture.ts";
import { unknownSettlement } from "./errors.ts";
import { MARKET, params, settlementLog, settlements } from "./state.ts";

const attribute = (world: World, type: string, key: string): readonly bigint[] =>
  world.events
    .filter((event) => event.type === type)
    .map(({ attributes }) => BigInt(attributes.find((one) => one.key === key)?.value ?? "-1"));

const PARTS = ["owned", "priors", "curators", "returned", "host", "model", "stakers", "treasury", "burned"];

test("a settlement is final only when both its time and its blocks have passed", () => {
  const loop = openLoop();
  const { world } = loop;
  answer(loop, ALICE_TEXT);
  world.deliver(messages.settle, settleMessage(loop));
  world.nextBlock(50);
  world.nextBlock(1);
  expect(world.events).toEqual([]);
  const store = world.context().store.store(MARKET);
  const settlement = settlements.require(store, 1n);
  world.nextBlock(1);
  expect(attribute(world, "settlement_finalized", "settlement_id")).toEqual([1n]);
  expect(settlements.get(store, 1n)).toBeUndefined();
  const outcome = SettlementOutcome.SETTLEMENT_OUTCOME_FINAL;
  const leaf = settlementLeafHash(crypto.sha256, { chainId: chain.chainId, settlement, outcome, decidedHeight: 3n });
  expect(settlementLog.require(store)).toEqual({ size: 1, peaks: [leaf] });
  const read = (): unknown => world.query("/openledger.market.v1.Query/Settlement", { settlementId: 1n });
  expect(read).toThrow(unknownSettlement.meaning);
});

test("payouts and parts of a settlement sum to its amount", () => {
  const loop = openLoop({ curators: [curator, secondCurator] });
  const { world } = loop;
  answer(loop, `${ALICE_TEXT} ${NOVEL_TEXT}`);
  const msg = settleMessage(loop);
  world.deliver(messages.settle, msg);
  for (let i = 0; i < 3; i++) world.nextBlock(5);
  const amount = BigInt(msg.head?.head?.cumulativeAmount ?? "0");
  const parts = PARTS.map((part) => attribute(world, "settlement_finalized", part)[0] ?? 0n);
  expect(parts.reduce((sum, part) => sum + part, 0n)).toBe(amount);
  expect(attribute(world, "payout", "amount").reduce((sum, part) => sum + part, 0n)).toBe(amount);
  const roles = world.events
    .filter(({ type }) => type === "payout")
    .map(({ attributes }) => attributes.find(({ key }) => key === "role")?.value);
  // The fee is paid in a denom that this chain does not burn.
  expect(roles).toEqual([
    "owner",
    "prior",
    "curator",
    "curator",
    "buyer",
    "host",
    "royalty",
    "model",
    "stakers",
    "treasury",
  ]);
});

test("a host that vanishes: the whole escrow returns after expiry and settle-only period", () => {
  const { world } = openLoop();
  const before = world.balance(buyer, "udemo");
  world.nextBlock(100);
  world.nextBlock(20);
  expect(world.events.map(({ type }) => type)).toEqual(["session_closing"]);
  expect(world.balance(buyer, "udemo")).toBe(before);
  world.nextBlock(1);
  expect(world.events.map(({ type }) => type)).toContain("session_ended");
  expect(world.balance(buyer, "udemo")).toBe(before + 5_000_000n);
  expect(world.brokenInvariants()).toEqual([]);
});

test("a buyer that vanishes: the host settles what was signed, the rest returns without the buyer", () => {
  const loop = openLoop();
  const { world } = loop;
  answer(loop, ALICE_TEXT);
  const before = world.balance(buyer, "udemo");
  world.nextBlock(119);
  world.deliver(messages.settle, settleMessage(loop));
  passTime(world);
  const spent = BigInt(settleMessage(loop).head?.head?.cumulativeAmount ?? "0");
  // The unowned data part without prior returns as well: half of it under this model.
  expect(world.balance(buyer, "udemo")).toBeGreaterThanOrEqual(before + 5_000_000n - spent);
  expect(world.query("/openledger.market.v1.Query/Sessions", { pagination: undefined })).toMatchObject({
    sessions: [],
  });
  expect(world.brokenInvariants()).toEqual([]);
});

test("a session whose settle-only period ends before its last window ends with that settlement", () => {
  const loop = openLoop();
  const { world } = loop;
  answer(loop, ALICE_TEXT);
  world.deliver(messages.closeSession, { buyer, sessionId: 1n });
  world.nextBlock(19);
  world.deliver(messages.settle, settleMessage(loop));
  world.nextBlock(2);
  world.nextBlock(1);
  expect(world.events.map(({ type }) => type)).toEqual([]);
  world.nextBlock(10);
  world.nextBlock(1);
  const types = world.events.map(({ type }) => type);
  expect(types.indexOf("session_ended")).toBeGreaterThan(types.indexOf("settlement_finalized"));
  expect(world.brokenInvariants()).toEqual([]);
});

test("one block decides a bounded number of settlements and the next ones the rest", () => {
  const loop = openLoop();
  const { world } = loop;
  for (let i = 0; i < 3; i++) {
    answer(loop, NOVEL_TEXT);
    world.deliver(messages.settle, settleMessage(loop, i, i + 1));
  }
  limitDecisions(world, 2);
  world.nextBlock(10);
  world.nextBlock(1);
  world.nextBlock(1);
  expect(attribute(world, "settlement_finalized", "settlement_id")).toEqual([1n, 2n]);
  world.nextBlock(1);
  expect(attribute(world, "settlement_finalized", "settlement_id")).toEqual([3n]);
});

test("settlements of many payouts leave fewer to a block, so that curators of many do not hold it up", () => {
  const loop = openLoop({ curators: everyone, curatorBps: 500, priorBps: 10_000 });
  const { world } = loop;
  for (let i = 0; i < 3; i++) {
    answer(loop, NOVEL_TEXT);
    world.deliver(messages.settle, settleMessage(loop, i, i + 1));
  }
  limitDecisions(world, 3);
  world.nextBlock(10);
  world.nextBlock(1);
  world.nextBlock(1);
  expect(attribute(world, "settlement_finalized", "settlement_id")).toEqual([1n, 2n]);
  expect(attribute(world, "payout", "amount").length).toBeGreaterThanOrEqual(30);
  world.nextBlock(1);
  expect(attribute(world, "settlement_finalized", "settlement_id")).toEqual([3n]);
  expect(world.brokenInvariants()).toEqual([]);
});

function limitDecisions(world: World, maxDecisionsPerBlock: number): void {
  const store = world.context().store.store(MARKET);
  params.set(store, { ...params.require(store), maxDecisionsPerBlock });
}

const outputs = [ALICE_TEXT, BOB_TEXT, NOVEL_TEXT, `${ALICE_TEXT}\n${BOB_TEXT}`, `${NOVEL_TEXT}\n\n${BOB_TEXT}`];

test("no unit is made or lost in any denom, whatever is answered, settled, closed and claimed in any order", () => {
  const step = fc.oneof(
    { weight: 4, arbitrary: fc.record({ kind: fc.constant("answer"), value: fc.nat(outputs.length - 1) }) },
    { weight: 3, arbitrary: fc.record({ kind: fc.constant("settle"), value: fc.constant(0) }) },
    { weight: 3, arbitrary: fc.record({ kind: fc.constant("block"), value: fc.integer({ min: 1, max: 12 }) }) },
    { weight: 2, arbitrary: fc.record({ kind: fc.constant("claim"), value: fc.nat(everyone.length - 1) }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant("close"), value: fc.constant(0) }) },
  );
  const terms = fc.record({
    denom: fc.constantFrom(...DENOMS),
    curatorBps: fc.nat(500),
    priorBps: fc.nat(10_000),
    royaltyBps: fc.integer({ min: 1, max: 5000 }),
    perCall: fc.integer({ min: 1, max: 1_000_000 }),
    steps: fc.array(step, { minLength: 4, maxLength: 16 }),
  });
  fc.assert(fc.property(terms, conserves), { numRuns: 25 });
});

function conserves(run: {
  readonly denom: string;
  readonly curatorBps: number;
  readonly priorBps: number;
  readonly royaltyBps: number;
  readonly perCall: number;
  readonly steps: readonly { readonly kind: string; readonly value: number }[];
}): void {
  const { denom, curatorBps, priorBps, royaltyBps, perCall } = run;
  const loop = openLoop({
    ...{ curatorBps, curators: [curator, secondCurator].slice(0, 1 + (priorBps % 2)), priorBps },
    royalties: [{ receiver: bob, bps: royaltyBps }],
    offer: {
      price: { denom, perCall: String(perCall), per1kInput: "333", per1kOutput: "777" },
      bond: { denom, amount: "1000000000" },
      openingFee: String(perCall),
    },
    session: { escrow: { denom, amount: "30000000" } },
  });
  const { world } = loop;
  const supplies = new Map(DENOMS.map((one) => [one, world.supply(one)]));
  let settled = 0;
  let burned = 0n;
  const attempt = (action: () => void): void => {
    try {
      action();
    } catch (error) {
      expect(error).toMatchObject({ name: "TxError" });
    }
  };
  const pass = (seconds: number): void => {
    world.nextBlock(seconds);
    burned += attribute(world, "settlement_finalized", "burned").reduce((sum, units) => sum + units, 0n);
  };
  for (const { kind, value } of run.steps) {
    if (kind === "answer") answerIfOpen(loop, outputs[value] ?? NOVEL_TEXT);
    if (kind === "block") pass(value);
    if (kind === "claim") attempt(() => world.deliver(messages.claimRewards, { claimant: everyone[value] ?? alice }));
    if (kind === "close") attempt(() => world.deliver(messages.closeSession, { buyer, sessionId: 1n }));
    if (kind === "settle" && loop.answered.length > settled) {
      attempt(() => {
        world.deliver(messages.settle, settleMessage(loop, settled));
        settled = loop.answered.length;
      });
    }
    expect(world.brokenInvariants()).toEqual([]);
  }
  for (let i = 0; i < 12; i++) pass(60);
  for (const claimant of everyone) attempt(() => world.deliver(messages.claimRewards, { claimant }));
  attempt(() => world.deliver(messages.closeOffer, { host, offerId: 1n }));
  expect(world.brokenInvariants()).toEqual([]);
  const market = world.bank.moduleAddress(world.context(), "market");
  for (const one of DENOMS) {
    expect(world.supply(one)).toBe((supplies.get(one) ?? 0n) - (one === "uopen" ? burned : 0n));
    expect(world.balance(market, one)).toBe(0n);
  }
}

/** A host answers while the offer is there. */
function answerIfOpen(loop: ReturnType<typeof openLoop>, output: string): void {
  if (loop.answered.length < 8) answer(loop, output);
}

test("owners get the same, however a session's receipts are cut into batches", () => {
  const owned = (cuts: readonly number[]): Map<string, bigint> => {
    const loop = openLoop();
    for (const output of outputs) answer(loop, output);
    const sums = new Map<string, bigint>();
    [...cuts, outputs.length].forEach((last, i, all) => {
      const msg = settleMessage(loop, all[i - 1] ?? 0, last);
      loop.world.deliver(messages.settle, msg);
      for (const { owner, amount } of msg.owners) sums.set(owner, (sums.get(owner) ?? 0n) + BigInt(amount));
    });
    return sums;
  };
  const whole = owned([]);
  expect(whole.size).toBe(2);
  for (const cuts of [[1], [2, 3], [1, 2, 3, 4]]) expect(owned(cuts)).toEqual(whole);
});
