import { packAny } from "@openledger/messages";
import { Equivocation, MsgSubmitEvidence, QueryService as Evidence } from "@openledger/messages/cosmos/evidence/v1beta1";
import { MsgUnjail, MsgUpdateParams, QueryService } from "@openledger/messages/cosmos/slashing/v1beta1";
import { BondStatus, MsgUndelegate } from "@openledger/messages/cosmos/staking/v1beta1";
import { assertDefined, height, toHex, type Height } from "@openledger/primitives";
import type { VoteInfo } from "@openledger/state-machine";
import { expect, test } from "vitest";
import { accountOf, consensusAddressOf, consensusOf, createStakingWorld, operatorOf, person, stake, type StakingWorld } from "../support/staking-world.fixture.ts";
import { exportSlashingGenesis } from "./genesis.ts";
import { defaultSlashingParams } from "./params.ts";

const MILLION = 1_000_000n;
// A window of ten blocks of which five must be signed.
const slashing = { params: { signed_blocks_window: "10" } };

function world(staking = {}): StakingWorld {
  const it = createStakingWorld({ people: 3, slashing, staking });
  it.createValidator(1, 10n * MILLION);
  it.createValidator(2, 10n * MILLION);
  it.nextBlock();
  return it;
}

const votes = (firstSigns: boolean): readonly VoteInfo[] => [
  { address: consensusAddressOf(1), power: 10n, signed: firstSigns },
  { address: consensusAddressOf(2), power: 10n, signed: true },
];
const validator = (it: StakingWorld, n: number) => assertDefined(it.staking.validator(it.ctx, person(n)), "is there");
const info = (it: StakingWorld, n: number) => it.query(QueryService.SigningInfo, { consAddress: consensusOf(n) }).valSigningInfo;
const unjail = (it: StakingWorld, n: number): string => it.attempt(MsgUnjail, { validatorAddr: operatorOf(n) });
const doubleSign = (at: Height, n = 1) => ({
  kind: "duplicate-vote" as const,
  address: consensusAddressOf(n),
  power: 10n,
  height: at,
});

test("six missed blocks of ten cost 1 % and ten minutes of jail, not before the window is full", () => {
  const it = world();
  for (let i = 0; i < 10; i++) it.nextBlock({ votes: votes(i % 2 === 0) });
  expect([validator(it, 1).jailed, info(it, 1)?.missedBlocksCounter]).toEqual([false, 5n]);
  it.events.length = 0;
  it.nextBlock({ votes: votes(false) });
  expect(it.events.filter(({ type }) => type === "liveness" || type === "slash")).toMatchObject([
    { attributes: [{ value: consensusOf(1) }, { key: "missed_blocks", value: "6" }, { key: "height" }] },
    { attributes: [{}, {}, { value: "missing_signature" }, { key: "jailed", value: consensusOf(1) }, { key: "burned_coins", value: "100000" }] },
  ]);
  expect([validator(it, 1).jailed, validator(it, 1).tokens, info(it, 1)?.missedBlocksCounter]).toEqual([true, 9_900_000n, 0n]);
  it.nextBlock();
  expect(validator(it, 1).status).toBe(BondStatus.BOND_STATUS_UNBONDING);
  expect(unjail(it, 1)).toBe("slashing/4");
  it.nextBlock({ seconds: 600n });
  expect(unjail(it, 1)).toBe("ok");
  it.nextBlock();
  expect(validator(it, 1).status).toBe(BondStatus.BOND_STATUS_BONDED);
  expect(it.broken()).toEqual([]);
});

test("a jailed proposer's missed votes do not count", () => {
  const it = world();
  it.staking.jail(it.ctx, consensusAddressOf(1));
  it.nextBlock({ votes: votes(false) });
  expect(info(it, 1)?.missedBlocksCounter).toBe(0n);
});

test("under the sequencer nobody is jailed for silence", () => {
  const it = world({ valset_source: "sequencer" });
  for (let i = 0; i < 40; i++) it.nextBlock({ votes: votes(false) });
  expect(validator(it, 1).jailed).toBe(false);
});

test.each(["sequencer", "staking"])("a double sign costs 5 %% and the validator for ever, under %s", (source) => {
  const it = world({ valset_source: source });
  it.nextBlock({ votes: votes(true) });
  const misbehavior = [{ ...doubleSign(height(2n)), time: it.ctx.block.time }];
  it.events.length = 0;
  it.nextBlock({ misbehavior });
  expect(it.events.filter(({ type }) => type === "slash")).toMatchObject([
    { attributes: [{}, { key: "power", value: "10" }, { value: "double_sign" }, { value: "500000" }] },
    { attributes: [{ key: "jailed", value: consensusOf(1) }] },
  ]);
  expect([validator(it, 1).tokens, info(it, 1)?.tombstoned, info(it, 1)?.jailedUntil?.seconds]).toEqual([9_500_000n, true, 253402300799n]);
  it.nextBlock({ misbehavior });
  expect(validator(it, 1).tokens).toBe(9_500_000n);
  it.nextBlock({ seconds: 10_000n });
  expect(unjail(it, 1)).toBe("slashing/4");
  const { evidence } = it.query(Evidence.AllEvidence, {});
  expect(evidence.map(({ value }) => Equivocation.fromBytes(value).consensusAddress)).toEqual([consensusOf(1)]);
  const hash = toHex(it.ctx.crypto.sha256(evidence[0]?.value ?? new Uint8Array()));
  expect(it.query(Evidence.Evidence, { hash: hash.toUpperCase() }).evidence).toEqual(evidence[0]);
  expect(it.broken()).toEqual([]);
});

test("evidence older than both limits, and about unbonded validators, is ignored", () => {
  const it = world();
  const old = { ...doubleSign(height(2n)), time: it.ctx.block.time };
  it.nextBlock({ seconds: 172_801n });
  it.nextBlock({ misbehavior: [{ ...doubleSign(height(2n), 7), time: it.ctx.block.time }] });
  expect(validator(it, 1).tokens).toBe(10n * MILLION);
  // Old in time alone is not too old.
  it.nextBlock({ misbehavior: [old] });
  expect(validator(it, 1).tokens).toBe(9_500_000n);
});

test("unjail refuses who is not there, not jailed, or without enough of its own", () => {
  const it = world();
  expect(unjail(it, 3)).toBe("staking/3");
  expect(unjail(it, 1)).toBe("slashing/5");
  expect(it.attempt(MsgUnjail, { validatorAddr: accountOf(1) })).toBe("sdk/7");
  it.deliver(MsgUndelegate, { delegatorAddress: accountOf(1), validatorAddress: operatorOf(1), amount: stake(10n * MILLION) });
  expect(unjail(it, 1)).toBe("staking/19");
});

test("parameters change by governance only, and genesis comes back", () => {
  const it = world();
  for (let i = 0; i < 3; i++) it.nextBlock({ votes: votes(false) });
  const authority = it.bank.moduleAddress(it.ctx, "gov");
  expect(it.attempt(MsgUpdateParams, { authority: accountOf(1), params: defaultSlashingParams })).toBe("gov/13");
  expect(it.attempt(MsgUpdateParams, { authority, params: { ...defaultSlashingParams, signedBlocksWindow: 0n } })).toBe("undefined/1");
  const exported = exportSlashingGenesis(it.queryContext) as { readonly [key: string]: never };
  expect(exported["missed_blocks"]).toMatchObject([{}, {}]);
  const again = createStakingWorld({ people: 1, slashing: exported });
  expect(exportSlashingGenesis(again.queryContext)).toEqual(exported);
  expect(it.attempt(MsgUpdateParams, { authority, params: defaultSlashingParams })).toBe("ok");
});

test("MsgSubmitEvidence has no handler for equivocation, as in the SDK", () => {
  const it = world();
  const good = { height: 1n, power: 1n, time: { seconds: 1n, nanos: 0 }, consensusAddress: consensusOf(1) };
  const submit = (evidence: object) => it.attempt(MsgSubmitEvidence, { submitter: accountOf(1), ...evidence });
  expect(submit({ evidence: packAny(Equivocation, good) })).toBe("evidence/2");
  expect(submit({ evidence: packAny(Equivocation, { ...good, height: 0n }) })).toBe("evidence/3");
  expect(submit({})).toBe("evidence/3");
  expect(submit({ evidence: { typeUrl: "/x", value: new Uint8Array() } })).toBe("sdk/2");
});

test.each([
  ["of no length", { seconds: 0n, nanos: 0 }],
  ["of 10,000 years", { seconds: 315_360_000_000n, nanos: 0 }],
  ["of more nanoseconds than a second has", { seconds: 1n, nanos: 1_000_000_000 }],
])("a jail %s is refused", (_, downtimeJailDuration) => {
  const it = world();
  const params = { ...defaultSlashingParams, downtimeJailDuration };
  expect(it.attempt(MsgUpdateParams, { authority: it.bank.moduleAddress(it.ctx, "gov"), params })).toBe("undefined/1");
});
