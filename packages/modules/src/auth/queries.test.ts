import { BaseAccount, QueryService } from "@openledger/messages/cosmos/auth/v1beta1";
import { expect, test } from "vitest";
import { account, createBankWorld } from "../bank/bank.fixture.ts";

const alice = account(1);
const world = createBankWorld({ auth: { accounts: [{ address: alice, sequence: "3" }] } });

test("an account is a BaseAccount in an Any, with numbers alone as AccountInfo", () => {
  const { account: stored } = world.query(QueryService.Account, { address: alice });
  expect(stored?.typeUrl).toBe("/cosmos.auth.v1beta1.BaseAccount");
  expect(BaseAccount.fromBytes(stored?.value ?? new Uint8Array(0))).toMatchObject({ address: alice, sequence: 3n });
  expect(world.query(QueryService.AccountInfo, { address: alice }).info).toMatchObject({ accountNumber: 0n, sequence: 3n });
});

test("a module's account is a ModuleAccount", () => {
  const address = world.bank.moduleAddress(world.ctx, "fee_collector");
  expect(world.query(QueryService.Account, { address }).account?.typeUrl).toBe("/cosmos.auth.v1beta1.ModuleAccount");
  expect(world.query(QueryService.Accounts, { pagination: undefined }).accounts.length).toBe(2);
});

test("what does not exist is not found, what is malformed is invalid", () => {
  expect(() => world.query(QueryService.Account, { address: account(9) })).toThrow(`account ${account(9)} not found`);
  expect(() => world.query(QueryService.Account, { address: "" })).toThrow("Address cannot be empty");
  expect(() => world.query(QueryService.Account, { address: "open1x" })).toThrow("decoding bech32 failed");
});

test("limits and prefix are told", () => {
  expect(world.query(QueryService.Params, {}).params).toMatchObject({ maxMemoCharacters: 256n, sigVerifyCostSecp256k1: 1000n });
  expect(world.query(QueryService.Bech32Prefix, {}).bech32Prefix).toBe("open");
});

test("addresses are found by number and turned into bytes and back", () => {
  expect(world.query(QueryService.AccountAddressByID, { id: 0n, accountId: 0n }).accountAddress).toBe(alice);
  expect(() => world.query(QueryService.AccountAddressByID, { id: 0n, accountId: 99n })).toThrow("account address not found with account number 99");
  expect(() => world.query(QueryService.AccountAddressByID, { id: 1n, accountId: 0n })).toThrow("requesting with id isn't supported");
  const { addressBytes } = world.query(QueryService.AddressStringToBytes, { addressString: alice });
  expect(world.query(QueryService.AddressBytesToString, { addressBytes }).addressString).toBe(alice);
  expect(() => world.query(QueryService.AddressStringToBytes, { addressString: " " })).toThrow("empty address string is not allowed");
  expect(() => world.query(QueryService.AddressBytesToString, { addressBytes: new Uint8Array(300) })).toThrow("address max length is 255, got 300");
  expect(() => world.query(QueryService.AddressBytesToString, { addressBytes: new Uint8Array(1) })).toThrow("an address has 20 or 32 bytes, got 1");
});

test("module accounts are listed by name", () => {
  const [first] = world.query(QueryService.ModuleAccounts, {}).accounts;
  expect(first?.typeUrl).toBe("/cosmos.auth.v1beta1.ModuleAccount");
  expect(world.query(QueryService.ModuleAccountByName, { name: "fee_collector" }).account).toEqual(first);
  expect(() => world.query(QueryService.ModuleAccountByName, { name: "nobody" })).toThrow("account nobody not found");
});
