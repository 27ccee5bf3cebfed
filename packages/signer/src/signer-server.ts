import { createHash, timingSafeEqual } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { OperationalError } from "@openledger/ports";
import { fromUtf8, toBase64 } from "@openledger/primitives";
import { BodyTooLarge, listen, readBody, type ListenAddress, type RunningServer } from "@openledger/rpc";
import { z } from "zod";
import { signerError } from "./errors.ts";
import { limitConnections } from "./limit-connections.ts";
import type { Signer } from "./signer.ts";
import {
  acquireSchema,
  advanceSchema,
  emptySchema,
  envelopeSchema,
  includedSchema,
  leaseSchema,
  readWithBytes,
  SEAL_BODY_BYTES,
  SEALED_BYTES,
  sealedBody,
  sealedSchema,
  sealSchema,
  SMALL_BODY_BYTES,
  standJson,
  statusJson,
  TOKEN_CHARS_MIN,
} from "./wire.ts";

export interface SignerServerOptions {
  readonly signer: Signer;
  readonly address: ListenAddress;
  /** Which every request brings as its bearer; at least 32 characters. */
  readonly token: string;
  /** The signer cannot go on: its files broke. The process should end, and begin anew from them. */
  readonly onBroken: (error: OperationalError) => void;
  /** A lease was granted. */
  readonly onGranted?: (lease: bigint, node: string) => void;
}

/** After these nothing that is in memory is to be relied on. */
const BROKEN: ReadonlySet<string> = new Set(["LOG_BROKEN", "LOG_CORRUPT", "DISK_FAILED", "DISK_MISSING", "DISK_PERMISSION", "JOURNAL_CORRUPT", "SIGN_CONFLICT"]);
/** A request that takes longer is cut off; a block of 100 MB takes a second on a slow network. */
const REQUEST_MS = 30_000;
/** Who does not say within this what it wants, with the token, keeps no place from a node. */
const HEADERS_MS = 2_000;
const CHECK_MS = 1_000;

/** Both nodes on one machine take half of them, so that whoever is elsewhere keeps no node out. */
const CONNECTIONS_PER_HOST = 32;

interface Operation {
  readonly bodyBytes: number;
  /** An object is answered as JSON. */
  answer(body: Uint8Array): object | Uint8Array;
}

/** Answers nodes. Throws `SIGNER_TOKEN` for a short token, and as `listen`. */
export async function startSignerServer(options: SignerServerOptions): Promise<RunningServer> {
  requireToken(options.token);
  const operations = operationsOf(options);
  const wanted = digest(`Bearer ${options.token}`);
  const server = limitConnections(createServer({ requestTimeout: REQUEST_MS, headersTimeout: HEADERS_MS, connectionsCheckingInterval: CHECK_MS, maxHeaderSize: 8_192 }, (request, response) => {
    answer(operations, wanted, options, request, response).catch(() => response.destroy());
  }), CONNECTIONS_PER_HOST);
  return listen(server, options.address, "the signer");
}

/** Throws `SIGNER_TOKEN`. */
export function requireToken(token: string): void {
  if (token.length >= TOKEN_CHARS_MIN && /^[\x21-\x7e]+$/.test(token)) return;
  throw signerError("SIGNER_TOKEN", `the signer's token has at least ${TOKEN_CHARS_MIN} characters without spaces: make one with "openssl rand -hex 32" and give it as OPENLEDGER_SIGNER_TOKEN to the signer and to both nodes`);
}

async function answer(operations: ReadonlyMap<string, Operation>, wanted: Uint8Array, options: SignerServerOptions, request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (!timingSafeEqual(digest(request.headers.authorization ?? ""), wanted)) return refuse(response, 401, signerError("SIGNER_TOKEN", "missing or wrong bearer token"));
  const operation = request.method === "POST" ? operations.get(request.url ?? "") : undefined;
  if (operation === undefined) return refuse(response, 404, signerError("SIGNER_REQUEST", "no such request"));
  try {
    const answered = operation.answer(await readBody(request, operation.bodyBytes));
    const isBytes = answered instanceof Uint8Array;
    response.writeHead(200, { "content-type": isBytes ? "application/octet-stream" : "application/json" }).end(isBytes ? answered : JSON.stringify(answered));
  } catch (error) {
    if (error instanceof BodyTooLarge) return refuse(response, 413, signerError("SIGNER_REQUEST", "the request is too large"));
    if (!(error instanceof OperationalError)) throw error;
    refuse(response, error.code === "SIGNER_REQUEST" ? 400 : 409, error);
    if (BROKEN.has(error.code)) options.onBroken(error);
  }
}

function refuse(response: ServerResponse, status: number, { code, message, retryable }: OperationalError): void {
  const headers = { "content-type": "application/json", ...(status === 409 ? {} : { connection: "close" }) };
  response.writeHead(status, headers).end(JSON.stringify({ code, message, retryable }));
}

function operationsOf({ signer, onGranted }: SignerServerOptions): ReadonlyMap<string, Operation> {
  const small = <T>(schema: z.ZodType<T>, run: (request: T) => object | Uint8Array): Operation => ({
    bodyBytes: SMALL_BODY_BYTES,
    answer: (body) => run(parse(schema, () => JSON.parse(fromUtf8(body)) as unknown)),
  });
  const granted = (lease: { readonly number: bigint; readonly ttlMs: number }): object => ({ lease: `${lease.number}`, ttl_ms: lease.ttlMs });
  return new Map<string, Operation>([
    ["/v1/status", small(emptySchema, () => statusJson(signer.status()))],
    ["/v1/acquire", small(acquireSchema, ({ node, ttl_ms: ttlMs }) => {
      const lease = signer.acquire(node, ttlMs);
      onGranted?.(lease.number, node);
      return { ...granted(lease), status: statusJson(signer.status()) };
    })],
    ["/v1/renew", small(leaseSchema, ({ lease }) => ({ ...granted(signer.renew(lease)), ...standJson(signer.status()) }))],
    ["/v1/release", small(leaseSchema, ({ lease }) => {
      signer.release(lease);
      return {};
    })],
    ["/v1/seal", { bodyBytes: SEAL_BODY_BYTES, answer: (body) => seal(signer, body) }],
    ["/v1/sealed", small(sealedSchema, ({ from }) => sealedBody(signer.sealed(from, SEALED_BYTES)))],
    ["/v1/included", small(includedSchema, ({ lease, height }) => {
      signer.included(lease, height);
      return {};
    })],
    ["/v1/advance", small(advanceSchema, ({ lease, height, hash }) => {
      signer.advance(lease, { height, hash });
      return {};
    })],
    ["/v1/envelope", small(envelopeSchema, ({ lease, message }) => ({ signature: toBase64(signer.signEnvelope(lease, message)) }))],
  ]);
}

function seal(signer: Signer, body: Uint8Array): object {
  let block = new Uint8Array(0);
  const { lease, height, round, sign_bytes: signBytes } = parse(sealSchema, () => {
    const { json, data, end } = readWithBytes(body);
    if (end !== body.length) throw new RangeError("the body is longer than it says");
    block = new Uint8Array(data);
    return json;
  });
  return { signature: toBase64(signer.seal(lease, { height, round, signBytes, block })) };
}

function parse<T>(schema: z.ZodType<T>, read: () => unknown): T {
  try {
    return schema.parse(read());
  } catch (error) {
    const reason = error instanceof z.ZodError ? (error.issues[0]?.path.join(".") ?? "") : "";
    throw signerError("SIGNER_REQUEST", `the request is not as it should be${reason === "" ? "" : `: ${reason}`}`, error);
  }
}

function digest(text: string): Uint8Array {
  return createHash("sha256").update(text).digest();
}
