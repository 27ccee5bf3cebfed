import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { BlobStore } from "@openledger/kv";
import type { RpcBackend } from "../backend.ts";
import type { ReportDefect } from "../dispatch.ts";
import { rollupJson } from "../encode/rollup.ts";
import { createBodyReader, type BodyReader } from "../http-body.ts";
import { allowAnyOrigin, SILENCE_MS } from "../http-server.ts";
import { listen, type ListenAddress, type RunningServer } from "../listen.ts";
import { requestTarget } from "../request-target.ts";
import { answerBlob, type FetchBlob, type FindErasure } from "./blobs.ts";
import { answerGateway } from "./gateway.ts";
import { answerWallet } from "../wallet/answer-wallet.ts";
import type { PublicUrls } from "../wallet/public-urls.ts";
import { sendJson } from "./send-json.ts";

export interface RestOptions {
  readonly backend: RpcBackend;
  readonly blobs: BlobStore;
  readonly maxBlobBytes: number;
  /** Where a blob that is not here may be; nowhere by default. */
  readonly fetchBlob?: FetchBlob | undefined;
  /** Asked before and after each change of a blob; nothing is erased by default. */
  readonly erasureOf?: FindErasure;
  readonly report: ReportDefect;
  /** Where clients reach the node; `rest` is the listening address unless it is given. */
  readonly urls: { readonly rpc: string; readonly rest?: string | undefined };
}

/** Memory for blobs on their way, unless a single one may take more. */
const BODY_BYTES_BUDGET = 256 * 1024 * 1024;
const WALLET_PATH = /^\/openledger\/v1\/wallet\/([^/]+)$/;
const BLOB_PATH = /^\/openledger\/v1\/blobs\/([^/]+)$/;

/** The REST API: content-addressed blobs, health and what wallets ask of a Cosmos SDK node. Throws as {@link listen}. */
export async function startRestServer(options: RestOptions, address: ListenAddress): Promise<RunningServer> {
  const { erasureOf = () => undefined } = options;
  const readBody = createBodyReader(options.maxBlobBytes, Math.max(BODY_BYTES_BUDGET, options.maxBlobBytes));
  const urls = { rpc: options.urls.rpc, rest: options.urls.rest ?? "" };
  const server = createServer((request, response) => {
    allowAnyOrigin(request, response);
    route({ ...options, readBody, erasureOf, urls }, request, response).catch((error: unknown) => {
      // A client that hangs up in the middle of its body is no defect of ours.
      if (request.destroyed && !request.complete) return void response.destroy();
      options.report(error, request.url ?? "");
      if (response.headersSent) response.destroy();
      else sendJson(response, 500, { code: "INTERNAL", message: "unexpected failure; the node's log says more" });
    });
  });
  const running = await listen(server.setTimeout(SILENCE_MS), address, "REST");
  urls.rest ||= running.url;
  return running;
}

interface Routed extends RestOptions {
  readonly readBody: BodyReader;
  readonly erasureOf: FindErasure;
  readonly urls: PublicUrls;
}

async function route(options: Routed, request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (request.method === "OPTIONS") return void response.writeHead(204).end();
  const { path: pathname, search } = requestTarget(request) ?? { path: "", search: new URLSearchParams() };
  const blob = BLOB_PATH.exec(pathname)?.[1];
  if (blob !== undefined) return answerBlob(options, blob, request, response);
  const wallet = WALLET_PATH.exec(pathname)?.[1];
  if (wallet !== undefined) return answerWallet(options.backend, options.urls, wallet, response);
  if (pathname === "/health") {
    const { chain, genesis } = options.backend;
    return sendJson(response, 200, { status: "ok", chain_id: genesis.chainId, height: `${chain.lastHeight}` });
  }
  if (pathname === "/openledger/v1/rollup" && options.backend.rollup !== undefined) {
    return sendJson(response, 200, rollupJson(options.backend.rollup()));
  }
  // What is under a module name is a query of that module; of our own paths only those above exist.
  if (pathname.startsWith("/openledger/v1/")) {
    return sendJson(response, 404, { code: "NOT_FOUND", message: `there is nothing at ${pathname.slice(0, 200)}` });
  }
  return answerGateway(options.backend, pathname, search, request, response);
}
