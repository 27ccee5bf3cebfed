import { addressToBytes, toHex, toUtf8 } from "@openledger/primitives";
import { expect, test } from "vitest";
import { account, createBankWorld } from "../bank/bank.fixture.ts";

const alice = account(1);
const byte = "01";
const address = byte.repeat(20);

test("acc and bank keep an account under the keys and values of the Cosmos SDK", () => {
  const { ctx } = createBankWorld({
    auth: { accounts: [{ address: alice, sequence: "3" }] },
    bank: { balances: [{ address: alice, coins: [{ denom: "uopen", amount: "1200" }] }] },
  });
  const entries = (name: string): readonly string[] =>
    [...ctx.store.store(name).iterate()].map(([key, value]) => `${toHex(key)} ${toHex(value)}`);
  expect(toHex(addressToBytes("open", alice))).toBe(address);
  const number = `${toHex(toUtf8("accountNumber"))}0000000000000000`;
  const denom = toHex(toUtf8("uopen"));
  const base = toHex(toUtf8("/cosmos.auth.v1beta1.BaseAccount"));
  const text = toHex(toUtf8(alice));
  expect(entries("acc")).toEqual(
    expect.arrayContaining([
      expect.stringMatching(new RegExp(`^01${address} 0a20${base}12..0a..${text}2003$`)),
      "02 0000000000000002",
      `${number} ${address}`,
    ]),
  );
  expect(entries("bank")).toEqual([
    `00${denom} ${toHex(toUtf8("1200"))}`,
    `0214${address}${denom} ${toHex(toUtf8("1200"))}`,
    `03${denom}0014${address} 00`,
    "05 1001",
  ]);
});
