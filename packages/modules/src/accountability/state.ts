import { Incident, Params } from "@openledger/messages/openledger/accountability/v1";
import {
  bytesKey,
  createItem,
  createMap,
  createSequence,
  lengthPrefixedBytesKey,
  pairKey,
  presentValue,
  protoCodec,
  u64Key,
  u64Value,
  type CollectionItem,
  type CollectionMap,
  type CollectionSequence,
} from "@openledger/store";
import { createHoldings, type Holdings } from "../support/holdings.ts";

export const ACCOUNTABILITY: string = "accountability";

// 0x00                                  -> Params
// 0x01                                  -> next incident id
// 0x02 | id                             -> Incident
// 0x03 | end of the present turn | id   -> 1, incidents that are not closed
// 0x04 | len | subject | reporter       -> id of the incident that is not closed
// 0x05 | reporter                       -> incidents of the reporter that are not closed
// 0x06 | subject                        -> incidents about the subject that are not closed
// 0x07 | denom                          -> units of deposits held
// 0x08 | end of the record period | id  -> 1, closed incidents
export const params: CollectionItem<Params> = createItem({ prefix: Uint8Array.of(0x00), value: protoCodec(Params) });
export const incidentIds: CollectionSequence = createSequence({ prefix: Uint8Array.of(0x01), start: 1n });
export const incidents: CollectionMap<bigint, Incident> = createMap({
  prefix: Uint8Array.of(0x02),
  key: u64Key,
  value: protoCodec(Incident),
});
export const turnQueue: CollectionMap<readonly [bigint, bigint], true> = createMap({
  prefix: Uint8Array.of(0x03),
  key: pairKey(u64Key, u64Key),
  value: presentValue,
});
export const openBySubject: CollectionMap<readonly [Uint8Array, Uint8Array], bigint> = createMap({
  prefix: Uint8Array.of(0x04),
  key: pairKey(lengthPrefixedBytesKey, bytesKey),
  value: u64Value,
});
export const reporterCounts: CollectionMap<Uint8Array, bigint> = createMap({
  prefix: Uint8Array.of(0x05),
  key: bytesKey,
  value: u64Value,
});
export const subjectCounts: CollectionMap<Uint8Array, bigint> = createMap({
  prefix: Uint8Array.of(0x06),
  key: bytesKey,
  value: u64Value,
});
export const depositsHeld: Holdings = createHoldings(Uint8Array.of(0x07));
export const recordQueue: CollectionMap<readonly [bigint, bigint], true> = createMap({
  prefix: Uint8Array.of(0x08),
  key: pairKey(u64Key, u64Key),
  value: presentValue,
});

/** Key prefix of all incidents. */
export const INCIDENTS_PREFIX: Uint8Array = Uint8Array.of(0x02);
/** Key prefix of the incidents that are not closed, by the end of their turn. */
export const TURNS_PREFIX: Uint8Array = Uint8Array.of(0x03);
