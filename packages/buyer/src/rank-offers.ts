import type { HostRecord, Offer, OfferListing } from "@openledger/messages/openledger/market/v1";

/** What a buyer accepts. */
export interface OfferWish {
  readonly denom: string;
  /** Slowest latency class in ms; any when absent. */
  readonly latencyClassMs?: bigint;
}

/** Tokens of the answer by which offers are compared. */
const USUAL_INPUT_TOKENS = 500n;
const USUAL_OUTPUT_TOKENS = 250n;
const WHOLE = 10_000n;
/** How much a record of nothing but void, or of nothing but late receipts, adds to the price in this order. */
const VOID_FACTOR = 10n;
const LATE_FACTOR = 1n;
/** A host with fewer receipts counts as if the rest had been sound. */
const RECORD_MIN = 20n;

/**
 * Offers that fit the wish, the best one first: by the price of a usual answer (500 tokens asked, 250 answered) times
 * 1 + 10 x void share + late share of the host's record, then the faster class, the longer record, the older offer.
 */
export function rankOffers(listings: readonly OfferListing[], wish: OfferWish): Offer[] {
  const ranked = listings.flatMap(({ offer, record }) =>
    offer !== undefined && fits(offer, wish) ? [{ offer, cost: cost(offer, record), settled: record?.settledReceipts ?? 0n }] : [],
  );
  ranked.sort(
    (a, b) =>
      order(a.cost, b.cost) ||
      order(a.offer.latencyClassMs, b.offer.latencyClassMs) ||
      order(b.settled, a.settled) ||
      order(a.offer.id, b.offer.id),
  );
  return ranked.map(({ offer }) => offer);
}

function fits({ price, closed, latencyClassMs }: Offer, wish: OfferWish): boolean {
  return !closed && price?.denom === wish.denom && (wish.latencyClassMs === undefined || latencyClassMs <= wish.latencyClassMs);
}

/** Units of a usual answer times 10,000, with what the record adds. */
function cost({ price }: Offer, record: HostRecord | undefined): bigint {
  const units =
    BigInt(price?.perCall || "0") * 1_000n +
    USUAL_INPUT_TOKENS * BigInt(price?.per1kInput || "0") +
    USUAL_OUTPUT_TOKENS * BigInt(price?.per1kOutput || "0");
  const { settledReceipts = 0n, voidedReceipts = 0n, openedReceipts = 0n, lateReceipts = 0n } = record ?? {};
  const voided = (WHOLE * voidedReceipts) / atLeast(settledReceipts + voidedReceipts);
  const late = (WHOLE * lateReceipts) / atLeast(openedReceipts);
  return units * (WHOLE + VOID_FACTOR * voided + LATE_FACTOR * late);
}

function atLeast(receipts: bigint): bigint {
  return receipts < RECORD_MIN ? RECORD_MIN : receipts;
}

function order(a: bigint, b: bigint): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
