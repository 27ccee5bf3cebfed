import { u64be } from "@openledger/primitives";
import { ContributionRef } from "@openledger/messages/openledger/attribution/v1";
import { Contribution, Datanet, DatanetVersion, Dispute, Erasure, Params } from "@openledger/messages/openledger/datanet/v1";
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
  type CollectionItem,
  type CollectionMap,
  type CollectionSequence,
  type PairKeyCodec,
  type TripleKeyCodec,
} from "@openledger/store";
import { createHoldings, type Holdings } from "../support/holdings.ts";

export const DATANET: string = "datanet";

// 0x00                                            -> Params
// 0x01                                            -> next datanet id
// 0x02 | id                                       -> Datanet
// 0x03 | id | seq                                 -> Contribution
// 0x04 | id | version                             -> DatanetVersion
// 0x05                                            -> next global contribution sequence
// 0x06                                            -> next global acceptance sequence
// 0x07 | lapse time | id | seq                    -> 1, pending contributions
// 0x08 | len | owner | id | seq                   -> 1, accepted contributions that are not struck
// 0x09 | denom                                    -> units of bonds held
// 0x0a | blob                                     -> the contribution that registered the blob first
// 0x0b | blob                                     -> Erasure
// 0x0c                                            -> next dispute id
// 0x0d | dispute                                  -> Dispute, while it is open
// 0x0e | id | seq | dispute                       -> 1, the contribution's open disputes
// 0x0f | until | dispute                          -> 1
// 0x10 | until height | dispute                   -> 1, disputes past their time that wait for blocks
const idSeqKey: PairKeyCodec<bigint, bigint> = pairKey(u64Key, u64Key);
const ownerKey: TripleKeyCodec<Uint8Array, bigint, bigint> = tripleKey(lengthPrefixedBytesKey, u64Key, u64Key);

export const params: CollectionItem<Params> = createItem({ prefix: Uint8Array.of(0x00), value: protoCodec(Params) });
export const datanetIds: CollectionSequence = createSequence({ prefix: Uint8Array.of(0x01), start: 1n });
export const datanets: CollectionMap<bigint, Datanet> = createMap({
  prefix: Uint8Array.of(0x02),
  key: u64Key,
  value: protoCodec(Datanet),
});
export const contributions: CollectionMap<readonly [bigint, bigint], Contribution> = createMap({
  prefix: Uint8Array.of(0x03),
  key: idSeqKey,
  value: protoCodec(Contribution),
});
export const versions: CollectionMap<readonly [bigint, bigint], DatanetVersion> = createMap({
  prefix: Uint8Array.of(0x04),
  key: idSeqKey,
  value: protoCodec(DatanetVersion),
});
export const contributionSequence: CollectionSequence = createSequence({ prefix: Uint8Array.of(0x05), start: 1n });
export const acceptedSequence: CollectionSequence = createSequence({ prefix: Uint8Array.of(0x06), start: 1n });
export const lapseQueue: CollectionMap<readonly [bigint, bigint, bigint], true> = createMap({
  prefix: Uint8Array.of(0x07),
  key: tripleKey(u64Key, u64Key, u64Key),
  value: presentValue,
});
export const acceptedByOwner: CollectionMap<readonly [Uint8Array, bigint, bigint], true> = createMap({
  prefix: Uint8Array.of(0x08),
  key: ownerKey,
  value: presentValue,
});
export const bondsHeld: Holdings = createHoldings(Uint8Array.of(0x09));
/** Blobs are named by their sha256. */
export const blobOwners: CollectionMap<Uint8Array, ContributionRef> = createMap({
  prefix: Uint8Array.of(0x0a),
  key: bytesKey,
  value: protoCodec(ContributionRef),
});
export const erasures: CollectionMap<Uint8Array, Erasure> = createMap({
  prefix: Uint8Array.of(0x0b),
  key: bytesKey,
  value: protoCodec(Erasure),
});

export const disputeIds: CollectionSequence = createSequence({ prefix: Uint8Array.of(0x0c), start: 1n });
export const disputes: CollectionMap<bigint, Dispute> = createMap({
  prefix: Uint8Array.of(0x0d),
  key: u64Key,
  value: protoCodec(Dispute),
});
export const openDisputes: CollectionMap<readonly [bigint, bigint, bigint], true> = createMap({
  prefix: Uint8Array.of(0x0e),
  key: tripleKey(u64Key, u64Key, u64Key),
  value: presentValue,
});
export const disputeDeadlines: CollectionMap<readonly [bigint, bigint], true> = createMap({
  prefix: Uint8Array.of(0x0f),
  key: idSeqKey,
  value: presentValue,
});
export const disputeWaits: CollectionMap<readonly [bigint, bigint], true> = createMap({
  prefix: Uint8Array.of(0x10),
  key: idSeqKey,
  value: presentValue,
});

/** Key part shared by the open disputes of one contribution. */
export const openDisputesPrefix = (datanetId: bigint, seq: bigint): Uint8Array => Uint8Array.from([...u64be(datanetId), ...u64be(seq)]);
/** Key prefix of all open disputes. */
export const DISPUTES_PREFIX: Uint8Array = Uint8Array.of(0x0d);
/** Key prefix of all erasures. */
export const ERASURES_PREFIX: Uint8Array = Uint8Array.of(0x0b);
/** Key prefix of contributions without decision, by lapse time. */
export const LAPSE_QUEUE_PREFIX: Uint8Array = Uint8Array.of(0x07);
/** Key prefix of all datanets. */
export const DATANETS_PREFIX: Uint8Array = Uint8Array.of(0x02);
/** Key prefix of the contributions of one datanet. */
export const contributionsPrefix = (datanetId: bigint): Uint8Array => Uint8Array.from([0x03, ...u64be(datanetId)]);
/** Key part shared by the accepted contributions of one owner. */
export const ownerPrefix = (address: Uint8Array): Uint8Array => ownerKey.prefix(address);
