import type { Contribution } from "@openledger/messages/openledger/datanet/v1";
import { amount, assert } from "@openledger/primitives";
import type { Context } from "@openledger/state-machine";
import { divideUp } from "../support/amounts.ts";
import type { StateReader } from "../support/reader.ts";
import type { DatanetKeeper } from "./expected-keepers.ts";
import { drawnIndexes, poolBalances, poolIndexes, poolPrefix, REWARDS, type PoolKey } from "./state.ts";

const SCALE_BITS = 64n;

/** What a contribution may draw from a pool, and the index that it has drawn to afterwards. */
export interface Draw {
  readonly pool: PoolKey;
  readonly contribution: Contribution;
  readonly units: bigint;
  readonly drawnIndex: bigint;
}

/**
 * Puts `units` into the pool of a datanet version. Each contribution in the version is entitled to its part by weight
 * (grade x tokens); the index grows by units x 2^64 / total weight, floor, so the pool never owes more than it holds.
 */
export function fillPool(ctx: Context, pool: PoolKey, units: bigint, totalWeight: bigint): void {
  assert(totalWeight > 0n, `datanet ${pool.datanetId}@${pool.version} has no weight`);
  if (units === 0n) return;
  const store = ctx.store.store(REWARDS);
  const key = [pool.datanetId, pool.version, pool.denom] as const;
  poolBalances.set(store, key, amount((poolBalances.get(store, key) ?? 0n) + units));
  poolIndexes.set(store, key, (poolIndexes.get(store, key) ?? 0n) + (units << SCALE_BITS) / totalWeight);
}

/** What the pools of its datanet owe a contribution. */
export function* drawsOf(ctx: StateReader, datanets: DatanetKeeper, contribution: Contribution): Generator<Draw, void> {
  const reader = ctx.store.store(REWARDS);
  const { datanetId, seq } = contribution;
  const weight = BigInt(contribution.grade) * (contribution.rows?.tokenCount ?? 0n);
  for (const [[, version, denom], index] of poolIndexes.iterate(reader, { prefix: poolPrefix(datanetId) })) {
    const frozen = datanets.version(ctx, datanetId, version);
    if (frozen === undefined || contribution.logIndex >= frozen.logSize) continue;
    const drawn =
      drawnIndexes.get(reader, [
        [datanetId, seq],
        [version, denom],
      ]) ?? 0n;
    const units = (weight * (index - drawn)) >> SCALE_BITS;
    // The index moves only as far as whole units were drawn, so the fraction is not lost.
    const drawnIndex = drawn + divideUp(units << SCALE_BITS, weight);
    yield { pool: { datanetId, version, denom }, contribution, units, drawnIndex };
  }
}

/** Takes what a draw found out of its pool. */
export function takeDraw(ctx: Context, draw: Draw): void {
  const store = ctx.store.store(REWARDS);
  const { datanetId, version, denom } = draw.pool;
  const left = (poolBalances.get(store, [datanetId, version, denom]) ?? 0n) - draw.units;
  assert(left >= 0n, `pool ${datanetId}@${version} owes ${-left}${denom} more than it holds`);
  if (left === 0n) poolBalances.delete(store, [datanetId, version, denom]);
  else poolBalances.set(store, [datanetId, version, denom], left);
  drawnIndexes.set(
    store,
    [
      [datanetId, draw.contribution.seq],
      [version, denom],
    ],
    draw.drawnIndex,
  );
}
