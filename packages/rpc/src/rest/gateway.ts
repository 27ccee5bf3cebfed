import type { IncomingMessage, ServerResponse } from "node:http";
import { fromUtf8 } from "@openledger/primitives";
import { QueryError, queryInvalid, type QueryResponse } from "@openledger/state-machine";
import type { RpcBackend } from "../backend.ts";
import { ChainUnreachable } from "../chain-view.ts";
import { BodyTooLarge, readBody } from "../http-body.ts";
import { messageFromJson, setFromText } from "../json/message-from-json.ts";
import { messageToJson } from "../json/message-to-json.ts";
import { answerQuery } from "../services/answer-query.ts";
import type { Route } from "./route.ts";
import { findRoute } from "./routes.ts";
import { sendJson } from "./send-json.ts";

/** A transaction of 1 MiB in base64, and the rest of the request. */
const BODY_BYTES_LIMIT = 2 * 1024 * 1024;

/** gRPC-gateway's HTTP status and gRPC code of a status name. */
const STATUSES: Readonly<Record<string, readonly [number, number]>> = {
  Unknown: [500, 2],
  InvalidArgument: [400, 3],
  NotFound: [404, 5],
  FailedPrecondition: [400, 9],
  Internal: [500, 13],
  Unauthenticated: [401, 16],
};

/** What gRPC-gateway says for every route it does not have; Keplr reads a 501 as "feature absent". */
const NOT_IMPLEMENTED = { code: 12, message: "Not Implemented", details: [] };

/** gRPC's UNAVAILABLE. */
const UNREACHABLE = 14;

/**
 * Answers as the Cosmos SDK's gRPC gateway: a route becomes the ABCI query of its gRPC method, at the height of the
 * header `x-cosmos-block-height`, and the answer JSON. Everything else is 501 with code 12; 503 with code 14 is for a
 * CometBFT that has the blocks and does not answer.
 */
export async function answerGateway(
  backend: RpcBackend,
  pathname: string,
  search: URLSearchParams,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const method = request.method === "HEAD" ? "GET" : (request.method ?? "");
  const found = backend.accounts === undefined ? undefined : findRoute(method, pathname);
  if (found === undefined) return sendJson(response, 501, NOT_IMPLEMENTED);
  const { route, captured } = found;
  try {
    const message = await requestMessage(route, captured, search, request);
    const query = { path: route.path, data: route.request.toBytes(message), height: heightFrom(request), prove: false };
    const answer = await answerQuery(backend, query);
    if (answer.code !== 0) return sendFailure(response, answer);
    response.setHeader("grpc-metadata-content-type", "application/grpc+cosmos-sdk-grpc-codec");
    response.setHeader("grpc-metadata-x-cosmos-block-height", `${answer.height}`);
    sendJson(response, 200, messageToJson(route.response, route.response.decode(answer.value)));
  } catch (error) {
    if (error instanceof ChainUnreachable) return sendJson(response, 503, { code: UNREACHABLE, message: error.message, details: [] });
    if (error instanceof QueryError) return sendStatus(response, error.status, error.message);
    if (!(error instanceof BodyTooLarge)) throw error;
    response.setHeader("connection", "close");
    sendStatus(response, "InvalidArgument", "http: request body too large");
  }
}

async function requestMessage(
  { method, request: codec }: Route,
  captured: ReadonlyMap<string, string>,
  search: URLSearchParams,
  request: IncomingMessage,
): Promise<object> {
  const message = method === "POST" ? messageFromJson(codec, parseJson(await readBody(request, BODY_BYTES_LIMIT))) : codec.create();
  if (method === "GET") for (const [name, text] of search) setFromText(codec, message, name.split("."), text);
  for (const [name, text] of captured) setFromText(codec, message, [name], text);
  return message;
}

function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(fromUtf8(bytes));
  } catch (error) {
    throw queryInvalid(error instanceof Error ? error.message : "the body is not JSON");
  }
}

function heightFrom(request: IncomingMessage): bigint {
  const asked = request.headers["x-cosmos-block-height"];
  if (asked === undefined || asked === "") return 0n;
  if (typeof asked === "string" && /^\d{1,18}$/.test(asked)) return BigInt(asked);
  throw queryInvalid(`cannot query with height < 0; please provide a valid height: invalid request`);
}

/** The App writes a status that a method answered as `rpc error: …`, with the meaning of the ABCI code behind it. */
function sendFailure(response: ServerResponse, { code, codespace, log }: QueryResponse): void {
  const status = /^rpc error: code = (\w+) desc = (.*): [a-z ]+$/s.exec(log);
  if (status !== null) return sendStatus(response, status[1] ?? "Unknown", status[2] ?? "");
  if (log.startsWith("unknown query path")) return sendJson(response, 501, NOT_IMPLEMENTED);
  const at = log.lastIndexOf(": ");
  sendStatus(response, "Unknown", `codespace ${codespace} code ${code}: ${log.slice(at + 2)}: ${log.slice(0, Math.max(at, 0))}`);
}

function sendStatus(response: ServerResponse, name: string, message: string): void {
  const [status, code] = STATUSES[name] ?? [500, 2];
  sendJson(response, status, { code, message, details: [] });
}
