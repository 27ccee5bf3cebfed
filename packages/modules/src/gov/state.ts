/** Every key of the `gov` store, in the Cosmos SDK's spelling. */
import { Deposit, Params, Proposal, Vote } from "@openledger/messages/cosmos/gov/v1";
import {
  createItem,
  createMap,
  createSequence,
  lengthPrefixedBytesKey,
  pairKey,
  presentValue,
  protoCodec,
  u64Key,
  u64Value,
  utf8Value,
  type CollectionItem,
  type CollectionMap,
  type CollectionSequence,
  type PairKeyCodec,
} from "@openledger/store";
import { timeTextKey } from "../support/expiry.ts";

export const GOV_STORE = "gov";

/** 0x00 ‖ id. */
export const proposals: CollectionMap<bigint, Proposal> = createMap({
  prefix: Uint8Array.of(0x00),
  key: u64Key,
  value: protoCodec(Proposal),
});

const queueKey: PairKeyCodec<string, bigint> = pairKey(timeTextKey, u64Key);

/** 0x01 ‖ end of the voting period as text ‖ id: the id. */
export const activeQueue: CollectionMap<readonly [string, bigint], bigint> = createMap({
  prefix: Uint8Array.of(0x01),
  key: queueKey,
  value: u64Value,
});

/** 0x02 ‖ end of the deposit period as text ‖ id: the id. */
export const inactiveQueue: CollectionMap<readonly [string, bigint], bigint> = createMap({
  prefix: Uint8Array.of(0x02),
  key: queueKey,
  value: u64Value,
});

/** 0x03: the next proposal's id. */
export const proposalIds: CollectionSequence = createSequence({ prefix: Uint8Array.of(0x03), start: 1n });

/** 0x04 ‖ id: proposals that may be voted on. */
export const votingProposals: CollectionMap<bigint, true> = createMap({
  prefix: Uint8Array.of(0x04),
  key: u64Key,
  value: presentValue,
});

/** id ‖ len(address) ‖ address. */
export const personKey: PairKeyCodec<bigint, Uint8Array> = pairKey(u64Key, lengthPrefixedBytesKey);

/** 0x10 ‖ id ‖ len(depositor) ‖ depositor. */
export const deposits: CollectionMap<readonly [bigint, Uint8Array], Deposit> = createMap({
  prefix: Uint8Array.of(0x10),
  key: personKey,
  value: protoCodec(Deposit),
});

/** 0x20 ‖ id ‖ len(voter) ‖ voter. */
export const votes: CollectionMap<readonly [bigint, Uint8Array], Vote> = createMap({
  prefix: Uint8Array.of(0x20),
  key: personKey,
  value: protoCodec(Vote),
});

/** 0x30. */
export const govParams: CollectionItem<Params> = createItem({ prefix: Uint8Array.of(0x30), value: protoCodec(Params) });

/** 0x31: the chain's constitution; absent where it has none. */
export const constitutionItem: CollectionItem<string> = createItem({ prefix: Uint8Array.of(0x31), value: utf8Value });
