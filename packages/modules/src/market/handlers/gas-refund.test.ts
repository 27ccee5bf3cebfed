import fc from "fast-check";
import { expect, test } from "vitest";
import { assertDefined } from "@openledger/primitives";
import type { MessageFee } from "@openledger/state-machine";
import { disputed, evidenceOf, matchMessage, ownedTokens, unopenedMessage, watcher } from "../../support/challenge.fixture.ts";
import { ALICE_TEXT, answer, BOB_TEXT, indexOf, openLoop, passTime, type Loop } from "../../support/loop.fixture.ts";
import { buyer, DENOMS, messages, secondCurator } from "../../support/messages.fixture.ts";
import { MARKET, settlements } from "../state.ts";

const PARTS = ["owned", "priors", "curators", "returned", "host", "model", "stakers", "treasury", "burned", "gas_refunded"];
const BOND = 5000n;

/** A settlement in `denom` that pays Alice and Bob, of whom Alice copied an earlier text outside the manifest. */
function settledIn(denom: string): { readonly loop: Loop; readonly tokens: number } {
  const loop = openLoop({
    earlier: ALICE_TEXT,
    offer: {
      price: { denom, perCall: "100003", per1kInput: "0", per1kOutput: "0" },
      bond: { denom, amount: "100000000" },
      openingFee: "0",
    },
    session: { escrow: { denom, amount: "5000000" } },
  });
  const unaware = { ...loop, index: indexOf(loop.registered.slice(1)) };
  const tokens = ownedTokens(answer({ ...unaware, answered: [] }, ALICE_TEXT));
  answer(unaware, `${ALICE_TEXT}\n\n${BOB_TEXT}`);
  loop.world.deliver(messages.settle, unopenedMessage(loop));
  return { loop, tokens };
}

const fee = (denom: string, units: bigint): MessageFee => ({
  payer: secondCurator,
  coins: [{ denom, amount: units.toString() }],
});

function correct({ loop, tokens }: ReturnType<typeof settledIn>, paid?: MessageFee): bigint {
  const evidence = evidenceOf(assertDefined(loop.registered[0], "the earlier text"), tokens);
  loop.world.deliver(messages.counterexample, matchMessage(1n, disputed(loop, 0), evidence), paid);
  return numberIn(loop, "settlement_corrected", "removed");
}

function numberIn({ world }: Loop, type: string, key: string): bigint {
  const found = assertDefined(world.events.find((event) => event.type === type), type);
  return BigInt(assertDefined(found.attributes.find((one) => one.key === key), key).value);
}

/** Passes blocks until the settlement is final, whose events are then the world's. */
function finish({ world }: Loop): void {
  for (let i = 0; i < 20 && !world.events.some(({ type }) => type === "settlement_finalized"); i++) world.nextBlock(5);
}

test("a correction gives its fee back out of what it took, to the unit, and only in the session's denom", () => {
  const denoms = fc.constantFrom(...DENOMS);
  fc.assert(
    fc.property(denoms, denoms, fc.bigInt(1n, 60_000n), (denom, feeDenom, paid) => {
      const game = settledIn(denom);
      const { loop } = game;
      const { world } = loop;
      const supplies = DENOMS.map((one) => world.supply(one));
      const before = world.balance(secondCurator, denom);
      const removed = correct(game, fee(feeDenom, paid));
      const expected = feeDenom === denom ? [paid, removed, BOND].reduce((a, b) => (a < b ? a : b)) : 0n;
      expect(removed).toBeGreaterThan(0n);
      expect(world.balance(secondCurator, denom)).toBe(before);
      finish(loop);
      const parts = PARTS.map((part) => numberIn(loop, "settlement_finalized", part));
      expect(parts.reduce((sum, units) => sum + units, 0n)).toBe(numberIn(loop, "settlement_finalized", "amount"));
      expect(numberIn(loop, "settlement_finalized", "gas_refunded")).toBe(expected);
      expect(world.balance(secondCurator, denom)).toBe(before + expected);
      const burned = numberIn(loop, "settlement_finalized", "burned");
      DENOMS.forEach((one, i) => expect(world.supply(one)).toBe((supplies[i] ?? 0n) - (one === denom ? burned : 0n)));
      expect(world.brokenInvariants()).toEqual([]);
    }),
    { numRuns: 16 },
  );
});

test("a refund comes out of what is unowned: owners, host and model are paid as without it", () => {
  const paidParts = (paid?: MessageFee): readonly bigint[] => {
    const game = settledIn("udemo");
    correct(game, paid);
    finish(game.loop);
    const unowned = ["priors", "curators", "returned", "treasury", "gas_refunded"];
    const of = (part: string): bigint => numberIn(game.loop, "settlement_finalized", part);
    return [...["owned", "host", "model", "stakers"].map(of), unowned.reduce((sum, part) => sum + of(part), 0n)];
  };
  expect(paidParts(fee("udemo", 700n))).toEqual(paidParts());
});

test("a settlement that is void after a correction gives all back to the buyer and refunds no gas", () => {
  const game = settledIn("udemo");
  const { world } = game.loop;
  correct(game, fee("udemo", 700n));
  const { gasRefunds, amount } = assertDefined(settlements.get(world.context().store.store(MARKET), 1n), "it is pending");
  expect(gasRefunds).toEqual([{ receiver: secondCurator, amount: "700" }]);
  const [payer, paid] = [world.balance(secondCurator, "udemo"), world.balance(buyer, "udemo")];
  world.deliver(messages.demand, { challenger: watcher, settlementId: 1n, receipts: [0n] });
  for (let i = 0; i < 3; i++) world.nextBlock(5);
  expect(world.balance(secondCurator, "udemo")).toBe(payer);
  expect(world.balance(buyer, "udemo")).toBe(paid + BigInt(amount?.amount ?? "0"));
  passTime(world);
  expect(world.brokenInvariants()).toEqual([]);
});
