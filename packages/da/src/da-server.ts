import { timingSafeEqual } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { DA_NAMESPACE_BYTES, daError, OperationalError } from "@openledger/ports";
import { BodyTooLarge, listen, readBody, type ListenAddress, type RunningServer } from "@openledger/rpc";
import { equalBytes, fromBase64, fromUtf8, toBase64, toHex, toUtf8 } from "@openledger/primitives";
import { z } from "zod";
import { celestiaNamespace } from "./celestia-commitment.ts";
import { NO_PARENT } from "./da-block.ts";
import type { FileDa } from "./file-da.ts";

/** JSON of the largest submission, base64 included. */
const BODY_BYTES_MAX = 64 * 1024 * 1024;

const heightSchema = z.number().int().min(1).transform(BigInt);
const bytesSchema = z.string().transform((text) => fromBase64(text));
const namespaceSchema = bytesSchema.transform((whole) => {
  const namespace = whole.slice(-DA_NAMESPACE_BYTES);
  if (!equalBytes(celestiaNamespace(namespace), whole)) throw new RangeError("invalid namespace: version 0 with an id of 10 bytes is served");
  return namespace;
});
const submitSchema = z.tuple([z.array(z.object({ namespace: namespaceSchema, data: bytesSchema })).min(1)]).rest(z.unknown());
const getAllSchema = z.tuple([heightSchema, z.array(namespaceSchema).min(1)]);
const getSchema = z.tuple([heightSchema, namespaceSchema, bytesSchema]);
const includedSchema = z.tuple([heightSchema, namespaceSchema, z.unknown(), bytesSchema]);
const requestSchema = z.object({ id: z.union([z.number(), z.string(), z.null()]).optional(), method: z.string(), params: z.array(z.unknown()).default([]) });

/** What the head is while nothing was submitted; Celestia itself is never empty. */
const BEFORE_FIRST = { time: 0n, parent: NO_PARENT, root: NO_PARENT } as const;

type Answer = (params: readonly unknown[]) => Promise<unknown>;

/**
 * Serves a file DA in the shape of celestia-node's JSON-RPC: `blob.Submit`, `GetAll`, `Get`, `GetProof`, `Included`,
 * `header.NetworkHead`, `LocalHead`, `GetByHeight`. With a token, a request needs it as its bearer. Throws as `listen`.
 */
export async function startDaServer(da: FileDa, address: ListenAddress, options: { readonly authToken?: string } = {}): Promise<RunningServer> {
  const methods = methodsOf(da);
  const server = createServer((request, response) => {
    answer(methods, options.authToken ?? "", request, response).catch(() => response.destroy());
  });
  return listen(server, address, "DA");
}

async function answer(methods: ReadonlyMap<string, Answer>, authToken: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (!isAllowed(request, authToken)) return void response.writeHead(401).end("missing or wrong bearer token\n");
  if (request.method !== "POST") return void response.writeHead(405).end("POST JSON-RPC 2.0\n");
  let body: Uint8Array;
  try {
    body = await readBody(request, BODY_BYTES_MAX);
  } catch (error) {
    if (!(error instanceof BodyTooLarge)) throw error;
    return void response.writeHead(413, { connection: "close" }).end("the request is too large\n");
  }
  const document = await answerBody(methods, body);
  response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(document));
}

async function answerBody(methods: ReadonlyMap<string, Answer>, body: Uint8Array): Promise<object> {
  const failure = (id: unknown, code: number, message: string): object => ({ jsonrpc: "2.0", id, error: { code, message } });
  let request: z.infer<typeof requestSchema>;
  try {
    request = requestSchema.parse(JSON.parse(fromUtf8(body)));
  } catch {
    return failure(null, -32600, "no JSON-RPC request with positional parameters");
  }
  const id = request.id ?? null;
  const method = methods.get(request.method);
  if (method === undefined) return failure(id, -32601, `method '${request.method.slice(0, 100)}' not found`);
  try {
    return { jsonrpc: "2.0", id, result: await method(request.params) };
  } catch (error) {
    if (error instanceof OperationalError) return failure(id, 1, celestiaText(error));
    return failure(id, -32602, error instanceof Error ? error.message.slice(0, 300) : "wrong parameters");
  }
}

function methodsOf(da: FileDa): ReadonlyMap<string, Answer> {
  const headerAt = (height: bigint): object => {
    const header = height === 0n ? BEFORE_FIRST : da.header(height);
    if (header === undefined) throw daError("DA_FUTURE", `requested height ${height}`);
    const time = `${new Date(Number(header.time / 1_000_000n)).toISOString().slice(0, -5)}.${`${header.time % 1_000_000_000n}`.padStart(9, "0")}Z`;
    const last = { hash: toHex(header.parent).toUpperCase() };
    return { header: { chain_id: "file-da", height: `${height}`, time, last_block_id: last, data_hash: toHex(header.root).toUpperCase() } };
  };
  const newest: Answer = async () => headerAt((await da.head()).height);
  return new Map<string, Answer>([
    ["blob.Submit", async (params) => Number(await submitAll(da, submitSchema.parse(params)[0]))],
    ["blob.GetAll", async (params) => {
      const [height, namespaces] = getAllSchema.parse(params);
      const found = await Promise.all(namespaces.map(async (namespace) => (await da.list(height, namespace)).map((blob) => ({ ...blob, namespace }))));
      const blobs = found.flat().map(blobJson);
      return blobs.length === 0 ? null : blobs;
    }],
    ["blob.Get", async (params) => {
      const [height, namespace, commitment] = getSchema.parse(params);
      const found = (await da.list(height, namespace)).find((blob) => equalBytes(blob.commitment, commitment));
      if (found === undefined) throw daError("DA_NOT_FOUND", "blob: not found");
      return blobJson({ ...found, namespace });
    }],
    ["blob.GetProof", async (params) => {
      const [height, namespace, commitment] = getSchema.parse(params);
      return JSON.parse(fromUtf8(await da.prove(height, namespace, commitment))) as unknown;
    }],
    ["blob.Included", async (params) => {
      const [height, namespace, proof, commitment] = includedSchema.parse(params);
      return da.verify(height, namespace, commitment, toUtf8(JSON.stringify(proof ?? null)));
    }],
    ["header.NetworkHead", newest],
    ["header.LocalHead", newest],
    ["header.GetByHeight", async (params) => headerAt(z.tuple([heightSchema]).parse(params)[0])],
  ]);
}

/** All blobs of one call share a namespace here, as those of our client do. */
async function submitAll(da: FileDa, blobs: readonly { readonly namespace: Uint8Array; readonly data: Uint8Array }[]): Promise<bigint> {
  const [first] = blobs;
  if (first === undefined || blobs.some(({ namespace }) => !equalBytes(namespace, first.namespace))) {
    throw daError("DA_REFUSED", "invalid namespace: the blobs of one submission share theirs here");
  }
  return (await da.submit(first.namespace, blobs.map(({ data }) => data))).height;
}

function blobJson(blob: { readonly namespace: Uint8Array; readonly data: Uint8Array; readonly commitment: Uint8Array; readonly index: number }): object {
  const { namespace, data, commitment, index } = blob;
  return { namespace: toBase64(celestiaNamespace(namespace)), data: toBase64(data), share_version: 0, commitment: toBase64(commitment), index };
}

/** As celestia-node words it, so that clients find what they look for. */
function celestiaText({ code, message }: OperationalError): string {
  if (code === "DA_NOT_FOUND") return message.includes("header") ? message : "blob: not found";
  if (code === "DA_FUTURE") return `header: given height is from the future: ${message}`;
  return code === "DA_TOO_BIG" ? `blob size exceeds the maximum: ${message}` : message;
}

function isAllowed(request: IncomingMessage, authToken: string): boolean {
  if (authToken === "") return true;
  const given = Buffer.from(request.headers.authorization ?? "");
  const wanted = Buffer.from(`Bearer ${authToken}`);
  return given.length === wanted.length && timingSafeEqual(given, wanted);
}
