import { MsgUpdateParams, QueryService } from "@openledger/messages/cosmos/consensus/v1";
import { Params as SystemParams } from "@openledger/messages/openledger/system/v1";
import type { Json } from "@openledger/state-machine";
import { describe, expect, test } from "vitest";
import { accountOf, createStakingWorld, type StakingWorld } from "../support/staking-world.fixture.ts";
import { initConsensusGenesis } from "./genesis.ts";
import { createConsensusModule } from "./module.ts";
import { checkVoteExtensions } from "./params.ts";

/** The frame's own limits, which the module keeps in step. */
const system = {
  name: "system",
  storeName: "system",
  errors: [],
  messages: [],
  queries: [],
  initGenesis: ({ store }: { readonly store: StakingWorld["ctx"]["store"] }) =>
    store.store("system").set(Uint8Array.of(0), SystemParams.toBytes(SystemParams.create({ maxTxBytes: 7n, maxTxMessages: 7n }))),
};

const begin = (params: Json = {}): StakingWorld =>
  createStakingWorld({ people: 1, more: ({ bank }) => [system, createConsensusModule(bank)], genesis: { consensus: { params } } });

const limits = (it: StakingWorld): SystemParams =>
  SystemParams.fromBytes(it.ctx.store.store("system").get(Uint8Array.of(0))?.slice() ?? new Uint8Array(0));

const good = {
  block: { maxBytes: 2_000_000n, maxGas: 5_000_000n },
  evidence: { maxAgeNumBlocks: 5n, maxAgeDuration: { seconds: 60n, nanos: 0 }, maxBytes: 1_000n },
  validator: { pubKeyTypes: ["ed25519"] },
};

test("genesis and updates reach the limits of the frame", () => {
  const it = begin({ block: { max_bytes: "3000000", max_gas: "-1" }, evidence: { max_age_duration: "5000000001" } });
  expect(limits(it)).toEqual({ maxBlockBytes: 3_000_000n, maxBlockGas: 0n, maxTxBytes: 7n, maxTxMessages: 7n });
  expect(it.query(QueryService.Params, {}).params?.evidence).toEqual({ maxAgeNumBlocks: 100_000n, maxAgeDuration: { seconds: 5n, nanos: 1 }, maxBytes: 1_048_576n });
  const authority = it.bank.moduleAddress(it.ctx, "gov");
  it.events.length = 0;
  it.deliver(MsgUpdateParams, { authority, ...good });
  expect(limits(it)).toMatchObject({ maxBlockBytes: 2_000_000n, maxBlockGas: 5_000_000n });
  expect(it.query(QueryService.Params, {}).params).toMatchObject({ ...good, abci: { voteExtensionsEnableHeight: 0n } });
  expect(it.events[0]?.attributes[1]?.value).toBe(
    'block:<max_bytes:2000000 max_gas:5000000 > evidence:<max_age_num_blocks:5 max_age_duration:<seconds:60 > max_bytes:1000 > validator:<pub_key_types:"ed25519" > version:<> ',
  );
  it.deliver(MsgUpdateParams, { authority, ...good, block: { maxBytes: -1n, maxGas: -1n } });
  expect(limits(it)).toMatchObject({ maxBlockBytes: 104_857_600n, maxBlockGas: 0n });
});

test.each([
  ["another authority", { authority: accountOf(1) }, "gov/13"],
  ["no evidence params", { evidence: undefined }, "undefined/1"],
  ["blocks of nothing", { block: { maxBytes: 0n, maxGas: 1n } }, "undefined/1"],
  ["blocks of less than nothing", { block: { maxBytes: -2n, maxGas: 1n } }, "undefined/1"],
  ["blocks that are too big", { block: { maxBytes: 104_857_601n, maxGas: 1n } }, "undefined/1"],
  ["less gas than none", { block: { maxBytes: 5_000n, maxGas: -2n } }, "undefined/1"],
  ["evidence that is larger than a block", { evidence: { ...good.evidence, maxBytes: 2_000_001n } }, "undefined/1"],
  ["evidence of no age", { evidence: { ...good.evidence, maxAgeNumBlocks: 0n } }, "undefined/1"],
  ["evidence of no duration", { evidence: { ...good.evidence, maxAgeDuration: undefined } }, "undefined/1"],
  ["an unknown kind of key", { validator: { pubKeyTypes: ["bls"] } }, "undefined/1"],
  ["no kind of key", { validator: { pubKeyTypes: [] } }, "undefined/1"],
  ["vote extensions in the past", { abci: { voteExtensionsEnableHeight: 1n } }, "undefined/1"],
  ["vote extensions to come", { abci: { voteExtensionsEnableHeight: 9n } }, "ok"],
])("an update with %s", (_, change, expected) => {
  const it = begin();
  expect(it.attempt(MsgUpdateParams, { authority: it.bank.moduleAddress(it.ctx, "gov"), ...good, ...change })).toBe(expected);
});

describe("vote extensions", () => {
  test.each([
    [0n, undefined, "ok"],
    [0n, -1n, "must be positive"],
    [5n, 0n, "cannot be disabled"],
    [20n, 0n, "ok"],
    [5n, 30n, "cannot be modified"],
    [20n, 30n, "ok"],
    [20n, 10n, "past or current height"],
  ] as const)("from height %s to %s", (before, after, expected) => {
    const change = (): void => checkVoteExtensions(before, after, 10n);
    if (expected === "ok") expect(change).not.toThrow();
    else expect(change).toThrow(expected);
  });
});

test("genesis says what is wrong", () => {
  expect(() => begin({ block: { max_bytes: "many" } })).toThrow("consensus_params.block.max_bytes: must be an integer");
  expect(() => begin({ evidence: { max_bytes: "9000000" } })).toThrow("evidence.MaxBytesEvidence is greater than upper bound");
  const it = begin();
  expect(() => initConsensusGenesis(it.ctx, { params: { evidence: { max_age_duration: "-1" } } })).toThrow("must be nanoseconds, more than 0");
});
