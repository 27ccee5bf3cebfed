import { decodeFrontier, encodeFrontier, type Frontier } from "@openledger/attribution";
import { Demand, HostRecord, Offer, Params, Session, Settlement } from "@openledger/messages/openledger/market/v1";
import {
  bytesKey,
  createItem,
  createMap,
  createSequence,
  lengthPrefixedBytesKey,
  pairKey,
  presentValue,
  protoCodec,
  tripleKey,
  u64Key,
  u64Value,
  type CollectionItem,
  type CollectionMap,
  type CollectionSequence,
  type PairKeyCodec,
  type TripleKeyCodec,
} from "@openledger/store";
import { amountValue } from "../support/amount-value.ts";
import { createHoldings, type Holdings } from "../support/holdings.ts";

export const MARKET: string = "market";

// 0x00                                            -> Params
// 0x01                                            -> next offer id
// 0x02 | id                                       -> Offer
// 0x03                                            -> next session id
// 0x04 | id                                       -> Session
// 0x05                                            -> next settlement id
// 0x06 | id                                       -> Settlement, while pending
// 0x07 | final time | settlement id               -> 1
// 0x08                                            -> frontier of the settlement log: u64 size, peaks
// 0x09 | time | session id                        -> 1, expiry of an open session or end of a settle-only period
// 0x0a | settlement id | len | owner | datanet    -> units owned, while pending
// 0x0b | denom                                    -> units of escrows and bonds held
// 0x0c                                            -> next demand id
// 0x0d | id                                       -> Demand, while without answer
// 0x0e | deadline | demand id                     -> 1
// 0x0f | host                                     -> HostRecord
// 0x10 | model | version | len | denom | units | offer id -> 1, offers that take sessions; units per call as 16 bytes
// 0x11 | id                                       -> Session that has ended, for the record period
// 0x12 | time | session id                        -> 1, end of a record period
// 0x13 | session id | first index                 -> settlement id, while pending
// 0x14 | session id | first index                 -> receipts of a void settlement, until the session is forgotten
const ownedKey: TripleKeyCodec<bigint, Uint8Array, bigint> = tripleKey(u64Key, lengthPrefixedBytesKey, u64Key);

export const params: CollectionItem<Params> = createItem({ prefix: Uint8Array.of(0x00), value: protoCodec(Params) });
export const offerIds: CollectionSequence = createSequence({ prefix: Uint8Array.of(0x01), start: 1n });
export const offers: CollectionMap<bigint, Offer> = createMap({
  prefix: Uint8Array.of(0x02),
  key: u64Key,
  value: protoCodec(Offer),
});
export const sessionIds: CollectionSequence = createSequence({ prefix: Uint8Array.of(0x03), start: 1n });
export const sessions: CollectionMap<bigint, Session> = createMap({
  prefix: Uint8Array.of(0x04),
  key: u64Key,
  value: protoCodec(Session),
});
export const settlementIds: CollectionSequence = createSequence({ prefix: Uint8Array.of(0x05), start: 1n });
export const settlements: CollectionMap<bigint, Settlement> = createMap({
  prefix: Uint8Array.of(0x06),
  key: u64Key,
  value: protoCodec(Settlement),
});
export const settlementQueue: CollectionMap<readonly [bigint, bigint], true> = createMap({
  prefix: Uint8Array.of(0x07),
  key: pairKey(u64Key, u64Key),
  value: presentValue,
});
export const settlementLog: CollectionItem<Frontier> = createItem({
  prefix: Uint8Array.of(0x08),
  value: { encode: encodeFrontier, decode: decodeFrontier },
});
export const sessionQueue: CollectionMap<readonly [bigint, bigint], true> = createMap({
  prefix: Uint8Array.of(0x09),
  key: pairKey(u64Key, u64Key),
  value: presentValue,
});
export const ownedAmounts: CollectionMap<readonly [bigint, Uint8Array, bigint], bigint> = createMap({
  prefix: Uint8Array.of(0x0a),
  key: ownedKey,
  value: amountValue,
});
export const unitsHeld: Holdings = createHoldings(Uint8Array.of(0x0b));
export const demandIds: CollectionSequence = createSequence({ prefix: Uint8Array.of(0x0c), start: 1n });
export const demands: CollectionMap<bigint, Demand> = createMap({
  prefix: Uint8Array.of(0x0d),
  key: u64Key,
  value: protoCodec(Demand),
});
export const demandQueue: CollectionMap<readonly [bigint, bigint], true> = createMap({
  prefix: Uint8Array.of(0x0e),
  key: pairKey(u64Key, u64Key),
  value: presentValue,
});
export const hostRecords: CollectionMap<Uint8Array, HostRecord> = createMap({
  prefix: Uint8Array.of(0x0f),
  key: bytesKey,
  value: protoCodec(HostRecord),
});
export const OPEN_OFFERS_PREFIX: Uint8Array = Uint8Array.of(0x10);
export const openOffers: CollectionMap<readonly [bigint, bigint, Uint8Array], true> = createMap({
  prefix: OPEN_OFFERS_PREFIX,
  key: tripleKey(u64Key, u64Key, bytesKey),
  value: presentValue,
});

export const endedSessions: CollectionMap<bigint, Session> = createMap({
  prefix: Uint8Array.of(0x11),
  key: u64Key,
  value: protoCodec(Session),
});
export const recordQueue: CollectionMap<readonly [bigint, bigint], true> = createMap({
  prefix: Uint8Array.of(0x12),
  key: pairKey(u64Key, u64Key),
  value: presentValue,
});
const rangeKey: PairKeyCodec<bigint, bigint> = pairKey(u64Key, u64Key);
export const pendingRanges: CollectionMap<readonly [bigint, bigint], bigint> = createMap({
  prefix: Uint8Array.of(0x13),
  key: rangeKey,
  value: u64Value,
});
export const voidedRanges: CollectionMap<readonly [bigint, bigint], bigint> = createMap({
  prefix: Uint8Array.of(0x14),
  key: rangeKey,
  value: u64Value,
});

/** Key prefixes of pending settlements and of demands without answer, by time. */
export const SETTLEMENT_QUEUE_PREFIX: Uint8Array = Uint8Array.of(0x07);
export const DEMAND_QUEUE_PREFIX: Uint8Array = Uint8Array.of(0x0e);
/** Key prefixes of all offers and all sessions. */
export const OFFERS_PREFIX: Uint8Array = Uint8Array.of(0x02);
export const SESSIONS_PREFIX: Uint8Array = Uint8Array.of(0x04);
/** Key part shared by the void ranges of one session. */
export const voidedPrefix = (sessionId: bigint): Uint8Array => rangeKey.prefix(sessionId);
/** Key part shared by the owned amounts of one settlement. */
export const ownedPrefix = (settlementId: bigint): Uint8Array => ownedKey.prefix(settlementId);
