// Generated from proto/ by scripts/generate.ts. Edit the .proto file and run it again.
import type { MessageCodec, MethodDefinition } from "../../../runtime/codec.ts";
import { defineMessage } from "../../../runtime/define-message.ts";
import { Any, Timestamp } from "../../google/protobuf.ts";

/**
 * QueryCurrentPlanRequest is the request type for the Query/CurrentPlan RPC
 * method.
 */
export interface QueryCurrentPlanRequest {}
export const QueryCurrentPlanRequest: MessageCodec<QueryCurrentPlanRequest> = defineMessage<QueryCurrentPlanRequest>("cosmos.upgrade.v1beta1.QueryCurrentPlanRequest", []);

/**
 * QueryCurrentPlanResponse is the response type for the Query/CurrentPlan RPC
 * method.
 */
export interface QueryCurrentPlanResponse {
  /** plan is the current upgrade plan. */
  plan?: Plan | undefined;
}
export const QueryCurrentPlanResponse: MessageCodec<QueryCurrentPlanResponse> = defineMessage<QueryCurrentPlanResponse>("cosmos.upgrade.v1beta1.QueryCurrentPlanResponse", [
  { no: 1, key: "plan", name: "plan", type: "message", rule: "optional", of: () => Plan },
]);

/**
 * QueryCurrentPlanRequest is the request type for the Query/AppliedPlan RPC
 * method.
 */
export interface QueryAppliedPlanRequest {
  /** name is the name of the applied plan to query for. */
  name: string;
}
export const QueryAppliedPlanRequest: MessageCodec<QueryAppliedPlanRequest> = defineMessage<QueryAppliedPlanRequest>("cosmos.upgrade.v1beta1.QueryAppliedPlanRequest", [
  { no: 1, key: "name", name: "name", type: "string" },
]);

/**
 * QueryAppliedPlanResponse is the response type for the Query/AppliedPlan RPC
 * method.
 */
export interface QueryAppliedPlanResponse {
  /** height is the block height at which the plan was applied. */
  height: bigint;
}
export const QueryAppliedPlanResponse: MessageCodec<QueryAppliedPlanResponse> = defineMessage<QueryAppliedPlanResponse>("cosmos.upgrade.v1beta1.QueryAppliedPlanResponse", [
  { no: 1, key: "height", name: "height", type: "int64" },
]);

/**
 * QueryUpgradedConsensusStateRequest is the request type for the Query/UpgradedConsensusState
 * RPC method.
 */
export interface QueryUpgradedConsensusStateRequest {
  /**
   * last height of the current chain must be sent in request
   * as this is the height under which next consensus state is stored
   */
  lastHeight: bigint;
}
export const QueryUpgradedConsensusStateRequest: MessageCodec<QueryUpgradedConsensusStateRequest> = defineMessage<QueryUpgradedConsensusStateRequest>("cosmos.upgrade.v1beta1.QueryUpgradedConsensusStateRequest", [
  { no: 1, key: "lastHeight", name: "last_height", type: "int64" },
]);

/**
 * QueryUpgradedConsensusStateResponse is the response type for the Query/UpgradedConsensusState
 * RPC method.
 */
export interface QueryUpgradedConsensusStateResponse {
  /** Since: cosmos-sdk 0.43 */
  upgradedConsensusState: Uint8Array;
}
export const QueryUpgradedConsensusStateResponse: MessageCodec<QueryUpgradedConsensusStateResponse> = defineMessage<QueryUpgradedConsensusStateResponse>("cosmos.upgrade.v1beta1.QueryUpgradedConsensusStateResponse", [
  { no: 2, key: "upgradedConsensusState", name: "upgraded_consensus_state", type: "bytes" },
]);

/**
 * QueryModuleVersionsRequest is the request type for the Query/ModuleVersions
 * RPC method.
 *
 * Since: cosmos-sdk 0.43
 */
export interface QueryModuleVersionsRequest {
  /**
   * module_name is a field to query a specific module
   * consensus version from state. Leaving this empty will
   * fetch the full list of module versions from state
   */
  moduleName: string;
}
export const QueryModuleVersionsRequest: MessageCodec<QueryModuleVersionsRequest> = defineMessage<QueryModuleVersionsRequest>("cosmos.upgrade.v1beta1.QueryModuleVersionsRequest", [
  { no: 1, key: "moduleName", name: "module_name", type: "string" },
]);

/**
 * QueryModuleVersionsResponse is the response type for the Query/ModuleVersions
 * RPC method.
 *
 * Since: cosmos-sdk 0.43
 */
export interface QueryModuleVersionsResponse {
  /** module_versions is a list of module names with their consensus versions. */
  moduleVersions: ModuleVersion[];
}
export const QueryModuleVersionsResponse: MessageCodec<QueryModuleVersionsResponse> = defineMessage<QueryModuleVersionsResponse>("cosmos.upgrade.v1beta1.QueryModuleVersionsResponse", [
  { no: 1, key: "moduleVersions", name: "module_versions", type: "message", rule: "repeated", of: () => ModuleVersion },
]);

/**
 * QueryAuthorityRequest is the request type for Query/Authority
 *
 * Since: cosmos-sdk 0.46
 */
export interface QueryAuthorityRequest {}
export const QueryAuthorityRequest: MessageCodec<QueryAuthorityRequest> = defineMessage<QueryAuthorityRequest>("cosmos.upgrade.v1beta1.QueryAuthorityRequest", []);

/**
 * QueryAuthorityResponse is the response type for Query/Authority
 *
 * Since: cosmos-sdk 0.46
 */
export interface QueryAuthorityResponse {
  address: string;
}
export const QueryAuthorityResponse: MessageCodec<QueryAuthorityResponse> = defineMessage<QueryAuthorityResponse>("cosmos.upgrade.v1beta1.QueryAuthorityResponse", [
  { no: 1, key: "address", name: "address", type: "string" },
]);

/** Plan specifies information about a planned upgrade and when it should occur. */
export interface Plan {
  /**
   * Sets the name for the upgrade. This name will be used by the upgraded
   * version of the software to apply any special "on-upgrade" commands during
   * the first BeginBlock method after the upgrade is applied. It is also used
   * to detect whether a software version can handle a given upgrade. If no
   * upgrade handler with this name has been set in the software, it will be
   * assumed that the software is out-of-date when the upgrade Time or Height is
   * reached and the software will exit.
   */
  name: string;
  /**
   * Deprecated: Time based upgrades have been deprecated. Time based upgrade logic
   * has been removed from the SDK.
   * If this field is not empty, an error will be thrown.
   */
  time?: Timestamp | undefined;
  /** The height at which the upgrade must be performed. */
  height: bigint;
  /**
   * Any application specific upgrade info to be included on-chain
   * such as a git commit that validators could automatically upgrade to
   */
  info: string;
  /**
   * Deprecated: UpgradedClientState field has been deprecated. IBC upgrade logic has been
   * moved to the IBC module in the sub module 02-client.
   * If this field is not empty, an error will be thrown.
   */
  upgradedClientState?: Any | undefined;
}
export const Plan: MessageCodec<Plan> = defineMessage<Plan>("cosmos.upgrade.v1beta1.Plan", [
  { no: 1, key: "name", name: "name", type: "string" },
  { no: 2, key: "time", name: "time", type: "message", rule: "optional", of: () => Timestamp, amino: { keep: true } },
  { no: 3, key: "height", name: "height", type: "int64" },
  { no: 4, key: "info", name: "info", type: "string" },
  { no: 5, key: "upgradedClientState", name: "upgraded_client_state", type: "message", rule: "optional", of: () => Any },
], { name: "cosmos-sdk/Plan" });

/**
 * SoftwareUpgradeProposal is a gov Content type for initiating a software
 * upgrade.
 * Deprecated: This legacy proposal is deprecated in favor of Msg-based gov
 * proposals, see MsgSoftwareUpgrade.
 */
export interface SoftwareUpgradeProposal {
  /** title of the proposal */
  title: string;
  /** description of the proposal */
  description: string;
  /** plan of the proposal */
  plan?: Plan | undefined;
}
export const SoftwareUpgradeProposal: MessageCodec<SoftwareUpgradeProposal> = defineMessage<SoftwareUpgradeProposal>("cosmos.upgrade.v1beta1.SoftwareUpgradeProposal", [
  { no: 1, key: "title", name: "title", type: "string" },
  { no: 2, key: "description", name: "description", type: "string" },
  { no: 3, key: "plan", name: "plan", type: "message", rule: "optional", of: () => Plan, amino: { keep: true } },
], { name: "cosmos-sdk/SoftwareUpgradeProposal" });

/**
 * CancelSoftwareUpgradeProposal is a gov Content type for cancelling a software
 * upgrade.
 * Deprecated: This legacy proposal is deprecated in favor of Msg-based gov
 * proposals, see MsgCancelUpgrade.
 */
export interface CancelSoftwareUpgradeProposal {
  /** title of the proposal */
  title: string;
  /** description of the proposal */
  description: string;
}
export const CancelSoftwareUpgradeProposal: MessageCodec<CancelSoftwareUpgradeProposal> = defineMessage<CancelSoftwareUpgradeProposal>("cosmos.upgrade.v1beta1.CancelSoftwareUpgradeProposal", [
  { no: 1, key: "title", name: "title", type: "string" },
  { no: 2, key: "description", name: "description", type: "string" },
], { name: "cosmos-sdk/CancelSoftwareUpgradeProposal" });

/**
 * ModuleVersion specifies a module and its consensus version.
 *
 * Since: cosmos-sdk 0.43
 */
export interface ModuleVersion {
  /** name of the app module */
  name: string;
  /** consensus version of the app module */
  version: bigint;
}
export const ModuleVersion: MessageCodec<ModuleVersion> = defineMessage<ModuleVersion>("cosmos.upgrade.v1beta1.ModuleVersion", [
  { no: 1, key: "name", name: "name", type: "string" },
  { no: 2, key: "version", name: "version", type: "uint64" },
]);

/**
 * MsgSoftwareUpgrade is the Msg/SoftwareUpgrade request type.
 *
 * Since: cosmos-sdk 0.46
 */
export interface MsgSoftwareUpgrade {
  /** authority is the address that controls the module (defaults to x/gov unless overwritten). */
  authority: string;
  /** plan is the upgrade plan. */
  plan?: Plan | undefined;
}
export const MsgSoftwareUpgrade: MessageCodec<MsgSoftwareUpgrade> = defineMessage<MsgSoftwareUpgrade>("cosmos.upgrade.v1beta1.MsgSoftwareUpgrade", [
  { no: 1, key: "authority", name: "authority", type: "string" },
  { no: 2, key: "plan", name: "plan", type: "message", rule: "optional", of: () => Plan, amino: { keep: true } },
], { name: "cosmos-sdk/MsgSoftwareUpgrade" });

/**
 * MsgSoftwareUpgradeResponse is the Msg/SoftwareUpgrade response type.
 *
 * Since: cosmos-sdk 0.46
 */
export interface MsgSoftwareUpgradeResponse {}
export const MsgSoftwareUpgradeResponse: MessageCodec<MsgSoftwareUpgradeResponse> = defineMessage<MsgSoftwareUpgradeResponse>("cosmos.upgrade.v1beta1.MsgSoftwareUpgradeResponse", []);

/**
 * MsgCancelUpgrade is the Msg/CancelUpgrade request type.
 *
 * Since: cosmos-sdk 0.46
 */
export interface MsgCancelUpgrade {
  /** authority is the address that controls the module (defaults to x/gov unless overwritten). */
  authority: string;
}
export const MsgCancelUpgrade: MessageCodec<MsgCancelUpgrade> = defineMessage<MsgCancelUpgrade>("cosmos.upgrade.v1beta1.MsgCancelUpgrade", [
  { no: 1, key: "authority", name: "authority", type: "string" },
], { name: "cosmos-sdk/MsgCancelUpgrade" });

/**
 * MsgCancelUpgradeResponse is the Msg/CancelUpgrade response type.
 *
 * Since: cosmos-sdk 0.46
 */
export interface MsgCancelUpgradeResponse {}
export const MsgCancelUpgradeResponse: MessageCodec<MsgCancelUpgradeResponse> = defineMessage<MsgCancelUpgradeResponse>("cosmos.upgrade.v1beta1.MsgCancelUpgradeResponse", []);

/** Query defines the gRPC upgrade querier service. */
export const QueryService: {
  /** CurrentPlan queries the current upgrade plan. */
  readonly CurrentPlan: MethodDefinition<QueryCurrentPlanRequest, QueryCurrentPlanResponse>;
  /** AppliedPlan queries a previously applied upgrade plan by its name. */
  readonly AppliedPlan: MethodDefinition<QueryAppliedPlanRequest, QueryAppliedPlanResponse>;
  /**
   * UpgradedConsensusState queries the consensus state that will serve
   * as a trusted kernel for the next version of this chain. It will only be
   * stored at the last height of this chain.
   * UpgradedConsensusState RPC not supported with legacy querier
   * This rpc is deprecated now that IBC has its own replacement
   * (https://github.com/cosmos/ibc-go/blob/2c880a22e9f9cc75f62b527ca94aa75ce1106001/proto/ibc/core/client/v1/query.proto#L54)
   */
  readonly UpgradedConsensusState: MethodDefinition<QueryUpgradedConsensusStateRequest, QueryUpgradedConsensusStateResponse>;
  /**
   * ModuleVersions queries the list of module versions from state.
   *
   * Since: cosmos-sdk 0.43
   */
  readonly ModuleVersions: MethodDefinition<QueryModuleVersionsRequest, QueryModuleVersionsResponse>;
  /**
   * Returns the account with authority to conduct upgrades
   *
   * Since: cosmos-sdk 0.46
   */
  readonly Authority: MethodDefinition<QueryAuthorityRequest, QueryAuthorityResponse>;
} = {
  CurrentPlan: { path: "/cosmos.upgrade.v1beta1.Query/CurrentPlan", request: QueryCurrentPlanRequest, response: QueryCurrentPlanResponse },
  AppliedPlan: { path: "/cosmos.upgrade.v1beta1.Query/AppliedPlan", request: QueryAppliedPlanRequest, response: QueryAppliedPlanResponse },
  UpgradedConsensusState: { path: "/cosmos.upgrade.v1beta1.Query/UpgradedConsensusState", request: QueryUpgradedConsensusStateRequest, response: QueryUpgradedConsensusStateResponse },
  ModuleVersions: { path: "/cosmos.upgrade.v1beta1.Query/ModuleVersions", request: QueryModuleVersionsRequest, response: QueryModuleVersionsResponse },
  Authority: { path: "/cosmos.upgrade.v1beta1.Query/Authority", request: QueryAuthorityRequest, response: QueryAuthorityResponse },
};

/** Msg defines the upgrade Msg service. */
export const MsgService: {
  /**
   * SoftwareUpgrade is a governance operation for initiating a software upgrade.
   *
   * Since: cosmos-sdk 0.46
   */
  readonly SoftwareUpgrade: MethodDefinition<MsgSoftwareUpgrade, MsgSoftwareUpgradeResponse>;
  /**
   * CancelUpgrade is a governance operation for cancelling a previously
   * approved software upgrade.
   *
   * Since: cosmos-sdk 0.46
   */
  readonly CancelUpgrade: MethodDefinition<MsgCancelUpgrade, MsgCancelUpgradeResponse>;
} = {
  SoftwareUpgrade: { path: "/cosmos.upgrade.v1beta1.Msg/SoftwareUpgrade", request: MsgSoftwareUpgrade, response: MsgSoftwareUpgradeResponse },
  CancelUpgrade: { path: "/cosmos.upgrade.v1beta1.Msg/CancelUpgrade", request: MsgCancelUpgrade, response: MsgCancelUpgradeResponse },
};
