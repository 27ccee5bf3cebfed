import { MsgSend } from "@openledger/messages/cosmos/bank/v1beta1";
import type { Coin } from "@openledger/messages/cosmos/base/v1beta1";
import { describe, expect, test } from "vitest";
import { account, coin, createBankWorld, type BankWorld } from "../bank.fixture.ts";

const [alice, bob] = [account(1), account(2)];
const feeCollector = "open17xpfvakm2amg962yls6f84z3kell8c5l8j3ch2";

function world(): BankWorld {
  return createBankWorld({
    bank: {
      balances: [{ address: alice, coins: [{ denom: "udemo", amount: "5" }, { denom: "uopen", amount: "100" }, { denom: "ustuck", amount: "9" }] }],
      send_enabled: [{ denom: "ustuck", enabled: false }],
    },
  });
}

const send = (to: string, amount: readonly Coin[], from: string = alice): MsgSend => ({ fromAddress: from, toAddress: to, amount: [...amount] });

describe("MsgSend refuses", () => {
  test.each<[string, MsgSend, string, number, RegExp]>([
    ["an amount that is no number", send(bob, [coin("1x")]), "sdk", 2, /cannot unmarshal "1x"/],
    ["a malformed sender", send(bob, [coin(1n)], "open1x"), "sdk", 7, /^invalid from address: /],
    ["a malformed receiver", send("cosmos1x", [coin(1n)]), "sdk", 7, /^invalid to address: /],
    ["a module as receiver", send(feeCollector, [coin(1n)]), "sdk", 4, /is not allowed to receive funds/],
    ["no coins", send(bob, []), "sdk", 10, /invalid coins$/],
    ["zero", send(bob, [coin(0n)]), "sdk", 10, /^0uopen: invalid coins$/],
    ["a negative amount", send(bob, [coin("-1")]), "sdk", 10, /^-1uopen: invalid coins$/],
    ["unsorted coins", send(bob, [coin(1n), coin(1n, "udemo")]), "sdk", 10, /invalid coins$/],
    ["a denom twice", send(bob, [coin(1n), coin(1n)]), "sdk", 10, /invalid coins$/],
    ["a denom that is switched off", send(bob, [coin(1n, "ustuck")]), "bank", 5, /^ustuck transfers are currently disabled: /],
    ["more than there is", send(bob, [coin(101n)]), "sdk", 5, /^spendable balance 100uopen is smaller than 101uopen: insufficient funds$/],
    ["a denom that the sender lacks", send(bob, [coin(1n, "unone")]), "sdk", 5, /^spendable balance 0unone is smaller than 1unone/],
  ])("%s", (_name, msg, codespace, code, text) => {
    const { deliver, broken, bank, ctx } = world();
    let error: unknown;
    try {
      deliver(MsgSend, msg);
    } catch (caught) {
      error = caught;
    }
    expect(error).toMatchObject({ name: "TxError", codespace, code, message: expect.stringMatching(text) });
    expect([bank.balance(ctx, alice, "uopen"), broken()]).toEqual([100n, []]);
  });
});

test("several coins move in one set of events", () => {
  const { deliver, bank, ctx, events, broken } = world();
  deliver(MsgSend, send(bob, [coin(2n, "udemo"), coin(30n)]));
  expect(["udemo", "uopen"].map((denom) => [bank.balance(ctx, alice, denom), bank.balance(ctx, bob, denom)])).toEqual([[3n, 2n], [70n, 30n]]);
  expect(events.map(({ type, attributes }) => [type, ...attributes.map(({ value }) => value)])).toEqual([
    ["coin_spent", alice, "2udemo,30uopen"],
    ["coin_received", bob, "2udemo,30uopen"],
    ["transfer", bob, alice, "2udemo,30uopen"],
    ["message", alice],
  ]);
  expect(broken()).toEqual([]);
});

test("the first coins of an address give it an account with the next number", () => {
  const { deliver, auth, ctx } = world();
  expect(auth.account(ctx, bob)).toBeUndefined();
  deliver(MsgSend, send(bob, [coin(1n)]));
  deliver(MsgSend, send(bob, [coin(1n)]));
  expect(auth.account(ctx, bob)).toEqual({ address: bob, accountNumber: 2n, sequence: 0n, publicKey: undefined });
});

test("an upper-case receiver is the same account", () => {
  const { deliver, bank, ctx } = world();
  deliver(MsgSend, send(bob.toUpperCase(), [coin(1n)]));
  expect(bank.balance(ctx, bob, "uopen")).toBe(1n);
});

test("a send to oneself changes nothing", () => {
  const { deliver, bank, ctx, broken } = world();
  deliver(MsgSend, send(alice, [coin(100n)]));
  expect([bank.balance(ctx, alice, "uopen"), broken()]).toEqual([100n, []]);
});
