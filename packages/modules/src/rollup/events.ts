import type { Sequencer } from "@openledger/messages/openledger/rollup/v1";
import { toBase64 } from "@openledger/primitives";
import { event, type Event } from "@openledger/state-machine";

/** Governance decided who seals blocks from a height on; keys in base64. */
export function sequencerHandedOver(from: Sequencer, to: Sequencer, reason: string): Event {
  return event("sequencer_handed_over", {
    from: toBase64(from.publicKey),
    to: toBase64(to.publicKey),
    power: to.power,
    since_height: to.sinceHeight,
    reason,
  });
}
