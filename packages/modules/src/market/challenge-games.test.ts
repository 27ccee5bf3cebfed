import { expect, test } from "vitest";
import { claimRoot } from "@openledger/attribution";
import type { Claim, ReceiptOpening } from "@openledger/messages/openledger/attribution/v1";
import type { MsgSettle } from "@openledger/messages/openledger/market/v1";
import { assertDefined, type Address } from "@openledger/primitives";
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
} from "../support/challenge.fixture.ts";
import {
  ALICE_TEXT,
  answer,
  BOB_TEXT,
  hostSigned,
  indexOf,
  NOVEL_TEXT,
  openLoop,
  settleMessage,
  type Loop,
} from "../support/loop.fixture.ts";
import { bob, buyer, DENOMS, host, messages } from "../support/messages.fixture.ts";
import { crypto } from "../support/world.fixture.ts";
import { MARKET, offers, settlementLog } from "./state.ts";

const GAMES = 200;
const PLAYS = ["honest", "opened", "omit", "friend", "weight", "switch", "price", "sums", "root", "silent"] as const;
type Play = (typeof PLAYS)[number];
const isHonest = (play: Play): boolean => play === "honest" || play === "opened";

/** Numbers below `bound` from a seed: the same game for the same seed. */
function dice(seed: number): (bound: number) => number {
  let state = (seed * 2_654_435_761 + 1) >>> 0;
  return (bound) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return (state >>> 8) % bound;
  };
}

function openGame(denom: string): Loop {
  return openLoop({
    later: ALICE_TEXT,
    offer: {
      price: { denom, perCall: "100000", per1kInput: "333", per1kOutput: "777" },
      bond: { denom, amount: "100000000" },
      openingFee: "100",
    },
    session: { escrow: { denom, amount: "300000000" }, durationSeconds: 1000n },
  });
}

/** The host as one that does not know some contributions. */
const without = (loop: Loop, ...left: readonly number[]): Loop => ({
  ...loop,
  index: indexOf(loop.registered.filter((_, at) => !left.includes(at))),
});

function restated(loop: Loop, change: (opening: ReceiptOpening) => ReceiptOpening): void {
  const changed = change(assertDefined(loop.answered.pop(), "the last answer"));
  const receipt = { ...receiptOf(changed), claimRoot: claimRoot(crypto.sha256, claimOf(changed)) };
  loop.answered.push(hostSigned({ ...changed, receipt }));
}

const withSpans = (opening: ReceiptOpening, change: (claim: Claim) => Claim): ReceiptOpening => ({
  ...opening,
  claim: change(claimOf(opening)),
});

/** The host answers once, as the play says, and settles. */
function settleBatch(loop: Loop, play: Play, text: string): void {
  const first = loop.answered.length;
  if (play === "omit") answer(without(loop, 0, 2), text);
  else if (play === "friend") answer(without(loop, 0), text);
  else answer(loop, text);
  if (play === "weight") {
    restated(loop, (opening) =>
      withSpans(opening, ({ spans, ...rest }) => ({
        ...rest,
        spans: spans.map((one) => ({ ...one, weight: one.weight + 7n })),
      })),
    );
  }
  if (play === "switch") {
    restated(loop, (opening) =>
      withSpans(opening, ({ spans, owners, ...rest }) => ({
        ...rest,
        owners: owners.map((one) => ({ ...one, owner: buyer })),
        spans: spans.map((one) => ({ ...one, owner: one.owner && buyer })),
      })),
    );
  }
  if (play === "price") {
    restated(loop, (opening) => {
      const receipt = receiptOf(opening);
      return { ...opening, receipt: { ...receipt, amount: (BigInt(receipt.amount) + 9n).toString() } };
    });
  }
  loop.world.deliver(messages.settle, settlementOf(loop, play, first));
}

function settlementOf(loop: Loop, play: Play, first: number): MsgSettle {
  if (play === "opened") return settleMessage(loop, first);
  const msg = unopenedMessage(loop, first);
  if (play === "sums") return { ...msg, owners: [{ owner: bob, amount: "7" }], owned: [{ owner: bob, datanetId: 1n, amount: "7" }] };
  return play === "root" ? { ...msg, claimsRoot: new Uint8Array(32).fill(1) } : msg;
}

/** One watcher that sees everything acts against every batch that lies; some challengers act against those that don't. */
function challenge(loop: Loop, play: Play, settlementId: bigint, roll: (bound: number) => number): void {
  const { world } = loop;
  const first = loop.answered.length - 1;
  const about = disputed(loop, first, first);
  const index = BigInt(first);
  const alicesRows = assertDefined(loop.registered[0], "Alice's rows");
  const tokens = ownedTokens(answer({ ...loop, answered: [] }, ALICE_TEXT));
  const shown = matchMessage(settlementId, about, evidenceOf(alicesRows, tokens));
  if (play === "omit" || play === "friend") world.deliver(messages.counterexample, shown);
  if (play === "weight" || play === "switch" || play === "price") {
    world.deliver(messages.counterexample, invalidMessage(settlementId, about));
  }
  if (play === "sums" || play === "root" || play === "silent") {
    world.deliver(messages.demand, demandMessage(settlementId, [index]));
    const demandId = newestDemand(loop);
    if (play !== "silent") {
      expect(() => world.deliver(messages.answerDemand, answerMessage(loop, demandId, [index], first))).toThrow();
    }
  }
  if (!isHonest(play)) return;
  const grief = roll(4);
  if (grief === 1) world.deliver(messages.counterexample, shown);
  if (grief === 2) world.deliver(messages.counterexample, invalidMessage(settlementId, about));
  if (grief === 3 && play === "honest") {
    world.deliver(messages.demand, demandMessage(settlementId, [index]));
    world.deliver(messages.answerDemand, answerMessage(loop, newestDemand(loop), [index], first));
  }
}

/** Id of the newest demand, as its event says. */
function newestDemand(loop: Loop): bigint {
  const made = loop.world.events.find(({ type }) => type === "demand_made");
  return BigInt(assertDefined(made, "a demand").attributes.find(({ key }) => key === "demand_id")?.value ?? "0");
}

const total = (loop: Loop, denom: string): bigint => loop.world.supply(denom);

test(`in ${GAMES} games every cheat is void when one watcher acts, honest batches are paid, and no unit is made or lost`, () => {
  const perWorld = 20;
  for (let start = 0; start < GAMES; start += perWorld) {
    const roll = dice(start + 1);
    const denom = assertDefined(DENOMS[(start / perWorld) % DENOMS.length], "a denom");
    const loop = openGame(denom);
    const { world } = loop;
    const supplies = new Map(DENOMS.map((one) => [one, total(loop, one)]));
    const outcomes = new Map<string, string>();
    let burned = 0n;
    let slashed = 0n;
    const collect = (): void => {
      for (const { type, attributes } of world.events) {
        const at = (key: string): string => attributes.find((one) => one.key === key)?.value ?? "0";
        if (type !== "settlement_voided" && type !== "settlement_finalized") continue;
        outcomes.set(at("settlement_id"), type);
        burned += BigInt(at("burned"));
        if (type === "settlement_voided") slashed += BigInt(at("slashed"));
      }
    };
    const plays: Play[] = [];
    for (let game = 0; game < perWorld; game++) {
      const play = assertDefined(PLAYS[roll(PLAYS.length)], "a play");
      plays.push(play);
      settleBatch(loop, play, [`${ALICE_TEXT} ${NOVEL_TEXT}`, `${ALICE_TEXT}\n\n${BOB_TEXT}`][roll(2)] ?? ALICE_TEXT);
      collect();
      challenge(loop, play, BigInt(game + 1), roll);
      collect();
      if (roll(3) === 0) {
        world.nextBlock(4);
        collect();
      }
    }
    for (let i = 0; i < 10; i++) {
      world.nextBlock(8);
      collect();
    }
    plays.forEach((play, i) => {
      const expected = isHonest(play) ? "settlement_finalized" : "settlement_voided";
      expect([start, i, play, outcomes.get(String(i + 1))]).toEqual([start, i, play, expected]);
    });
    expect(settlementLog.require(world.context().store.store(MARKET)).size).toBe(perWorld);
    expect(world.brokenInvariants()).toEqual([]);
    const offer = offers.require(world.context().store.store(MARKET), 1n);
    expect(BigInt(offer.bond?.amount ?? "0")).toBe(100_000_000n - slashed);
    if (plays.every(isHonest)) expect(slashed).toBe(0n);
    for (const one of DENOMS) {
      const burns = one === "uopen" && denom === one ? burned : 0n;
      expect(total(loop, one)).toBe((supplies.get(one) ?? 0n) - burns);
    }
  }
});

test("a host that challenges itself loses half of its locked bond at least", () => {
  const loop = openGame("udemo");
  const { world } = loop;
  const wealth = (): bigint =>
    [host, buyer].reduce((sum: bigint, who: Address) => sum + world.balance(who, "udemo"), 0n) +
    BigInt(offers.require(world.context().store.store(MARKET), 1n).bond?.amount ?? "0");
  settleBatch(loop, "silent", ALICE_TEXT);
  const before = wealth();
  world.deliver(messages.demand, { ...demandMessage(1n, [0n]), challenger: host });
  for (let i = 0; i < 4; i++) world.nextBlock(4);
  // Host and buyer are one here, so the escrow that returns is counted once as well.
  const paid = BigInt(loop.answered[0]?.receipt?.amount ?? "0");
  expect(wealth() - before - paid).toBeLessThan(0n);
});
