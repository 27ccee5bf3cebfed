import { MsgSpendTreasury, MsgSpendTreasuryResponse } from "@openledger/messages/openledger/rewards/v1";
import { sdkErrors, TxError } from "@openledger/state-machine";
import { expect, test } from "vitest";
import { alice, bob, FUNDS, fundedWorld } from "../../support/messages.fixture.ts";
import type { Codecs } from "../../support/world.fixture.ts";
import { malformedMessage } from "../errors.ts";

const spend: Codecs<MsgSpendTreasury, MsgSpendTreasuryResponse> = [MsgSpendTreasury, MsgSpendTreasuryResponse];

test("what lies in the treasury goes where governance says, and to nobody else's order", () => {
  const world = fundedWorld();
  const authority = world.bank.moduleAddress(world.context(), "gov");
  const treasury = world.bank.moduleAddress(world.context(), "treasury");
  world.bank.sendToModule(world.context(), bob, "treasury", { denom: "uopen", amount: "100" });
  const refusal = (change: Partial<MsgSpendTreasury>): string => {
    try {
      world.deliver(spend, { authority, recipient: alice, amount: [{ denom: "uopen", amount: "60" }], ...change });
      return "ok";
    } catch (error) {
      if (error instanceof TxError) return `${error.codespace}/${error.code}`;
      throw error;
    }
  };
  const malformed = `rewards/${malformedMessage.code}`;
  expect(refusal({ authority: alice })).toBe("gov/13");
  expect(refusal({ recipient: "nobody" })).toBe(malformed);
  expect(refusal({ amount: [] })).toBe(malformed);
  expect(refusal({ amount: [{ denom: "uopen", amount: "0" }] })).toBe(malformed);
  expect(refusal({ amount: [{ denom: "uopen", amount: "101" }] })).toBe(`sdk/${sdkErrors.insufficientFunds.code}`);
  expect(refusal({})).toBe("ok");
  expect(world.events.at(-1)).toMatchObject({ type: "treasury_spent" });
  expect([world.balance(alice, "uopen"), world.balance(treasury, "uopen")]).toEqual([FUNDS + 60n, 40n]);
  expect(world.brokenInvariants()).toEqual([]);
});
