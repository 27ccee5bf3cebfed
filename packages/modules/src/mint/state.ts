/** Every key of the `mint` store, in the Cosmos SDK's spelling. */
import { Minter, Params } from "@openledger/messages/cosmos/mint/v1beta1";
import { createItem, protoCodec, type CollectionItem } from "@openledger/store";

export const MINT_STORE = "mint";

/** 0x00. */
export const minter: CollectionItem<Minter> = createItem({ prefix: Uint8Array.of(0x00), value: protoCodec(Minter) });

/** 0x01. */
export const mintParams: CollectionItem<Params> = createItem({ prefix: Uint8Array.of(0x01), value: protoCodec(Params) });
