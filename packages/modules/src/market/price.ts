import type { Receipt } from "@openledger/messages/openledger/attribution/v1";
import type { Offer, Price } from "@openledger/messages/openledger/market/v1";
import { assertDefined } from "@openledger/primitives";
import { amountOf } from "../support/amounts.ts";

/**
 * What an answer costs: per_call + floor(input tokens x per_1k_input / 1,000) + floor(output tokens x per_1k_output /
 * 1,000), and beyond the latency class floor(that x (10,000 - late_bps) / 10,000). Units of the price's denom.
 */
export function receiptPrice(
  offer: Pick<Offer, "price" | "latencyClassMs" | "lateBps">,
  receipt: Pick<Receipt, "inputTokens" | "outputTokens" | "latencyMs">,
): bigint {
  const price = priceOf(offer);
  const full =
    amountOf(price.perCall) +
    (receipt.inputTokens * amountOf(price.per1kInput)) / 1000n +
    (receipt.outputTokens * amountOf(price.per1kOutput)) / 1000n;
  return receipt.latencyMs > offer.latencyClassMs ? (full * BigInt(10_000 - offer.lateBps)) / 10_000n : full;
}

/** The price of a stored offer. */
export function priceOf(offer: Pick<Offer, "price">): Price {
  return assertDefined(offer.price, "a stored offer has a price");
}
