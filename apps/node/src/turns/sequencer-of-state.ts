import { QuerySequencerResponse, QueryService, type Sequencer } from "@openledger/messages/openledger/rollup/v1";
import { toBase64 } from "@openledger/primitives";
import type { StateMachine } from "@openledger/state-machine";

/** Who seals the next block by the state of the last one, and who takes over from it. */
export interface SequencersOfState {
  readonly sequencer: Sequencer;
  readonly next: Sequencer | undefined;
}

/** Undefined where stakes decide, no single key of genesis seals, or there is no block yet. */
export function sequencersOf(machine: StateMachine | undefined): SequencersOfState | undefined {
  if (machine === undefined || machine.info().height === 0n) return undefined;
  const { code, value } = machine.query({ path: QueryService.Sequencer.path, data: new Uint8Array(0), height: 0n, prove: false });
  if (code !== 0) return undefined;
  const { sequencer, nextSequencer } = QuerySequencerResponse.fromBytes(value);
  return sequencer === undefined ? undefined : { sequencer, next: nextSequencer };
}

/** For status: the one who takes over, while that is decided and has not taken effect. */
export function nextSequencerJson(machine: StateMachine | undefined): { readonly next_sequencer?: object } {
  const next = sequencersOf(machine)?.next;
  return next === undefined ? {} : { next_sequencer: { public_key: toBase64(next.publicKey), since_height: `${next.sinceHeight}` } };
}
