import { Sequencer } from "@openledger/messages/openledger/rollup/v1";
import { createItem, protoCodec, type CollectionItem } from "@openledger/store";

export const ROLLUP: string = "rollup";

// 0x01 -> Sequencer: decided last; absent where stakes decide, or no key of genesis seals alone
// 0x02 -> Sequencer: whom it took over from
export const sequencerItem: CollectionItem<Sequencer> = createItem({ prefix: Uint8Array.of(0x01), value: protoCodec(Sequencer) });
export const formerSequencer: CollectionItem<Sequencer> = createItem({ prefix: Uint8Array.of(0x02), value: protoCodec(Sequencer) });
