import { Params } from "@openledger/messages/openledger/attribution/v1";
import type { Module } from "@openledger/state-machine";
import { reportOfParams } from "../support/params-report.ts";
import { errors } from "./errors.ts";
import { initGenesis } from "./genesis.ts";
import { queries } from "./queries.ts";
import { ATTRIBUTION, params } from "./state.ts";

export {
  createAttributionKeeper,
  type AttributionKeeper,
  type PresentedReceipt,
} from "./keeper.ts";
export type { ReceiptTerms, VerifiedAnswer } from "./receipt-terms.ts";

/** Attribution: parameters of the ownership rule and the check of receipts under them. */
export function createAttributionModule(): Module {
  return { name: ATTRIBUTION, storeName: ATTRIBUTION, errors, messages: [], queries, initGenesis, report: reportOfParams(ATTRIBUTION, params.keyBytes, Params) };
}
