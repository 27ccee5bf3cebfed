import { expect, test } from "vitest";
import { answer, ALICE_TEXT, openLoop, settleMessage } from "../../support/loop.fixture.ts";
import { ancestor, alice, bob, FUNDS, host, messages, publisher } from "../../support/messages.fixture.ts";
import { expectRefusal } from "../../support/refusal.fixture.ts";
import { malformedMessage, nothingToClaim } from "../errors.ts";

test("everyone claims all that was credited, once", () => {
  const loop = openLoop({ priorBps: 0, curatorBps: 0, offer: { openingFee: "0" } });
  const { world } = loop;
  expectRefusal(world, messages.claimRewards, { claimant: "" }, malformedMessage);
  expectRefusal(world, messages.claimRewards, { claimant: host }, nothingToClaim);
  answer(loop, ALICE_TEXT);
  world.deliver(messages.settle, settleMessage(loop));
  for (let i = 0; i < 3; i++) world.nextBlock(5);
  const fee = BigInt(settleMessage(loop).head?.head?.cumulativeAmount ?? "0");
  const model = (fee * 2000n) / 10_000n;
  const royalty = model / 10n;
  // Her text is the whole answer, so hers is the whole data part.
  const expected = [
    [alice, (fee * 4000n) / 10_000n],
    [publisher, model - royalty],
    [ancestor, royalty],
  ] as const;
  for (const [claimant, units] of expected) {
    expect(world.deliver(messages.claimRewards, { claimant })).toEqual({
      amount: [{ denom: "udemo", amount: units.toString() }],
    });
    expect(world.events.at(-1)).toMatchObject({ type: "rewards_claimed" });
    expect(world.balance(claimant, "udemo")).toBe(FUNDS + units);
    expectRefusal(world, messages.claimRewards, { claimant }, nothingToClaim);
  }
  expectRefusal(world, messages.claimRewards, { claimant: bob }, nothingToClaim);
  expect(world.brokenInvariants()).toEqual([]);
});

test("the burned part leaves the supply of the base denom only", () => {
  const price = { denom: "uopen", perCall: "1000000", per1kInput: "0", per1kOutput: "0" };
  const loop = openLoop({
    offer: { price, openingFee: "0", bond: { denom: "uopen", amount: "100000000" } },
    session: { escrow: { denom: "uopen", amount: "5000000" } },
  });
  const { world } = loop;
  const supply = world.supply("uopen");
  answer(loop, ALICE_TEXT);
  world.deliver(messages.settle, settleMessage(loop));
  for (let i = 0; i < 3; i++) world.nextBlock(5);
  expect(world.supply("uopen")).toBe(supply - 20_000n);
});
