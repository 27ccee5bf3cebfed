import type { Json } from "@openledger/state-machine";
import { expect, test } from "vitest";
import { account, createBankWorld } from "./bank.fixture.ts";

const alice = account(1);
const owns = (...coins: Json[]): Json => ({ balances: [{ address: alice, coins }] });

test.each<[string, { readonly auth?: Json; readonly bank?: Json }, string]>([
  ["a list that is none", { bank: { balances: {} } }, "genesis app_state.bank.balances: must be a list"],
  ["a foreign address", { bank: { balances: [{ address: "cosmos1x", coins: [] }] } }, "genesis app_state.bank.balances[0].address: cosmos1x: "],
  ["a zero balance", { bank: owns({ denom: "uopen", amount: "0" }) }, "balances[0].coins[0].amount: must be from 1 to 2^127-1"],
  ["an amount as a fraction", { bank: owns({ denom: "uopen", amount: 1.5 }) }, "must be an integer of 0 or more, written as text"],
  ["a supply beyond an amount", { bank: { balances: [1, 2].map((seed) => ({ address: account(seed), coins: [{ denom: "uopen", amount: String(1n << 126n) }] })) } }, "balances: uopen sums to more than 2^127-1 units"],
  ["a bad denom", { bank: owns({ denom: "u", amount: "1" }) }, "u is not a denom"],
  ["a denom twice", { bank: owns({ denom: "uopen", amount: "1" }, { denom: "uopen", amount: "1" }) }, "has uopen twice"],
  ["a supply that is not the sum", { bank: { balances: [{ address: alice, coins: [{ denom: "uopen", amount: "1" }] }], supply: [{ denom: "uopen", amount: "2" }] } }, "supply[0]: is 2uopen, but balances sum to 1"],
  ["sending off by default", { bank: { params: { default_send_enabled: false } } }, "switch single denoms off in send_enabled"],
  ["an account twice", { auth: { accounts: [{ address: alice }, { address: alice }] } }, "accounts[1]: " ],
  ["an account of another type", { auth: { accounts: [{ "@type": "/x.Y", address: alice }] } }, "/x.Y is not supported"],
  ["a key that is no base64", { auth: { accounts: [{ address: alice, pub_key: { "@type": "/cosmos.crypto.secp256k1.PubKey", key: "?" } }] } }, "pub_key.key: not a base64 string"],
])("genesis with %s is refused at its place", (_name, genesis, text) => {
  expect(() => createBankWorld(genesis)).toThrow(text);
});

test("every holder has an account, numbered in order, modules after named accounts", () => {
  const { auth, ctx, bank, broken } = createBankWorld({
    auth: { accounts: [{ address: account(3), sequence: "4" }] },
    bank: owns({ denom: "uopen", amount: "1" }),
  });
  expect(auth.account(ctx, account(3))).toMatchObject({ accountNumber: 0n, sequence: 4n });
  expect(auth.account(ctx, bank.moduleAddress(ctx, "fee_collector"))).toMatchObject({ accountNumber: 1n });
  expect(auth.account(ctx, alice)).toMatchObject({ accountNumber: 2n, sequence: 0n });
  expect(broken()).toEqual([]);
});
