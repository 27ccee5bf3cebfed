// Generated from proto/ by scripts/generate.ts. Edit the .proto file and run it again.
import type { EnumValue, MessageCodec, MethodDefinition } from "../../../runtime/codec.ts";
import { defineMessage } from "../../../runtime/define-message.ts";
import { Any } from "../../google/protobuf.ts";
import { Block, BlockID } from "../../tendermint/types.ts";
import { GasInfo, Result, TxResponse } from "../base/abci/v1beta1.ts";
import { PageRequest, PageResponse } from "../base/query/v1beta1.ts";
import { Coin } from "../base/v1beta1.ts";
import { CompactBitArray } from "../crypto/multisig/v1beta1.ts";
import { SignMode } from "./signing/v1beta1.ts";

/** OrderBy defines the sorting order */
export const OrderBy = {
  /**
   * ORDER_BY_UNSPECIFIED specifies an unknown sorting order. OrderBy defaults
   * to ASC in this case.
   */
  ORDER_BY_UNSPECIFIED: 0,
  /** ORDER_BY_ASC defines ascending order */
  ORDER_BY_ASC: 1,
  /** ORDER_BY_DESC defines descending order */
  ORDER_BY_DESC: 2,
} as const;
export type OrderBy = EnumValue<typeof OrderBy>;

/**
 * BroadcastMode specifies the broadcast mode for the TxService.Broadcast RPC
 * method.
 */
export const BroadcastMode = {
  /** zero-value for mode ordering */
  BROADCAST_MODE_UNSPECIFIED: 0,
  /**
   * DEPRECATED: use BROADCAST_MODE_SYNC instead,
   * BROADCAST_MODE_BLOCK is not supported by the SDK from v0.47.x onwards.
   */
  BROADCAST_MODE_BLOCK: 1,
  /**
   * BROADCAST_MODE_SYNC defines a tx broadcasting mode where the client waits
   * for a CheckTx execution response only.
   */
  BROADCAST_MODE_SYNC: 2,
  /**
   * BROADCAST_MODE_ASYNC defines a tx broadcasting mode where the client
   * returns immediately.
   */
  BROADCAST_MODE_ASYNC: 3,
} as const;
export type BroadcastMode = EnumValue<typeof BroadcastMode>;

/**
 * GetTxsEventRequest is the request type for the Service.TxsByEvents
 * RPC method.
 */
export interface GetTxsEventRequest {
  /**
   * events is the list of transaction event type.
   * Deprecated post v0.47.x: use query instead, which should contain a valid
   * events query.
   */
  events: string[];
  /**
   * pagination defines a pagination for the request.
   * Deprecated post v0.46.x: use page and limit instead.
   */
  pagination?: PageRequest | undefined;
  orderBy: OrderBy;
  /**
   * page is the page number to query, starts at 1. If not provided, will
   * default to first page.
   */
  page: bigint;
  /**
   * limit is the total number of results to be returned in the result page.
   * If left empty it will default to a value to be set by each app.
   */
  limit: bigint;
  /**
   * query defines the transaction event query that is proxied to Tendermint's
   * TxSearch RPC method. The query must be valid.
   *
   * Since cosmos-sdk 0.50
   */
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

/**
 * GetTxsEventResponse is the response type for the Service.TxsByEvents
 * RPC method.
 */
export interface GetTxsEventResponse {
  /** txs is the list of queried transactions. */
  txs: Tx[];
  /** tx_responses is the list of queried TxResponses. */
  txResponses: TxResponse[];
  /**
   * pagination defines a pagination for the response.
   * Deprecated post v0.46.x: use total instead.
   */
  pagination?: PageResponse | undefined;
  /** total is total number of results available */
  total: bigint;
}
export const GetTxsEventResponse: MessageCodec<GetTxsEventResponse> = defineMessage<GetTxsEventResponse>("cosmos.tx.v1beta1.GetTxsEventResponse", [
  { no: 1, key: "txs", name: "txs", type: "message", rule: "repeated", of: () => Tx },
  { no: 2, key: "txResponses", name: "tx_responses", type: "message", rule: "repeated", of: () => TxResponse },
  { no: 3, key: "pagination", name: "pagination", type: "message", rule: "optional", of: () => PageResponse },
  { no: 4, key: "total", name: "total", type: "uint64" },
]);

/**
 * BroadcastTxRequest is the request type for the Service.BroadcastTxRequest
 * RPC method.
 */
export interface BroadcastTxRequest {
  /** tx_bytes is the raw transaction. */
  txBytes: Uint8Array;
  mode: BroadcastMode;
}
export const BroadcastTxRequest: MessageCodec<BroadcastTxRequest> = defineMessage<BroadcastTxRequest>("cosmos.tx.v1beta1.BroadcastTxRequest", [
  { no: 1, key: "txBytes", name: "tx_bytes", type: "bytes" },
  { no: 2, key: "mode", name: "mode", type: "enum", enumTable: () => BroadcastMode },
]);

/**
 * BroadcastTxResponse is the response type for the
 * Service.BroadcastTx method.
 */
export interface BroadcastTxResponse {
  /** tx_response is the queried TxResponses. */
  txResponse?: TxResponse | undefined;
}
export const BroadcastTxResponse: MessageCodec<BroadcastTxResponse> = defineMessage<BroadcastTxResponse>("cosmos.tx.v1beta1.BroadcastTxResponse", [
  { no: 1, key: "txResponse", name: "tx_response", type: "message", rule: "optional", of: () => TxResponse },
]);

/**
 * SimulateRequest is the request type for the Service.Simulate
 * RPC method.
 */
export interface SimulateRequest {
  /**
   * tx is the transaction to simulate.
   * Deprecated. Send raw tx bytes instead.
   */
  tx?: Tx | undefined;
  /**
   * tx_bytes is the raw transaction.
   *
   * Since: cosmos-sdk 0.43
   */
  txBytes: Uint8Array;
}
export const SimulateRequest: MessageCodec<SimulateRequest> = defineMessage<SimulateRequest>("cosmos.tx.v1beta1.SimulateRequest", [
  { no: 1, key: "tx", name: "tx", type: "message", rule: "optional", of: () => Tx },
  { no: 2, key: "txBytes", name: "tx_bytes", type: "bytes" },
]);

/**
 * SimulateResponse is the response type for the
 * Service.SimulateRPC method.
 */
export interface SimulateResponse {
  /** gas_info is the information about gas used in the simulation. */
  gasInfo?: GasInfo | undefined;
  /** result is the result of the simulation. */
  result?: Result | undefined;
}
export const SimulateResponse: MessageCodec<SimulateResponse> = defineMessage<SimulateResponse>("cosmos.tx.v1beta1.SimulateResponse", [
  { no: 1, key: "gasInfo", name: "gas_info", type: "message", rule: "optional", of: () => GasInfo },
  { no: 2, key: "result", name: "result", type: "message", rule: "optional", of: () => Result },
]);

/**
 * GetTxRequest is the request type for the Service.GetTx
 * RPC method.
 */
export interface GetTxRequest {
  /** hash is the tx hash to query, encoded as a hex string. */
  hash: string;
}
export const GetTxRequest: MessageCodec<GetTxRequest> = defineMessage<GetTxRequest>("cosmos.tx.v1beta1.GetTxRequest", [
  { no: 1, key: "hash", name: "hash", type: "string" },
]);

/** GetTxResponse is the response type for the Service.GetTx method. */
export interface GetTxResponse {
  /** tx is the queried transaction. */
  tx?: Tx | undefined;
  /** tx_response is the queried TxResponses. */
  txResponse?: TxResponse | undefined;
}
export const GetTxResponse: MessageCodec<GetTxResponse> = defineMessage<GetTxResponse>("cosmos.tx.v1beta1.GetTxResponse", [
  { no: 1, key: "tx", name: "tx", type: "message", rule: "optional", of: () => Tx },
  { no: 2, key: "txResponse", name: "tx_response", type: "message", rule: "optional", of: () => TxResponse },
]);

/**
 * GetBlockWithTxsRequest is the request type for the Service.GetBlockWithTxs
 * RPC method.
 *
 * Since: cosmos-sdk 0.45.2
 */
export interface GetBlockWithTxsRequest {
  /** height is the height of the block to query. */
  height: bigint;
  /** pagination defines a pagination for the request. */
  pagination?: PageRequest | undefined;
}
export const GetBlockWithTxsRequest: MessageCodec<GetBlockWithTxsRequest> = defineMessage<GetBlockWithTxsRequest>("cosmos.tx.v1beta1.GetBlockWithTxsRequest", [
  { no: 1, key: "height", name: "height", type: "int64" },
  { no: 2, key: "pagination", name: "pagination", type: "message", rule: "optional", of: () => PageRequest },
]);

/**
 * GetBlockWithTxsResponse is the response type for the Service.GetBlockWithTxs
 * method.
 *
 * Since: cosmos-sdk 0.45.2
 */
export interface GetBlockWithTxsResponse {
  /** txs are the transactions in the block. */
  txs: Tx[];
  blockId?: BlockID | undefined;
  block?: Block | undefined;
  /** pagination defines a pagination for the response. */
  pagination?: PageResponse | undefined;
}
export const GetBlockWithTxsResponse: MessageCodec<GetBlockWithTxsResponse> = defineMessage<GetBlockWithTxsResponse>("cosmos.tx.v1beta1.GetBlockWithTxsResponse", [
  { no: 1, key: "txs", name: "txs", type: "message", rule: "repeated", of: () => Tx },
  { no: 2, key: "blockId", name: "block_id", type: "message", rule: "optional", of: () => BlockID },
  { no: 3, key: "block", name: "block", type: "message", rule: "optional", of: () => Block },
  { no: 4, key: "pagination", name: "pagination", type: "message", rule: "optional", of: () => PageResponse },
]);

/**
 * TxDecodeRequest is the request type for the Service.TxDecode
 * RPC method.
 *
 * Since: cosmos-sdk 0.47
 */
export interface TxDecodeRequest {
  /** tx_bytes is the raw transaction. */
  txBytes: Uint8Array;
}
export const TxDecodeRequest: MessageCodec<TxDecodeRequest> = defineMessage<TxDecodeRequest>("cosmos.tx.v1beta1.TxDecodeRequest", [
  { no: 1, key: "txBytes", name: "tx_bytes", type: "bytes" },
]);

/**
 * TxDecodeResponse is the response type for the
 * Service.TxDecode method.
 *
 * Since: cosmos-sdk 0.47
 */
export interface TxDecodeResponse {
  /** tx is the decoded transaction. */
  tx?: Tx | undefined;
}
export const TxDecodeResponse: MessageCodec<TxDecodeResponse> = defineMessage<TxDecodeResponse>("cosmos.tx.v1beta1.TxDecodeResponse", [
  { no: 1, key: "tx", name: "tx", type: "message", rule: "optional", of: () => Tx },
]);

/**
 * TxEncodeRequest is the request type for the Service.TxEncode
 * RPC method.
 *
 * Since: cosmos-sdk 0.47
 */
export interface TxEncodeRequest {
  /** tx is the transaction to encode. */
  tx?: Tx | undefined;
}
export const TxEncodeRequest: MessageCodec<TxEncodeRequest> = defineMessage<TxEncodeRequest>("cosmos.tx.v1beta1.TxEncodeRequest", [
  { no: 1, key: "tx", name: "tx", type: "message", rule: "optional", of: () => Tx },
]);

/**
 * TxEncodeResponse is the response type for the
 * Service.TxEncode method.
 *
 * Since: cosmos-sdk 0.47
 */
export interface TxEncodeResponse {
  /** tx_bytes is the encoded transaction bytes. */
  txBytes: Uint8Array;
}
export const TxEncodeResponse: MessageCodec<TxEncodeResponse> = defineMessage<TxEncodeResponse>("cosmos.tx.v1beta1.TxEncodeResponse", [
  { no: 1, key: "txBytes", name: "tx_bytes", type: "bytes" },
]);

/**
 * TxEncodeAminoRequest is the request type for the Service.TxEncodeAmino
 * RPC method.
 *
 * Since: cosmos-sdk 0.47
 */
export interface TxEncodeAminoRequest {
  aminoJson: string;
}
export const TxEncodeAminoRequest: MessageCodec<TxEncodeAminoRequest> = defineMessage<TxEncodeAminoRequest>("cosmos.tx.v1beta1.TxEncodeAminoRequest", [
  { no: 1, key: "aminoJson", name: "amino_json", type: "string" },
]);

/**
 * TxEncodeAminoResponse is the response type for the Service.TxEncodeAmino
 * RPC method.
 *
 * Since: cosmos-sdk 0.47
 */
export interface TxEncodeAminoResponse {
  aminoBinary: Uint8Array;
}
export const TxEncodeAminoResponse: MessageCodec<TxEncodeAminoResponse> = defineMessage<TxEncodeAminoResponse>("cosmos.tx.v1beta1.TxEncodeAminoResponse", [
  { no: 1, key: "aminoBinary", name: "amino_binary", type: "bytes" },
]);

/**
 * TxDecodeAminoRequest is the request type for the Service.TxDecodeAmino
 * RPC method.
 *
 * Since: cosmos-sdk 0.47
 */
export interface TxDecodeAminoRequest {
  aminoBinary: Uint8Array;
}
export const TxDecodeAminoRequest: MessageCodec<TxDecodeAminoRequest> = defineMessage<TxDecodeAminoRequest>("cosmos.tx.v1beta1.TxDecodeAminoRequest", [
  { no: 1, key: "aminoBinary", name: "amino_binary", type: "bytes" },
]);

/**
 * TxDecodeAminoResponse is the response type for the Service.TxDecodeAmino
 * RPC method.
 *
 * Since: cosmos-sdk 0.47
 */
export interface TxDecodeAminoResponse {
  aminoJson: string;
}
export const TxDecodeAminoResponse: MessageCodec<TxDecodeAminoResponse> = defineMessage<TxDecodeAminoResponse>("cosmos.tx.v1beta1.TxDecodeAminoResponse", [
  { no: 1, key: "aminoJson", name: "amino_json", type: "string" },
]);

/** Tx is the standard type used for broadcasting transactions. */
export interface Tx {
  /** body is the processable content of the transaction */
  body?: TxBody | undefined;
  /**
   * auth_info is the authorization related content of the transaction,
   * specifically signers, signer modes and fee
   */
  authInfo?: AuthInfo | undefined;
  /**
   * signatures is a list of signatures that matches the length and order of
   * AuthInfo's signer_infos to allow connecting signature meta information like
   * public key and signing mode by position.
   */
  signatures: Uint8Array[];
}
export const Tx: MessageCodec<Tx> = defineMessage<Tx>("cosmos.tx.v1beta1.Tx", [
  { no: 1, key: "body", name: "body", type: "message", rule: "optional", of: () => TxBody },
  { no: 2, key: "authInfo", name: "auth_info", type: "message", rule: "optional", of: () => AuthInfo },
  { no: 3, key: "signatures", name: "signatures", type: "bytes", rule: "repeated" },
]);

/**
 * TxRaw is a variant of Tx that pins the signer's exact binary representation
 * of body and auth_info. This is used for signing, broadcasting and
 * verification. The binary `serialize(tx: TxRaw)` is stored in Tendermint and
 * the hash `sha256(serialize(tx: TxRaw))` becomes the "txhash", commonly used
 * as the transaction ID.
 */
export interface TxRaw {
  /**
   * body_bytes is a protobuf serialization of a TxBody that matches the
   * representation in SignDoc.
   */
  bodyBytes: Uint8Array;
  /**
   * auth_info_bytes is a protobuf serialization of an AuthInfo that matches the
   * representation in SignDoc.
   */
  authInfoBytes: Uint8Array;
  /**
   * signatures is a list of signatures that matches the length and order of
   * AuthInfo's signer_infos to allow connecting signature meta information like
   * public key and signing mode by position.
   */
  signatures: Uint8Array[];
}
export const TxRaw: MessageCodec<TxRaw> = defineMessage<TxRaw>("cosmos.tx.v1beta1.TxRaw", [
  { no: 1, key: "bodyBytes", name: "body_bytes", type: "bytes" },
  { no: 2, key: "authInfoBytes", name: "auth_info_bytes", type: "bytes" },
  { no: 3, key: "signatures", name: "signatures", type: "bytes", rule: "repeated" },
]);

/** SignDoc is the type used for generating sign bytes for SIGN_MODE_DIRECT. */
export interface SignDoc {
  /**
   * body_bytes is protobuf serialization of a TxBody that matches the
   * representation in TxRaw.
   */
  bodyBytes: Uint8Array;
  /**
   * auth_info_bytes is a protobuf serialization of an AuthInfo that matches the
   * representation in TxRaw.
   */
  authInfoBytes: Uint8Array;
  /**
   * chain_id is the unique identifier of the chain this transaction targets.
   * It prevents signed transactions from being used on another chain by an
   * attacker
   */
  chainId: string;
  /** account_number is the account number of the account in state */
  accountNumber: bigint;
}
export const SignDoc: MessageCodec<SignDoc> = defineMessage<SignDoc>("cosmos.tx.v1beta1.SignDoc", [
  { no: 1, key: "bodyBytes", name: "body_bytes", type: "bytes" },
  { no: 2, key: "authInfoBytes", name: "auth_info_bytes", type: "bytes" },
  { no: 3, key: "chainId", name: "chain_id", type: "string" },
  { no: 4, key: "accountNumber", name: "account_number", type: "uint64" },
]);

/**
 * SignDocDirectAux is the type used for generating sign bytes for
 * SIGN_MODE_DIRECT_AUX.
 *
 * Since: cosmos-sdk 0.46
 */
export interface SignDocDirectAux {
  /**
   * body_bytes is protobuf serialization of a TxBody that matches the
   * representation in TxRaw.
   */
  bodyBytes: Uint8Array;
  /** public_key is the public key of the signing account. */
  publicKey?: Any | undefined;
  /**
   * chain_id is the identifier of the chain this transaction targets.
   * It prevents signed transactions from being used on another chain by an
   * attacker.
   */
  chainId: string;
  /** account_number is the account number of the account in state. */
  accountNumber: bigint;
  /** sequence is the sequence number of the signing account. */
  sequence: bigint;
  /** tips have been depreacted and should not be used */
  tip?: Tip | undefined;
}
export const SignDocDirectAux: MessageCodec<SignDocDirectAux> = defineMessage<SignDocDirectAux>("cosmos.tx.v1beta1.SignDocDirectAux", [
  { no: 1, key: "bodyBytes", name: "body_bytes", type: "bytes" },
  { no: 2, key: "publicKey", name: "public_key", type: "message", rule: "optional", of: () => Any },
  { no: 3, key: "chainId", name: "chain_id", type: "string" },
  { no: 4, key: "accountNumber", name: "account_number", type: "uint64" },
  { no: 5, key: "sequence", name: "sequence", type: "uint64" },
  { no: 6, key: "tip", name: "tip", type: "message", rule: "optional", of: () => Tip },
]);

/** TxBody is the body of a transaction that all signers sign over. */
export interface TxBody {
  /**
   * messages is a list of messages to be executed. The required signers of
   * those messages define the number and order of elements in AuthInfo's
   * signer_infos and Tx's signatures. Each required signer address is added to
   * the list only the first time it occurs.
   * By convention, the first required signer (usually from the first message)
   * is referred to as the primary signer and pays the fee for the whole
   * transaction.
   */
  messages: Any[];
  /**
   * memo is any arbitrary note/comment to be added to the transaction.
   * WARNING: in clients, any publicly exposed text should not be called memo,
   * but should be called `note` instead (see https://github.com/cosmos/cosmos-sdk/issues/9122).
   */
  memo: string;
  /**
   * timeout is the block height after which this transaction will not
   * be processed by the chain
   */
  timeoutHeight: bigint;
  /**
   * extension_options are arbitrary options that can be added by chains
   * when the default options are not sufficient. If any of these are present
   * and can't be handled, the transaction will be rejected
   */
  extensionOptions: Any[];
  /**
   * extension_options are arbitrary options that can be added by chains
   * when the default options are not sufficient. If any of these are present
   * and can't be handled, they will be ignored
   */
  nonCriticalExtensionOptions: Any[];
}
export const TxBody: MessageCodec<TxBody> = defineMessage<TxBody>("cosmos.tx.v1beta1.TxBody", [
  { no: 1, key: "messages", name: "messages", type: "message", rule: "repeated", of: () => Any },
  { no: 2, key: "memo", name: "memo", type: "string" },
  { no: 3, key: "timeoutHeight", name: "timeout_height", type: "uint64" },
  { no: 1023, key: "extensionOptions", name: "extension_options", type: "message", rule: "repeated", of: () => Any },
  { no: 2047, key: "nonCriticalExtensionOptions", name: "non_critical_extension_options", type: "message", rule: "repeated", of: () => Any },
]);

/**
 * AuthInfo describes the fee and signer modes that are used to sign a
 * transaction.
 */
export interface AuthInfo {
  /**
   * signer_infos defines the signing modes for the required signers. The number
   * and order of elements must match the required signers from TxBody's
   * messages. The first element is the primary signer and the one which pays
   * the fee.
   */
  signerInfos: SignerInfo[];
  /**
   * Fee is the fee and gas limit for the transaction. The first signer is the
   * primary signer and the one which pays the fee. The fee can be calculated
   * based on the cost of evaluating the body and doing signature verification
   * of the signers. This can be estimated via simulation.
   */
  fee?: Fee | undefined;
  /**
   * Tip is the optional tip used for transactions fees paid in another denom.
   *
   * This field is ignored if the chain didn't enable tips, i.e. didn't add the
   * `TipDecorator` in its posthandler.
   *
   * Since: cosmos-sdk 0.46
   */
  tip?: Tip | undefined;
}
export const AuthInfo: MessageCodec<AuthInfo> = defineMessage<AuthInfo>("cosmos.tx.v1beta1.AuthInfo", [
  { no: 1, key: "signerInfos", name: "signer_infos", type: "message", rule: "repeated", of: () => SignerInfo },
  { no: 2, key: "fee", name: "fee", type: "message", rule: "optional", of: () => Fee },
  { no: 3, key: "tip", name: "tip", type: "message", rule: "optional", of: () => Tip },
]);

/**
 * SignerInfo describes the public key and signing mode of a single top-level
 * signer.
 */
export interface SignerInfo {
  /**
   * public_key is the public key of the signer. It is optional for accounts
   * that already exist in state. If unset, the verifier can use the required \
   * signer address for this position and lookup the public key.
   */
  publicKey?: Any | undefined;
  /**
   * mode_info describes the signing mode of the signer and is a nested
   * structure to support nested multisig pubkey's
   */
  modeInfo?: ModeInfo | undefined;
  /**
   * sequence is the sequence of the account, which describes the
   * number of committed transactions signed by a given address. It is used to
   * prevent replay attacks.
   */
  sequence: bigint;
}
export const SignerInfo: MessageCodec<SignerInfo> = defineMessage<SignerInfo>("cosmos.tx.v1beta1.SignerInfo", [
  { no: 1, key: "publicKey", name: "public_key", type: "message", rule: "optional", of: () => Any },
  { no: 2, key: "modeInfo", name: "mode_info", type: "message", rule: "optional", of: () => ModeInfo },
  { no: 3, key: "sequence", name: "sequence", type: "uint64" },
]);

/** ModeInfo describes the signing mode of a single or nested multisig signer. */
export interface ModeInfo {
  /** single represents a single signer */
  single?: ModeInfo_Single | undefined;
  /** multi represents a nested multisig signer */
  multi?: ModeInfo_Multi | undefined;
}
export const ModeInfo: MessageCodec<ModeInfo> = defineMessage<ModeInfo>("cosmos.tx.v1beta1.ModeInfo", [
  { no: 1, key: "single", name: "single", type: "message", rule: "optional", oneof: "sum", of: () => ModeInfo_Single },
  { no: 2, key: "multi", name: "multi", type: "message", rule: "optional", oneof: "sum", of: () => ModeInfo_Multi },
]);

/**
 * Single is the mode info for a single signer. It is structured as a message
 * to allow for additional fields such as locale for SIGN_MODE_TEXTUAL in the
 * future
 */
export interface ModeInfo_Single {
  /** mode is the signing mode of the single signer */
  mode: SignMode;
}
export const ModeInfo_Single: MessageCodec<ModeInfo_Single> = defineMessage<ModeInfo_Single>("cosmos.tx.v1beta1.ModeInfo.Single", [
  { no: 1, key: "mode", name: "mode", type: "enum", enumTable: () => SignMode },
]);

/** Multi is the mode info for a multisig public key */
export interface ModeInfo_Multi {
  /** bitarray specifies which keys within the multisig are signing */
  bitarray?: CompactBitArray | undefined;
  /**
   * mode_infos is the corresponding modes of the signers of the multisig
   * which could include nested multisig public keys
   */
  modeInfos: ModeInfo[];
}
export const ModeInfo_Multi: MessageCodec<ModeInfo_Multi> = defineMessage<ModeInfo_Multi>("cosmos.tx.v1beta1.ModeInfo.Multi", [
  { no: 1, key: "bitarray", name: "bitarray", type: "message", rule: "optional", of: () => CompactBitArray },
  { no: 2, key: "modeInfos", name: "mode_infos", type: "message", rule: "repeated", of: () => ModeInfo },
]);

/**
 * Fee includes the amount of coins paid in fees and the maximum
 * gas to be used by the transaction. The ratio yields an effective "gasprice",
 * which must be above some miminum to be accepted into the mempool.
 */
export interface Fee {
  /** amount is the amount of coins to be paid as a fee */
  amount: Coin[];
  /**
   * gas_limit is the maximum gas that can be used in transaction processing
   * before an out of gas error occurs
   */
  gasLimit: bigint;
  /**
   * if unset, the first signer is responsible for paying the fees. If set, the specified account must pay the fees.
   * the payer must be a tx signer (and thus have signed this field in AuthInfo).
   * setting this field does *not* change the ordering of required signers for the transaction.
   */
  payer: string;
  /**
   * if set, the fee payer (either the first signer or the value of the payer field) requests that a fee grant be used
   * to pay fees instead of the fee payer's own balance. If an appropriate fee grant does not exist or the chain does
   * not support fee grants, this will fail
   */
  granter: string;
}
export const Fee: MessageCodec<Fee> = defineMessage<Fee>("cosmos.tx.v1beta1.Fee", [
  { no: 1, key: "amount", name: "amount", type: "message", rule: "repeated", of: () => Coin, amino: { keep: true, as: "list" } },
  { no: 2, key: "gasLimit", name: "gas_limit", type: "uint64" },
  { no: 3, key: "payer", name: "payer", type: "string" },
  { no: 4, key: "granter", name: "granter", type: "string" },
]);

/**
 * Tip is the tip used for meta-transactions.
 *
 * Since: cosmos-sdk 0.46
 */
export interface Tip {
  /** amount is the amount of the tip */
  amount: Coin[];
  /** tipper is the address of the account paying for the tip */
  tipper: string;
}
export const Tip: MessageCodec<Tip> = defineMessage<Tip>("cosmos.tx.v1beta1.Tip", [
  { no: 1, key: "amount", name: "amount", type: "message", rule: "repeated", of: () => Coin, amino: { keep: true, as: "list" } },
  { no: 2, key: "tipper", name: "tipper", type: "string" },
]);

/**
 * AuxSignerData is the intermediary format that an auxiliary signer (e.g. a
 * tipper) builds and sends to the fee payer (who will build and broadcast the
 * actual tx). AuxSignerData is not a valid tx in itself, and will be rejected
 * by the node if sent directly as-is.
 *
 * Since: cosmos-sdk 0.46
 */
export interface AuxSignerData {
  /**
   * address is the bech32-encoded address of the auxiliary signer. If using
   * AuxSignerData across different chains, the bech32 prefix of the target
   * chain (where the final transaction is broadcasted) should be used.
   */
  address: string;
  /**
   * sign_doc is the SIGN_MODE_DIRECT_AUX sign doc that the auxiliary signer
   * signs. Note: we use the same sign doc even if we're signing with
   * LEGACY_AMINO_JSON.
   */
  signDoc?: SignDocDirectAux | undefined;
  /** mode is the signing mode of the single signer. */
  mode: SignMode;
  /** sig is the signature of the sign doc. */
  sig: Uint8Array;
}
export const AuxSignerData: MessageCodec<AuxSignerData> = defineMessage<AuxSignerData>("cosmos.tx.v1beta1.AuxSignerData", [
  { no: 1, key: "address", name: "address", type: "string" },
  { no: 2, key: "signDoc", name: "sign_doc", type: "message", rule: "optional", of: () => SignDocDirectAux },
  { no: 3, key: "mode", name: "mode", type: "enum", enumTable: () => SignMode },
  { no: 4, key: "sig", name: "sig", type: "bytes" },
]);

/** Service defines a gRPC service for interacting with transactions. */
export const ServiceService: {
  /** Simulate simulates executing a transaction for estimating gas usage. */
  readonly Simulate: MethodDefinition<SimulateRequest, SimulateResponse>;
  /** GetTx fetches a tx by hash. */
  readonly GetTx: MethodDefinition<GetTxRequest, GetTxResponse>;
  /** BroadcastTx broadcast transaction. */
  readonly BroadcastTx: MethodDefinition<BroadcastTxRequest, BroadcastTxResponse>;
  /** GetTxsEvent fetches txs by event. */
  readonly GetTxsEvent: MethodDefinition<GetTxsEventRequest, GetTxsEventResponse>;
  /**
   * GetBlockWithTxs fetches a block with decoded txs.
   *
   * Since: cosmos-sdk 0.45.2
   */
  readonly GetBlockWithTxs: MethodDefinition<GetBlockWithTxsRequest, GetBlockWithTxsResponse>;
  /**
   * TxDecode decodes the transaction.
   *
   * Since: cosmos-sdk 0.47
   */
  readonly TxDecode: MethodDefinition<TxDecodeRequest, TxDecodeResponse>;
  /**
   * TxEncode encodes the transaction.
   *
   * Since: cosmos-sdk 0.47
   */
  readonly TxEncode: MethodDefinition<TxEncodeRequest, TxEncodeResponse>;
  /**
   * TxEncodeAmino encodes an Amino transaction from JSON to encoded bytes.
   *
   * Since: cosmos-sdk 0.47
   */
  readonly TxEncodeAmino: MethodDefinition<TxEncodeAminoRequest, TxEncodeAminoResponse>;
  /**
   * TxDecodeAmino decodes an Amino transaction from encoded bytes to JSON.
   *
   * Since: cosmos-sdk 0.47
   */
  readonly TxDecodeAmino: MethodDefinition<TxDecodeAminoRequest, TxDecodeAminoResponse>;
} = {
  Simulate: { path: "/cosmos.tx.v1beta1.Service/Simulate", request: SimulateRequest, response: SimulateResponse },
  GetTx: { path: "/cosmos.tx.v1beta1.Service/GetTx", request: GetTxRequest, response: GetTxResponse },
  BroadcastTx: { path: "/cosmos.tx.v1beta1.Service/BroadcastTx", request: BroadcastTxRequest, response: BroadcastTxResponse },
  GetTxsEvent: { path: "/cosmos.tx.v1beta1.Service/GetTxsEvent", request: GetTxsEventRequest, response: GetTxsEventResponse },
  GetBlockWithTxs: { path: "/cosmos.tx.v1beta1.Service/GetBlockWithTxs", request: GetBlockWithTxsRequest, response: GetBlockWithTxsResponse },
  TxDecode: { path: "/cosmos.tx.v1beta1.Service/TxDecode", request: TxDecodeRequest, response: TxDecodeResponse },
  TxEncode: { path: "/cosmos.tx.v1beta1.Service/TxEncode", request: TxEncodeRequest, response: TxEncodeResponse },
  TxEncodeAmino: { path: "/cosmos.tx.v1beta1.Service/TxEncodeAmino", request: TxEncodeAminoRequest, response: TxEncodeAminoResponse },
  TxDecodeAmino: { path: "/cosmos.tx.v1beta1.Service/TxDecodeAmino", request: TxDecodeAminoRequest, response: TxDecodeAminoResponse },
};
