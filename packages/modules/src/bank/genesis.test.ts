import type { Json } from "@openledger/state-machine";
import { expect, test } from "vitest";
import { account, createBankWorld } from "./bank.fixture.ts";

const alice = account(1);
const owns = (...coins: Json[]): Json => ({ balances: [{ address: alice, coins }] });

const vesting = ({ start_time, end_time }: { readonly start_time: string; readonly end_time: string }): Json => ({
  "@type": "/cosmos.vesting.v1beta1.ContinuousVestingAccount",
  base_vesting_account: {
    base_account: { address: alice, pub_key: null, account_number: "7", sequence: "2" },
    original_vesting: [{ denom: "uopen", amount: "100" }],
    delegated_free: [],
    delegated_vesting: [],
    end_time,
  },
  start_time,
});

test.each<[string, { readonly auth?: Json; readonly bank?: Json }, string]>([
  ["a list that is none", { bank: { balances: {} } }, "genesis app_state.bank.balances: must be a list"],
  ["a foreign address", { bank: { balances: [{ address: "cosmos1x", coins: [] }] } }, "genesis app_state.bank.balances[0].address: cosmos1x: "],
  ["a zero balance", { bank: owns({ denom: "uopen", amount: "0" }) }, "balances[0].coins[0].amount: must be from 1 to 2^127-1"],
  ["an amount as a fraction", { bank: owns({ denom: "uopen", amount: 1.5 }) }, "must be an integer of 0 or more, written as text"],
  ["a supply beyond an amount", { bank: { balances: [1, 2].map((seed) => ({ address: account(seed), coins: [{ denom: "uopen", amount: String(1n << 126n) }] })) } }, "balances: uopen sums to more than 2^127-1 units"],
  ["a bad denom", { bank: owns({ denom: "u", amount: "1" }) }, "u is not a denom"],
  ["a denom twice", { bank: owns({ denom: "uopen", amount: "1" }, { denom: "uopen", amount: "1" }) }, "has uopen twice"],
  ["a supply that is not the sum", { bank: { balances: [{ address: alice, coins: [{ denom: "uopen", amount: "1" }] }], supply: [{ denom: "uopen", amount: "2" }] } }, "supply[0]: is 2uopen, but balances sum to 1"],
  ["an account twice", { auth: { accounts: [{ address: alice }, { address: alice }] } }, "accounts[1]: " ],
  ["an account of another type", { auth: { accounts: [{ "@type": "/x.Y", address: alice }] } }, "/x.Y is not supported"],
  ["a key as an account", { auth: { accounts: [{ "@type": "/cosmos.crypto.secp256k1.PubKey", key: "" }] } }, "PubKey is not supported"],
  ["a module account without its base", { auth: { accounts: [{ "@type": "/cosmos.auth.v1beta1.ModuleAccount", name: "x" }] } }, "has no base_account"],
  ["a vesting account that vests before it begins", { auth: { accounts: [vesting({ start_time: "9", end_time: "8" })] } }, "start-time cannot be before end-time"],
  ["a key that is no base64", { auth: { accounts: [{ address: alice, pub_key: { "@type": "/cosmos.crypto.secp256k1.PubKey", key: "?" } }] } }, "pub_key.key: must be base64"],
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

test("an exported genesis, vesting and module accounts with their numbers, is read back to the same state", () => {
  const first = createBankWorld({
    auth: { accounts: [vesting({ start_time: "0", end_time: "10" }), { address: account(3) }, { address: account(4), account_number: "7" }] },
    bank: {
      ...(owns({ denom: "uopen", amount: "150" }) as object),
      params: { default_send_enabled: false },
      send_enabled: [{ denom: "uopen", enabled: true }],
      denom_metadata: [{ base: "uopen", display: "open", denom_units: [{ denom: "uopen", exponent: 0, aliases: [] }], name: "Open", symbol: "OPEN" }],
    },
  });
  const numbers = [alice, account(3), account(4)].map((address) => first.auth.account(first.ctx, address)?.accountNumber);
  expect(numbers).toEqual([7n, 0n, 1n]);
  expect([first.bank.spendable(first.ctx, alice, "uopen"), first.bank.isSendEnabled(first.ctx, "uopen"), first.bank.isSendEnabled(first.ctx, "udemo")]).toEqual([50n, true, false]);
  const [auth, bank] = first.modules.map((module) => module.exportGenesis?.(first.queryContext));
  const second = createBankWorld({ auth: auth ?? null, bank: bank ?? null });
  expect(second.modules.map((module) => module.exportGenesis?.(second.queryContext))).toEqual([auth, bank]);
  for (const name of ["acc", "bank"]) {
    const pairs = ({ ctx }: typeof first): unknown[] => [...ctx.store.store(name).iterate()];
    expect(pairs(second)).toEqual(pairs(first));
  }
  expect(second.broken()).toEqual([]);
});
