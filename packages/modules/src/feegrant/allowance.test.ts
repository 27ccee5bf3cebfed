import { packAny } from "@openledger/messages";
import type { Coin } from "@openledger/messages/cosmos/base/v1beta1";
import { AllowedMsgAllowance, BasicAllowance, PeriodicAllowance } from "@openledger/messages/cosmos/feegrant/v1beta1";
import { expect, test } from "vitest";
import { checkAllowance } from "./allowance.ts";

const coins = (count: number): Coin[] =>
  Array.from({ length: count }, (_, i) => ({ denom: `d${String(i).padStart(6, "0")}`, amount: "1" }));
const basic = (count: number) => packAny(BasicAllowance, { spendLimit: coins(count) });
const periodic = (limit: number, period: number, canSpend: number) =>
  packAny(PeriodicAllowance, {
    basic: { spendLimit: coins(limit) },
    period: { seconds: 60n, nanos: 0 },
    periodSpendLimit: coins(period),
    periodCanSpend: coins(canSpend),
  });

test("an allowance names at most 100 denoms in each of its limits", () => {
  const inner = (allowance: ReturnType<typeof basic>) => packAny(AllowedMsgAllowance, { allowance, allowedMessages: ["/a"] });
  expect(() => checkAllowance(basic(100))).not.toThrow();
  expect(() => checkAllowance(periodic(100, 100, 100))).not.toThrow();
  expect(() => checkAllowance(basic(101))).toThrow("the spend limit has 101 denoms, send at most 100");
  expect(() => checkAllowance(inner(basic(101)))).toThrow("the spend limit has 101 denoms, send at most 100");
  expect(() => checkAllowance(periodic(101, 1, 1))).toThrow("the spend limit has 101 denoms");
  expect(() => checkAllowance(periodic(100, 101, 1))).toThrow("the limit of a period has 101 denoms");
  expect(() => checkAllowance(periodic(100, 100, 101))).toThrow("what this period can spend has 101 denoms");
});

test("the limit of a period names only denoms of the whole limit", () => {
  expect(() => checkAllowance(periodic(1, 2, 1))).toThrow("period spend limit has different currency than basic spend limit");
  expect(() => checkAllowance(periodic(0, 2, 1))).not.toThrow();
});
