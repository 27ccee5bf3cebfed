import { freeBondOf, payFromOfferBond } from "./bond-payments.ts";
import { settledReceipt } from "./receipt-inclusion.ts";

/** What other modules may ask and move of the market. */
export interface MarketKeeper {
  readonly settledReceipt: typeof settledReceipt;
  readonly freeBondOf: typeof freeBondOf;
  readonly payFromOfferBond: typeof payFromOfferBond;
}

export const marketKeeper: MarketKeeper = { settledReceipt, freeBondOf, payFromOfferBond };
