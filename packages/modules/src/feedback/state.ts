import { Params, Ratings } from "@openledger/messages/openledger/feedback/v1";
import {
  bytesValue,
  createItem,
  createMap,
  lengthPrefixedBytesKey,
  pairKey,
  presentValue,
  protoCodec,
  u64Key,
  type CollectionItem,
  type CollectionMap,
  type PairKeyCodec,
} from "@openledger/store";
import type { StateReader } from "../support/reader.ts";

export const FEEDBACK: string = "feedback";

// 0x00                           -> Params
// 0x01 | len | host              -> Ratings
// 0x02 | model | version         -> Ratings
// 0x03 | session | page          -> bit map of rated receipts, 2,048 of them
// 0x04 | time | session          -> 1: when to see whether the session is forgotten
const idPairKey: PairKeyCodec<bigint, bigint> = pairKey(u64Key, u64Key);

export const params: CollectionItem<Params> = createItem({ prefix: Uint8Array.of(0x00), value: protoCodec(Params) });
export const hostRatings: CollectionMap<Uint8Array, Ratings> = createMap({
  prefix: Uint8Array.of(0x01),
  key: lengthPrefixedBytesKey,
  value: protoCodec(Ratings),
});
export const modelRatings: CollectionMap<readonly [model: bigint, version: bigint], Ratings> = createMap({
  prefix: Uint8Array.of(0x02),
  key: idPairKey,
  value: protoCodec(Ratings),
});
export const ratedPages: CollectionMap<readonly [session: bigint, page: bigint], Uint8Array> = createMap({
  prefix: Uint8Array.of(0x03),
  key: idPairKey,
  value: bytesValue,
});
export const sweepQueue: CollectionMap<readonly [time: bigint, session: bigint], true> = createMap({
  prefix: Uint8Array.of(0x04),
  key: idPairKey,
  value: presentValue,
});

/** Parameters of the module. */
export function paramsOf(ctx: StateReader): Params {
  return params.require(ctx.store.store(FEEDBACK));
}

/** Key part shared by the pages of one session. */
export const ratedPrefix = (session: bigint): Uint8Array => idPairKey.prefix(session);
