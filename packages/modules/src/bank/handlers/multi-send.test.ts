import { MsgMultiSend } from "@openledger/messages/cosmos/bank/v1beta1";
import { describe, expect, test } from "vitest";
import { account, coin, createBankWorld } from "../bank.fixture.ts";

const [alice, bob, carol] = [account(1), account(2), account(3)];
const world = () => createBankWorld({ bank: { balances: [{ address: alice, coins: [{ denom: "uopen", amount: "100" }] }] } });
const part = (address: string, amount: bigint | string) => ({ address, coins: [coin(amount)] });

describe("MsgMultiSend refuses", () => {
  test.each<[string, MsgMultiSend, string, number]>([
    ["no input", { inputs: [], outputs: [part(bob, 1n)] }, "bank", 2],
    ["no output", { inputs: [part(alice, 1n)], outputs: [] }, "bank", 3],
    ["sums that differ", { inputs: [part(alice, 3n)], outputs: [part(bob, 1n), part(carol, 1n)] }, "bank", 4],
    ["two senders", { inputs: [part(alice, 1n), part(bob, 1n)], outputs: [part(carol, 2n)] }, "bank", 9],
    ["an amount that is no number", { inputs: [part(alice, 1n)], outputs: [part(bob, "y")] }, "sdk", 2],
    ["a zero output", { inputs: [part(alice, 1n)], outputs: [part(bob, 1n), part(carol, 0n)] }, "sdk", 10],
    ["more than there is", { inputs: [part(alice, 101n)], outputs: [part(bob, 101n)] }, "sdk", 5],
  ])("%s", (_name, msg, codespace, code) => {
    const { deliver, bank, ctx } = world();
    expect(() => deliver(MsgMultiSend, msg)).toThrow(expect.objectContaining({ codespace, code }));
    expect(bank.balance(ctx, alice, "uopen")).toBe(100n);
  });
});

test("one sender pays many, each with a transfer of its own", () => {
  const { deliver, bank, ctx, events, broken } = world();
  deliver(MsgMultiSend, { inputs: [part(alice, 10n)], outputs: [part(bob, 4n), part(carol, 6n)] });
  expect([alice, bob, carol].map((address) => bank.balance(ctx, address, "uopen"))).toEqual([90n, 4n, 6n]);
  expect(events.map(({ type }) => type)).toEqual(["coin_spent", "message", "coin_received", "transfer", "coin_received", "transfer"]);
  expect(broken()).toEqual([]);
});
