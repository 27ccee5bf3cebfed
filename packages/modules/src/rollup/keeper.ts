import { Sequencer } from "@openledger/messages/openledger/rollup/v1";
import type { Context, QueryContext, ValidatorUpdate } from "@openledger/state-machine";
import { formerSequencer, ROLLUP, sequencerItem } from "./state.ts";

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

/** What the block at the context's height changed of the validator set. */
export function updatesOfBlock({ height, store: stores }: QueryContext): readonly ValidatorUpdate[] {
  const store = stores.store(ROLLUP);
  const decided = sequencerItem.get(store);
  const former = formerSequencer.get(store);
  if (decided === undefined || former === undefined || decided.sinceHeight !== height + UPDATE_DELAY) return [];
  return [
    { publicKey: former.publicKey, power: 0n },
    { publicKey: decided.publicKey, power: decided.power },
  ];
}

/** Stakes decide from here on. */
export function forgetSequencer({ store: stores }: Context): void {
  const store = stores.store(ROLLUP);
  for (const item of [sequencerItem, formerSequencer]) if (item.has(store)) item.delete(store);
}
