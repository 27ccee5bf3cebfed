/** Every key of the `distribution` store, in the Cosmos SDK's spelling. No record holds only empty coins: it is absent. */
import {
  DelegatorStartingInfo,
  FeePool,
  Params,
  ValidatorAccumulatedCommission,
  ValidatorCurrentRewards,
  ValidatorHistoricalRewards,
  ValidatorOutstandingRewards,
  ValidatorSlashEvent,
} from "@openledger/messages/cosmos/distribution/v1beta1";
import { assert, concatBytes, uvarint } from "@openledger/primitives";
import {
  bytesValue,
  createItem,
  createMap,
  lengthPrefixedBytesKey,
  pairKey,
  protoCodec,
  tripleKey,
  u64Key,
  type CollectionItem,
  type CollectionMap,
  type PairKeyCodec,
  type TripleKeyCodec,
  type ValueCodec,
} from "@openledger/store";
import { u64LittleKey } from "../support/u64-little-key.ts";

export const DISTRIBUTION_STORE = "distribution";

/** google.protobuf.BytesValue of a consensus address, which is shorter than 128 bytes. */
const wrappedBytes: ValueCodec<Uint8Array> = {
  encode: (value) => concatBytes(Uint8Array.of(0x0a), uvarint(BigInt(value.length)), value),
  decode(bytes) {
    assert(bytes[0] === 0x0a && bytes[1] === bytes.length - 2, "a stored proposer is a BytesValue");
    return bytes.slice(2);
  },
};

/** 0x00: the community pool. */
export const feePool: CollectionItem<FeePool> = createItem({ prefix: Uint8Array.of(0x00), value: protoCodec(FeePool) });

/** 0x01: consensus address of who proposed the last block. */
export const previousProposer: CollectionItem<Uint8Array> = createItem({ prefix: Uint8Array.of(0x01), value: wrappedBytes });

/** 0x02 ‖ len ‖ operator: what a validator and its delegators have not withdrawn. */
export const outstandingRewards: CollectionMap<Uint8Array, ValidatorOutstandingRewards> = createMap({
  prefix: Uint8Array.of(0x02),
  key: lengthPrefixedBytesKey,
  value: protoCodec(ValidatorOutstandingRewards),
});

/** 0x03 ‖ len ‖ delegator: who gets its rewards. */
export const withdrawAddresses: CollectionMap<Uint8Array, Uint8Array> = createMap({
  prefix: Uint8Array.of(0x03),
  key: lengthPrefixedBytesKey,
  value: bytesValue,
});

const delegationKey: PairKeyCodec<Uint8Array, Uint8Array> = pairKey(lengthPrefixedBytesKey, lengthPrefixedBytesKey);

/** 0x04 ‖ len ‖ operator ‖ len ‖ delegator: from when on, and for how much, a delegation earns. */
export const startingInfos: CollectionMap<readonly [operator: Uint8Array, delegator: Uint8Array], DelegatorStartingInfo> = createMap({
  prefix: Uint8Array.of(0x04),
  key: delegationKey,
  value: protoCodec(DelegatorStartingInfo),
});

/** Operator with its length ‖ period, little-endian. */
export const periodKey: PairKeyCodec<Uint8Array, bigint> = pairKey(lengthPrefixedBytesKey, u64LittleKey);

/** 0x05 ‖ len ‖ operator ‖ period: what one unit of stake had earned when the period ended. */
export const historicalRewards: CollectionMap<readonly [operator: Uint8Array, period: bigint], ValidatorHistoricalRewards> = createMap({
  prefix: Uint8Array.of(0x05),
  key: periodKey,
  value: protoCodec(ValidatorHistoricalRewards),
});

/** 0x06 ‖ len ‖ operator: the period in progress. Every validator has one. */
export const currentRewards: CollectionMap<Uint8Array, ValidatorCurrentRewards> = createMap({
  prefix: Uint8Array.of(0x06),
  key: lengthPrefixedBytesKey,
  value: protoCodec(ValidatorCurrentRewards),
});

/** 0x07 ‖ len ‖ operator. */
export const accumulatedCommissions: CollectionMap<Uint8Array, ValidatorAccumulatedCommission> = createMap({
  prefix: Uint8Array.of(0x07),
  key: lengthPrefixedBytesKey,
  value: protoCodec(ValidatorAccumulatedCommission),
});

/** Operator with its length ‖ height ‖ period, big-endian. */
export const slashEventKey: TripleKeyCodec<Uint8Array, bigint, bigint> = tripleKey(lengthPrefixedBytesKey, u64Key, u64Key);

/** 0x08 ‖ len ‖ operator ‖ height ‖ period. */
export const slashEvents: CollectionMap<readonly [operator: Uint8Array, height: bigint, period: bigint], ValidatorSlashEvent> = createMap({
  prefix: Uint8Array.of(0x08),
  key: slashEventKey,
  value: protoCodec(ValidatorSlashEvent),
});

/** 0x09. */
export const distributionParams: CollectionItem<Params> = createItem({ prefix: Uint8Array.of(0x09), value: protoCodec(Params) });
