import type { QueryRequest, QueryResponse } from "@openledger/state-machine";
import type { RpcBackend } from "../backend.ts";
import { nodeServiceMethods } from "./node-services.ts";
import { answerService, type ServiceMethod } from "./service.ts";
import { txServiceMethods } from "./tx-service.ts";

const methods: ReadonlyMap<string, ServiceMethod> = new Map([...txServiceMethods, ...nodeServiceMethods].map((one) => [one.path, one]));

/** Answers an ABCI query: services of the node here, everything else by the App. Throws ChainUnreachable. */
export async function answerQuery(backend: RpcBackend, request: QueryRequest): Promise<QueryResponse> {
  const method = backend.accounts === undefined ? undefined : methods.get(request.path);
  return method === undefined ? backend.app.query(request) : answerService(backend, method, request);
}
