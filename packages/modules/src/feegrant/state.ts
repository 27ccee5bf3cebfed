/** Every key of the `feegrant` store, in the SDK's spelling. */
import { Grant } from "@openledger/messages/cosmos/feegrant/v1beta1";
import {
  createMap,
  lengthPrefixedBytesKey,
  pairKey,
  presentValue,
  protoCodec,
  tripleKey,
  type CollectionMap,
  type PairKeyCodec,
} from "@openledger/store";
import { timeTextKey } from "../support/expiry.ts";

export const FEEGRANT_STORE = "feegrant";

/** len(grantee) ‖ grantee ‖ len(granter) ‖ granter. */
export const grantKey: PairKeyCodec<Uint8Array, Uint8Array> = pairKey(lengthPrefixedBytesKey, lengthPrefixedBytesKey);

/** 0x00 ‖ grant key. */
export const grants: CollectionMap<readonly [Uint8Array, Uint8Array], Grant> = createMap({
  prefix: Uint8Array.of(0x00),
  key: grantKey,
  value: protoCodec(Grant),
});

/** 0x01 ‖ time as text ‖ grant key: grants that end. */
export const expiries: CollectionMap<readonly [string, Uint8Array, Uint8Array], true> = createMap({
  prefix: Uint8Array.of(0x01),
  key: tripleKey(timeTextKey, lengthPrefixedBytesKey, lengthPrefixedBytesKey),
  value: presentValue,
});
