import { Params } from "@openledger/messages/openledger/rewards/v1";
import {
  createItem,
  createMap,
  lengthPrefixedBytesKey,
  pairKey,
  protoCodec,
  tripleKey,
  u64Key,
  utf8Key,
  type CollectionItem,
  type CollectionMap,
  type KeyCodec,
  type PairKeyCodec,
  type TripleKeyCodec,
} from "@openledger/store";
import { amountValue, naturalValue } from "../support/amount-value.ts";
import { createHoldings, type Holdings } from "../support/holdings.ts";
import type { StateReader } from "../support/reader.ts";

export const REWARDS: string = "rewards";

/** A pool: the prior income of one datanet version in one denom. */
export interface PoolKey {
  readonly datanetId: bigint;
  readonly version: bigint;
  readonly denom: string;
}

/** A pool as one contribution sees it. */
export type DrawnKey = readonly [
  contribution: readonly [datanetId: bigint, seq: bigint],
  pool: readonly [version: bigint, denom: string],
];

// 0x00                                                    -> Params
// 0x01 | len | address | denom                            -> claimable units
// 0x02 | datanet | version | denom                        -> cumulative index of the pool, units x 2^64 per weight
// 0x03 | datanet | version | denom                        -> units in the pool that nobody has drawn
// 0x04 | datanet | seq | version | denom                  -> index up to which the contribution has drawn
// 0x05 | len | address                                    -> pool that the last claim ended with: datanet, seq, version, denom
// 0x06 | denom                                            -> units held for others
const claimableKey: PairKeyCodec<Uint8Array, string> = pairKey(lengthPrefixedBytesKey, utf8Key);
const poolKey: TripleKeyCodec<bigint, bigint, string> = tripleKey(u64Key, u64Key, utf8Key);
const drawnKey: KeyCodec<DrawnKey> = pairKey(pairKey(u64Key, u64Key), pairKey(u64Key, utf8Key));

export const params: CollectionItem<Params> = createItem({ prefix: Uint8Array.of(0x00), value: protoCodec(Params) });
export const claimables: CollectionMap<readonly [Uint8Array, string], bigint> = createMap({
  prefix: Uint8Array.of(0x01),
  key: claimableKey,
  value: amountValue,
});
export const poolIndexes: CollectionMap<readonly [bigint, bigint, string], bigint> = createMap({
  prefix: Uint8Array.of(0x02),
  key: poolKey,
  value: naturalValue,
});
export const poolBalances: CollectionMap<readonly [bigint, bigint, string], bigint> = createMap({
  prefix: Uint8Array.of(0x03),
  key: poolKey,
  value: amountValue,
});
export const drawnIndexes: CollectionMap<DrawnKey, bigint> = createMap({
  prefix: Uint8Array.of(0x04),
  key: drawnKey,
  value: naturalValue,
});
export const claimCursors: CollectionMap<Uint8Array, DrawnKey> = createMap({
  prefix: Uint8Array.of(0x05),
  key: lengthPrefixedBytesKey,
  value: drawnKey,
});
export const unitsHeld: Holdings = createHoldings(Uint8Array.of(0x06));

/** Key part shared by the claimable balances of one account. */
export const claimablePrefix = (address: Uint8Array): Uint8Array => claimableKey.prefix(address);
/** Key part shared by the pools of one datanet. */
export const poolPrefix = (datanetId: bigint): Uint8Array => poolKey.prefix(datanetId);

/** Parameters of the module. */
export function paramsOf(ctx: StateReader): Params {
  return params.require(ctx.store.store(REWARDS));
}
