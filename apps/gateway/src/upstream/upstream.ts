import type { RequestMessage } from "@openledger/messages/openledger/attribution/v1";
import { OperationalError } from "@openledger/ports";
import { GatewayError } from "../gateway-error.ts";
import { readDeltas, type Delta } from "./read-deltas.ts";

/** Where a host's answers come from: any server that speaks OpenAI's chat completions. */
export interface UpstreamOptions {
  /** Base URL, e.g. `http://127.0.0.1:11434/v1`. */
  readonly url: string;
  /** Sent as bearer token; never logged, and never part of an error. */
  readonly key?: string;
  /** Longest wait for the answer to begin, 30,000 ms by default. */
  readonly firstByteMs?: number;
  /** Longest pause inside an answer, 30,000 ms by default. */
  readonly idleMs?: number;
}

/** One question to the upstream. */
export interface UpstreamCall {
  readonly model: string;
  readonly messages: readonly Pick<RequestMessage, "role" | "text">[];
  readonly maxTokens: number;
  /** Ends the call: nobody listens any more. */
  readonly signal: AbortSignal;
}

/** An upstream that is asked. */
export interface Upstream {
  /**
   * The answer as it comes. Throws {@link GatewayError} `upstream_*`, and whatever the signal's reason is once it has
   * fired. Leaving the loop ends the call.
   */
  ask(call: UpstreamCall): AsyncGenerator<Delta, void>;
}

const WAIT_MS = 30_000;
const RETRY_SECONDS_MAX = 300;
const REFUSAL_BYTES_MAX = 16_384;

/** Throws OperationalError `UPSTREAM` for a URL that is none, or that holds a password. */
export function createUpstream({ url, key, firstByteMs = WAIT_MS, idleMs = WAIT_MS }: UpstreamOptions): Upstream {
  const endpoint = endpointOf(url);
  return {
    async *ask(call) {
      const watch = stopWatch(call.signal);
      try {
        watch.allow(firstByteMs);
        const response = await post(endpoint, key, call, watch.signal);
        if (!response.ok) throw await refusal(response, key);
        for await (const delta of readDeltas(response)) {
          watch.allow(undefined);
          yield delta;
          watch.allow(idleMs);
        }
      } catch (error) {
        throw asGatewayError(error, call.signal, watch);
      } finally {
        watch.end();
      }
    },
  };
}

function endpointOf(text: string): URL {
  const url = URL.parse(text);
  const isUsable = url !== null && /^https?:$/.test(url.protocol) && url.username === "" && url.password === "";
  if (!isUsable) {
    const message = "the upstream must be an http or https URL such as http://127.0.0.1:11434/v1; its key goes into a file of its own";
    throw new OperationalError("UPSTREAM", message, { retryable: false });
  }
  return new URL(`${url.pathname.replace(/\/+$/, "")}/chat/completions`, url);
}

function post(endpoint: URL, key: string | undefined, call: UpstreamCall, signal: AbortSignal): Promise<Response> {
  const messages = call.messages.map(({ role, text }) => ({ role, content: text }));
  return fetch(endpoint, {
    method: "POST",
    // A redirect would take the key elsewhere.
    redirect: "error",
    headers: {
      "content-type": "application/json",
      accept: "text/event-stream, application/json",
      ...(key === undefined ? {} : { authorization: `Bearer ${key}` }),
    },
    body: JSON.stringify({ model: call.model, messages, max_tokens: call.maxTokens, stream: true }),
    signal,
  });
}

interface StopWatch {
  readonly signal: AbortSignal;
  /** True once a wait was longer than allowed. */
  readonly isOver: boolean;
  /** Begins the next wait; undefined waits without limit. */
  allow(ms: number | undefined): void;
  end(): void;
}

function stopWatch(outer: AbortSignal): StopWatch {
  const inner = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  let isOver = false;
  return {
    signal: AbortSignal.any([outer, inner.signal]),
    get isOver() {
      return isOver;
    },
    allow(ms) {
      clearTimeout(timer);
      if (ms === undefined) return;
      timer = setTimeout(() => {
        isOver = true;
        inner.abort();
      }, ms);
    },
    end() {
      clearTimeout(timer);
      inner.abort();
    },
  };
}

/** What the upstream said against the call. Refusals of the key are the host's affair and repeat nothing. */
async function refusal(response: Response, key: string | undefined): Promise<GatewayError> {
  const { status } = response;
  if (status === 429 || status === 503) {
    await response.body?.cancel();
    const wait = Number(response.headers.get("retry-after") ?? "1");
    const seconds = Number.isFinite(wait) && wait > 0 ? Math.min(Math.ceil(wait), RETRY_SECONDS_MAX) : 1;
    return new GatewayError(429, "upstream_busy", `the upstream is busy; try again in ${seconds} s`, seconds);
  }
  const isCallers = status === 400 || status === 413 || status === 422;
  if (!isCallers) {
    await response.body?.cancel();
    return new GatewayError(502, "upstream_refused", `the upstream answers with status ${status}; its host has to look into it`);
  }
  const said = scrub((await response.text()).slice(0, REFUSAL_BYTES_MAX), key).slice(0, 300);
  return new GatewayError(400, "upstream_refused", `the upstream refuses the request: ${said}`);
}

function scrub(text: string, key: string | undefined): string {
  const message = /"message"\s*:\s*"((?:[^"\\]|\\.)*)"/.exec(text)?.[1] ?? "it does not say why";
  return key === undefined ? message : message.replaceAll(key, "***");
}

function asGatewayError(error: unknown, outer: AbortSignal, watch: StopWatch): unknown {
  if (outer.aborted) return outer.reason;
  if (watch.isOver) return new GatewayError(504, "upstream_timeout", "the upstream fell silent; nothing is charged, try again");
  if (error instanceof GatewayError || error instanceof OperationalError) return error;
  if (error instanceof TypeError) {
    return new GatewayError(502, "upstream_unreachable", "the upstream cannot be reached, or it broke off; nothing is charged");
  }
  return error;
}
