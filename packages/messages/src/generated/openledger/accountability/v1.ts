// Generated from proto/ by scripts/generate.ts. Edit the .proto file and run it again.
import type { EnumValue, MessageCodec, MethodDefinition } from "../../../runtime/codec.ts";
import { defineMessage } from "../../../runtime/define-message.ts";
import { PageRequest, PageResponse } from "../../cosmos/base/query/v1beta1.ts";
import { Coin } from "../../cosmos/base/v1beta1.ts";
import { ContributionRef } from "../attribution/v1.ts";
import { ReceiptInclusion } from "../market/v1.ts";

/** Who must answer for what an incident is about. */
export const Role = {
  ROLE_UNSPECIFIED: 0,
  ROLE_HOST: 1,
  ROLE_PUBLISHER: 2,
  ROLE_STEWARD: 3,
  ROLE_APPROVER: 4,
  ROLE_CONTRIBUTOR: 5,
} as const;
export type Role = EnumValue<typeof Role>;

export const Reason = {
  REASON_UNSPECIFIED: 0,
  /** The answer is wrong or harmful. */
  REASON_OUTPUT: 1,
  /** Somebody else owns what was paid for. */
  REASON_ATTRIBUTION: 2,
  /** Rebuilding the artifact gives another root. */
  REASON_ARTIFACT: 3,
  /** Used against its licence. */
  REASON_LICENCE: 4,
  /** The rows hold what they must not. */
  REASON_CONTENT: 5,
  /** Region, power source, operator or latency are not what the offer says. */
  REASON_SERVICE: 6,
  REASON_OTHER: 7,
} as const;
export type Reason = EnumValue<typeof Reason>;

export const IncidentState = {
  INCIDENT_STATE_UNSPECIFIED: 0,
  /** The turn of the role's holder. */
  INCIDENT_STATE_REPORTED: 1,
  /** Rejected, or accepted without paying what was asked: the reporter may escalate. */
  INCIDENT_STATE_REJECTED: 2,
  /** Nobody answered in time: anyone may escalate. */
  INCIDENT_STATE_SILENT: 3,
  /** The turn of governance. */
  INCIDENT_STATE_ESCALATED: 4,
  INCIDENT_STATE_CLOSED: 5,
} as const;
export type IncidentState = EnumValue<typeof IncidentState>;

export const Outcome = {
  OUTCOME_UNSPECIFIED: 0,
  /** The role's holder accepted, and paid what was asked or was not escalated. */
  OUTCOME_ACCEPTED: 1,
  /** Rejected, and the reporter did not escalate: the deposit is burned. */
  OUTCOME_DROPPED: 2,
  /** Nobody answered and nobody escalated. */
  OUTCOME_UNANSWERED: 3,
  /** By governance; dismissed burns the deposit. */
  OUTCOME_UPHELD: 4,
  OUTCOME_DISMISSED: 5,
  /** Governance decided nothing in time. */
  OUTCOME_UNDECIDED: 6,
} as const;
export type Outcome = EnumValue<typeof Outcome>;

export interface VersionRef {
  modelId: bigint;
  version: bigint;
}
export const VersionRef: MessageCodec<VersionRef> = defineMessage<VersionRef>("openledger.accountability.v1.VersionRef", [
  { no: 1, key: "modelId", name: "model_id", type: "uint64" },
  { no: 2, key: "version", name: "version", type: "uint64" },
]);

/** A settled receipt of a session, as the incident keeps it. */
export interface ReceiptRef {
  sessionId: bigint;
  index: bigint;
  offerId: bigint;
}
export const ReceiptRef: MessageCodec<ReceiptRef> = defineMessage<ReceiptRef>("openledger.accountability.v1.ReceiptRef", [
  { no: 1, key: "sessionId", name: "session_id", type: "uint64" },
  { no: 2, key: "index", name: "index", type: "uint64" },
  { no: 3, key: "offerId", name: "offer_id", type: "uint64" },
]);

export interface Incident {
  id: bigint;
  reporter: string;
  /** Subject: a receipt with its model version, a model version, or a contribution. */
  receipt?: ReceiptRef | undefined;
  modelVersion?: VersionRef | undefined;
  contribution?: ContributionRef | undefined;
  role: Role;
  /** Who holds the role; empty means nobody. */
  respondent: string;
  reason: Reason;
  /** sha256 of a longer statement that is kept elsewhere, or empty. */
  statementHash: Uint8Array;
  statement: string;
  /** What the reporter asks for; absent where only a ruling of governance would do. */
  asked?: Coin | undefined;
  deposit?: Coin | undefined;
  state: IncidentState;
  openedHeight: bigint;
  openedTime: bigint;
  /** The present turn ends at the first block with both time (Unix nanoseconds) and height at or above these. */
  deadlineTime: bigint;
  deadlineHeight: bigint;
  response?: Response | undefined;
  outcome: Outcome;
  /** What was paid to the reporter; 0 where governance decided a payment and the bond had nothing free. */
  compensation?: Coin | undefined;
  /** The incident froze its model version, or struck its contribution. */
  froze: boolean;
  struck: boolean;
}
export const Incident: MessageCodec<Incident> = defineMessage<Incident>("openledger.accountability.v1.Incident", [
  { no: 1, key: "id", name: "id", type: "uint64" },
  { no: 2, key: "reporter", name: "reporter", type: "string" },
  { no: 3, key: "receipt", name: "receipt", type: "message", rule: "optional", of: () => ReceiptRef },
  { no: 4, key: "modelVersion", name: "model_version", type: "message", rule: "optional", of: () => VersionRef },
  { no: 5, key: "contribution", name: "contribution", type: "message", rule: "optional", of: () => ContributionRef },
  { no: 6, key: "role", name: "role", type: "enum", enumTable: () => Role },
  { no: 7, key: "respondent", name: "respondent", type: "string" },
  { no: 8, key: "reason", name: "reason", type: "enum", enumTable: () => Reason },
  { no: 9, key: "statementHash", name: "statement_hash", type: "bytes" },
  { no: 10, key: "statement", name: "statement", type: "string" },
  { no: 11, key: "asked", name: "asked", type: "message", rule: "optional", of: () => Coin },
  { no: 12, key: "deposit", name: "deposit", type: "message", rule: "optional", of: () => Coin },
  { no: 13, key: "state", name: "state", type: "enum", enumTable: () => IncidentState },
  { no: 14, key: "openedHeight", name: "opened_height", type: "int64" },
  { no: 15, key: "openedTime", name: "opened_time", type: "int64" },
  { no: 16, key: "deadlineTime", name: "deadline_time", type: "int64" },
  { no: 17, key: "deadlineHeight", name: "deadline_height", type: "int64" },
  { no: 18, key: "response", name: "response", type: "message", rule: "optional", of: () => Response },
  { no: 19, key: "outcome", name: "outcome", type: "enum", enumTable: () => Outcome },
  { no: 20, key: "compensation", name: "compensation", type: "message", rule: "optional", of: () => Coin },
  { no: 21, key: "froze", name: "froze", type: "bool" },
  { no: 22, key: "struck", name: "struck", type: "bool" },
]);

export interface Response {
  accepted: boolean;
  statementHash: Uint8Array;
  statement: string;
  height: bigint;
}
export const Response: MessageCodec<Response> = defineMessage<Response>("openledger.accountability.v1.Response", [
  { no: 1, key: "accepted", name: "accepted", type: "bool" },
  { no: 2, key: "statementHash", name: "statement_hash", type: "bytes" },
  { no: 3, key: "statement", name: "statement", type: "string" },
  { no: 4, key: "height", name: "height", type: "int64" },
]);

export interface Params {
  /** Units of the base denom behind each report. */
  deposit: string;
  /** The role's holder answers within this time and this number of blocks. */
  responseSeconds: bigint;
  responseBlocks: bigint;
  /** Then an incident is escalated within this time and this number of blocks. */
  escalationSeconds: bigint;
  escalationBlocks: bigint;
  /** Then governance decides within this time. */
  decisionSeconds: bigint;
  /** A closed incident stays in state for this time. */
  recordSeconds: bigint;
  /** Open incidents of one reporter, and those about one subject at the deposit above; each further one costs twice the one before. */
  maxOpenPerReporter: number;
  maxOpenPerSubject: number;
  /** Turns that end in one block. */
  maxTurnsPerBlock: number;
}
export const Params: MessageCodec<Params> = defineMessage<Params>("openledger.accountability.v1.Params", [
  { no: 1, key: "deposit", name: "deposit", type: "string" },
  { no: 2, key: "responseSeconds", name: "response_seconds", type: "uint64" },
  { no: 3, key: "responseBlocks", name: "response_blocks", type: "uint64" },
  { no: 4, key: "escalationSeconds", name: "escalation_seconds", type: "uint64" },
  { no: 5, key: "escalationBlocks", name: "escalation_blocks", type: "uint64" },
  { no: 6, key: "decisionSeconds", name: "decision_seconds", type: "uint64" },
  { no: 7, key: "recordSeconds", name: "record_seconds", type: "uint64" },
  { no: 8, key: "maxOpenPerReporter", name: "max_open_per_reporter", type: "uint32" },
  { no: 9, key: "maxOpenPerSubject", name: "max_open_per_subject", type: "uint32" },
  { no: 10, key: "maxTurnsPerBlock", name: "max_turns_per_block", type: "uint32" },
]);

/** Exactly one subject. A receipt is reported by its session's buyer, versions and contributions by anyone. */
export interface MsgReportIncident {
  reporter: string;
  receipt?: ReceiptInclusion | undefined;
  modelVersion?: VersionRef | undefined;
  contribution?: ContributionRef | undefined;
  role: Role;
  reason: Reason;
  statementHash: Uint8Array;
  statement: string;
  /** Compensation with which the reporter is content; absent where only a ruling of governance would do. */
  asked?: Coin | undefined;
  /**
   * The most that is locked where the subject's places are taken and each further one costs twice the one before, in
   * units of the base denom; empty is the deposit of the parameters.
   */
  maxDeposit: string;
}
export const MsgReportIncident: MessageCodec<MsgReportIncident> = defineMessage<MsgReportIncident>("openledger.accountability.v1.MsgReportIncident", [
  { no: 1, key: "reporter", name: "reporter", type: "string" },
  { no: 2, key: "receipt", name: "receipt", type: "message", rule: "optional", of: () => ReceiptInclusion },
  { no: 3, key: "modelVersion", name: "model_version", type: "message", rule: "optional", of: () => VersionRef },
  { no: 4, key: "contribution", name: "contribution", type: "message", rule: "optional", of: () => ContributionRef },
  { no: 5, key: "role", name: "role", type: "enum", enumTable: () => Role },
  { no: 6, key: "reason", name: "reason", type: "enum", enumTable: () => Reason },
  { no: 7, key: "statementHash", name: "statement_hash", type: "bytes" },
  { no: 8, key: "statement", name: "statement", type: "string" },
  { no: 9, key: "asked", name: "asked", type: "message", rule: "optional", of: () => Coin },
  { no: 10, key: "maxDeposit", name: "max_deposit", type: "string" },
], { name: "openledger/MsgReportIncident" });

export interface MsgReportIncidentResponse {
  incidentId: bigint;
}
export const MsgReportIncidentResponse: MessageCodec<MsgReportIncidentResponse> = defineMessage<MsgReportIncidentResponse>("openledger.accountability.v1.MsgReportIncidentResponse", [
  { no: 1, key: "incidentId", name: "incident_id", type: "uint64" },
]);

/** Signed by the role's holder, within the response window. */
export interface MsgRespond {
  responder: string;
  incidentId: bigint;
  accept: boolean;
  statementHash: Uint8Array;
  statement: string;
  /**
   * Paid to the reporter from the signer's account, at least what was asked: it ends the incident. Absent: an acceptance
   * pays nothing, and the reporter may escalate.
   */
  compensation?: Coin | undefined;
}
export const MsgRespond: MessageCodec<MsgRespond> = defineMessage<MsgRespond>("openledger.accountability.v1.MsgRespond", [
  { no: 1, key: "responder", name: "responder", type: "string" },
  { no: 2, key: "incidentId", name: "incident_id", type: "uint64" },
  { no: 3, key: "accept", name: "accept", type: "bool" },
  { no: 4, key: "statementHash", name: "statement_hash", type: "bytes" },
  { no: 5, key: "statement", name: "statement", type: "string" },
  { no: 6, key: "compensation", name: "compensation", type: "message", rule: "optional", of: () => Coin },
], { name: "openledger/MsgRespond" });

export interface MsgRespondResponse {}
export const MsgRespondResponse: MessageCodec<MsgRespondResponse> = defineMessage<MsgRespondResponse>("openledger.accountability.v1.MsgRespondResponse", []);

/** Signed by the reporter after a rejection, by anyone after silence. */
export interface MsgEscalate {
  signer: string;
  incidentId: bigint;
}
export const MsgEscalate: MessageCodec<MsgEscalate> = defineMessage<MsgEscalate>("openledger.accountability.v1.MsgEscalate", [
  { no: 1, key: "signer", name: "signer", type: "string" },
  { no: 2, key: "incidentId", name: "incident_id", type: "uint64" },
], { name: "openledger/MsgEscalate" });

export interface MsgEscalateResponse {}
export const MsgEscalateResponse: MessageCodec<MsgEscalateResponse> = defineMessage<MsgEscalateResponse>("openledger.accountability.v1.MsgEscalateResponse", []);

/** Signed by governance. */
export interface MsgDecideIncident {
  authority: string;
  incidentId: bigint;
  uphold: boolean;
  /** The model version refuses sessions from now on. */
  freeze: boolean;
  /** Paid to the reporter from the bond of host or contributor, up to what is free of it. */
  compensation?: Coin | undefined;
  offerId: bigint;
  /** The contribution is struck: it owns nothing in sessions of later blocks. */
  strike: boolean;
}
export const MsgDecideIncident: MessageCodec<MsgDecideIncident> = defineMessage<MsgDecideIncident>("openledger.accountability.v1.MsgDecideIncident", [
  { no: 1, key: "authority", name: "authority", type: "string" },
  { no: 2, key: "incidentId", name: "incident_id", type: "uint64" },
  { no: 3, key: "uphold", name: "uphold", type: "bool" },
  { no: 4, key: "freeze", name: "freeze", type: "bool" },
  { no: 5, key: "compensation", name: "compensation", type: "message", rule: "optional", of: () => Coin },
  { no: 6, key: "offerId", name: "offer_id", type: "uint64" },
  { no: 7, key: "strike", name: "strike", type: "bool" },
], { name: "openledger/MsgDecideIncident" });

export interface MsgDecideIncidentResponse {
  /** What was paid. */
  compensation?: Coin | undefined;
}
export const MsgDecideIncidentResponse: MessageCodec<MsgDecideIncidentResponse> = defineMessage<MsgDecideIncidentResponse>("openledger.accountability.v1.MsgDecideIncidentResponse", [
  { no: 1, key: "compensation", name: "compensation", type: "message", rule: "optional", of: () => Coin },
]);

export interface QueryIncidentRequest {
  incidentId: bigint;
}
export const QueryIncidentRequest: MessageCodec<QueryIncidentRequest> = defineMessage<QueryIncidentRequest>("openledger.accountability.v1.QueryIncidentRequest", [
  { no: 1, key: "incidentId", name: "incident_id", type: "uint64" },
]);

export interface QueryIncidentResponse {
  incident?: Incident | undefined;
}
export const QueryIncidentResponse: MessageCodec<QueryIncidentResponse> = defineMessage<QueryIncidentResponse>("openledger.accountability.v1.QueryIncidentResponse", [
  { no: 1, key: "incident", name: "incident", type: "message", rule: "optional", of: () => Incident },
]);

export interface QueryIncidentsRequest {
  pagination?: PageRequest | undefined;
}
export const QueryIncidentsRequest: MessageCodec<QueryIncidentsRequest> = defineMessage<QueryIncidentsRequest>("openledger.accountability.v1.QueryIncidentsRequest", [
  { no: 1, key: "pagination", name: "pagination", type: "message", rule: "optional", of: () => PageRequest },
]);

export interface QueryIncidentsResponse {
  incidents: Incident[];
  pagination?: PageResponse | undefined;
}
export const QueryIncidentsResponse: MessageCodec<QueryIncidentsResponse> = defineMessage<QueryIncidentsResponse>("openledger.accountability.v1.QueryIncidentsResponse", [
  { no: 1, key: "incidents", name: "incidents", type: "message", rule: "repeated", of: () => Incident },
  { no: 2, key: "pagination", name: "pagination", type: "message", rule: "optional", of: () => PageResponse },
]);

export interface QueryOpenRequest {
  pagination?: PageRequest | undefined;
}
export const QueryOpenRequest: MessageCodec<QueryOpenRequest> = defineMessage<QueryOpenRequest>("openledger.accountability.v1.QueryOpenRequest", [
  { no: 1, key: "pagination", name: "pagination", type: "message", rule: "optional", of: () => PageRequest },
]);

export interface QueryOpenResponse {
  incidents: Incident[];
  pagination?: PageResponse | undefined;
}
export const QueryOpenResponse: MessageCodec<QueryOpenResponse> = defineMessage<QueryOpenResponse>("openledger.accountability.v1.QueryOpenResponse", [
  { no: 1, key: "incidents", name: "incidents", type: "message", rule: "repeated", of: () => Incident },
  { no: 2, key: "pagination", name: "pagination", type: "message", rule: "optional", of: () => PageResponse },
]);

export interface QueryParamsRequest {}
export const QueryParamsRequest: MessageCodec<QueryParamsRequest> = defineMessage<QueryParamsRequest>("openledger.accountability.v1.QueryParamsRequest", []);

export interface QueryParamsResponse {
  params?: Params | undefined;
}
export const QueryParamsResponse: MessageCodec<QueryParamsResponse> = defineMessage<QueryParamsResponse>("openledger.accountability.v1.QueryParamsResponse", [
  { no: 1, key: "params", name: "params", type: "message", rule: "optional", of: () => Params },
]);

export const MsgService: {
  readonly ReportIncident: MethodDefinition<MsgReportIncident, MsgReportIncidentResponse>;
  readonly Respond: MethodDefinition<MsgRespond, MsgRespondResponse>;
  readonly Escalate: MethodDefinition<MsgEscalate, MsgEscalateResponse>;
  readonly DecideIncident: MethodDefinition<MsgDecideIncident, MsgDecideIncidentResponse>;
} = {
  ReportIncident: { path: "/openledger.accountability.v1.Msg/ReportIncident", request: MsgReportIncident, response: MsgReportIncidentResponse },
  Respond: { path: "/openledger.accountability.v1.Msg/Respond", request: MsgRespond, response: MsgRespondResponse },
  Escalate: { path: "/openledger.accountability.v1.Msg/Escalate", request: MsgEscalate, response: MsgEscalateResponse },
  DecideIncident: { path: "/openledger.accountability.v1.Msg/DecideIncident", request: MsgDecideIncident, response: MsgDecideIncidentResponse },
};

export const QueryService: {
  /** Also for the record period after it was closed. */
  readonly Incident: MethodDefinition<QueryIncidentRequest, QueryIncidentResponse>;
  /** All in state, by id. */
  readonly Incidents: MethodDefinition<QueryIncidentsRequest, QueryIncidentsResponse>;
  /** All that are not closed, by the time at which the present turn ends. */
  readonly Open: MethodDefinition<QueryOpenRequest, QueryOpenResponse>;
  readonly Params: MethodDefinition<QueryParamsRequest, QueryParamsResponse>;
} = {
  Incident: { path: "/openledger.accountability.v1.Query/Incident", request: QueryIncidentRequest, response: QueryIncidentResponse },
  Incidents: { path: "/openledger.accountability.v1.Query/Incidents", request: QueryIncidentsRequest, response: QueryIncidentsResponse },
  Open: { path: "/openledger.accountability.v1.Query/Open", request: QueryOpenRequest, response: QueryOpenResponse },
  Params: { path: "/openledger.accountability.v1.Query/Params", request: QueryParamsRequest, response: QueryParamsResponse },
};
