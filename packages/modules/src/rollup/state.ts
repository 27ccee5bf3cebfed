import { Recovery, Rotation, Sequencer } from "@openledger/messages/openledger/rollup/v1";
import { createItem, createMap, protoCodec, u64Key, type CollectionItem, type CollectionMap } from "@openledger/store";

export const ROLLUP: string = "rollup";

// 0x01 -> Sequencer: decided last; absent where stakes decide, or no key of genesis seals alone
// 0x02 -> Sequencer: whom it took over from
export const sequencerItem: CollectionItem<Sequencer> = createItem({ prefix: Uint8Array.of(0x01), value: protoCodec(Sequencer) });
export const formerSequencer: CollectionItem<Sequencer> = createItem({ prefix: Uint8Array.of(0x02), value: protoCodec(Sequencer) });
// 0x03 -> Recovery: absent where nobody can put another sequencer in the place of one that breaks forced inclusion
// 0x04 | number -> Rotation
export const recoveryItem: CollectionItem<Recovery> = createItem({ prefix: Uint8Array.of(0x03), value: protoCodec(Recovery) });
export const rotations: CollectionMap<bigint, Rotation> = createMap({ prefix: Uint8Array.of(0x04), key: u64Key, value: protoCodec(Rotation) });
