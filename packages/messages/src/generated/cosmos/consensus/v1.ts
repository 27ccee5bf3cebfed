// Generated from proto/ by scripts/generate.ts. Edit the .proto file and run it again.
import type { MessageCodec, MethodDefinition } from "../../../runtime/codec.ts";
import { defineMessage } from "../../../runtime/define-message.ts";
import { ABCIParams, BlockParams, ConsensusParams, EvidenceParams, ValidatorParams } from "../../tendermint/types.ts";

/** QueryParamsRequest defines the request type for querying x/consensus parameters. */
export interface QueryParamsRequest {}
export const QueryParamsRequest: MessageCodec<QueryParamsRequest> = defineMessage<QueryParamsRequest>("cosmos.consensus.v1.QueryParamsRequest", []);

/** QueryParamsResponse defines the response type for querying x/consensus parameters. */
export interface QueryParamsResponse {
  /**
   * params are the tendermint consensus params stored in the consensus module.
   * Please note that `params.version` is not populated in this response, it is
   * tracked separately in the x/upgrade module.
   */
  params?: ConsensusParams | undefined;
}
export const QueryParamsResponse: MessageCodec<QueryParamsResponse> = defineMessage<QueryParamsResponse>("cosmos.consensus.v1.QueryParamsResponse", [
  { no: 1, key: "params", name: "params", type: "message", rule: "optional", of: () => ConsensusParams },
]);

/** MsgUpdateParams is the Msg/UpdateParams request type. */
export interface MsgUpdateParams {
  /** authority is the address that controls the module (defaults to x/gov unless overwritten). */
  authority: string;
  /**
   * params defines the x/consensus parameters to update.
   * VersionsParams is not included in this Msg because it is tracked
   * separarately in x/upgrade.
   *
   * NOTE: All parameters must be supplied.
   */
  block?: BlockParams | undefined;
  evidence?: EvidenceParams | undefined;
  validator?: ValidatorParams | undefined;
  /** Since: cosmos-sdk 0.50 */
  abci?: ABCIParams | undefined;
}
export const MsgUpdateParams: MessageCodec<MsgUpdateParams> = defineMessage<MsgUpdateParams>("cosmos.consensus.v1.MsgUpdateParams", [
  { no: 1, key: "authority", name: "authority", type: "string" },
  { no: 2, key: "block", name: "block", type: "message", rule: "optional", of: () => BlockParams },
  { no: 3, key: "evidence", name: "evidence", type: "message", rule: "optional", of: () => EvidenceParams },
  { no: 4, key: "validator", name: "validator", type: "message", rule: "optional", of: () => ValidatorParams },
  { no: 5, key: "abci", name: "abci", type: "message", rule: "optional", of: () => ABCIParams },
], { name: "cosmos-sdk/x/consensus/MsgUpdateParams" });

/**
 * MsgUpdateParamsResponse defines the response structure for executing a
 * MsgUpdateParams message.
 */
export interface MsgUpdateParamsResponse {}
export const MsgUpdateParamsResponse: MessageCodec<MsgUpdateParamsResponse> = defineMessage<MsgUpdateParamsResponse>("cosmos.consensus.v1.MsgUpdateParamsResponse", []);

/** Query defines the gRPC querier service. */
export const QueryService: {
  /** Params queries the parameters of x/consensus module. */
  readonly Params: MethodDefinition<QueryParamsRequest, QueryParamsResponse>;
} = {
  Params: { path: "/cosmos.consensus.v1.Query/Params", request: QueryParamsRequest, response: QueryParamsResponse },
};

/** Msg defines the consensus Msg service. */
export const MsgService: {
  /**
   * UpdateParams defines a governance operation for updating the x/consensus module parameters.
   * The authority is defined in the keeper.
   *
   * Since: cosmos-sdk 0.47
   */
  readonly UpdateParams: MethodDefinition<MsgUpdateParams, MsgUpdateParamsResponse>;
} = {
  UpdateParams: { path: "/cosmos.consensus.v1.Msg/UpdateParams", request: MsgUpdateParams, response: MsgUpdateParamsResponse },
};
