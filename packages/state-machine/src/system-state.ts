/** Every key of the `system` store, which belongs to the frame itself. */
import { BlockDigest, Chain, Params } from "@openledger/messages/openledger/system/v1";
import { createItem, protoCodec, type CollectionItem } from "@openledger/store";

/** Name of the frame's own store. */
export const SYSTEM_STORE = "system";

/** 0x00: limits of blocks and transactions. */
export const systemParams: CollectionItem<Params> = createItem({
  prefix: Uint8Array.of(0x00),
  value: protoCodec(Params),
});

/** 0x01: chain id, address prefix, base denom. */
export const chainIdentity: CollectionItem<Chain> = createItem({
  prefix: Uint8Array.of(0x01),
  value: protoCodec(Chain),
});

/** 0x02: height, header time and digest of the results of the block that wrote this version. */
export const lastBlock: CollectionItem<BlockDigest> = createItem({
  prefix: Uint8Array.of(0x02),
  value: protoCodec(BlockDigest),
});
