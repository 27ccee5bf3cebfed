import { PubKey } from "@openledger/messages/cosmos/crypto/ed25519";
import { Params as SlashingParams } from "@openledger/messages/cosmos/slashing/v1beta1";
import { Params, Validator } from "@openledger/messages/cosmos/staking/v1beta1";
import { expect, test } from "vitest";
import { messageFromJson, messageToJson } from "./proto-json.ts";
import { parseTimestamp, sortableTimeText, timestampOf } from "./timestamps.ts";

// As simd 0.50 writes its genesis.
const params = {
  unbonding_time: "1814400s",
  max_validators: 100,
  max_entries: 7,
  historical_entries: 10000,
  bond_denom: "stake",
  min_commission_rate: "0.000000000000000000",
};
const validator = {
  operator_address: "openvaloper1x",
  consensus_pubkey: { "@type": "/cosmos.crypto.ed25519.PubKey", key: "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=" },
  jailed: false,
  status: "BOND_STATUS_BONDED",
  tokens: "1000000",
  delegator_shares: "1000000.000000000000000000",
  description: { moniker: "a", identity: "", website: "", security_contact: "", details: "" },
  unbonding_height: "0",
  unbonding_time: "1970-01-01T00:00:00Z",
  commission: {
    commission_rates: { rate: "0.100000000000000000", max_rate: "0.200000000000000000", max_change_rate: "0.010000000000000000" },
    update_time: "2026-11-21T08:00:00.5Z",
  },
  min_self_delegation: "1",
  unbonding_on_hold_ref_count: "0",
  unbonding_ids: [],
};
const slashing = {
  signed_blocks_window: "100",
  min_signed_per_window: "0.500000000000000000",
  downtime_jail_duration: "600s",
  slash_fraction_double_sign: "0.050000000000000000",
  slash_fraction_downtime: "0.010000000000000000",
};

test("genesis JSON of the SDK survives reading and writing", () => {
  expect(messageToJson(Params, messageFromJson(Params, params, "params"))).toEqual(params);
  expect(messageToJson(Validator, messageFromJson(Validator, validator, "v", [PubKey]), [PubKey])).toEqual(validator);
  expect(messageToJson(SlashingParams, messageFromJson(SlashingParams, slashing, "s"))).toEqual(slashing);
});

test.each([
  [{ ...params, max_vals: 1 }, /params\.max_vals: is no field/],
  [{ ...params, unbonding_time: "3w" }, /params\.unbonding_time: must be seconds/],
  [{ ...params, min_commission_rate: "ten" }, /params\.min_commission_rate: must be a number/],
  [{ ...params, max_entries: "x" }, /params\.max_entries: must be an integer/],
])("what cannot be read is refused with its place", (json, text) => {
  expect(() => messageFromJson(Params, json, "params")).toThrow(text);
});

test("an integer that its field cannot hold is refused at its place", () => {
  expect(() => messageFromJson(Params, { max_validators: -1 }, "p")).toThrow("p.max_validators: must be from 0 to 4294967295");
  const window = { signed_blocks_window: "9223372036854775808" };
  expect(() => messageFromJson(SlashingParams, window, "p")).toThrow("p.signed_blocks_window: must be from -9223372036854775808 to 9223372036854775807");
});

test("times read, write and sort", () => {
  expect(parseTimestamp("2000-02-29T23:59:59.25Z")).toEqual({ seconds: 951868799n, nanos: 250000000 });
  expect(parseTimestamp("2001-02-29T00:00:00Z")).toBeUndefined();
  expect(parseTimestamp("9999-12-31T23:59:59Z")).toEqual({ seconds: 253402300799n, nanos: 0 });
  expect(sortableTimeText(1n)).toBe("1970-01-01T00:00:00.000000001");
  expect(timestampOf(-1n)).toEqual({ seconds: -1n, nanos: 999999999 });
});
