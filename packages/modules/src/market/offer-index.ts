import type { Offer } from "@openledger/messages/openledger/market/v1";
import { assert, concatBytes, readU64be, toUtf8, u64be } from "@openledger/primitives";
import type { KeyValueStore } from "@openledger/store";
import { amountOf } from "../support/amounts.ts";
import { priceOf } from "./price.ts";
import { OPEN_OFFERS_PREFIX, openOffers } from "./state.ts";

type Ordered = Pick<Offer, "id" | "modelId" | "modelVersion" | "price">;

const LOW_BITS = (1n << 64n) - 1n;

/** An offer takes its place among those of its model version; prices never change. */
export function listOffer(store: KeyValueStore, offer: Ordered): void {
  openOffers.set(store, keyOf(offer), true);
}

/** The offer takes no more sessions. */
export function unlistOffer(store: KeyValueStore, offer: Ordered): void {
  openOffers.delete(store, keyOf(offer));
}

/** What the keys of a model version's open offers begin with, or of those in one denom. */
export function openOffersOf(modelId: bigint, modelVersion: bigint, denom: string): Uint8Array {
  const version = concatBytes(OPEN_OFFERS_PREFIX, u64be(modelId), u64be(modelVersion));
  return denom === "" ? version : concatBytes(version, denomPart(denom));
}

/** The offer's id out of a key, or of its end. */
export function offerIdOf(key: Uint8Array): bigint {
  assert(key.length >= 8, "a key of the offer index ends with an id");
  return readU64be(key, key.length - 8);
}

function keyOf({ id, modelId, modelVersion, price }: Ordered): readonly [bigint, bigint, Uint8Array] {
  const { denom, perCall } = priceOf({ price });
  const units = amountOf(perCall);
  return [modelId, modelVersion, concatBytes(denomPart(denom), u64be(units >> 64n), u64be(units & LOW_BITS), u64be(id))];
}

function denomPart(denom: string): Uint8Array {
  const text = toUtf8(denom);
  return concatBytes(Uint8Array.of(text.length), text);
}
