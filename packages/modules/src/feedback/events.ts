import type { Contribution } from "@openledger/messages/openledger/datanet/v1";
import { event, type Event } from "@openledger/state-machine";
import type { DecidedReceipt } from "./expected-keepers.ts";

/** What a buyer said of an answer; `datanet_id` and `seq` name the correction. */
export function feedbackGiven({ session, index }: DecidedReceipt, rating: number, correction: Contribution | undefined): Event {
  return event("feedback_given", {
    session_id: session.id,
    receipt: index,
    buyer: session.buyer,
    host: session.host,
    model_id: session.modelId,
    model_version: session.modelVersion,
    rating,
    ...(correction === undefined ? {} : { datanet_id: correction.datanetId, seq: correction.seq }),
  });
}
