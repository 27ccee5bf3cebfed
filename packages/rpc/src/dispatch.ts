import { OperationalError } from "@openledger/ports";
import type { RpcBackend } from "./backend.ts";
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
  let parsed: unknown;
  try {
    parsed = JSON.parse(body);
  } catch (error) {
    const reason = error instanceof Error ? error.message : "not JSON";
    return { status: 500, answer: { jsonrpc: "2.0", error: new RpcError(-32700, `error unmarshaling request: ${reason}`) } };
  }
  const requests: readonly unknown[] = Array.isArray(parsed) ? parsed : [parsed];
  if (requests.length > BATCH_LIMIT) {
    const sentence = `batch request exceeds maximum (${BATCH_LIMIT}) allowed number of requests`;
    return { status: 200, answer: { jsonrpc: "2.0", error: new RpcError(-32600, sentence) } };
  }
  const answers = [];
  for (const request of requests) {
    const call = callFrom(request);
    if (call instanceof RpcError) answers.push({ jsonrpc: "2.0" as const, error: call });
    else if (call !== undefined) answers.push(await answerCall(backend, call, report));
  }
  return { status: 200, answer: answers.length > 1 ? answers : answers[0] };
}

/** The call in a parsed request, undefined for a notification, an RpcError for what is no request. */
export function callFrom(request: unknown): RpcCall | RpcError | undefined {
  if (typeof request !== "object" || request === null) return new RpcError(-32600, "a request is a JSON object");
  const { id, method, params } = request as { id?: unknown; method?: unknown; params?: unknown };
  if (id === undefined || id === null) return undefined;
  if (typeof id !== "number" && typeof id !== "string") return new RpcError(-32600, "id must be a number or a string");
  // CometBFT keeps an integer of a numeric id.
  const kept = typeof id === "number" ? Math.trunc(id) : id;
  return { id: kept, method: typeof method === "string" ? method : "", params };
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
