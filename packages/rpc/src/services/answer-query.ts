import { ServiceService as Node } from "@openledger/messages/cosmos/base/node/v1beta1";
import { ServiceService as Comet } from "@openledger/messages/cosmos/base/tendermint/v1beta1";
import { ServiceService as Tx } from "@openledger/messages/cosmos/tx/v1beta1";
import type { QueryRequest, QueryResponse } from "@openledger/state-machine";
import type { RpcBackend } from "../backend.ts";
import { nodeServiceMethods } from "./node-services.ts";
import { answerService, type ServiceMethod } from "./service.ts";
import { txServiceMethods } from "./tx-service.ts";

const methods: ReadonlyMap<string, ServiceMethod> = new Map([...txServiceMethods, ...nodeServiceMethods].map((one) => [one.path, one]));

/** Services of the node that need nothing but the App and the settings. */
const anywhere: ReadonlySet<string> = new Set([Tx.Simulate, Tx.TxDecode, Tx.TxEncode, Node.Config, Comet.ABCIQuery].map(({ path }) => path));

/** Whether a method answers from blocks, the mempool or peers, which this process has only where it makes blocks itself. */
export function isAboutBlocks(path: string): boolean {
  return methods.has(path) && !anywhere.has(path);
}

/** Answers an ABCI query: services of the node here, everything else by the App. */
export async function answerQuery(backend: RpcBackend, request: QueryRequest): Promise<QueryResponse> {
  const method = backend.accounts === undefined ? undefined : methods.get(request.path);
  return method === undefined ? backend.app.query(request) : answerService(backend, method, request);
}
