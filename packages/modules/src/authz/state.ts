/** Every key of the `authz` store, in the SDK's spelling. */
import { Grant, GrantQueueItem } from "@openledger/messages/cosmos/authz/v1beta1";
import {
  createMap,
  lengthPrefixedBytesKey,
  protoCodec,
  tripleKey,
  utf8Key,
  type CollectionMap,
  type TripleKeyCodec,
} from "@openledger/store";
import { timeTextKey } from "../support/expiry.ts";

export const AUTHZ_STORE = "authz";

/** len(granter) ‖ granter ‖ len(grantee) ‖ grantee ‖ message type URL. */
export const grantKey: TripleKeyCodec<Uint8Array, Uint8Array, string> = tripleKey(
  lengthPrefixedBytesKey,
  lengthPrefixedBytesKey,
  utf8Key,
);

/** 0x01 ‖ grant key. */
export const grants: CollectionMap<readonly [Uint8Array, Uint8Array, string], Grant> = createMap({
  prefix: Uint8Array.of(0x01),
  key: grantKey,
  value: protoCodec(Grant),
});

/** 0x02 ‖ time as text ‖ len(granter) ‖ granter ‖ len(grantee) ‖ grantee: message types whose grants end then. */
export const expiries: CollectionMap<readonly [string, Uint8Array, Uint8Array], GrantQueueItem> = createMap({
  prefix: Uint8Array.of(0x02),
  key: tripleKey(timeTextKey, lengthPrefixedBytesKey, lengthPrefixedBytesKey),
  value: protoCodec(GrantQueueItem),
});
