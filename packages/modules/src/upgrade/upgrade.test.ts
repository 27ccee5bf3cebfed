import { MsgCancelUpgrade, MsgSoftwareUpgrade, QueryService } from "@openledger/messages/cosmos/upgrade/v1beta1";
import { expect, test } from "vitest";
import { accountOf, createStakingWorld, type StakingWorld } from "../support/staking-world.fixture.ts";
import { createUpgradeModule } from "./module.ts";

const versions = (): ReadonlyMap<string, bigint> => new Map([["bank", 4n], ["auth", 5n]]);
const begin = (): StakingWorld =>
  createStakingWorld({ people: 1, more: ({ bank }) => [createUpgradeModule({ authorities: bank, versions })] });
const plan = { name: "v2", height: 5n, info: "notes" };
const govOf = (it: StakingWorld): string => it.bank.moduleAddress(it.ctx, "gov");

test.each([
  ["another authority", { authority: accountOf(1) }, "upgrade/6"],
  ["no name", { plan: { ...plan, name: "" } }, "sdk/18"],
  ["no height", { plan: { ...plan, height: 0n } }, "sdk/18"],
  ["a height in the past", { plan: { ...plan, height: 1n } }, "sdk/18"],
  ["a time", { plan: { ...plan, time: { seconds: 1n, nanos: 0 } } }, "sdk/18"],
  ["the time that Go writes for none", { plan: { ...plan, time: { seconds: -62_135_596_800n, nanos: 0 } } }, "ok"],
  ["a client state", { plan: { ...plan, upgradedClientState: { typeUrl: "/x", value: new Uint8Array(0) } } }, "sdk/18"],
])("a plan with %s", (_, change, expected) => {
  const it = begin();
  it.nextBlock();
  expect(it.attempt(MsgSoftwareUpgrade, { authority: govOf(it), plan, ...change })).toBe(expected);
});

test("a second plan takes the place of the first, and a cancel of both", () => {
  const it = begin();
  it.deliver(MsgSoftwareUpgrade, { authority: govOf(it), plan });
  it.deliver(MsgSoftwareUpgrade, { authority: govOf(it), plan: { ...plan, name: "v3" } });
  expect(it.query(QueryService.CurrentPlan, {}).plan).toMatchObject({ name: "v3", height: 5n, info: "notes" });
  expect(it.attempt(MsgCancelUpgrade, { authority: accountOf(1) })).toBe("upgrade/6");
  it.deliver(MsgCancelUpgrade, { authority: govOf(it) });
  expect(it.query(QueryService.CurrentPlan, {}).plan).toBeUndefined();
  expect(it.attempt(MsgCancelUpgrade, { authority: govOf(it) })).toBe("ok");
});

test("the block of a plan is not begun without its software", () => {
  const it = begin();
  it.deliver(MsgSoftwareUpgrade, { authority: govOf(it), plan: { ...plan, height: 3n } });
  it.nextBlock();
  expect(() => it.nextBlock()).toThrow('UPGRADE "v2" NEEDED at height: 3: notes');
});

test("versions of modules come by name", () => {
  const it = begin();
  expect(it.query(QueryService.ModuleVersions, {}).moduleVersions).toEqual([{ name: "auth", version: 5n }, { name: "bank", version: 4n }]);
  expect(it.query(QueryService.ModuleVersions, { moduleName: "bank" }).moduleVersions).toEqual([{ name: "bank", version: 4n }]);
  expect(() => it.query(QueryService.ModuleVersions, { moduleName: "nft" })).toThrow("module nft not found: module version not found");
  expect(it.query(QueryService.UpgradedConsensusState, { lastHeight: 1n }).upgradedConsensusState).toEqual(new Uint8Array(0));
});
