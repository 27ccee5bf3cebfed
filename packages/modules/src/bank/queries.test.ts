import { QueryService } from "@openledger/messages/cosmos/bank/v1beta1";
import { PageRequest } from "@openledger/messages/cosmos/base/query/v1beta1";
import { expect, test } from "vitest";
import { account, createBankWorld } from "./bank.fixture.ts";

const alice = account(1);
const denoms = ["udemo", "uopen", "uthird"];
const world = createBankWorld({
  bank: {
    balances: [{ address: alice, coins: denoms.map((denom, i) => ({ denom, amount: String(i + 1) })) }],
    denom_metadata: [
      { description: "d", denom_units: [{ denom: "uopen", exponent: 0, aliases: [] }, { denom: "open", exponent: 6 }], base: "uopen", display: "open", name: "OPEN", symbol: "OPEN" },
    ],
  },
});
const page = (partial: Parameters<typeof PageRequest.create>[0]) => PageRequest.create(partial);

test("balances are sorted by denom and come in pages that join without gap", () => {
  const all = world.query(QueryService.AllBalances, { address: alice, pagination: undefined, resolveDenom: false });
  expect(all.balances.map(({ denom, amount }) => denom + amount)).toEqual(["udemo1", "uopen2", "uthird3"]);
  const first = world.query(QueryService.AllBalances, { address: alice, pagination: page({ limit: 2n, countTotal: true }), resolveDenom: false });
  expect([first.balances.length, first.pagination?.total]).toEqual([2, 3n]);
  expect([all.pagination?.total, world.query(QueryService.TotalSupply, { pagination: page({ limit: 1n }) }).pagination?.total]).toEqual([3n, 0n]);
  const both = page({ key: Uint8Array.of(1), offset: 1n });
  expect(() => world.query(QueryService.TotalSupply, { pagination: both })).toThrow("either offset or key is expected, got both");
  const key = first.pagination?.nextKey ?? new Uint8Array(0);
  const second = world.query(QueryService.SpendableBalances, { address: alice, pagination: page({ key, limit: 2n }) });
  expect([second.balances.map(({ denom }) => denom), second.pagination?.nextKey.length]).toEqual([["uthird"], 0]);
  const reverse = world.query(QueryService.TotalSupply, { pagination: page({ reverse: true, limit: 1n }) });
  expect(reverse.supply).toEqual([{ denom: "uthird", amount: "3" }]);
});

test("one value by denom; unknown ones are zero, and metadata not found", () => {
  expect(world.query(QueryService.Balance, { address: alice, denom: "uopen" }).balance).toEqual({ denom: "uopen", amount: "2" });
  expect(world.query(QueryService.Balance, { address: account(9), denom: "uopen" }).balance).toEqual({ denom: "uopen", amount: "0" });
  expect(world.query(QueryService.SpendableBalanceByDenom, { address: alice, denom: "udemo" }).balance?.amount).toBe("1");
  expect(world.query(QueryService.DenomMetadataByQueryString, { denom: "uopen" }).metadata?.base).toBe("uopen");
  expect(world.query(QueryService.SupplyOf, { denom: "unone" }).amount).toEqual({ denom: "unone", amount: "0" });
  expect(world.query(QueryService.DenomMetadata, { denom: "uopen" }).metadata).toMatchObject({ symbol: "OPEN", display: "open" });
  expect(world.query(QueryService.DenomsMetadata, { pagination: undefined }).metadatas.length).toBe(1);
  expect(world.query(QueryService.Params, {}).params).toEqual({ sendEnabled: [], defaultSendEnabled: true });
  expect(() => world.query(QueryService.DenomMetadata, { denom: "unone" })).toThrow("client metadata for denom unone");
  expect(() => world.query(QueryService.DenomMetadata, { denom: "x" })).toThrow("invalid denom: x");
  expect(() => world.query(QueryService.AllBalances, { address: "test", pagination: undefined, resolveDenom: false })).toThrow("invalid address");
});

test("owners of a denom are listed, and denoms can be shown by their display name", () => {
  const owners = world.query(QueryService.DenomOwners, { denom: "udemo", pagination: undefined });
  expect(owners.denomOwners).toEqual([{ address: alice, balance: { denom: "udemo", amount: "1" } }]);
  expect(world.query(QueryService.DenomOwnersByQuery, { denom: "udemo", pagination: undefined })).toEqual(owners);
  expect(() => world.query(QueryService.DenomOwners, { denom: "u", pagination: undefined })).toThrow("invalid denom: u");
  const shown = world.query(QueryService.AllBalances, { address: alice, pagination: undefined, resolveDenom: true });
  expect(shown.balances.map(({ denom }) => denom)).toEqual(["udemo", "open", "uthird"]);
});

test("denoms whose sending is switched are listed, all or those asked for", () => {
  const switched = createBankWorld({ bank: { send_enabled: [{ denom: "udemo", enabled: false }, { denom: "uopen", enabled: true }] } });
  const all = switched.query(QueryService.SendEnabled, { denoms: [], pagination: undefined });
  expect(all.sendEnabled).toEqual([{ denom: "udemo", enabled: false }, { denom: "uopen", enabled: true }]);
  expect(all.pagination?.total).toBe(2n);
  const asked = switched.query(QueryService.SendEnabled, { denoms: ["uopen", "unone"], pagination: undefined });
  expect(asked).toEqual({ sendEnabled: [{ denom: "uopen", enabled: true }], pagination: undefined });
});
