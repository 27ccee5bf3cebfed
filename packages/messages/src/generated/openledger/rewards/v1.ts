// Generated from proto/ by scripts/generate.ts. Edit the .proto file and run it again.
import type { MessageCodec, MethodDefinition } from "../../../runtime/codec.ts";
import { defineMessage } from "../../../runtime/define-message.ts";
import { Coin } from "../../cosmos/base/v1beta1.ts";

/** The split of each answer; the six parts sum to 10,000. */
export interface Params {
  dataBps: number;
  hostBps: number;
  modelBps: number;
  stakersBps: number;
  treasuryBps: number;
  /** Burned in the base denom, to the treasury in any other. */
  burnBps: number;
}
export const Params: MessageCodec<Params> = defineMessage<Params>("openledger.rewards.v1.Params", [
  { no: 1, key: "dataBps", name: "data_bps", type: "uint32" },
  { no: 2, key: "hostBps", name: "host_bps", type: "uint32" },
  { no: 3, key: "modelBps", name: "model_bps", type: "uint32" },
  { no: 4, key: "stakersBps", name: "stakers_bps", type: "uint32" },
  { no: 5, key: "treasuryBps", name: "treasury_bps", type: "uint32" },
  { no: 6, key: "burnBps", name: "burn_bps", type: "uint32" },
]);

export interface MsgClaimRewards {
  claimant: string;
}
export const MsgClaimRewards: MessageCodec<MsgClaimRewards> = defineMessage<MsgClaimRewards>("openledger.rewards.v1.MsgClaimRewards", [
  { no: 1, key: "claimant", name: "claimant", type: "string" },
], { name: "openledger/MsgClaimRewards" });

export interface MsgClaimRewardsResponse {
  /** Sorted by denom. */
  amount: Coin[];
}
export const MsgClaimRewardsResponse: MessageCodec<MsgClaimRewardsResponse> = defineMessage<MsgClaimRewardsResponse>("openledger.rewards.v1.MsgClaimRewardsResponse", [
  { no: 1, key: "amount", name: "amount", type: "message", rule: "repeated", of: () => Coin },
]);

/** What the treasury was paid goes to whom a proposal names. */
export interface MsgSpendTreasury {
  /** The account of gov. */
  authority: string;
  recipient: string;
  /** At least one; positive, sorted by denom. */
  amount: Coin[];
}
export const MsgSpendTreasury: MessageCodec<MsgSpendTreasury> = defineMessage<MsgSpendTreasury>("openledger.rewards.v1.MsgSpendTreasury", [
  { no: 1, key: "authority", name: "authority", type: "string" },
  { no: 2, key: "recipient", name: "recipient", type: "string" },
  { no: 3, key: "amount", name: "amount", type: "message", rule: "repeated", of: () => Coin },
], { name: "openledger/MsgSpendTreasury" });

export interface MsgSpendTreasuryResponse {}
export const MsgSpendTreasuryResponse: MessageCodec<MsgSpendTreasuryResponse> = defineMessage<MsgSpendTreasuryResponse>("openledger.rewards.v1.MsgSpendTreasuryResponse", []);

export interface QueryClaimableRequest {
  address: string;
}
export const QueryClaimableRequest: MessageCodec<QueryClaimableRequest> = defineMessage<QueryClaimableRequest>("openledger.rewards.v1.QueryClaimableRequest", [
  { no: 1, key: "address", name: "address", type: "string" },
]);

export interface QueryClaimableResponse {
  /** Sorted by denom. */
  amount: Coin[];
}
export const QueryClaimableResponse: MessageCodec<QueryClaimableResponse> = defineMessage<QueryClaimableResponse>("openledger.rewards.v1.QueryClaimableResponse", [
  { no: 1, key: "amount", name: "amount", type: "message", rule: "repeated", of: () => Coin },
]);

export interface QueryParamsRequest {}
export const QueryParamsRequest: MessageCodec<QueryParamsRequest> = defineMessage<QueryParamsRequest>("openledger.rewards.v1.QueryParamsRequest", []);

export interface QueryParamsResponse {
  params?: Params | undefined;
}
export const QueryParamsResponse: MessageCodec<QueryParamsResponse> = defineMessage<QueryParamsResponse>("openledger.rewards.v1.QueryParamsResponse", [
  { no: 1, key: "params", name: "params", type: "message", rule: "optional", of: () => Params },
]);

export const MsgService: {
  readonly ClaimRewards: MethodDefinition<MsgClaimRewards, MsgClaimRewardsResponse>;
  readonly SpendTreasury: MethodDefinition<MsgSpendTreasury, MsgSpendTreasuryResponse>;
} = {
  ClaimRewards: { path: "/openledger.rewards.v1.Msg/ClaimRewards", request: MsgClaimRewards, response: MsgClaimRewardsResponse },
  SpendTreasury: { path: "/openledger.rewards.v1.Msg/SpendTreasury", request: MsgSpendTreasury, response: MsgSpendTreasuryResponse },
};

export const QueryService: {
  readonly Claimable: MethodDefinition<QueryClaimableRequest, QueryClaimableResponse>;
  readonly Params: MethodDefinition<QueryParamsRequest, QueryParamsResponse>;
} = {
  Claimable: { path: "/openledger.rewards.v1.Query/Claimable", request: QueryClaimableRequest, response: QueryClaimableResponse },
  Params: { path: "/openledger.rewards.v1.Query/Params", request: QueryParamsRequest, response: QueryParamsResponse },
};
