import { Agent, request as httpRequest } from "node:http";
import { OperationalError } from "@openledger/ports";
import { fromUtf8, toBase64, toHex, toUtf8 } from "@openledger/primitives";
import type { SealRequest } from "@openledger/sequencer";
import { z } from "zod";
import { signerError } from "./errors.ts";
import type { JournalBlock, SignerStatus } from "./signer.ts";
import { requireToken } from "./signer-server.ts";
import { acquireAnswer, failureAnswer, renewAnswer, SEAL_BODY_BYTES, SEALED_BYTES, sealedFrom, signatureAnswer, SMALL_BODY_BYTES, statusFrom, withBytes } from "./wire.ts";

/** The signer, over a connection that is kept. Each call is one round trip and rejects with the signer's own errors, or `SIGNER_UNREACHABLE`. */
export interface SignerClient {
  readonly url: string;
  status(): Promise<SignerStatus>;
  /** The number of the lease, and the signer's status just after. */
  acquire(node: string, ttlMs: number): Promise<{ readonly lease: bigint; readonly status: SignerStatus }>;
  /** The last block that was sealed, and the last that the signer knows to be on DA, where it says so. */
  renew(lease: bigint): Promise<{ readonly tip: SignerStatus["tip"]; readonly includedHeight: bigint | undefined }>;
  release(lease: bigint): Promise<void>;
  seal(lease: bigint, request: SealRequest): Promise<Uint8Array>;
  sealed(from: bigint): Promise<readonly JournalBlock[]>;
  included(lease: bigint, height: bigint): Promise<void>;
  /** As `Signer.advance`. */
  advance(lease: bigint, to: SignerStatus["tip"]): Promise<void>;
  signEnvelope(lease: bigint, message: Uint8Array): Promise<Uint8Array>;
  close(): void;
}

export interface SignerClientOptions {
  /** `http://HOST:PORT`. */
  readonly url: string;
  readonly token: string;
  /** For an answer; 2 seconds by default, and for a block one more per 10 MB. */
  readonly timeoutMs?: number;
}

const TIMEOUT_MS = 2_000;
const BYTES_PER_MS = 10_000;

/** Nothing is sent yet. Throws `SIGNER_TOKEN` for a short token. */
export function createSignerClient({ url, token, timeoutMs = TIMEOUT_MS }: SignerClientOptions): SignerClient {
  requireToken(token);
  const agent = new Agent({ keepAlive: true, maxSockets: 8 });
  const post = (path: string, body: Uint8Array, limit: number): Promise<Uint8Array> => send({ agent, url, token, timeoutMs }, path, body, limit);

  async function ask<T>(path: string, request: object | Uint8Array, answer: z.ZodType<T>): Promise<T> {
    const body = request instanceof Uint8Array ? request : toUtf8(JSON.stringify(request));
    const answered = await post(path, body, SMALL_BODY_BYTES);
    return understood(url, () => answer.parse(JSON.parse(fromUtf8(answered))));
  }

  const anything = z.unknown();
  return {
    url,
    status: async () => {
      const json = await ask("/v1/status", {}, anything);
      return understood(url, () => statusFrom(json));
    },
    async acquire(node, ttlMs) {
      const { lease, status } = await ask("/v1/acquire", { node, ttl_ms: ttlMs }, acquireAnswer);
      return { lease, status: understood(url, () => statusFrom(status)) };
    },
    async renew(lease) {
      const { tip, included_height: includedHeight } = await ask("/v1/renew", { lease: `${lease}` }, renewAnswer);
      return { tip, includedHeight };
    },
    release: async (lease) => void (await ask("/v1/release", { lease: `${lease}` }, anything)),
    async seal(lease, { height, round, signBytes, block }) {
      const json = { lease: `${lease}`, height: `${height}`, round, sign_bytes: toBase64(signBytes) };
      return (await ask("/v1/seal", withBytes(json, block), signatureAnswer)).signature;
    },
    async sealed(from) {
      const body = await post("/v1/sealed", toUtf8(JSON.stringify({ from: `${from}` })), SEAL_BODY_BYTES + SEALED_BYTES);
      return understood(url, () => sealedFrom(body));
    },
    included: async (lease, height) => void (await ask("/v1/included", { lease: `${lease}`, height: `${height}` }, anything)),
    advance: async (lease, { height, hash }) => void (await ask("/v1/advance", { lease: `${lease}`, height: `${height}`, hash: toHex(hash) }, anything)),
    signEnvelope: async (lease, message) => (await ask("/v1/envelope", { lease: `${lease}`, message: toBase64(message) }, signatureAnswer)).signature,
    close: () => agent.destroy(),
  };
}

function understood<T>(url: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw signerError("SIGNER_UNREACHABLE", `what answers at ${url} is no signer of this version`, error);
  }
}

interface Connection {
  readonly agent: Agent;
  readonly url: string;
  readonly token: string;
  readonly timeoutMs: number;
}

function send({ agent, url, token, timeoutMs }: Connection, path: string, body: Uint8Array, limit: number): Promise<Uint8Array> {
  const { promise, resolve, reject } = Promise.withResolvers<Uint8Array>();
  const headers = { authorization: `Bearer ${token}`, "content-length": body.length };
  const signal = AbortSignal.timeout(timeoutMs + Math.ceil(body.length / BYTES_PER_MS));
  const failed = (error: unknown): void => reject(signerError("SIGNER_UNREACHABLE", `the signer at ${url} does not answer: start it, or look for what is between`, error));
  const sent = httpRequest(new URL(path, url), { agent, method: "POST", headers, signal }, (response) => {
    const chunks: Uint8Array[] = [];
    let length = 0;
    response.on("data", (chunk: Uint8Array) => {
      length += chunk.length;
      chunks.push(chunk);
      if (length > limit) response.destroy(new RangeError("the answer is too long"));
    });
    response.once("error", failed);
    // "close" alone comes when the connection ends within an answer.
    response.once("close", () => failed(new Error("the connection ended within an answer")));
    response.once("end", () => {
      const answer = Buffer.concat(chunks);
      if (response.statusCode === 200) resolve(answer);
      else reject(failureFrom(url, response.statusCode ?? 0, answer));
    });
  });
  sent.once("error", failed);
  sent.end(body);
  return promise;
}

function failureFrom(url: string, status: number, body: Uint8Array): OperationalError {
  try {
    const { code, message, retryable } = failureAnswer.parse(JSON.parse(fromUtf8(body)));
    return new OperationalError(code, code === "SIGNER_TOKEN" ? `the signer at ${url} does not take this node's token: give the same OPENLEDGER_SIGNER_TOKEN to both` : message, { retryable });
  } catch (error) {
    return signerError("SIGNER_UNREACHABLE", `what answers at ${url} is no signer: status ${status}`, error);
  }
}
