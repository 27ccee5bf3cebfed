/** Numbers that the tests of Cosmos SDK 0.50.15 publish for x/slashing, each under the name of its test there. */
import { MsgUnjail } from "@openledger/messages/cosmos/slashing/v1beta1";
import { MsgDelegate, MsgUndelegate } from "@openledger/messages/cosmos/staking/v1beta1";
import { decWithPrecision } from "@openledger/primitives";
import { createMemoryStore } from "@openledger/store";
import { expect, test } from "vitest";
import { accountOf, consensusAddressOf, createStakingWorld, operatorOf, person, stake } from "../support/staking-world.fixture.ts";
import { forgetMissed, hasMissed, missedIndexes, setMissed } from "./missed-blocks.ts";

const MILLION = 1_000_000n;

// keeper/signing_info_test.go TestValidatorMissedBlockBitmap_SmallWindow.
test.each([100, 32_000])("the bitmap of a window of %i holds every block, and lets the first one go again", (window) => {
  const store = createMemoryStore();
  const address = consensusAddressOf(1);
  for (let i = 0n; i < BigInt(window); i++) setMissed(store, address, i, true);
  expect([hasMissed(store, address, 0n), hasMissed(store, address, BigInt(window) - 1n)]).toEqual([true, true]);
  expect(missedIndexes(store, address).length).toBe(window);
  setMissed(store, address, 0n, false);
  expect(hasMissed(store, address, 0n)).toBe(false);
  expect(missedIndexes(store, address).length).toBe(window - 1);
  forgetMissed(store, address);
  expect(missedIndexes(store, address)).toEqual([]);
});

// keeper/msg_server_test.go TestUnjail: "self-delegation too low".
test("a validator below its minimum comes back only with more of its own", () => {
  const it = createStakingWorld({ people: 2 });
  for (const n of [1, 2]) it.createValidator(n, 10n * MILLION);
  it.nextBlock();
  const pair = (units: bigint) => ({ delegatorAddress: accountOf(1), validatorAddress: operatorOf(1), amount: stake(units) });
  const unjail = (): string => it.attempt(MsgUnjail, { validatorAddr: operatorOf(1) });
  it.deliver(MsgDelegate, { ...pair(MILLION), delegatorAddress: accountOf(2) });
  // 9,999,999 leave one unit, which is the minimum; after a slash it is worth less than one.
  it.deliver(MsgUndelegate, pair(10n * MILLION - 1n));
  expect(it.staking.validator(it.ctx, person(1))?.jailed).toBe(false);
  it.nextBlock();
  it.staking.slash(it.ctx, consensusAddressOf(1), it.ctx.block.height, 1n, decWithPrecision(1n, 1));
  it.staking.jail(it.ctx, consensusAddressOf(1));
  expect(unjail()).toBe("slashing/7");
  it.deliver(MsgDelegate, pair(1n));
  expect(unjail()).toBe("ok");
  it.nextBlock();
  expect(it.broken()).toEqual([]);
});
