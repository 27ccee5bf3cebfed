/** Every key of the `slashing` store, in the Cosmos SDK's spelling. */
import { Params, ValidatorSigningInfo } from "@openledger/messages/cosmos/slashing/v1beta1";
import { Any } from "@openledger/messages/google/protobuf";
import {
  bytesValue,
  createItem,
  createMap,
  lengthPrefixedBytesKey,
  pairKey,
  protoCodec,
  type CollectionItem,
  type CollectionMap,
  type PairKeyCodec,
} from "@openledger/store";
import { u64LittleKey } from "../support/u64-little-key.ts";

export const SLASHING_STORE = "slashing";

/** 0x00. */
export const slashingParams: CollectionItem<Params> = createItem({ prefix: Uint8Array.of(0x00), value: protoCodec(Params) });

/** 0x01 ‖ len ‖ consensus address. */
export const signingInfos: CollectionMap<Uint8Array, ValidatorSigningInfo> = createMap({
  prefix: Uint8Array.of(0x01),
  key: lengthPrefixedBytesKey,
  value: protoCodec(ValidatorSigningInfo),
});

export const missedChunkKey: PairKeyCodec<Uint8Array, bigint> = pairKey(lengthPrefixedBytesKey, u64LittleKey);

/** 0x02 ‖ len ‖ consensus address ‖ chunk: 1,024 bits of the window, as the SDK's bitset writes them. */
export const missedChunks: CollectionMap<readonly [Uint8Array, bigint], Uint8Array> = createMap({
  prefix: Uint8Array.of(0x02),
  key: missedChunkKey,
  value: bytesValue,
});

/** 0x03 ‖ len ‖ consensus address: its key. */
export const consensusKeys: CollectionMap<Uint8Array, Any> = createMap({
  prefix: Uint8Array.of(0x03),
  key: lengthPrefixedBytesKey,
  value: protoCodec(Any),
});
