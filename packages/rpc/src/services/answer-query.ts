import type { QueryRequest, QueryResponse } from "@openledger/state-machine";
import { nodeServiceMethods } from "./node-services.ts";
import { answerService, type QueryBackend, type ServiceMethod } from "./service.ts";
import { txServiceMethods } from "./tx-service.ts";

const methods: ReadonlyMap<string, ServiceMethod> = new Map([...txServiceMethods, ...nodeServiceMethods].map((one) => [one.path, one]));

/** Whether the node answers a query's path, not the App: it is about blocks, the mempool or the node itself. */
export function isOfNode(path: string): boolean {
  return methods.has(path);
}

/** Answers an ABCI query: services of the node here, everything else by the App. Throws ChainUnreachable. */
export async function answerQuery(backend: QueryBackend, request: QueryRequest): Promise<QueryResponse> {
  const method = backend.accounts === undefined ? undefined : methods.get(request.path);
  return method === undefined ? backend.app.query(request) : answerService(backend, method, request);
}
