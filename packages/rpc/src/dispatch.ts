import { OperationalError } from "@openledger/ports";
import type { RpcBackend } from "./backend.ts";
import { jsonProblem, wrongType } from "./go-texts.ts";
import { methods } from "./methods.ts";
import { argumentsFromJson } from "./params.ts";
import { RpcError } from "./rpc-error.ts";

export type RpcId = number | string;
export interface RpcResponse {
  readonly jsonrpc: "2.0";
  readonly id?: RpcId;
  readonly result?: unknown;
  readonly error?: RpcError;
}

/** A request whose id is known; `undefined` for a notification, which gets no answer. */
export interface RpcCall {
  readonly id: RpcId;
  readonly method: string;
  readonly params: unknown;
}

/** Where a defect of this software is reported; the client gets a masked sentence. */
export type ReportDefect = (error: unknown, method: string) => void;

const BATCH_LIMIT = 10;

/**
 * Answers a POST body as CometBFT does: a batch of one gives a plain object, notifications and an empty batch give
 * undefined. `status` is the HTTP status.
 */
export async function answerBody(
  backend: RpcBackend,
  body: string,
  report: ReportDefect,
): Promise<{ readonly status: number; readonly answer: RpcResponse | readonly RpcResponse[] | undefined }> {
  let requests: readonly unknown[];
  try {
    const parsed: unknown = JSON.parse(body);
    requests = Array.isArray(parsed) ? parsed : [parsed];
    for (const request of requests) requireRequest(request, Array.isArray(parsed));
  } catch (error) {
    return { status: 500, answer: { jsonrpc: "2.0", error: new RpcError(-32700, requestProblem(body, error)) } };
  }
  if (requests.length > BATCH_LIMIT) {
    const sentence = `batch request exceeds maximum (${BATCH_LIMIT}) allowed number of requests`;
    return { status: 200, answer: { jsonrpc: "2.0", error: new RpcError(-32600, sentence) } };
  }
  const answers = [];
  for (const request of requests) {
    const call = callFrom(request);
    if (call !== undefined) answers.push(await answerCall(backend, call, report));
  }
  return { status: 200, answer: answers.length > 1 ? answers : answers[0] };
}

/** A request of other types than JSON-RPC has; CometBFT takes such a body for no JSON at all. */
class RequestProblem extends Error {
  override readonly name = "RequestProblem";
}

const GO_REQUEST =
  'struct { JSONRPC string "json:\\"jsonrpc\\""; ID interface {} "json:\\"id,omitempty\\""; Method string "json:\\"method\\""; Params json.RawMessage "json:\\"params\\"" }';

/** Throws a RequestProblem for what is no request. */
function requireRequest(request: unknown, inBatch: boolean): void {
  if (request === null) return;
  if (typeof request !== "object" || Array.isArray(request)) throw new RequestProblem(wrongType(inBatch ? [] : request, GO_REQUEST));
  const { id, method } = request as { id?: unknown; method?: unknown };
  if (method !== undefined && method !== null && typeof method !== "string") {
    throw new RequestProblem(wrongType(method, "string").replace("Go value", "Go struct field .method"));
  }
  if (id === undefined || id === null || typeof id === "number" || typeof id === "string") return;
  const [shown, type] = typeof id === "boolean" ? [String(id), "bool"] : Array.isArray(id) ? ["[]", "[]interface {}"] : ["map[]", "map[string]interface {}"];
  throw new RequestProblem(`json-rpc ID (${shown}) is of unknown type (${type})`);
}

/** The call in a parsed request, undefined for a notification. Throws a RequestProblem for what is no request. */
export function callFrom(request: unknown): RpcCall | undefined {
  requireRequest(request, false);
  if (request === null) return undefined;
  const { id, method, params } = request as { id?: number | string | null; method?: string | null; params?: unknown };
  if (id === undefined || id === null) return undefined;
  // CometBFT keeps an integer of a numeric id.
  return { id: typeof id === "number" ? Math.trunc(id) : id, method: method ?? "", params };
}

/** The sentence for a text that holds no request. */
export function requestProblem(text: string, error: unknown): string {
  return `error unmarshaling request: ${error instanceof RequestProblem ? error.message : jsonProblem(text, error)}`;
}

/** Answers one call; never throws. */
export async function answerCall(backend: RpcBackend, call: RpcCall, report: ReportDefect): Promise<RpcResponse> {
  const { id } = call;
  try {
    const found = methods.get(call.method);
    if (found === undefined) throw new RpcError(-32601);
    const result = await found.call(backend, argumentsFromJson(found.spec, call.params));
    return { jsonrpc: "2.0", id, result };
  } catch (error) {
    return { jsonrpc: "2.0", id, error: toRpcError(error, call.method, report) };
  }
}

/** What a client gets to see of an error; anything unforeseen is masked and reported. */
export function toRpcError(error: unknown, method: string, report: ReportDefect): RpcError {
  if (error instanceof RpcError) return error;
  if (error instanceof OperationalError) return new RpcError(-32603, error.message);
  report(error, method);
  return new RpcError(-32603, "unexpected failure; the node's log says more");
}
