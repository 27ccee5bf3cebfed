/** ABCI queries: raw store keys with proofs, and the modules' gRPC methods. */
import { DecodeError } from "@openledger/messages";
import { Result, TxMsgData } from "@openledger/messages/cosmos/base/abci/v1beta1";
import {
  AuthInfo,
  ServiceService,
  SimulateRequest,
  SimulateResponse,
  TxBody,
  TxRaw,
  type Tx,
} from "@openledger/messages/cosmos/tx/v1beta1";
import { height, type Height, type Sha256 } from "@openledger/primitives";
import {
  proveQuery,
  StoreError,
  type CommittedMultiStore,
  type CommittedVersion,
  type QueryProof,
} from "@openledger/store";
import type { ExecTxResult, QueryRequest, QueryResponse } from "./app.ts";
import type { QueryContext } from "./context.ts";
import { QueryError, type QueryStatus } from "./query-error.ts";
import type { Router } from "./router.ts";
import { sdkErrors } from "./sdk-errors.ts";
import { TxError, type ErrorDefinition } from "./tx-error.ts";

const NOTHING = new Uint8Array(0);

/** What queries read. */
export interface QuerySource {
  readonly sha256: Sha256;
  readonly stores: CommittedMultiStore;
  readonly router: Router;
  contextAt(version: CommittedVersion): QueryContext;
  simulate(tx: Uint8Array): ExecTxResult;
}

/** Answers a query; never throws for what a client can cause. */
export function answerQuery(source: QuerySource, request: QueryRequest): QueryResponse {
  try {
    return route(source, request);
  } catch (error) {
    if (error instanceof TxError) return failure(error);
    throw error;
  }
}

/** The answer before there is a first block. */
export function notReady(name: string): QueryResponse {
  return failure(sdkErrors.invalidHeight(`${name} is not ready; please wait for first block`));
}

function route(source: QuerySource, request: QueryRequest): QueryResponse {
  if (request.path.startsWith("/store/")) return storeQuery(source, request);
  if (request.path === ServiceService.Simulate.path) return simulateQuery(source, request);
  const handler = source.router.query(request.path);
  if (handler === undefined) throw sdkErrors.unknownRequest("unknown query path");
  const version = versionAt(source.stores, request);
  const at = height(version.version);
  return asQuery(at, () => {
    const decoded = handler.request.decode(request.data);
    return success(at, NOTHING, handler.response.toBytes(handler.handle(source.contextAt(version), decoded)));
  });
}

function versionAt(stores: CommittedMultiStore, { height: asked, prove }: QueryRequest): CommittedVersion {
  if (asked < 0n) throw sdkErrors.invalidRequest("cannot query with height < 0; please provide a valid height");
  if (asked > stores.version) {
    throw sdkErrors.invalidHeight("cannot query with height in the future; please provide a valid height");
  }
  const at = asked === 0n ? stores.version : asked;
  if (at <= 1n && prove) {
    throw sdkErrors.invalidRequest("cannot query with proof when height <= 1; please provide a valid height");
  }
  try {
    return stores.reader(at);
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
    throw sdkErrors.invalidRequest(
      `failed to load state at height ${at}; version does not exist (latest height: ${stores.version})`,
    );
  }
}

function storeQuery(source: QuerySource, request: QueryRequest): QueryResponse {
  const { stores } = source;
  const [, , name = "", kind, ...rest] = request.path.split("/");
  if (kind !== "key" || rest.length > 0) throw sdkErrors.unknownRequest("unknown query path");
  if (!stores.storeNames.includes(name)) throw sdkErrors.unknownRequest(`no such store: ${name.slice(0, 64)}`);
  if (request.data.length === 0) throw sdkErrors.txDecode("query cannot be zero length");
  const version = versionAt(stores, request);
  const at = height(version.version);
  if (!request.prove) {
    return success(at, request.data.slice(), version.store(name).get(request.data)?.slice() ?? NOTHING);
  }
  const { value, ops } = provenValue(source, version, name, request.data);
  return { ...success(at, request.data.slice(), value?.slice() ?? NOTHING), proofOps: ops };
}

function provenValue({ sha256 }: QuerySource, version: CommittedVersion, store: string, key: Uint8Array): QueryProof {
  try {
    return proveQuery(sha256, version, store, key);
  } catch (error) {
    if (error instanceof StoreError) throw sdkErrors.invalidRequest(error.message);
    throw error;
  }
}

function simulateQuery(source: QuerySource, request: QueryRequest): QueryResponse {
  const at = height(source.stores.version);
  return asQuery(at, () => {
    const { tx, txBytes } = SimulateRequest.decode(request.data);
    const bytes = txBytes.length > 0 || tx === undefined ? txBytes : rawBytes(tx);
    if (bytes.length === 0) throw new QueryError("InvalidArgument", "empty txBytes is not allowed");
    const result = source.simulate(bytes);
    if (result.code !== 0) {
      throw new QueryError(
        "Unknown",
        `${result.log} with gas used: '${result.gasUsed}'`,
      );
    }
    return success(at, NOTHING, SimulateResponse.toBytes(simulateResponse(result)));
  });
}

function rawBytes(tx: Tx): Uint8Array {
  return TxRaw.toBytes({
    bodyBytes: TxBody.toBytes(tx.body ?? TxBody.create()),
    authInfoBytes: AuthInfo.toBytes(tx.authInfo ?? AuthInfo.create()),
    signatures: tx.signatures,
  });
}

function simulateResponse(result: ExecTxResult): SimulateResponse {
  return SimulateResponse.create({
    gasInfo: { gasWanted: result.gasWanted, gasUsed: result.gasUsed },
    result: Result.create({
      data: result.data,
      events: result.events,
      msgResponses: TxMsgData.decode(result.data).msgResponses,
    }),
  });
}

// baseapp's mapping of gRPC statuses to ABCI codes.
const abciErrors: Readonly<Record<QueryStatus, ErrorDefinition>> = {
  NotFound: sdkErrors.keyNotFound,
  InvalidArgument: sdkErrors.invalidRequest,
  FailedPrecondition: sdkErrors.invalidRequest,
  Unauthenticated: sdkErrors.unauthorized,
  Unknown: sdkErrors.unknownRequest,
  Internal: sdkErrors.unknownRequest,
};

function asQuery(at: Height, answer: () => QueryResponse): QueryResponse {
  try {
    return answer();
  } catch (error) {
    const { status, message } = queryErrorOf(error);
    return { ...failure(abciErrors[status](`rpc error: code = ${status} desc = ${message}`)), height: at };
  }
}

function queryErrorOf(error: unknown): QueryError {
  if (error instanceof QueryError) return error;
  if (error instanceof DecodeError) return new QueryError("InvalidArgument", error.message);
  if (error instanceof TxError) return new QueryError(isNotFound(error) ? "NotFound" : "Unknown", error.message);
  throw error;
}

function isNotFound({ codespace, code }: TxError): boolean {
  return codespace === "sdk" && (code === sdkErrors.keyNotFound.code || code === sdkErrors.notFound.code);
}

function success(at: Height, key: Uint8Array, value: Uint8Array): QueryResponse {
  return { code: 0, log: "", codespace: "", key, value, proofOps: [], height: at };
}

function failure({ code, codespace, message }: TxError): QueryResponse {
  return { code, log: message, codespace, key: NOTHING, value: NOTHING, proofOps: [], height: 0n };
}
