import { MsgHandOverSequencer, QueryService, Sequencer } from "@openledger/messages/openledger/rollup/v1";
import { toBase64 } from "@openledger/primitives";
import type { Json, ValidatorUpdate } from "@openledger/state-machine";
import { expect, test } from "vitest";
import { accountOf, consensusAddressOf, consensusKeyOf, createStakingWorld, type StakingWorld } from "../support/staking-world.fixture.ts";
import { rotate } from "./keeper.ts";
import { createRollupModule } from "./module.ts";

const key = (n: number): Uint8Array => consensusKeyOf(n);
const sealer = (n: number, power = 10n): ValidatorUpdate => ({ publicKey: key(n), power });

/** Persons 1 to 3 are validators, 1 seals. */
function begin({ sealers = [sealer(1)], source = "sequencer", rollup = {} }: { sealers?: readonly ValidatorUpdate[]; source?: string; rollup?: Json } = {}): StakingWorld {
  const it = createStakingWorld({
    people: 4,
    staking: { valset_source: source },
    sealers,
    more: ({ bank, staking }) => [createRollupModule({ authorities: bank, staking })],
    genesis: { rollup },
  });
  for (const n of [1, 2, 3]) it.createValidator(n, 20_000_000n);
  it.nextBlock();
  return it;
}

const gov = (it: StakingWorld): string => it.bank.moduleAddress(it.ctx, "gov");
const attempt = (it: StakingWorld, n: number): string => it.attempt(MsgHandOverSequencer, { authority: gov(it), publicKey: key(n), reason: "planned" });
const answer = (it: StakingWorld) => it.query(QueryService.Sequencer, {});
const updates = (it: StakingWorld) => it.modules.flatMap((module) => (module.name === "rollup" ? (module.validatorUpdates?.(it.queryContext) ?? []) : []));
const seals = (n: number, sinceHeight: bigint, power = 10n): Sequencer => Sequencer.create({ publicKey: key(n), power, sinceHeight });

test("the validator of genesis with more than two thirds of the power is the sequencer", () => {
  expect(answer(begin())).toEqual({ sequencer: seals(1, 1n) });
  expect(answer(begin({ sealers: [sealer(2, 1n), sealer(1, 3n)] }))).toEqual({ sequencer: seals(1, 1n, 3n) });
  expect(() => answer(begin({ sealers: [sealer(1, 2n), sealer(2, 1n)] }))).toThrow("no single key");
  expect(() => answer(begin({ source: "staking" }))).toThrow("no single key");
});

test("a hand-over gives the power to another key, and counts from two blocks later", () => {
  const it = begin({ sealers: [sealer(1), sealer(3, 1n)] });
  const { height } = it.ctx.block;
  it.events.length = 0;
  expect(attempt(it, 2)).toBe("ok");
  expect(it.events).toEqual([
    expect.objectContaining({
      type: "sequencer_handed_over",
      attributes: [
        expect.objectContaining({ key: "from", value: toBase64(key(1)) }),
        expect.objectContaining({ key: "to", value: toBase64(key(2)) }),
        expect.objectContaining({ key: "power", value: "10" }),
        expect.objectContaining({ key: "since_height", value: `${height + 2n}` }),
        expect.objectContaining({ key: "reason", value: "planned" }),
      ],
    }),
  ]);
  expect(updates(it)).toEqual([sealer(1, 0n), sealer(2)]);
  expect(answer(it)).toEqual({ sequencer: seals(1, 1n), nextSequencer: seals(2, height + 2n) });
  it.nextBlock();
  expect(updates(it)).toEqual([]);
  expect(answer(it)).toEqual({ sequencer: seals(2, height + 2n) });
});

test("one hand-over at a time, until the new key seals; and back again", () => {
  const it = begin();
  expect(attempt(it, 2)).toBe("ok");
  expect(attempt(it, 3)).toBe("rollup/4");
  it.nextBlock();
  expect(attempt(it, 3)).toBe("rollup/4");
  it.nextBlock();
  expect(attempt(it, 2)).toBe("rollup/5");
  expect(attempt(it, 1)).toBe("ok");
  expect(updates(it)).toEqual([sealer(2, 0n), sealer(1)]);
});

test("a hand-over is refused in the block that a rotation begins, whose set is the rotation's alone, and counts from the next block on", () => {
  const it = begin();
  expect(attempt(it, 2)).toBe("ok");
  it.nextBlock();
  const { height } = it.ctx.block;
  rotate(it.ctx, key(3), 1n, key(3));
  expect(attempt(it, 2)).toBe("rollup/4");
  expect(updates(it)).toEqual([sealer(1, 0n), sealer(3, expect.any(BigInt) as unknown as bigint)]);
  it.nextBlock();
  expect(updates(it)).toEqual([]);
  expect(attempt(it, 2)).toBe("ok");
  expect(updates(it).map(({ publicKey }) => publicKey)).toEqual([key(3), key(2)]);
  expect(answer(it)).toMatchObject({ sequencer: { publicKey: key(3), sinceHeight: height }, nextSequencer: { publicKey: key(2), sinceHeight: height + 3n } });
});

test.each([
  ["another authority", { authority: accountOf(1) }, "gov/13"],
  ["the present sequencer", { publicKey: key(1) }, "rollup/5"],
  ["a key of nobody", { publicKey: key(4) }, "rollup/6"],
  ["a short key", { publicKey: new Uint8Array(31) }, "rollup/2"],
  ["an endless reason", { reason: "x".repeat(1_001) }, "rollup/2"],
])("%s is refused", (_, change, expected) => {
  const it = begin();
  expect(it.attempt(MsgHandOverSequencer, { authority: gov(it), publicKey: key(2), reason: "", ...change })).toBe(expected);
  expect(updates(it)).toEqual([]);
});

test("a validator that is jailed, or not bonded, has nothing to answer with", () => {
  const it = begin();
  it.staking.jail(it.ctx, consensusAddressOf(2));
  expect(attempt(it, 2)).toBe("rollup/7");
  it.nextBlock();
  expect(attempt(it, 2)).toBe("rollup/7");
  it.createValidator(4, 20_000_000n);
  expect(attempt(it, 4)).toBe("rollup/7");
  it.nextBlock();
  expect(attempt(it, 4)).toBe("ok");
});

test("where stakes decide, or no key seals alone, there is nothing to hand over", () => {
  expect(attempt(begin({ source: "staking" }), 2)).toBe("rollup/3");
  expect(attempt(begin({ sealers: [sealer(1), sealer(3)] }), 2)).toBe("rollup/3");
});

test("an export keeps who seals, and since when; genesis may not contradict its validators", () => {
  const it = begin();
  attempt(it, 2);
  const module = it.modules.find(({ name }) => name === "rollup");
  const exported = module?.exportGenesis?.(it.queryContext) as { readonly sequencer: Json };
  const since = it.ctx.block.height + 2n;
  expect(exported).toEqual({ sequencer: { public_key: toBase64(key(2)), power: "10", since_height: `${since}` } });
  expect(answer(begin({ sealers: [sealer(2)], rollup: exported }))).toEqual({ sequencer: seals(2, since) });
  expect(() => begin({ rollup: exported })).toThrow(`the key that seals alone is ${toBase64(key(1))}, with power 10`);
  expect(() => begin({ sealers: [sealer(2), sealer(1)], rollup: exported })).toThrow("no key seals alone");
  expect(() => begin({ source: "staking", rollup: exported })).toThrow('valset_source "staking"');
  module?.handOver?.(it.ctx, { validators: [] });
  expect(module?.exportGenesis?.(it.queryContext)).toEqual({});
  expect(updates(it)).toEqual([]);
});
