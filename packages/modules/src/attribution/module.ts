import type { Module } from "@openledger/state-machine";
import { errors } from "./errors.ts";
import { initGenesis } from "./genesis.ts";
import { queries } from "./queries.ts";
import { ATTRIBUTION } from "./state.ts";

export {
  createAttributionKeeper,
  type AttributionKeeper,
  type PresentedReceipt,
} from "./keeper.ts";
export type { ReceiptTerms, VerifiedAnswer } from "./receipt-terms.ts";

/** Attribution: parameters of the ownership rule and the check of receipts under them. */
export function createAttributionModule(): Module {
  return { name: ATTRIBUTION, storeName: ATTRIBUTION, errors, messages: [], queries, initGenesis };
}
