/** Every key of the `bank` store, in the Cosmos SDK's spelling. */
import { Metadata, Params } from "@openledger/messages/cosmos/bank/v1beta1";
import {
  createItem,
  createMap,
  lengthPrefixedBytesKey,
  pairKey,
  protoCodec,
  utf8Key,
  type CollectionItem,
  type CollectionMap,
  type PairKeyCodec,
  type ValueCodec,
} from "@openledger/store";
import { naturalValue } from "../support/amount-value.ts";

export const BANK_STORE = "bank";

/** 0x00 ‖ denom: all units there are, as decimal text. */
export const supplies: CollectionMap<string, bigint> = createMap({
  prefix: Uint8Array.of(0x00),
  key: utf8Key,
  value: naturalValue,
});

/** 0x01 ‖ denom. */
export const denomMetadata: CollectionMap<string, Metadata> = createMap({
  prefix: Uint8Array.of(0x01),
  key: utf8Key,
  value: protoCodec(Metadata),
});

/** len(address) ‖ address ‖ denom. */
export const balanceKey: PairKeyCodec<Uint8Array, string> = pairKey(lengthPrefixedBytesKey, utf8Key);

/** 0x02 ‖ balance key: units as decimal text; a balance of nothing is not stored. */
export const balances: CollectionMap<readonly [Uint8Array, string], bigint> = createMap({
  prefix: Uint8Array.of(0x02),
  key: balanceKey,
  value: naturalValue,
});

/** The SDK's index value, a zero byte. */
const zeroByte: ValueCodec<true> = { encode: () => Uint8Array.of(0), decode: () => true };

/** denom ‖ 0x00 ‖ len(address) ‖ address. */
export const holderKey: PairKeyCodec<string, Uint8Array> = pairKey(utf8Key, lengthPrefixedBytesKey);

/** 0x03 ‖ denom ‖ 0x00 ‖ len(address) ‖ address: who holds a denom. */
export const holders: CollectionMap<readonly [string, Uint8Array], true> = createMap({
  prefix: Uint8Array.of(0x03),
  key: holderKey,
  value: zeroByte,
});

const flag: ValueCodec<boolean> = {
  encode: (value) => Uint8Array.of(value ? 1 : 0),
  decode: (bytes) => bytes[0] === 1,
};

/** 0x04 ‖ denom: whether a denom may be sent, where it differs from the default. */
export const sendEnabled: CollectionMap<string, boolean> = createMap({
  prefix: Uint8Array.of(0x04),
  key: utf8Key,
  value: flag,
});

/** Params of which nothing is set would encode to nothing, which no store holds: the default is then written out. */
export const explicitParams: ValueCodec<Params> = {
  encode: (params) => (params.defaultSendEnabled ? Params.toBytes(params) : Uint8Array.of(0x10, 0x00)),
  decode: (bytes) => (bytes[0] === 0x10 && bytes[1] === 0x00 ? Params.create() : Params.fromBytes(bytes.slice())),
};

/** 0x05. */
export const bankParams: CollectionItem<Params> = createItem({ prefix: Uint8Array.of(0x05), value: explicitParams });
