import { fromUtf8, toHex } from "@openledger/primitives";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { account, coin, createBankWorld } from "./bank.fixture.ts";
import { FEE_COLLECTOR } from "./keeper.ts";

const [alice, bob] = [account(1), account(2)];
const huge = (1n << 126n) + 5n;
const world = (units = 100n) => createBankWorld({ bank: { balances: [{ address: alice, coins: [{ denom: "uopen", amount: String(units) }] }] } });

describe("the bank's state", () => {
  test("lies under the SDK's keys with the SDK's values, and none is empty", () => {
    const entries = Array.from(world().ctx.store.store("bank").iterate(), ([key, value]) => [toHex(key), value] as const);
    const holder = `14${"01".repeat(20)}`;
    expect(entries.map(([key]) => key)).toEqual([
      "00756f70656e",
      `02${holder}756f70656e`,
      `03756f70656e00${holder}`,
      "05",
    ]);
    expect([fromUtf8(entries[0]?.[1] ?? new Uint8Array(0)), fromUtf8(entries[1]?.[1] ?? new Uint8Array(0)), entries[2]?.[1]]).toEqual(["100", "100", Uint8Array.of(0)]);
  });

  test("holds amounts far above 2^64", () => {
    const { bank, ctx, broken } = world(huge);
    bank.send(ctx, alice, bob, coin(huge - 1n));
    expect([bank.balance(ctx, alice, "uopen"), bank.balance(ctx, bob, "uopen"), broken()]).toEqual([1n, huge - 1n, []]);
  });

  test("forgets a balance of nothing, in the index too", () => {
    const { bank, ctx } = world();
    bank.send(ctx, alice, bob, coin(100n));
    const keys = Array.from(ctx.store.store("bank").iterate(), ([key]) => toHex(key));
    expect(keys.some((key) => key.includes("01".repeat(20)))).toBe(false);
  });
});

test("burning takes from the module and from the supply", () => {
  const { bank, ctx, events, broken } = world();
  bank.sendToModule(ctx, alice, FEE_COLLECTOR, coin(40n));
  events.length = 0;
  bank.burnFromModule(ctx, FEE_COLLECTOR, coin(15n));
  const collector = bank.moduleAddress(ctx, FEE_COLLECTOR);
  expect([bank.balance(ctx, collector, "uopen"), broken()]).toEqual([25n, []]);
  expect(events).toEqual([
    { type: "coin_spent", attributes: [{ key: "spender", value: collector }, { key: "amount", value: "15uopen" }] },
    { type: "burn", attributes: [{ key: "burner", value: collector }, { key: "amount", value: "15uopen" }] },
  ]);
  expect(() => bank.burnFromModule(ctx, FEE_COLLECTOR, coin(26n))).toThrow("insufficient funds");
});

test("amounts that nobody checked stop execution", () => {
  const { bank, ctx } = world();
  expect(() => bank.send(ctx, alice, bob, coin("-5"))).toThrow("not an amount that can be moved");
});

test("any sequence of movements and burns keeps supply, balances and index in step", () => {
  const step = fc.record({ kind: fc.constantFrom("send", "module", "burn", "back"), to: fc.integer({ min: 1, max: 4 }), units: fc.bigInt(1n, 60n) });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 25 }), (steps) => {
      const { bank, ctx, broken } = world();
      for (const { kind, to, units } of steps) {
        try {
          if (kind === "send") bank.send(ctx, alice, account(to), coin(units));
          else if (kind === "module") bank.sendToModule(ctx, account(to), FEE_COLLECTOR, coin(units));
          else if (kind === "back") bank.sendFromModule(ctx, FEE_COLLECTOR, account(to), coin(units));
          else bank.burnFromModule(ctx, FEE_COLLECTOR, coin(units));
        } catch (error) {
          expect(error).toMatchObject({ codespace: "sdk", code: 5 });
        }
        expect(broken()).toEqual([]);
      }
    }),
    { numRuns: 40 },
  );
});
