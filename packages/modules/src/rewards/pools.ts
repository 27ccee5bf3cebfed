import type { Contribution } from "@openledger/messages/openledger/datanet/v1";
import { amount, assert } from "@openledger/primitives";
import type { Context } from "@openledger/state-machine";
import type { KeyValueReader } from "@openledger/store";
import { divideUp } from "../support/amounts.ts";
import { remainingInVersion } from "../support/remaining.ts";
import type { StateReader } from "../support/reader.ts";
import type { DatanetKeeper } from "./expected-keepers.ts";
import { drawnIndexes, poolBalances, poolIndexes, poolPrefix, REWARDS, type DrawnKey, type PoolKey } from "./state.ts";

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

/**
 * What the pools of its datanet owe a contribution, by version and denom, beginning behind the pool `after`. A pool of a
 * version that does not hold the contribution owes it nothing and is yielded as well, since looking at it costs the same.
 */
export function* drawsOf(
  ctx: StateReader,
  datanets: DatanetKeeper,
  contribution: Contribution,
  after?: readonly [version: bigint, denom: string],
): Generator<Draw, void> {
  const reader = ctx.store.store(REWARDS);
  const { datanetId } = contribution;
  const start = after === undefined ? undefined : ([datanetId, ...after] as const);
  for (const [[, version, denom], index] of poolIndexes.iterate(reader, { prefix: poolPrefix(datanetId), start })) {
    if (version === after?.[0] && denom === after[1]) continue;
    const pool = { datanetId, version, denom };
    const frozen = datanets.version(ctx, datanetId, version);
    const isIn = frozen !== undefined && contribution.logIndex < frozen.logSize;
    const weight = isIn ? remainingInVersion(contribution, version).weight : 0n;
    yield weight > 0n ? drawFrom(reader, pool, contribution, weight, index) : { pool, contribution, units: 0n, drawnIndex: 0n };
  }
}

function drawFrom(
  reader: KeyValueReader,
  pool: PoolKey,
  contribution: Contribution,
  weight: bigint,
  index: bigint,
): Draw {
  const drawn = drawnIndexes.get(reader, drawnKeyOf(contribution, pool)) ?? 0n;
  const units = (weight * (index - drawn)) >> SCALE_BITS;
  // The index moves only as far as whole units were drawn, so the fraction is not lost.
  return { pool, contribution, units, drawnIndex: drawn + divideUp(units << SCALE_BITS, weight) };
}

function drawnKeyOf({ datanetId, seq }: Contribution, { version, denom }: PoolKey): DrawnKey {
  return [
    [datanetId, seq],
    [version, denom],
  ];
}

/** Takes what a draw found out of its pool. */
export function takeDraw(ctx: Context, draw: Draw): void {
  const store = ctx.store.store(REWARDS);
  const { datanetId, version, denom } = draw.pool;
  const left = (poolBalances.get(store, [datanetId, version, denom]) ?? 0n) - draw.units;
  assert(left >= 0n, `pool ${datanetId}@${version} owes ${-left}${denom} more than it holds`);
  if (left === 0n) poolBalances.delete(store, [datanetId, version, denom]);
  else poolBalances.set(store, [datanetId, version, denom], left);
  drawnIndexes.set(store, drawnKeyOf(draw.contribution, draw.pool), draw.drawnIndex);
}
