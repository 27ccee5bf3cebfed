/** Every key of the `acc` store, in the Cosmos SDK's spelling. */
import { Params } from "@openledger/messages/cosmos/auth/v1beta1";
import { Any } from "@openledger/messages/google/protobuf";
import { toUtf8 } from "@openledger/primitives";
import {
  bytesKey,
  bytesValue,
  createItem,
  createMap,
  createSequence,
  protoCodec,
  u64Key,
  type CollectionItem,
  type CollectionMap,
  type CollectionSequence,
} from "@openledger/store";

/** The SDK's name, which wallets and verifiers ask for. */
export const AUTH_STORE = "acc";

/** 0x00: limits and gas prices. */
export const authParams: CollectionItem<Params> = createItem({ prefix: Uint8Array.of(0x00), value: protoCodec(Params) });

/** 0x01 ‖ address: an Any with a BaseAccount or ModuleAccount. */
export const accounts: CollectionMap<Uint8Array, Any> = createMap({
  prefix: Uint8Array.of(0x01),
  key: bytesKey,
  value: protoCodec(Any),
});

/** 0x02: the next account number. */
export const accountNumbers: CollectionSequence = createSequence({ prefix: Uint8Array.of(0x02) });

/** "accountNumber" ‖ account number: address bytes. */
export const addressesByNumber: CollectionMap<bigint, Uint8Array> = createMap({
  prefix: toUtf8("accountNumber"),
  key: u64Key,
  value: bytesValue,
});
