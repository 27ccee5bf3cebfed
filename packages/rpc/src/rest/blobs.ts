import type { IncomingMessage, ServerResponse } from "node:http";
import type { BlobStore } from "@openledger/kv";
import { OperationalError } from "@openledger/ports";
import { BodiesTooMany, BodyTooLarge, type BodyReader } from "../http-body.ts";
import { sendJson } from "./send-json.ts";

const STATUS: Readonly<Record<string, number>> = {
  BLOB_TOO_LARGE: 413,
  BLOB_QUOTA: 507,
  BLOB_HASH_MISMATCH: 422,
  BLOB_NOT_FOUND: 404,
  DISK_FULL: 507,
  DISK_BUSY: 503,
};

/** The contribution whose contributor had a blob erased, and the block of it. */
export interface ErasedBlob {
  readonly datanetId: bigint;
  readonly seq: bigint;
  readonly height: bigint;
}

/** Looks a blob up among those that were erased on chain. */
export type FindErasure = (hash: string) => ErasedBlob | undefined;

/** A node that fetches a blob for somebody else says so by this header. */
export const FETCHING_HEADER = "openledger-fetching";

/** Gets a blob from elsewhere, checked against its name; undefined when nobody has it. */
export type FetchBlob = (hash: string) => Promise<Uint8Array | undefined>;

interface BlobParts {
  readonly blobs: BlobStore;
  readonly fetchBlob?: FetchBlob | undefined;
  readonly maxBlobBytes: number;
  readonly readBody: BodyReader;
  readonly erasureOf: FindErasure;
}

/** `PUT`, `GET` and `HEAD /openledger/v1/blobs/{sha256}`. Errors are `{code, message}` with a stable code; 410 `ERASED` for what its contributor had erased. */
export async function answerBlob(
  parts: BlobParts,
  hash: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (!/^[0-9a-f]{64}$/.test(hash)) {
    return sendJson(response, 400, { code: "BLOB_NAME", message: "name a blob by the 64 lower-case hex digits of its sha256" });
  }
  const { blobs, maxBlobBytes, erasureOf } = parts;
  try {
    const erased = erasureOf(hash);
    if (erased !== undefined) refuseErased(erased, request, response);
    else if (request.method === "PUT") await put(parts, hash, request, response);
    else if (request.method === "GET") sendBlob(response, hash, await getBlob(parts, hash, request));
    else if (request.method === "HEAD") head(blobs, hash, response);
    else sendJson(response, 405, { code: "METHOD", message: "a blob takes PUT, GET and HEAD" });
  } catch (error) {
    if (error instanceof BodyTooLarge) {
      response.setHeader("connection", "close");
      sendJson(response, 413, { code: "BLOB_TOO_LARGE", message: `at most ${maxBlobBytes} bytes are taken` });
    } else if (error instanceof BodiesTooMany) {
      response.setHeader("connection", "close");
      sendJson(response, 503, { code: "BLOB_BUSY", message: "too many blobs arrive at once; try again" });
    } else if (error instanceof OperationalError) {
      sendJson(response, STATUS[error.code] ?? 500, { code: error.code, message: error.message });
    } else throw error;
  }
}

/** From here, or from elsewhere where this node knows of others; what comes from there is kept if there is room. */
async function getBlob({ blobs, fetchBlob }: BlobParts, hash: string, request: IncomingMessage): Promise<Uint8Array> {
  // Two nodes that name each other must not ask in circles.
  const isOfNode = request.headers[FETCHING_HEADER] !== undefined;
  const fetched = blobs.has(hash) || isOfNode ? undefined : await fetchBlob?.(hash);
  if (fetched === undefined) return blobs.get(hash);
  await blobs.put(fetched, hash).catch((error: unknown) => {
    if (!(error instanceof OperationalError)) throw error;
  });
  return fetched;
}

/** Whatever was asked: the content is gone, what the chain says of it is not. */
function refuseErased({ datanetId, seq, height }: ErasedBlob, request: IncomingMessage, response: ServerResponse): void {
  request.resume();
  const what = `the content of contribution ${datanetId}/${seq} was erased by its contributor in block ${height}`;
  sendJson(response, 410, { code: "ERASED", message: `${what}; its commitment, reviews and payments stay on the chain` });
}

async function put(
  { blobs, readBody, erasureOf }: BlobParts,
  hash: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (!isOwnMachine(request.headers.origin)) {
    request.resume();
    return sendJson(response, 403, { code: "BLOB_ORIGIN", message: "web pages of other machines may not store blobs here; use openledgerd data" });
  }
  const bytes = await readBody(request);
  const known = blobs.has(hash);
  await blobs.put(bytes, hash);
  const erased = erasureOf(hash);
  // Erased while the bytes were on their way.
  if (erased !== undefined) {
    await blobs.delete(hash);
    return refuseErased(erased, request, response);
  }
  sendJson(response, known ? 200 : 201, { hash, bytes: bytes.length });
}

/**
 * True for programs, which send no `Origin`, and for pages of this machine. Any page may read, but without this rule any
 * page that somebody opens here could fill the disk.
 */
function isOwnMachine(origin: string | undefined): boolean {
  if (origin === undefined) return true;
  const host = URL.parse(origin)?.hostname ?? "";
  return host === "localhost" || host === "[::1]" || /^127(\.\d{1,3}){3}$/.test(host);
}

function head(blobs: BlobStore, hash: string, response: ServerResponse): void {
  const found = blobs.stat(hash);
  if (found === undefined) response.writeHead(404).end();
  else response.writeHead(200, { ...blobHeaders(hash), "content-length": found.bytes }).end();
}

function sendBlob(response: ServerResponse, hash: string, bytes: Uint8Array): void {
  response.writeHead(200, { ...blobHeaders(hash), "content-length": bytes.length }).end(bytes);
}

/** Content never changes under its name, and it is never something to run. */
function blobHeaders(hash: string): Readonly<Record<string, string>> {
  return {
    "content-type": "application/octet-stream",
    "cache-control": "public, max-age=31536000, immutable",
    etag: `"${hash}"`,
    "x-content-type-options": "nosniff",
    "content-security-policy": "sandbox",
  };
}
