import type { Context } from "@openledger/state-machine";
import type { BankKeeper } from "../expected-keepers.ts";
import type { StateReader } from "../support/reader.ts";
import { endOfferIfDone, requireOffer } from "./keeper.ts";
import { MARKET, offers } from "./state.ts";

/** Incidents that hold the bond of an offer, or undefined when the offer is not in state. */
export function incidentsOf(ctx: StateReader, offerId: bigint): bigint | undefined {
  return offers.get(ctx.store.store(MARKET), offerId)?.openIncidents;
}

/** Holds the bond of an offer for one incident more, or for one less: a closed offer without sessions ends with the last. */
export function countIncident(ctx: Context, bank: BankKeeper, offerId: bigint, change: 1n | -1n): void {
  const offer = requireOffer(ctx, offerId);
  endOfferIfDone(ctx, { bank }, { ...offer, openIncidents: offer.openIncidents + change });
}
