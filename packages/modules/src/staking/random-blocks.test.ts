import { MsgFundCommunityPool, MsgSetWithdrawAddress, MsgWithdrawDelegatorReward, MsgWithdrawValidatorCommission } from "@openledger/messages/cosmos/distribution/v1beta1";
import { MsgUnjail } from "@openledger/messages/cosmos/slashing/v1beta1";
import {
  BondStatus,
  MsgBeginRedelegate,
  MsgCancelUnbondingDelegation,
  MsgDelegate,
  MsgUndelegate,
} from "@openledger/messages/cosmos/staking/v1beta1";
import { height, unixNanos } from "@openledger/primitives";
import type { Misbehavior, VoteInfo } from "@openledger/state-machine";
import { expect, test } from "vitest";
import { accountOf, consensusAddressOf, createStakingWorld, operatorOf, stake, type StakingWorld } from "../support/staking-world.fixture.ts";
import { unbondings, STAKING_STORE } from "./state.ts";

const PEOPLE = 12;
const SEEDS = Number(process.env["STAKING_SEEDS"] ?? 2);
const BLOCKS = Number(process.env["STAKING_BLOCKS"] ?? 200);

/** Numbers 0..max-1 from a seed (xorshift32). */
function randomFrom(seed: number): (max: number) => number {
  let state = seed * 2_654_435_761 + 1;
  return (max) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % max;
  };
}

/** What the set of the last block voted: most sign, some are absent more often. */
function randomVotes(it: StakingWorld, random: (max: number) => number): readonly VoteInfo[] {
  return [...it.staking.lastValidatorPowers(it.ctx)].map(([operator, power]) => {
    const address = it.staking.validator(it.ctx, operator)?.consensusAddress ?? new Uint8Array(20);
    return { address, power, signed: random(10) > ((operator[0] ?? 0) % 8) };
  });
}

function randomMisbehavior(it: StakingWorld, random: (max: number) => number): readonly Misbehavior[] {
  if (random(150) > 0) return [];
  const at = height(it.ctx.block.height - BigInt(random(Math.min(5, Number(it.ctx.block.height)))));
  const time = unixNanos(it.ctx.block.time - 10_000_000_000n);
  return [{ kind: "duplicate-vote", address: consensusAddressOf(1 + random(PEOPLE)), power: BigInt(1 + random(60)), height: at, time }];
}

function randomMessage(it: StakingWorld, random: (max: number) => number, ended: Set<number>): string {
  const [n, from, to] = [1 + random(PEOPLE), 1 + random(PEOPLE), 1 + random(PEOPLE)];
  const dust = random(4) === 0;
  const amount = stake(BigInt(1 + random(dust ? 9 : 30_000_000)));
  const pair = { delegatorAddress: accountOf(n), validatorAddress: operatorOf(from), amount };
  switch (random(11)) {
    case 0:
      if (ended.has(n) || it.staking.validatorByConsAddr(it.ctx, consensusAddressOf(n)) !== undefined) return "skipped";
      ended.add(n);
      it.createValidator(n, BigInt(1 + random(40_000_000)));
      return "created";
    case 1:
    case 2:
      return it.attempt(MsgDelegate, pair);
    case 3:
      return it.attempt(MsgUndelegate, pair);
    case 4:
      return it.attempt(MsgBeginRedelegate, { delegatorAddress: accountOf(n), validatorSrcAddress: operatorOf(from), validatorDstAddress: operatorOf(to), amount });
    case 5: {
      const [first] = unbondings.iterate(it.ctx.store.store(STAKING_STORE));
      const entry = first?.[1].entries[0];
      if (first === undefined || entry === undefined) return "skipped";
      const { delegatorAddress, validatorAddress } = first[1];
      const units = entry.balance === "0" ? "1" : entry.balance;
      return it.attempt(MsgCancelUnbondingDelegation, { delegatorAddress, validatorAddress, creationHeight: entry.creationHeight, amount: stake(BigInt(units)) });
    }
    case 6:
    case 7:
      return it.attempt(MsgWithdrawDelegatorReward, { delegatorAddress: pair.delegatorAddress, validatorAddress: pair.validatorAddress });
    case 8:
      return it.attempt(MsgWithdrawValidatorCommission, { validatorAddress: operatorOf(n) });
    case 9:
      return random(2) === 0
        ? it.attempt(MsgSetWithdrawAddress, { delegatorAddress: accountOf(n), withdrawAddress: accountOf(to) })
        : it.attempt(MsgFundCommunityPool, { depositor: accountOf(n), amount: [amount] });
    default:
      return it.attempt(MsgUnjail, { validatorAddr: operatorOf(n) });
  }
}

test.each(Array.from({ length: SEEDS }, (_, i) => i + 1))(
  `pools, shares, power index, supply and outstanding rewards hold after each of ${BLOCKS} random blocks, seed %i`,
  (seed) => {
    const source = seed % 2 === 0 ? "sequencer" : "staking";
    const random = randomFrom(seed);
    const it = createStakingWorld({
      people: PEOPLE,
      staking: { valset_source: source, params: { unbonding_time: "300s", max_validators: 4, historical_entries: 3, max_entries: 4 } },
      slashing: { params: { signed_blocks_window: "20", downtime_jail_duration: "60s" } },
      distribution: {},
      mint: { params: { inflation_max: "0.2", inflation_min: "0.2", blocks_per_year: "1000000" } },
    });
    const ended = new Set<number>();
    const outcomes = new Map<string, number>();
    let slashed = 0;
    it.createValidator(1, 20_000_000n);
    ended.add(1);
    for (let block = 0; block < BLOCKS; block++) {
      for (let i = random(4); i > 0; i--) {
        const outcome = randomMessage(it, random, ended);
        outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
      }
      it.nextBlock({ seconds: BigInt(1 + random(20)), votes: randomVotes(it, random), misbehavior: randomMisbehavior(it, random) });
      slashed += it.events.filter(({ type }) => type === "slash").length;
      it.events.length = 0;
      expect([block, it.broken()]).toEqual([block, []]);
      const bonded = [...it.staking.validators(it.ctx)].filter(({ status }) => status === BondStatus.BOND_STATUS_BONDED);
      expect(bonded.map(({ operator }) => operator)).toEqual([...it.staking.lastValidatorPowers(it.ctx)].map(([operator]) => operator));
    }
    // The blocks are worth something only if much succeeds, and some was slashed.
    expect(outcomes.get("ok") ?? 0).toBeGreaterThan(BLOCKS / 10);
    if (source === "staking") expect(slashed).toBeGreaterThan(0);
  },
  120_000,
);
