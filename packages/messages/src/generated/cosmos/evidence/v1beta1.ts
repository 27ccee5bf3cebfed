// Generated from proto/ by scripts/generate.ts. Edit the .proto file and run it again.
import type { MessageCodec, MethodDefinition } from "../../../runtime/codec.ts";
import { defineMessage } from "../../../runtime/define-message.ts";
import { Any, Timestamp } from "../../google/protobuf.ts";
import { PageRequest, PageResponse } from "../base/query/v1beta1.ts";

/**
 * Equivocation implements the Evidence interface and defines evidence of double
 * signing misbehavior.
 */
export interface Equivocation {
  /** height is the equivocation height. */
  height: bigint;
  /** time is the equivocation time. */
  time?: Timestamp | undefined;
  /** power is the equivocation validator power. */
  power: bigint;
  /** consensus_address is the equivocation validator consensus address. */
  consensusAddress: string;
}
export const Equivocation: MessageCodec<Equivocation> = defineMessage<Equivocation>("cosmos.evidence.v1beta1.Equivocation", [
  { no: 1, key: "height", name: "height", type: "int64" },
  { no: 2, key: "time", name: "time", type: "message", rule: "optional", of: () => Timestamp, amino: { keep: true } },
  { no: 3, key: "power", name: "power", type: "int64" },
  { no: 4, key: "consensusAddress", name: "consensus_address", type: "string" },
], { name: "cosmos-sdk/Equivocation" });

/** GenesisState defines the evidence module's genesis state. */
export interface GenesisState {
  /** evidence defines all the evidence at genesis. */
  evidence: Any[];
}
export const GenesisState: MessageCodec<GenesisState> = defineMessage<GenesisState>("cosmos.evidence.v1beta1.GenesisState", [
  { no: 1, key: "evidence", name: "evidence", type: "message", rule: "repeated", of: () => Any },
]);

/** QueryEvidenceRequest is the request type for the Query/Evidence RPC method. */
export interface QueryEvidenceRequest {
  /**
   * evidence_hash defines the hash of the requested evidence.
   * Deprecated: Use hash, a HEX encoded string, instead.
   */
  evidenceHash: Uint8Array;
  /**
   * hash defines the evidence hash of the requested evidence.
   *
   * Since: cosmos-sdk 0.47
   */
  hash: string;
}
export const QueryEvidenceRequest: MessageCodec<QueryEvidenceRequest> = defineMessage<QueryEvidenceRequest>("cosmos.evidence.v1beta1.QueryEvidenceRequest", [
  { no: 1, key: "evidenceHash", name: "evidence_hash", type: "bytes" },
  { no: 2, key: "hash", name: "hash", type: "string" },
]);

/** QueryEvidenceResponse is the response type for the Query/Evidence RPC method. */
export interface QueryEvidenceResponse {
  /** evidence returns the requested evidence. */
  evidence?: Any | undefined;
}
export const QueryEvidenceResponse: MessageCodec<QueryEvidenceResponse> = defineMessage<QueryEvidenceResponse>("cosmos.evidence.v1beta1.QueryEvidenceResponse", [
  { no: 1, key: "evidence", name: "evidence", type: "message", rule: "optional", of: () => Any },
]);

/**
 * QueryEvidenceRequest is the request type for the Query/AllEvidence RPC
 * method.
 */
export interface QueryAllEvidenceRequest {
  /** pagination defines an optional pagination for the request. */
  pagination?: PageRequest | undefined;
}
export const QueryAllEvidenceRequest: MessageCodec<QueryAllEvidenceRequest> = defineMessage<QueryAllEvidenceRequest>("cosmos.evidence.v1beta1.QueryAllEvidenceRequest", [
  { no: 1, key: "pagination", name: "pagination", type: "message", rule: "optional", of: () => PageRequest },
]);

/**
 * QueryAllEvidenceResponse is the response type for the Query/AllEvidence RPC
 * method.
 */
export interface QueryAllEvidenceResponse {
  /** evidence returns all evidences. */
  evidence: Any[];
  /** pagination defines the pagination in the response. */
  pagination?: PageResponse | undefined;
}
export const QueryAllEvidenceResponse: MessageCodec<QueryAllEvidenceResponse> = defineMessage<QueryAllEvidenceResponse>("cosmos.evidence.v1beta1.QueryAllEvidenceResponse", [
  { no: 1, key: "evidence", name: "evidence", type: "message", rule: "repeated", of: () => Any },
  { no: 2, key: "pagination", name: "pagination", type: "message", rule: "optional", of: () => PageResponse },
]);

/**
 * MsgSubmitEvidence represents a message that supports submitting arbitrary
 * Evidence of misbehavior such as equivocation or counterfactual signing.
 */
export interface MsgSubmitEvidence {
  /** submitter is the signer account address of evidence. */
  submitter: string;
  /** evidence defines the evidence of misbehavior. */
  evidence?: Any | undefined;
}
export const MsgSubmitEvidence: MessageCodec<MsgSubmitEvidence> = defineMessage<MsgSubmitEvidence>("cosmos.evidence.v1beta1.MsgSubmitEvidence", [
  { no: 1, key: "submitter", name: "submitter", type: "string" },
  { no: 2, key: "evidence", name: "evidence", type: "message", rule: "optional", of: () => Any },
], { name: "cosmos-sdk/MsgSubmitEvidence" });

/** MsgSubmitEvidenceResponse defines the Msg/SubmitEvidence response type. */
export interface MsgSubmitEvidenceResponse {
  /** hash defines the hash of the evidence. */
  hash: Uint8Array;
}
export const MsgSubmitEvidenceResponse: MessageCodec<MsgSubmitEvidenceResponse> = defineMessage<MsgSubmitEvidenceResponse>("cosmos.evidence.v1beta1.MsgSubmitEvidenceResponse", [
  { no: 4, key: "hash", name: "hash", type: "bytes" },
]);

/** Query defines the gRPC querier service. */
export const QueryService: {
  /** Evidence queries evidence based on evidence hash. */
  readonly Evidence: MethodDefinition<QueryEvidenceRequest, QueryEvidenceResponse>;
  /** AllEvidence queries all evidence. */
  readonly AllEvidence: MethodDefinition<QueryAllEvidenceRequest, QueryAllEvidenceResponse>;
} = {
  Evidence: { path: "/cosmos.evidence.v1beta1.Query/Evidence", request: QueryEvidenceRequest, response: QueryEvidenceResponse },
  AllEvidence: { path: "/cosmos.evidence.v1beta1.Query/AllEvidence", request: QueryAllEvidenceRequest, response: QueryAllEvidenceResponse },
};

/** Msg defines the evidence Msg service. */
export const MsgService: {
  /**
   * SubmitEvidence submits an arbitrary Evidence of misbehavior such as equivocation or
   * counterfactual signing.
   */
  readonly SubmitEvidence: MethodDefinition<MsgSubmitEvidence, MsgSubmitEvidenceResponse>;
} = {
  SubmitEvidence: { path: "/cosmos.evidence.v1beta1.Msg/SubmitEvidence", request: MsgSubmitEvidence, response: MsgSubmitEvidenceResponse },
};
