import { HostRecord, Offer, type OfferListing } from "@openledger/messages/openledger/market/v1";
import { expect, test } from "vitest";
import { rankOffers } from "./rank-offers.ts";

function listing(id: bigint, perCall: string, more: Partial<Offer> = {}, record: Partial<HostRecord> = {}): OfferListing {
  const price = { denom: "udemo", perCall, per1kInput: "0", per1kOutput: "0" };
  return { offer: Offer.create({ id, price, latencyClassMs: 1_000n, ...more }), record: HostRecord.create(record) };
}

const ranked = (listings: readonly OfferListing[], latencyClassMs?: bigint): bigint[] =>
  rankOffers(listings, { denom: "udemo", ...(latencyClassMs === undefined ? {} : { latencyClassMs }) }).map(({ id }) => id);

test("the cheapest usual answer comes first, whatever its parts cost", () => {
  const byToken = listing(1n, "100", { price: { denom: "udemo", perCall: "100", per1kInput: "0", per1kOutput: "4000" } });
  expect(ranked([byToken, listing(2n, "1000"), listing(3n, "1200")])).toEqual([2n, 1n, 3n]);
});

test("what does not fit is left out", () => {
  const other = { price: { denom: "uopen", perCall: "1", per1kInput: "0", per1kOutput: "0" } };
  const offers = [listing(1n, "5", other), listing(2n, "5", { closed: true }), listing(3n, "5", { latencyClassMs: 9_000n }), listing(4n, "7")];
  expect(ranked(offers, 1_000n)).toEqual([4n]);
  expect(ranked(offers)).toEqual([3n, 4n]);
});

test("void and late answers cost a host its place, a few of them less than many", () => {
  const cheat = listing(1n, "900", {}, { settledReceipts: 80n, voidedReceipts: 20n });
  const late = listing(2n, "900", {}, { settledReceipts: 100n, openedReceipts: 100n, lateReceipts: 60n });
  const sound = listing(3n, "1000", {}, { settledReceipts: 100n, openedReceipts: 100n });
  const unlucky = listing(4n, "900", {}, { settledReceipts: 1n, openedReceipts: 1n, lateReceipts: 1n });
  expect(ranked([cheat, late, sound, unlucky])).toEqual([4n, 3n, 2n, 1n]);
});

test("equal prices go by latency class, then record, then age", () => {
  const offers = [listing(4n, "5"), listing(3n, "5", {}, { settledReceipts: 9n }), listing(2n, "5", { latencyClassMs: 10n }), listing(1n, "5")];
  expect(ranked(offers)).toEqual([2n, 3n, 1n, 4n]);
});
