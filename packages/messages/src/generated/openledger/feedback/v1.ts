// Generated from proto/ by scripts/generate.ts. Edit the .proto file and run it again.
import type { MessageCodec, MethodDefinition } from "../../../runtime/codec.ts";
import { defineMessage } from "../../../runtime/define-message.ts";
import { RowsCommitment } from "../attribution/v1.ts";
import { ReceiptInclusion } from "../market/v1.ts";

/** What should have been answered, registered as a contribution of a datanet under its terms, bond and reviews. */
export interface Correction {
  datanetId: bigint;
  title: string;
  rows?: RowsCommitment | undefined;
  documentCount: number;
  /** Licence under which the buyer gives the correction: accepts the datanet's terms. */
  licence: string;
  evidenceHash: Uint8Array;
  blob: Uint8Array;
}
export const Correction: MessageCodec<Correction> = defineMessage<Correction>("openledger.feedback.v1.Correction", [
  { no: 1, key: "datanetId", name: "datanet_id", type: "uint64" },
  { no: 2, key: "title", name: "title", type: "string" },
  { no: 3, key: "rows", name: "rows", type: "message", rule: "optional", of: () => RowsCommitment },
  { no: 4, key: "documentCount", name: "document_count", type: "uint32" },
  { no: 5, key: "licence", name: "licence", type: "string" },
  { no: 6, key: "evidenceHash", name: "evidence_hash", type: "bytes" },
  { no: 7, key: "blob", name: "blob", type: "bytes" },
]);

/** A buyer rates an answer that was paid for, once, and may correct it. */
export interface MsgFeedback {
  buyer: string;
  inclusion?: ReceiptInclusion | undefined;
  /** 1 to 5, 5 is best. */
  rating: number;
  /** Absent means none. */
  correction?: Correction | undefined;
}
export const MsgFeedback: MessageCodec<MsgFeedback> = defineMessage<MsgFeedback>("openledger.feedback.v1.MsgFeedback", [
  { no: 1, key: "buyer", name: "buyer", type: "string" },
  { no: 2, key: "inclusion", name: "inclusion", type: "message", rule: "optional", of: () => ReceiptInclusion },
  { no: 3, key: "rating", name: "rating", type: "uint32" },
  { no: 4, key: "correction", name: "correction", type: "message", rule: "optional", of: () => Correction },
], { name: "openledger/MsgFeedback" });

export interface MsgFeedbackResponse {
  /** Contribution of the correction in its datanet; 0 without one. */
  seq: bigint;
}
export const MsgFeedbackResponse: MessageCodec<MsgFeedbackResponse> = defineMessage<MsgFeedbackResponse>("openledger.feedback.v1.MsgFeedbackResponse", [
  { no: 1, key: "seq", name: "seq", type: "uint64" },
]);

/** Ratings by who paid for the answers; their mean is sum / count. */
export interface Ratings {
  count: bigint;
  sum: bigint;
  /** How often 1, 2, 3, 4 and 5 were given. */
  byRating: bigint[];
  /** Of the answers rated, how many their buyers corrected. */
  corrections: bigint;
}
export const Ratings: MessageCodec<Ratings> = defineMessage<Ratings>("openledger.feedback.v1.Ratings", [
  { no: 1, key: "count", name: "count", type: "uint64" },
  { no: 2, key: "sum", name: "sum", type: "uint64" },
  { no: 3, key: "byRating", name: "by_rating", type: "uint64", rule: "repeated" },
  { no: 4, key: "corrections", name: "corrections", type: "uint64" },
]);

export interface Params {
  /** Sessions looked after and pages of rated receipts removed in one block at most. */
  maxSweptPerBlock: number;
  /** How long a session with rated receipts that has not ended is left alone. */
  lookAgainSeconds: bigint;
}
export const Params: MessageCodec<Params> = defineMessage<Params>("openledger.feedback.v1.Params", [
  { no: 1, key: "maxSweptPerBlock", name: "max_swept_per_block", type: "uint32" },
  { no: 2, key: "lookAgainSeconds", name: "look_again_seconds", type: "uint64" },
]);

export interface QueryHostRatingsRequest {
  host: string;
}
export const QueryHostRatingsRequest: MessageCodec<QueryHostRatingsRequest> = defineMessage<QueryHostRatingsRequest>("openledger.feedback.v1.QueryHostRatingsRequest", [
  { no: 1, key: "host", name: "host", type: "string" },
]);

export interface QueryHostRatingsResponse {
  ratings?: Ratings | undefined;
}
export const QueryHostRatingsResponse: MessageCodec<QueryHostRatingsResponse> = defineMessage<QueryHostRatingsResponse>("openledger.feedback.v1.QueryHostRatingsResponse", [
  { no: 1, key: "ratings", name: "ratings", type: "message", rule: "optional", of: () => Ratings },
]);

export interface QueryModelRatingsRequest {
  modelId: bigint;
  version: bigint;
}
export const QueryModelRatingsRequest: MessageCodec<QueryModelRatingsRequest> = defineMessage<QueryModelRatingsRequest>("openledger.feedback.v1.QueryModelRatingsRequest", [
  { no: 1, key: "modelId", name: "model_id", type: "uint64" },
  { no: 2, key: "version", name: "version", type: "uint64" },
]);

export interface QueryModelRatingsResponse {
  ratings?: Ratings | undefined;
}
export const QueryModelRatingsResponse: MessageCodec<QueryModelRatingsResponse> = defineMessage<QueryModelRatingsResponse>("openledger.feedback.v1.QueryModelRatingsResponse", [
  { no: 1, key: "ratings", name: "ratings", type: "message", rule: "optional", of: () => Ratings },
]);

export interface QueryRatedRequest {
  sessionId: bigint;
  receiptIndex: bigint;
}
export const QueryRatedRequest: MessageCodec<QueryRatedRequest> = defineMessage<QueryRatedRequest>("openledger.feedback.v1.QueryRatedRequest", [
  { no: 1, key: "sessionId", name: "session_id", type: "uint64" },
  { no: 2, key: "receiptIndex", name: "receipt_index", type: "uint64" },
]);

export interface QueryRatedResponse {
  rated: boolean;
}
export const QueryRatedResponse: MessageCodec<QueryRatedResponse> = defineMessage<QueryRatedResponse>("openledger.feedback.v1.QueryRatedResponse", [
  { no: 1, key: "rated", name: "rated", type: "bool" },
]);

export interface QueryParamsRequest {}
export const QueryParamsRequest: MessageCodec<QueryParamsRequest> = defineMessage<QueryParamsRequest>("openledger.feedback.v1.QueryParamsRequest", []);

export interface QueryParamsResponse {
  params?: Params | undefined;
}
export const QueryParamsResponse: MessageCodec<QueryParamsResponse> = defineMessage<QueryParamsResponse>("openledger.feedback.v1.QueryParamsResponse", [
  { no: 1, key: "params", name: "params", type: "message", rule: "optional", of: () => Params },
]);

export const MsgService: {
  readonly Feedback: MethodDefinition<MsgFeedback, MsgFeedbackResponse>;
} = {
  Feedback: { path: "/openledger.feedback.v1.Msg/Feedback", request: MsgFeedback, response: MsgFeedbackResponse },
};

export const QueryService: {
  readonly HostRatings: MethodDefinition<QueryHostRatingsRequest, QueryHostRatingsResponse>;
  readonly ModelRatings: MethodDefinition<QueryModelRatingsRequest, QueryModelRatingsResponse>;
  /** While the session is on record. */
  readonly Rated: MethodDefinition<QueryRatedRequest, QueryRatedResponse>;
  readonly Params: MethodDefinition<QueryParamsRequest, QueryParamsResponse>;
} = {
  HostRatings: { path: "/openledger.feedback.v1.Query/HostRatings", request: QueryHostRatingsRequest, response: QueryHostRatingsResponse },
  ModelRatings: { path: "/openledger.feedback.v1.Query/ModelRatings", request: QueryModelRatingsRequest, response: QueryModelRatingsResponse },
  Rated: { path: "/openledger.feedback.v1.Query/Rated", request: QueryRatedRequest, response: QueryRatedResponse },
  Params: { path: "/openledger.feedback.v1.Query/Params", request: QueryParamsRequest, response: QueryParamsResponse },
};
