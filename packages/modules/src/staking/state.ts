/** Every key of the `staking` store, in the Cosmos SDK's spelling. Indexes hold one byte where the SDK stores none. */
import { IntProto } from "@openledger/messages/cosmos/base/v1beta1";
import {
  Delegation,
  DVPairs,
  DVVTriplets,
  HistoricalInfo,
  Params,
  Redelegation,
  UnbondingDelegation,
  ValAddresses,
  Validator,
  ValidatorUpdates,
} from "@openledger/messages/cosmos/staking/v1beta1";
import { assert, concatBytes, fromUtf8, readU64be, toUtf8, u64be, uvarint } from "@openledger/primitives";
import {
  bytesKey,
  bytesValue,
  createItem,
  createMap,
  lengthPrefixedBytesKey,
  pairKey,
  presentValue,
  protoCodec,
  tripleKey,
  u64Key,
  u64Value,
  utf8Key,
  utf8Value,
  type CollectionItem,
  type CollectionMap,
  type KeyCodec,
  type PairKeyCodec,
  type TripleKeyCodec,
  type ValueCodec,
} from "@openledger/store";
import { sortableTimeText } from "../support/timestamps.ts";

export const STAKING_STORE = "staking";

type Pair = readonly [Uint8Array, Uint8Array];
type Triple = readonly [Uint8Array, Uint8Array, Uint8Array];

/** google.protobuf.Int64Value of a positive number. */
const int64Value: ValueCodec<bigint> = {
  encode: (value) => concatBytes(Uint8Array.of(0x08), uvarint(value)),
  decode(bytes) {
    assert(bytes[0] === 0x08, "a stored power is an Int64Value");
    return bytes.subarray(1).reduceRight((value, byte) => (value << 7n) | BigInt(byte & 0x7f), 0n);
  },
};

/** 0x11 ‖ len ‖ operator: power of each validator of the last block. */
export const lastPowers: CollectionMap<Uint8Array, bigint> = createMap({
  prefix: Uint8Array.of(0x11),
  key: lengthPrefixedBytesKey,
  value: int64Value,
});

/** 0x12: the sum of the last powers. */
export const lastTotalPower: CollectionItem<IntProto> = createItem({ prefix: Uint8Array.of(0x12), value: protoCodec(IntProto) });

/** 0x21 ‖ len ‖ operator. */
export const validators: CollectionMap<Uint8Array, Validator> = createMap({
  prefix: Uint8Array.of(0x21),
  key: lengthPrefixedBytesKey,
  value: protoCodec(Validator),
});

/** 0x22 ‖ len ‖ consensus address: operator. */
export const operatorsByConsensusAddress: CollectionMap<Uint8Array, Uint8Array> = createMap({
  prefix: Uint8Array.of(0x22),
  key: lengthPrefixedBytesKey,
  value: bytesValue,
});

/** Power as eight bytes ‖ len ‖ operator with all bits flipped: of equal powers the lower operator sorts later. */
const powerKey: KeyCodec<readonly [power: bigint, operator: Uint8Array]> = (() => {
  const nested = pairKey(u64Key, lengthPrefixedBytesKey);
  const flip = (bytes: Uint8Array): Uint8Array => bytes.map((byte) => byte ^ 0xff);
  return {
    encode: ([power, operator]) => nested.encode([power, flip(operator)]),
    decode(bytes) {
      const [power, flipped] = nested.decode(bytes);
      return [power, flip(flipped)] as const;
    },
    encodePart: ([power, operator]) => nested.encodePart([power, flip(operator)]),
    decodePart(bytes, offset) {
      const { key, next } = nested.decodePart(bytes, offset);
      return { key: [key[0], flip(key[1])] as const, next };
    },
  };
})();

/** 0x23 ‖ power key: operator. Jailed validators are not in it. */
export const operatorsByPower: CollectionMap<readonly [bigint, Uint8Array], Uint8Array> = createMap({
  prefix: Uint8Array.of(0x23),
  key: powerKey,
  value: bytesValue,
});

export const pairOfAddresses: PairKeyCodec<Uint8Array, Uint8Array> = pairKey(lengthPrefixedBytesKey, lengthPrefixedBytesKey);
export const threeAddresses: TripleKeyCodec<Uint8Array, Uint8Array, Uint8Array> = tripleKey(
  lengthPrefixedBytesKey,
  lengthPrefixedBytesKey,
  lengthPrefixedBytesKey,
);

/** 0x31 ‖ delegator ‖ operator. */
export const delegations: CollectionMap<Pair, Delegation> = createMap({
  prefix: Uint8Array.of(0x31),
  key: pairOfAddresses,
  value: protoCodec(Delegation),
});

/** Operator with its length ‖ delegator without. */
export const delegatorKey: PairKeyCodec<Uint8Array, Uint8Array> = pairKey(lengthPrefixedBytesKey, bytesKey);

/** 0x71 ‖ operator ‖ delegator. */
export const delegatorsOfValidator: CollectionMap<Pair, true> = createMap({
  prefix: Uint8Array.of(0x71),
  key: delegatorKey,
  value: presentValue,
});

/** 0x32 ‖ delegator ‖ operator. */
export const unbondings: CollectionMap<Pair, UnbondingDelegation> = createMap({
  prefix: Uint8Array.of(0x32),
  key: pairOfAddresses,
  value: protoCodec(UnbondingDelegation),
});

/** 0x33 ‖ operator ‖ delegator. */
export const unbondingsByValidator: CollectionMap<Pair, true> = createMap({
  prefix: Uint8Array.of(0x33),
  key: pairOfAddresses,
  value: presentValue,
});

/** 0x34 ‖ delegator ‖ source ‖ destination. */
export const redelegations: CollectionMap<Triple, Redelegation> = createMap({
  prefix: Uint8Array.of(0x34),
  key: threeAddresses,
  value: protoCodec(Redelegation),
});

/** 0x35 ‖ source ‖ delegator ‖ destination. */
export const redelegationsBySource: CollectionMap<Triple, true> = createMap({
  prefix: Uint8Array.of(0x35),
  key: threeAddresses,
  value: presentValue,
});

/** 0x36 ‖ destination ‖ delegator ‖ source. */
export const redelegationsByDestination: CollectionMap<Triple, true> = createMap({
  prefix: Uint8Array.of(0x36),
  key: threeAddresses,
  value: presentValue,
});

/** 0x37: the last number given to an unbonding operation. */
export const unbondingId: CollectionItem<bigint> = createItem({ prefix: Uint8Array.of(0x37), value: u64Value });

/** 0x38 ‖ number: key of what unbonds. */
export const unbondingIndex: CollectionMap<bigint, Uint8Array> = createMap({
  prefix: Uint8Array.of(0x38),
  key: u64Key,
  value: bytesValue,
});

/** What unbonds under a number. */
export const unbondingTypes = { delegation: 1n, redelegation: 2n, validator: 3n } as const;

/** 0x39 ‖ number: one of {@link unbondingTypes}. */
export const unbondingTypeOf: CollectionMap<bigint, bigint> = createMap({
  prefix: Uint8Array.of(0x39),
  key: u64Key,
  value: u64Value,
});

/** 0x41 ‖ time text: unbondings that end then. */
export const unbondingQueue: CollectionMap<string, DVPairs> = createMap({
  prefix: Uint8Array.of(0x41),
  key: utf8Key,
  value: protoCodec(DVPairs),
});

/** 0x42 ‖ time text: redelegations that end then. */
export const redelegationQueue: CollectionMap<string, DVVTriplets> = createMap({
  prefix: Uint8Array.of(0x42),
  key: utf8Key,
  value: protoCodec(DVVTriplets),
});

const TIME_TEXT_LENGTH = toUtf8(sortableTimeText(0n)).length;

/** Length of the time text as eight bytes ‖ time text ‖ height as eight bytes. */
const timeAndHeightKey: KeyCodec<readonly [time: string, height: bigint]> = (() => {
  const encode = ([time, height]: readonly [string, bigint]): Uint8Array => {
    const text = toUtf8(time);
    return concatBytes(u64be(BigInt(text.length)), text, u64be(height));
  };
  const decodePart = (bytes: Uint8Array, offset: number) => {
    const height = offset + 8 + TIME_TEXT_LENGTH;
    return { key: [fromUtf8(bytes.subarray(offset + 8, height)), readU64be(bytes, height)] as const, next: height + 8 };
  };
  return { encode, encodePart: encode, decode: (bytes) => decodePart(bytes, 0).key, decodePart };
})();

/** 0x43 ‖ time and height: operators, as text, whose validators have unbonded then. */
export const validatorQueue: CollectionMap<readonly [string, bigint], ValAddresses> = createMap({
  prefix: Uint8Array.of(0x43),
  key: timeAndHeightKey,
  value: protoCodec(ValAddresses),
});

/** 0x50 ‖ height. */
export const historicalInfos: CollectionMap<bigint, HistoricalInfo> = createMap({
  prefix: Uint8Array.of(0x50),
  key: u64Key,
  value: protoCodec(HistoricalInfo),
});

/** 0x51. */
export const stakingParams: CollectionItem<Params> = createItem({ prefix: Uint8Array.of(0x51), value: protoCodec(Params) });

/** 0x61: how the last block changed the set of bonded validators; absent when it did not. */
export const setUpdates: CollectionItem<ValidatorUpdates> = createItem({
  prefix: Uint8Array.of(0x61),
  value: protoCodec(ValidatorUpdates),
});

/** 0xf0, which the SDK does not use: `sequencer` or `staking`, fixed at genesis. */
export const valsetSourceItem: CollectionItem<string> = createItem({ prefix: Uint8Array.of(0xf0), value: utf8Value });
