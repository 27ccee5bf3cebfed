/** cosmos.tx.v1beta1.Service as x/auth/tx/service.go of the Cosmos SDK; the App itself answers Simulate. */
import { txHash } from "@openledger/comet";
import { DecodeError } from "@openledger/messages";
import { TxResponse } from "@openledger/messages/cosmos/base/abci/v1beta1";
import {
  AuthInfo,
  BroadcastMode,
  BroadcastTxResponse,
  GetBlockWithTxsResponse,
  GetTxResponse,
  GetTxsEventResponse,
  OrderBy,
  ServiceService,
  Tx,
  TxBody,
  TxDecodeResponse,
  TxEncodeResponse,
  TxRaw,
  type BroadcastTxRequest,
  type GetBlockWithTxsRequest,
  type GetTxsEventRequest,
} from "@openledger/messages/cosmos/tx/v1beta1";
import { OperationalError } from "@openledger/ports";
import { EncodingError, fromHex } from "@openledger/primitives";
import { QueryError, queryInvalid, queryNotFound, sdkErrors } from "@openledger/state-machine";
import type { ViewedTx } from "../chain-view.ts";
import { hex, rfc3339 } from "../encode/scalars.ts";
import { hexProblem } from "../go-texts.ts";
import { RpcError } from "../rpc-error.ts";
import { serviceMethod, type ServiceBackend, type ServiceMethod } from "./service.ts";

const DEFAULT_LIMIT = 100;
/** Codes of the codespace `sdk` for what the mempool refuses without CheckTx. */
const MEMPOOL_CODES: Readonly<Record<string, number>> = { TX_IN_CACHE: 19, MEMPOOL_FULL: 20, TX_TOO_LARGE: 21 };

export const txServiceMethods: readonly ServiceMethod[] = [
  serviceMethod(ServiceService.GetTx, async (backend, { hash }) => {
    if (hash === "") throw queryInvalid("tx hash cannot be empty");
    const viewed = await backend.view.tx(hashFrom(hash));
    if (viewed === undefined) throw queryNotFound(`tx not found: ${hash}`);
    return GetTxResponse.create(foundTx(backend, viewed));
  }),
  serviceMethod(ServiceService.GetTxsEvent, getTxsEvent),
  serviceMethod(ServiceService.GetBlockWithTxs, getBlockWithTxs),
  serviceMethod(ServiceService.BroadcastTx, async (backend, request) =>
    BroadcastTxResponse.create({ txResponse: await broadcast(backend, request) }),
  ),
  serviceMethod(ServiceService.TxDecode, (_backend, { txBytes }) => {
    if (txBytes.length === 0) throw queryInvalid("invalid empty tx bytes");
    return TxDecodeResponse.create({ tx: decodedTx(txBytes) });
  }),
  serviceMethod(ServiceService.TxEncode, (_backend, { tx }) => {
    if (tx === undefined) throw queryInvalid("invalid empty tx");
    const txBytes = TxRaw.toBytes({
      bodyBytes: TxBody.toBytes(tx.body ?? TxBody.create()),
      authInfoBytes: AuthInfo.toBytes(tx.authInfo ?? AuthInfo.create()),
      signatures: tx.signatures,
    });
    return TxEncodeResponse.create({ txBytes });
  }),
];

function hashFrom(text: string): Uint8Array {
  try {
    return fromHex(text);
  } catch (error) {
    if (error instanceof EncodingError) throw new QueryError("Unknown", hexProblem(text));
    throw error;
  }
}

function decodedTx(bytes: Uint8Array): Tx {
  try {
    const { bodyBytes, authInfoBytes, signatures } = TxRaw.decode(bytes);
    return Tx.create({ body: TxBody.decodeLenient(bodyBytes).message, authInfo: AuthInfo.decode(authInfoBytes), signatures });
  } catch (error) {
    if (error instanceof DecodeError) throw new QueryError("Unknown", `${error.message}: tx parse error`);
    throw error;
  }
}

function foundTx({ crypto }: ServiceBackend, { height, bytes, result, time }: ViewedTx): { readonly tx: Tx; readonly txResponse: TxResponse } {
  const tx = decodedTx(bytes);
  const txResponse = TxResponse.create({
    height,
    txhash: hex(txHash(crypto.sha256, bytes)),
    codespace: result.codespace,
    code: result.code,
    data: hex(result.data),
    rawLog: result.log,
    info: result.info,
    gasWanted: result.gasWanted,
    gasUsed: result.gasUsed,
    tx: { typeUrl: Tx.typeUrl, value: Tx.toBytes(tx) },
    // The SDK leaves the fraction of a second away.
    timestamp: `${rfc3339(time).slice(0, 19)}Z`,
    events: result.events,
  });
  return { tx, txResponse };
}

async function getTxsEvent(backend: ServiceBackend, { query, orderBy, page, limit }: GetTxsEventRequest): Promise<GetTxsEventResponse> {
  if (query === "") throw new QueryError("Internal", "query cannot be empty");
  try {
    const order = orderBy === OrderBy.ORDER_BY_DESC ? "desc" : "asc";
    const perPage = limit <= 0n ? DEFAULT_LIMIT : Math.min(Number(limit), DEFAULT_LIMIT);
    const { total, txs } = await backend.view.searchTxs({ query, order, page: page <= 0n ? 1 : Number(page), perPage });
    const shown = txs.map((viewed) => foundTx(backend, viewed));
    return GetTxsEventResponse.create({
      txs: shown.map(({ tx }) => tx),
      txResponses: shown.map(({ txResponse }) => txResponse),
      total: BigInt(total),
    });
  } catch (error) {
    if (error instanceof RpcError) throw new QueryError("Internal", `failed to search for txs: ${error.message}`);
    throw error;
  }
}

async function getBlockWithTxs({ view }: ServiceBackend, { height, pagination }: GetBlockWithTxsRequest): Promise<GetBlockWithTxsResponse> {
  const { last: current } = await view.heights();
  const viewed = height < 1n || height > current ? undefined : await view.block(height);
  if (viewed === undefined) {
    const sentence = `requested height ${height} but height must not be less than 1 or greater than the current height ${current}`;
    throw sdkErrors.invalidHeight(sentence);
  }
  const { block, blockId } = viewed;
  const txs = block.data?.txs ?? [];
  const { offset, limit } = pagination ?? { offset: 0n, limit: BigInt(DEFAULT_LIMIT) };
  if (offset >= BigInt(txs.length) && txs.length > 0) {
    throw sdkErrors.invalidRequest(`out of range: cannot paginate ${txs.length} txs with offset ${offset} and limit ${limit}`);
  }
  const end = offset + limit;
  return GetBlockWithTxsResponse.create({
    txs: txs.filter((_, i) => BigInt(i) >= offset && BigInt(i) < end).map(decodedTx),
    blockId,
    block,
    pagination: { total: BigInt(txs.length) },
  });
}

async function broadcast({ crypto, view }: ServiceBackend, { txBytes, mode }: BroadcastTxRequest): Promise<TxResponse> {
  if (txBytes.length === 0) throw queryInvalid("invalid empty tx");
  const txhash = hex(txHash(crypto.sha256, txBytes));
  if (mode === BroadcastMode.BROADCAST_MODE_ASYNC) {
    void view.admit(txBytes).catch(() => undefined);
    return TxResponse.create({ txhash });
  }
  if (mode !== BroadcastMode.BROADCAST_MODE_SYNC) {
    const name = mode === BroadcastMode.BROADCAST_MODE_BLOCK ? "block" : "unspecified";
    throw new QueryError("Unknown", `unsupported return type ${name}; supported types: sync, async`);
  }
  try {
    const { code, codespace, data, log } = await view.admit(txBytes);
    return TxResponse.create({ code, codespace, data: hex(data), rawLog: log, txhash });
  } catch (error) {
    const code = error instanceof OperationalError ? MEMPOOL_CODES[error.code] : undefined;
    if (code === undefined) throw error;
    return TxResponse.create({ code, codespace: "sdk", txhash });
  }
}
