import { Params } from "@openledger/messages/openledger/attribution/v1";
import { createItem, protoCodec, type CollectionItem } from "@openledger/store";

export const ATTRIBUTION: string = "attribution";

// 0x00 -> Params
export const params: CollectionItem<Params> = createItem({ prefix: Uint8Array.of(0x00), value: protoCodec(Params) });
