/** What governance alone may change in auth and bank. */
import { MsgUpdateParams as MsgUpdateAuthParams, QueryService as AuthQuery } from "@openledger/messages/cosmos/auth/v1beta1";
import { MsgSend, MsgSetSendEnabled, MsgUpdateParams as MsgUpdateBankParams } from "@openledger/messages/cosmos/bank/v1beta1";
import { expect, test } from "vitest";
import { accountOf, stake } from "../support/staking-world.fixture.ts";
import { govOf, govWorld } from "./gov.fixture.ts";

test("limits and gas of signatures", () => {
  const it = govWorld();
  const { params } = it.query(AuthQuery.Params, {});
  const attempt = (change: object, authority = govOf(it)): string => it.attempt(MsgUpdateAuthParams, { authority, params: { ...params, ...change } });
  for (const key of Object.keys(params ?? {})) expect(attempt({ [key]: 0n })).toBe("undefined/1");
  expect(attempt({ maxMemoCharacters: 7n }, accountOf(1))).toBe("undefined/1");
  expect(attempt({ maxMemoCharacters: 7n })).toBe("ok");
  expect(it.query(AuthQuery.Params, {}).params?.maxMemoCharacters).toBe(7n);
});

test("which denoms may be sent", () => {
  const it = govWorld();
  const authority = govOf(it);
  const send = (): string => it.attempt(MsgSend, { fromAddress: accountOf(3), toAddress: accountOf(4), amount: [stake(1n)] });
  const off = { denom: "ustake", enabled: false };
  expect(it.attempt(MsgSetSendEnabled, { authority: accountOf(1), sendEnabled: [off] })).toBe("gov/13");
  expect(it.attempt(MsgSetSendEnabled, { authority, sendEnabled: [off, off] })).toBe("sdk/18");
  expect(it.attempt(MsgSetSendEnabled, { authority, sendEnabled: [{ denom: "x", enabled: true }] })).toBe("sdk/18");
  expect(it.attempt(MsgSetSendEnabled, { authority, useDefaultFor: ["x"] })).toBe("sdk/18");
  expect(send()).toBe("ok");
  it.deliver(MsgSetSendEnabled, { authority, sendEnabled: [off] });
  expect(send()).toBe("bank/5");
  it.deliver(MsgSetSendEnabled, { authority, useDefaultFor: ["ustake"] });
  expect(send()).toBe("ok");
  expect(it.attempt(MsgUpdateBankParams, { authority: accountOf(1), params: {} })).toBe("gov/13");
  expect(it.attempt(MsgUpdateBankParams, { authority, params: { sendEnabled: [off] } })).toBe("undefined/1");
  it.deliver(MsgUpdateBankParams, { authority, params: { defaultSendEnabled: false } });
  expect(send()).toBe("bank/5");
  expect(it.broken()).toEqual([]);
});
