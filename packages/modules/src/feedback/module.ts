import { Params } from "@openledger/messages/openledger/feedback/v1";
import { messageHandler, type Module } from "@openledger/state-machine";
import { reportOfParams } from "../support/params-report.ts";
import { errors } from "./errors.ts";
import { initGenesis } from "./genesis.ts";
import { createFeedback, type FeedbackDeps } from "./handlers/feedback.ts";
import { identities } from "./invariants.ts";
import { queries } from "./queries.ts";
import { sweepRated } from "./rated-receipts.ts";
import { FEEDBACK, params } from "./state.ts";

/** Feedback: ratings of paid answers, and corrections of them. */
export function createFeedbackModule(deps: FeedbackDeps): Module {
  return {
    name: FEEDBACK,
    storeName: FEEDBACK,
    errors,
    messages: [messageHandler(createFeedback(deps))],
    queries,
    initGenesis,
    endBlock: (ctx) => sweepRated(ctx, deps.receipts),
    identities,
    report: reportOfParams(FEEDBACK, params.keyBytes, Params),
  };
}
