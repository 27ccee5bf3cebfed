/** Every key of the `evidence` store, in the Cosmos SDK's spelling. */
import { Any } from "@openledger/messages/google/protobuf";
import { bytesKey, createItem, createMap, presentValue, protoCodec, type CollectionItem, type CollectionMap } from "@openledger/store";

export const EVIDENCE_STORE = "evidence";

/** 0x00 ‖ sha256 of the evidence. */
export const evidences: CollectionMap<Uint8Array, Any> = createMap({
  prefix: Uint8Array.of(0x00),
  key: bytesKey,
  value: protoCodec(Any),
});

/** 0xf0, which the SDK does not use: written at genesis, because a store without keys has no root that proofs accept. */
export const genesisMark: CollectionItem<true> = createItem({ prefix: Uint8Array.of(0xf0), value: presentValue });
