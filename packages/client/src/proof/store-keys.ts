/** Where the chain keeps what people ask proofs of; the modules' READMEs list all keys. */
import { concatBytes, toUtf8, u64be } from "@openledger/primitives";

/** A store and a key in it. */
export interface StoreKey {
  readonly store: string;
  readonly key: Uint8Array;
}

/** Units of a denom that an account holds, as decimal text; absent when it holds none. `address` is 20 or 32 bytes. */
export function balanceKey(address: Uint8Array, denom: string): StoreKey {
  return { store: "bank", key: concatBytes(Uint8Array.of(0x02, address.length), address, toUtf8(denom)) };
}

/** `openledger.datanet.v1.Contribution`. */
export function contributionKey(datanetId: bigint, seq: bigint): StoreKey {
  return { store: "datanet", key: concatBytes(Uint8Array.of(0x03), u64be(datanetId), u64be(seq)) };
}

/** `openledger.market.v1.Settlement` while it is pending; absent before and after. */
export function settlementKey(settlementId: bigint): StoreKey {
  return { store: "market", key: concatBytes(Uint8Array.of(0x06), u64be(settlementId)) };
}

/** Frontier of the log of decided settlements: u64 size and peaks. */
export const SETTLEMENT_LOG_KEY: StoreKey = { store: "market", key: Uint8Array.of(0x08) };

/** `openledger.market.v1.Offer`, until it has ended. */
export function offerKey(offerId: bigint): StoreKey {
  return { store: "market", key: concatBytes(Uint8Array.of(0x02), u64be(offerId)) };
}

/** `openledger.market.v1.Session`, until it has ended. */
export function sessionKey(sessionId: bigint): StoreKey {
  return { store: "market", key: concatBytes(Uint8Array.of(0x04), u64be(sessionId)) };
}

/** `openledger.model.v1.Model`. */
export function modelKey(modelId: bigint): StoreKey {
  return { store: "model", key: concatBytes(Uint8Array.of(0x02), u64be(modelId)) };
}

/** `openledger.model.v1.ModelVersion`. */
export function modelVersionKey(modelId: bigint, version: bigint): StoreKey {
  return { store: "model", key: concatBytes(Uint8Array.of(0x03), u64be(modelId), u64be(version)) };
}

/** `openledger.datanet.v1.DatanetVersion`. */
export function datanetVersionKey(datanetId: bigint, version: bigint): StoreKey {
  return { store: "datanet", key: concatBytes(Uint8Array.of(0x04), u64be(datanetId), u64be(version)) };
}

/** Parameters, which every store holds from genesis. */
export function paramsKey(store: string): StoreKey {
  return { store, key: store === "bank" ? Uint8Array.of(0x05) : Uint8Array.of(0x00) };
}
