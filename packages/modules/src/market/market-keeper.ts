import { freeBondOf, payFromOfferBond } from "./bond-payments.ts";
import { countIncident, incidentsOf } from "./offer-incidents.ts";
import { settledReceipt } from "./receipt-inclusion.ts";

/** What other modules may ask and move of the market. */
export interface MarketKeeper {
  readonly settledReceipt: typeof settledReceipt;
  readonly freeBondOf: typeof freeBondOf;
  readonly payFromOfferBond: typeof payFromOfferBond;
  readonly incidentsOf: typeof incidentsOf;
  readonly countIncident: typeof countIncident;
}

export const marketKeeper: MarketKeeper = { settledReceipt, freeBondOf, payFromOfferBond, incidentsOf, countIncident };
