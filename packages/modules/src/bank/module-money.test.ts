import type { Json } from "@openledger/state-machine";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { account, coin, createBankWorld, type BankWorld } from "./bank.fixture.ts";

const alice = account(1);
const DAY = 86_400n;

/** Alice owns 100 uopen, of which 60 vest over a day from the time of the fixture's block on; pools have permissions. */
function world(): BankWorld {
  const vesting: Json = {
    "@type": "/cosmos.vesting.v1beta1.ContinuousVestingAccount",
    base_vesting_account: {
      base_account: { address: alice },
      original_vesting: [{ denom: "uopen", amount: "60" }],
      end_time: String(DAY),
    },
    start_time: "0",
  };
  const made = createBankWorld({ auth: { accounts: [vesting] }, bank: { balances: [{ address: alice, coins: [{ denom: "uopen", amount: "100" }] }] } });
  made.auth.createModuleAccount(made.ctx, "pool", ["burner", "minter", "staking"]);
  return made;
}
const tracked = ({ auth, ctx }: BankWorld): unknown => auth.lockedCoins(ctx, alice);

describe("a vesting account", () => {
  test("spends only what is free, and may delegate the rest", () => {
    const made = world();
    const { bank, ctx, events } = made;
    expect(() => bank.send(ctx, alice, account(2), coin(41n))).toThrow("spendable balance 40uopen is smaller than 41uopen: insufficient funds");
    bank.delegateCoins(ctx, alice, "pool", [coin(70n)]);
    expect(events.map(({ type }) => type)).toEqual(["coin_spent", "coin_received"]);
    expect([tracked(made), bank.spendable(ctx, alice, "uopen")]).toEqual([[], 30n]);
    bank.undelegateCoins(ctx, "pool", alice, [coin(70n)]);
    expect([tracked(made), bank.spendable(ctx, alice, "uopen")]).toEqual([[coin(60n)], 40n]);
  });

  test("does not delegate more than it has", () => {
    const { bank, ctx } = world();
    expect(() => bank.delegateCoins(ctx, alice, "pool", [coin(101n)])).toThrow("failed to delegate; 100uopen is smaller than 101uopen: insufficient funds");
    expect(() => bank.delegateCoins(ctx, account(9), "pool", [coin(1n)])).toThrow("insufficient funds");
  });
});

test("what an account keeps for others is neither spent nor delegated, even where more is kept than there is", () => {
  const reserve = { amount: 70n };
  const balances = [{ address: alice, coins: [{ denom: "uopen", amount: "100" }] }];
  const { auth, bank, ctx } = createBankWorld({ bank: { balances } }, (_, address) => (address === alice ? [coin(reserve.amount)] : []));
  auth.createModuleAccount(ctx, "pool", ["burner", "staking"]);
  expect([bank.spendable(ctx, alice, "uopen"), bank.spendableCoins(ctx, alice)]).toEqual([30n, [coin(30n)]]);
  expect(() => bank.send(ctx, alice, account(2), coin(31n))).toThrow("spendable balance 30uopen is smaller than 31uopen: insufficient funds");
  expect(() => bank.sendCoinsToModule(ctx, alice, "pool", [coin(31n)])).toThrow("insufficient funds");
  expect(() => bank.delegateCoins(ctx, alice, "pool", [coin(31n)])).toThrow("failed to delegate; 30uopen is smaller than 31uopen");
  bank.delegateCoins(ctx, alice, "pool", [coin(10n)]);
  bank.send(ctx, alice, account(2), coin(20n));
  bank.burnCoins(ctx, "pool", [coin(10n)]);
  expect(bank.balance(ctx, alice, "uopen")).toBe(70n);
  reserve.amount = 71n;
  expect([bank.spendable(ctx, alice, "uopen"), bank.spendableCoins(ctx, alice)]).toEqual([0n, []]);
  expect(() => bank.send(ctx, alice, account(2), coin(1n))).toThrow("locked amount exceeds account balance funds: 71uopen > 70uopen");
  expect(() => bank.delegateCoins(ctx, alice, "pool", [coin(1n)])).toThrow("insufficient funds");
});

test("minting and burning move the supply with its events", () => {
  const { bank, ctx, events, broken } = world();
  bank.mintCoins(ctx, "pool", [coin(7n)]);
  bank.burnCoins(ctx, "pool", [coin(2n)]);
  expect(events.map(({ type }) => type)).toEqual(["coin_received", "coinbase", "coin_spent", "burn"]);
  expect([bank.supply(ctx, "uopen"), broken()]).toEqual([105n, []]);
});

test("a module without the permission stops execution", () => {
  const { bank, ctx } = world();
  expect(() => bank.mintCoins(ctx, "fee_collector", [coin(1n)])).toThrow("the account of module fee_collector is not a minter");
  expect(() => bank.burnCoins(ctx, "fee_collector", [coin(1n)])).toThrow("is not a burner");
  expect(() => bank.delegateCoins(ctx, alice, "nobody", [coin(1n)])).toThrow("is not a staking");
});

test("any sequence of delegations and returns keeps money and what is tracked in step", () => {
  const step = fc.record({ back: fc.boolean(), units: fc.bigInt(1n, 80n) });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 20 }), (steps) => {
      const made = world();
      const { bank, ctx } = made;
      const pool = bank.moduleAddress(ctx, "pool");
      for (const { back, units } of steps) {
        try {
          if (back) bank.undelegateCoins(ctx, "pool", alice, [coin(units)]);
          else bank.delegateCoins(ctx, alice, "pool", [coin(units)]);
        } catch (error) {
          expect(error).toMatchObject({ code: 5 });
        }
        const delegated = bank.balance(ctx, pool, "uopen");
        const locked = BigInt((tracked(made) as { amount: string }[])[0]?.amount ?? "0");
        expect(locked).toBeGreaterThanOrEqual(60n - delegated);
        expect(bank.spendable(ctx, alice, "uopen")).toBe(100n - delegated - locked);
        expect(made.broken()).toEqual([]);
      }
    }),
    { numRuns: 40 },
  );
});
