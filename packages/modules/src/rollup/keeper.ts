import { Rotation, Sequencer } from "@openledger/messages/openledger/rollup/v1";
import { equalBytes } from "@openledger/primitives";
import type { Context, QueryContext, ValidatorUpdate } from "@openledger/state-machine";
import { formerSequencer, recoveryItem, ROLLUP, rotations, sequencerItem } from "./state.ts";

/** Blocks from a change of the validator set to the first one that the new set seals, as in CometBFT. */
const UPDATE_DELAY = 2n;

/** Who seals blocks, and who takes over from it; undefined where no single key does. */
export interface Sequencers {
  readonly sequencer: Sequencer;
  /** Undefined when no hand-over is in flight. */
  readonly next: Sequencer | undefined;
}

/** Seen from the block at `height`, which is being made. */
export function sequencersAt({ store: stores }: Context | QueryContext, height: bigint): Sequencers | undefined {
  const store = stores.store(ROLLUP);
  const decided = sequencerItem.get(store);
  const former = formerSequencer.get(store);
  if (decided === undefined) return undefined;
  return former !== undefined && height < decided.sinceHeight ? { sequencer: former, next: decided } : { sequencer: decided, next: undefined };
}

/** From two blocks later on, another key has the power of the present one. */
export function handOver({ block, store: stores }: Context, present: Sequencer, publicKey: Uint8Array): Sequencer {
  const store = stores.store(ROLLUP);
  const decided = Sequencer.create({ publicKey, power: present.power, sinceHeight: block.height + UPDATE_DELAY });
  formerSequencer.set(store, present);
  sequencerItem.set(store, decided);
  return decided;
}

/** Number of the last rotation, and the block that began with it; both 0 before the first. */
export function lastRotation({ store: stores }: Context | QueryContext): { readonly number: bigint; readonly height: bigint } {
  for (const [number, { height }] of rotations.iterate(stores.store(ROLLUP), { reverse: true })) return { number, height };
  return { number: 0n, height: 0n };
}

/** From this block on, a key has all the power of the set before it. A hand-over in flight is over. */
export function rotate(ctx: Context, publicKey: Uint8Array, number: bigint, rotation: Uint8Array): { readonly from: Sequencer | undefined; readonly to: Sequencer } {
  const { height, votes = [] } = ctx.block;
  const store = ctx.store.store(ROLLUP);
  const from = sequencersAt(ctx, height - 1n)?.sequencer;
  const to = Sequencer.create({ publicKey, power: votes.reduce((sum, { power }) => sum + power, 0n), sinceHeight: height });
  if (from !== undefined) formerSequencer.set(store, from);
  sequencerItem.set(store, to);
  rotations.set(store, number, Rotation.create({ height, rotation }));
  return { from, to };
}

/**
 * What the block at the context's height changed of the validator set. Of a rotation it names the former sequencer and the
 * new one: others who were in the set are gone as well.
 */
export function updatesOfBlock(ctx: QueryContext): readonly ValidatorUpdate[] {
  const { height } = ctx;
  const store = ctx.store.store(ROLLUP);
  const decided = sequencerItem.get(store);
  const former = formerSequencer.get(store);
  if (decided === undefined) return [];
  const isRotated = decided.sinceHeight === height && lastRotation(ctx).height === height;
  if (!isRotated && (former === undefined || decided.sinceHeight !== height + UPDATE_DELAY)) return [];
  const removed = former === undefined || equalBytes(former.publicKey, decided.publicKey) ? [] : [{ publicKey: former.publicKey, power: 0n }];
  return [...removed, { publicKey: decided.publicKey, power: decided.power }];
}

/** Stakes decide from here on. */
export function forgetSequencer({ store: stores }: Context): void {
  const store = stores.store(ROLLUP);
  for (const item of [sequencerItem, formerSequencer, recoveryItem]) if (item.has(store)) item.delete(store);
}
