import { RECEIPT_PROOF_HEADER } from "@openledger/client";
import { DecodeError } from "@openledger/messages";
import { ReceiptOpening, SignedTreeHead } from "@openledger/messages/openledger/attribution/v1";
import { EncodingError, fromBase64, toBase64 } from "@openledger/primitives";
import { z } from "zod";
import { BuyerError } from "./errors.ts";
import { refusalOf } from "./host-refusal.ts";
import { streamCall } from "./stream-call.ts";

const TIMEOUT_MS = 60_000;
const ANSWER_BYTES_MAX = 4_194_304;

/** What a host keeps of a session. */
export interface HostSession {
  readonly receipts: number;
  readonly signed: number;
}

/** A host's gateway. All calls throw {@link BuyerError}; what comes back is checked for form only. */
export interface HostClient {
  readonly url: string;
  /** Models in OpenAI's form. */
  models(): Promise<unknown>;
  /** Offer that the gateway serves and the name of its model. */
  offer(timeoutMs?: number): Promise<{ readonly offerId: bigint; readonly modelName: string }>;
  /** Asks; `body` is the caller's own request with streaming taken out. */
  ask(call: { readonly sessionId: bigint; readonly nonce: bigint; readonly body: object }): Promise<ReceiptOpening>;
  /** As `ask`, with the text as it comes: what `onText` was given is not verified yet. */
  askStreaming(
    call: { readonly sessionId: bigint; readonly nonce: bigint; readonly body: object },
    onText: (text: string) => void,
    signal: AbortSignal,
  ): Promise<ReceiptOpening>;
  session(sessionId: bigint): Promise<HostSession>;
  /** `proof` is the session key's signature over the request, without which private sessions give nothing. */
  receipt(sessionId: bigint, index: number, proof: Uint8Array): Promise<ReceiptOpening>;
  postHead(sessionId: bigint, head: SignedTreeHead): Promise<void>;
}

const models = z.object({
  data: z.array(z.object({ id: z.string(), x_openledger: z.object({ offer: z.string().regex(/^\d{1,20}$/) }) })).min(1),
});
const answer = z.object({ x_openledger: z.object({ opening: z.string() }) });
const receipt = z.object({ opening: z.string() });
const session = z.object({ receipts: z.int().min(0), signed: z.int().min(0) });

export function createHostClient(gatewayUrl: string): HostClient {
  const url = gatewayUrl.replace(/\/+$/, "").replace(/\/v1$/, "");
  const get = (path: string, headers: Readonly<Record<string, string>> = {}, timeoutMs = TIMEOUT_MS): Promise<unknown> =>
    call(`${url}${path}`, { method: "GET", headers }, timeoutMs);
  const post = (path: string, body: object, headers: Readonly<Record<string, string>> = {}): Promise<unknown> =>
    call(`${url}${path}`, {
      method: "POST",
      body: JSON.stringify(body),
      headers: { "content-type": "application/json", ...headers },
    });
  return {
    url,
    models: () => get("/v1/models"),
    async offer(timeoutMs) {
      const [first] = parse(models, await get("/v1/models", {}, timeoutMs), url).data;
      return { offerId: BigInt(first?.x_openledger.offer ?? "0"), modelName: first?.id ?? "" };
    },
    async ask({ sessionId, nonce, body }) {
      const headers = { "x-openledger-session": `${sessionId}`, "x-openledger-nonce": `${nonce}` };
      const reply = parse(answer, await post("/v1/chat/completions", body, headers), url);
      return decodeOpening(reply.x_openledger.opening);
    },
    async askStreaming({ sessionId, nonce, body }, onText, signal) {
      const headers = { "content-type": "application/json", "x-openledger-session": `${sessionId}`, "x-openledger-nonce": `${nonce}` };
      const init = { method: "POST", body: JSON.stringify({ ...body, stream: true }), headers, signal };
      const reply = await streamCall(`${url}/v1/chat/completions`, init, onText).catch((error: unknown) => asBuyerError(error, url));
      return decodeOpening(reply);
    },
    session: async (sessionId) => parse(session, await get(`/openledger/v1/sessions/${sessionId}`), url),
    async receipt(sessionId, index, proof) {
      const path = `/openledger/v1/sessions/${sessionId}/receipts/${index}`;
      return decodeOpening(parse(receipt, await get(path, { [RECEIPT_PROOF_HEADER]: toBase64(proof) }), url).opening);
    },
    async postHead(sessionId, head) {
      await post(`/openledger/v1/sessions/${sessionId}/head`, { head: toBase64(SignedTreeHead.toBytes(head)) });
    },
  };
}

async function call(url: string, init: RequestInit, timeoutMs = TIMEOUT_MS): Promise<unknown> {
  let text: string;
  let response: Response;
  try {
    response = await fetch(url, { ...init, signal: AbortSignal.timeout(timeoutMs) });
    text = await response.text();
  } catch (error) {
    return asBuyerError(error, url);
  }
  if (text.length > ANSWER_BYTES_MAX) throw new BuyerError(502, "receipt_refused", "the gateway's answer is too long");
  const body = parseJson(text);
  if (response.status < 300) return body;
  throw refusalOf(body, response.status, response.headers.get("retry-after"));
}

/** Passes on what is a buyer's error already; anything else means that nobody answers. */
function asBuyerError(error: unknown, url: string): never {
  if (error instanceof BuyerError) throw error;
  const why = error instanceof Error ? error.message : String(error);
  throw new BuyerError(502, "host_unreachable", `no gateway answers at ${new URL(url).origin} (${why}); name another --gateway`);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function parse<T>(schema: z.ZodType<T>, value: unknown, url: string): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw new BuyerError(502, "receipt_refused", `${url} does not answer as an OpenLedger gateway does`);
}

function decodeOpening(encoded: string): ReceiptOpening {
  try {
    return ReceiptOpening.fromBytes(fromBase64(encoded));
  } catch (error) {
    if (!(error instanceof DecodeError) && !(error instanceof EncodingError)) throw error;
    throw new BuyerError(502, "receipt_refused", `the host's receipt cannot be read: ${error.message}`);
  }
}
