// Generated from proto/ by scripts/generate.ts. Edit the .proto file and run it again.
import type { EnumValue, MessageCodec, MethodDefinition } from "../../../runtime/codec.ts";
import { defineMessage } from "../../../runtime/define-message.ts";
import { Any } from "../../google/protobuf.ts";
import { GasInfo, Result, TxResponse } from "../base/abci/v1beta1.ts";
import { PageRequest, PageResponse } from "../base/query/v1beta1.ts";
import { Coin } from "../base/v1beta1.ts";
import { CompactBitArray } from "../crypto/multisig/v1beta1.ts";
import { SignMode } from "./signing/v1beta1.ts";

export const OrderBy = {
  ORDER_BY_UNSPECIFIED: 0,
  ORDER_BY_ASC: 1,
  ORDER_BY_DESC: 2,
} as const;
export type OrderBy = EnumValue<typeof OrderBy>;

export const BroadcastMode = {
  BROADCAST_MODE_UNSPECIFIED: 0,
  BROADCAST_MODE_BLOCK: 1,
  BROADCAST_MODE_SYNC: 2,
  BROADCAST_MODE_ASYNC: 3,
} as const;
export type BroadcastMode = EnumValue<typeof BroadcastMode>;

export interface GetTxsEventRequest {
  events: string[];
  pagination?: PageRequest | undefined;
  orderBy: OrderBy;
  page: bigint;
  limit: bigint;
  query: string;
}
export const GetTxsEventRequest: MessageCodec<GetTxsEventRequest> = defineMessage<GetTxsEventRequest>("cosmos.tx.v1beta1.GetTxsEventRequest", [
  { no: 1, key: "events", name: "events", type: "string", rule: "repeated" },
  { no: 2, key: "pagination", name: "pagination", type: "message", rule: "optional", of: () => PageRequest },
  { no: 3, key: "orderBy", name: "order_by", type: "enum", enumTable: () => OrderBy },
  { no: 4, key: "page", name: "page", type: "uint64" },
  { no: 5, key: "limit", name: "limit", type: "uint64" },
  { no: 6, key: "query", name: "query", type: "string" },
]);

export interface GetTxsEventResponse {
  txs: Tx[];
  txResponses: TxResponse[];
  pagination?: PageResponse | undefined;
  total: bigint;
}
export const GetTxsEventResponse: MessageCodec<GetTxsEventResponse> = defineMessage<GetTxsEventResponse>("cosmos.tx.v1beta1.GetTxsEventResponse", [
  { no: 1, key: "txs", name: "txs", type: "message", rule: "repeated", of: () => Tx },
  { no: 2, key: "txResponses", name: "tx_responses", type: "message", rule: "repeated", of: () => TxResponse },
  { no: 3, key: "pagination", name: "pagination", type: "message", rule: "optional", of: () => PageResponse },
  { no: 4, key: "total", name: "total", type: "uint64" },
]);

export interface BroadcastTxRequest {
  txBytes: Uint8Array;
  mode: BroadcastMode;
}
export const BroadcastTxRequest: MessageCodec<BroadcastTxRequest> = defineMessage<BroadcastTxRequest>("cosmos.tx.v1beta1.BroadcastTxRequest", [
  { no: 1, key: "txBytes", name: "tx_bytes", type: "bytes" },
  { no: 2, key: "mode", name: "mode", type: "enum", enumTable: () => BroadcastMode },
]);

export interface BroadcastTxResponse {
  txResponse?: TxResponse | undefined;
}
export const BroadcastTxResponse: MessageCodec<BroadcastTxResponse> = defineMessage<BroadcastTxResponse>("cosmos.tx.v1beta1.BroadcastTxResponse", [
  { no: 1, key: "txResponse", name: "tx_response", type: "message", rule: "optional", of: () => TxResponse },
]);

export interface SimulateRequest {
  /** Deprecated upstream in favour of tx_bytes. */
  tx?: Tx | undefined;
  txBytes: Uint8Array;
}
export const SimulateRequest: MessageCodec<SimulateRequest> = defineMessage<SimulateRequest>("cosmos.tx.v1beta1.SimulateRequest", [
  { no: 1, key: "tx", name: "tx", type: "message", rule: "optional", of: () => Tx },
  { no: 2, key: "txBytes", name: "tx_bytes", type: "bytes" },
]);

export interface SimulateResponse {
  gasInfo?: GasInfo | undefined;
  result?: Result | undefined;
}
export const SimulateResponse: MessageCodec<SimulateResponse> = defineMessage<SimulateResponse>("cosmos.tx.v1beta1.SimulateResponse", [
  { no: 1, key: "gasInfo", name: "gas_info", type: "message", rule: "optional", of: () => GasInfo },
  { no: 2, key: "result", name: "result", type: "message", rule: "optional", of: () => Result },
]);

export interface GetTxRequest {
  /** Upper- or lower-case hex. */
  hash: string;
}
export const GetTxRequest: MessageCodec<GetTxRequest> = defineMessage<GetTxRequest>("cosmos.tx.v1beta1.GetTxRequest", [
  { no: 1, key: "hash", name: "hash", type: "string" },
]);

export interface GetTxResponse {
  tx?: Tx | undefined;
  txResponse?: TxResponse | undefined;
}
export const GetTxResponse: MessageCodec<GetTxResponse> = defineMessage<GetTxResponse>("cosmos.tx.v1beta1.GetTxResponse", [
  { no: 1, key: "tx", name: "tx", type: "message", rule: "optional", of: () => Tx },
  { no: 2, key: "txResponse", name: "tx_response", type: "message", rule: "optional", of: () => TxResponse },
]);

export interface Tx {
  body?: TxBody | undefined;
  authInfo?: AuthInfo | undefined;
  signatures: Uint8Array[];
}
export const Tx: MessageCodec<Tx> = defineMessage<Tx>("cosmos.tx.v1beta1.Tx", [
  { no: 1, key: "body", name: "body", type: "message", rule: "optional", of: () => TxBody },
  { no: 2, key: "authInfo", name: "auth_info", type: "message", rule: "optional", of: () => AuthInfo },
  { no: 3, key: "signatures", name: "signatures", type: "bytes", rule: "repeated" },
]);

/** What goes over the wire: body and auth info stay the bytes that were signed. */
export interface TxRaw {
  bodyBytes: Uint8Array;
  authInfoBytes: Uint8Array;
  signatures: Uint8Array[];
}
export const TxRaw: MessageCodec<TxRaw> = defineMessage<TxRaw>("cosmos.tx.v1beta1.TxRaw", [
  { no: 1, key: "bodyBytes", name: "body_bytes", type: "bytes" },
  { no: 2, key: "authInfoBytes", name: "auth_info_bytes", type: "bytes" },
  { no: 3, key: "signatures", name: "signatures", type: "bytes", rule: "repeated" },
]);

/** What SIGN_MODE_DIRECT signs. */
export interface SignDoc {
  bodyBytes: Uint8Array;
  authInfoBytes: Uint8Array;
  chainId: string;
  accountNumber: bigint;
}
export const SignDoc: MessageCodec<SignDoc> = defineMessage<SignDoc>("cosmos.tx.v1beta1.SignDoc", [
  { no: 1, key: "bodyBytes", name: "body_bytes", type: "bytes" },
  { no: 2, key: "authInfoBytes", name: "auth_info_bytes", type: "bytes" },
  { no: 3, key: "chainId", name: "chain_id", type: "string" },
  { no: 4, key: "accountNumber", name: "account_number", type: "uint64" },
]);

export interface TxBody {
  messages: Any[];
  memo: string;
  /** Last height at which the transaction may be included, 0 for any. */
  timeoutHeight: bigint;
  extensionOptions: Any[];
  nonCriticalExtensionOptions: Any[];
}
export const TxBody: MessageCodec<TxBody> = defineMessage<TxBody>("cosmos.tx.v1beta1.TxBody", [
  { no: 1, key: "messages", name: "messages", type: "message", rule: "repeated", of: () => Any },
  { no: 2, key: "memo", name: "memo", type: "string" },
  { no: 3, key: "timeoutHeight", name: "timeout_height", type: "uint64" },
  { no: 1023, key: "extensionOptions", name: "extension_options", type: "message", rule: "repeated", of: () => Any },
  { no: 2047, key: "nonCriticalExtensionOptions", name: "non_critical_extension_options", type: "message", rule: "repeated", of: () => Any },
]);

export interface AuthInfo {
  signerInfos: SignerInfo[];
  fee?: Fee | undefined;
  tip?: Tip | undefined;
}
export const AuthInfo: MessageCodec<AuthInfo> = defineMessage<AuthInfo>("cosmos.tx.v1beta1.AuthInfo", [
  { no: 1, key: "signerInfos", name: "signer_infos", type: "message", rule: "repeated", of: () => SignerInfo },
  { no: 2, key: "fee", name: "fee", type: "message", rule: "optional", of: () => Fee },
  { no: 3, key: "tip", name: "tip", type: "message", rule: "optional", of: () => Tip },
]);

export interface SignerInfo {
  /** Absent when the account's key is already in state. */
  publicKey?: Any | undefined;
  modeInfo?: ModeInfo | undefined;
  sequence: bigint;
}
export const SignerInfo: MessageCodec<SignerInfo> = defineMessage<SignerInfo>("cosmos.tx.v1beta1.SignerInfo", [
  { no: 1, key: "publicKey", name: "public_key", type: "message", rule: "optional", of: () => Any },
  { no: 2, key: "modeInfo", name: "mode_info", type: "message", rule: "optional", of: () => ModeInfo },
  { no: 3, key: "sequence", name: "sequence", type: "uint64" },
]);

export interface ModeInfo {
  single?: ModeInfo_Single | undefined;
  multi?: ModeInfo_Multi | undefined;
}
export const ModeInfo: MessageCodec<ModeInfo> = defineMessage<ModeInfo>("cosmos.tx.v1beta1.ModeInfo", [
  { no: 1, key: "single", name: "single", type: "message", rule: "optional", oneof: "sum", of: () => ModeInfo_Single },
  { no: 2, key: "multi", name: "multi", type: "message", rule: "optional", oneof: "sum", of: () => ModeInfo_Multi },
]);

export interface ModeInfo_Single {
  mode: SignMode;
}
export const ModeInfo_Single: MessageCodec<ModeInfo_Single> = defineMessage<ModeInfo_Single>("cosmos.tx.v1beta1.ModeInfo.Single", [
  { no: 1, key: "mode", name: "mode", type: "enum", enumTable: () => SignMode },
]);

export interface ModeInfo_Multi {
  bitarray?: CompactBitArray | undefined;
  modeInfos: ModeInfo[];
}
export const ModeInfo_Multi: MessageCodec<ModeInfo_Multi> = defineMessage<ModeInfo_Multi>("cosmos.tx.v1beta1.ModeInfo.Multi", [
  { no: 1, key: "bitarray", name: "bitarray", type: "message", rule: "optional", of: () => CompactBitArray },
  { no: 2, key: "modeInfos", name: "mode_infos", type: "message", rule: "repeated", of: () => ModeInfo },
]);

export interface Fee {
  amount: Coin[];
  gasLimit: bigint;
  payer: string;
  granter: string;
}
export const Fee: MessageCodec<Fee> = defineMessage<Fee>("cosmos.tx.v1beta1.Fee", [
  { no: 1, key: "amount", name: "amount", type: "message", rule: "repeated", of: () => Coin },
  { no: 2, key: "gasLimit", name: "gas_limit", type: "uint64" },
  { no: 3, key: "payer", name: "payer", type: "string" },
  { no: 4, key: "granter", name: "granter", type: "string" },
]);

/** Known so that it can be refused by name. */
export interface Tip {
  amount: Coin[];
  tipper: string;
}
export const Tip: MessageCodec<Tip> = defineMessage<Tip>("cosmos.tx.v1beta1.Tip", [
  { no: 1, key: "amount", name: "amount", type: "message", rule: "repeated", of: () => Coin },
  { no: 2, key: "tipper", name: "tipper", type: "string" },
]);

export const ServiceService: {
  readonly Simulate: MethodDefinition<SimulateRequest, SimulateResponse>;
  readonly GetTx: MethodDefinition<GetTxRequest, GetTxResponse>;
  readonly BroadcastTx: MethodDefinition<BroadcastTxRequest, BroadcastTxResponse>;
  readonly GetTxsEvent: MethodDefinition<GetTxsEventRequest, GetTxsEventResponse>;
} = {
  Simulate: { path: "/cosmos.tx.v1beta1.Service/Simulate", request: SimulateRequest, response: SimulateResponse },
  GetTx: { path: "/cosmos.tx.v1beta1.Service/GetTx", request: GetTxRequest, response: GetTxResponse },
  BroadcastTx: { path: "/cosmos.tx.v1beta1.Service/BroadcastTx", request: BroadcastTxRequest, response: BroadcastTxResponse },
  GetTxsEvent: { path: "/cosmos.tx.v1beta1.Service/GetTxsEvent", request: GetTxsEventRequest, response: GetTxsEventResponse },
};
