import { DecodeError, type MethodDefinition } from "@openledger/messages";
import { OperationalError } from "@openledger/ports";
import { QueryError, sdkErrors, TxError, type ErrorDefinition, type QueryRequest, type QueryResponse, type QueryStatus } from "@openledger/state-machine";
import type { RpcBackend } from "../backend.ts";
import type { ChainView } from "../chain-view.ts";
import { RpcError } from "../rpc-error.ts";
import { ownChain } from "./own-chain.ts";

/** What a node has that answers queries: its own blocks, or a view of those that are elsewhere. */
export type QueryBackend =
  | RpcBackend
  | (Pick<RpcBackend, "accounts" | "app" | "crypto" | "minimumGasPrices" | "softwareVersion"> & {
      readonly chain: Pick<RpcBackend["chain"], "lastHeight">;
      readonly elsewhere: ChainView;
    });

/** What services use of a node: blocks and what goes with them by the view alone. */
export type ServiceBackend = Pick<RpcBackend, "accounts" | "app" | "crypto" | "minimumGasPrices" | "softwareVersion"> & { readonly view: ChainView };

/** A gRPC method that the node answers, not the App: it is about blocks, the mempool or the node itself. */
export interface ServiceMethod {
  /** `/package.Service/Method`, as in an ABCI query. */
  readonly path: string;
  /** Throws QueryError, DecodeError, RpcError, OperationalError or ChainUnreachable. */
  answer(backend: ServiceBackend, data: Uint8Array): Promise<Uint8Array>;
}

/** Declares a method of a generated service. */
export function serviceMethod<Request extends object, Response extends object>(
  { path, request, response }: MethodDefinition<Request, Response>,
  call: (backend: ServiceBackend, request: Request) => Response | Promise<Response>,
): ServiceMethod {
  return { path, answer: async (backend, data) => response.toBytes(await call(backend, request.decode(data))) };
}

const NOTHING = new Uint8Array(0);

// baseapp's mapping of gRPC statuses to ABCI codes.
const abciErrors: Readonly<Record<QueryStatus, ErrorDefinition>> = {
  NotFound: sdkErrors.keyNotFound,
  InvalidArgument: sdkErrors.invalidRequest,
  FailedPrecondition: sdkErrors.invalidRequest,
  Unauthenticated: sdkErrors.unauthorized,
  Unknown: sdkErrors.unknownRequest,
  Internal: sdkErrors.unknownRequest,
};

/** Answers as an ABCI query. Never throws for what a client can cause; throws ChainUnreachable. */
export async function answerService(backend: QueryBackend, method: ServiceMethod, request: QueryRequest): Promise<QueryResponse> {
  const height = backend.chain.lastHeight;
  const plain = { key: NOTHING, proofOps: [], height };
  try {
    return { ...plain, code: 0, log: "", codespace: "", value: await method.answer({ ...servedBy(backend), view: viewOf(backend) }, request.data) };
  } catch (error) {
    const { status, message } = queryErrorOf(error);
    const { code, codespace, message: log } = abciErrors[status](`rpc error: code = ${status} desc = ${message}`);
    return { ...plain, code, log, codespace, value: NOTHING };
  }
}

function servedBy({ accounts, app, crypto, minimumGasPrices, softwareVersion }: QueryBackend): Omit<ServiceBackend, "view"> {
  return { accounts, app, crypto, minimumGasPrices, softwareVersion };
}

function viewOf(backend: QueryBackend): ChainView {
  return "mempool" in backend ? (backend.elsewhere ?? ownChain(backend)) : backend.elsewhere;
}

function queryErrorOf(error: unknown): QueryError {
  if (error instanceof QueryError) return error;
  if (error instanceof DecodeError) return new QueryError("InvalidArgument", error.message);
  if (error instanceof RpcError || error instanceof OperationalError || error instanceof TxError) return new QueryError("Unknown", error.message);
  throw error;
}
