import { createParser } from "eventsource-parser";
import { z } from "zod";
import { BuyerError } from "./errors.ts";
import { refusalOf } from "./host-refusal.ts";

/** Longest pause inside a stream, and before it begins. */
const IDLE_MS = 60_000;
const ANSWER_LENGTH_MAX = 4_194_304;

const event = z.object({
  choices: z.array(z.object({ delta: z.object({ content: z.string().nullish() }) })).nullish(),
  x_openledger: z.object({ opening: z.string() }).optional(),
  error: z.unknown().optional(),
});

/**
 * Calls a gateway and hands on the text of its stream; returns the encoded opening that ends it. Throws BuyerError
 * `host_refused`, also for an error inside the stream, and `host_unreachable` for a stream that breaks off.
 */
export async function streamCall(url: string, init: RequestInit & { signal: AbortSignal }, onText: (text: string) => void): Promise<string> {
  const idle = new AbortController();
  let timer = setTimeout(() => idle.abort(), IDLE_MS);
  const events: string[] = [];
  const parser = createParser({ onEvent: ({ data }) => void events.push(data) });
  let length = 0;
  let opening: string | undefined;
  try {
    const response = await fetch(url, { ...init, signal: AbortSignal.any([init.signal, idle.signal]) });
    if (!response.ok) throw refusalOf(await jsonOf(response), response.status, response.headers.get("retry-after"));
    const decoder = new TextDecoder();
    for await (const bytes of response.body ?? []) {
      clearTimeout(timer);
      timer = setTimeout(() => idle.abort(), IDLE_MS);
      length += bytes.length;
      if (length > ANSWER_LENGTH_MAX) throw new BuyerError(502, "receipt_refused", "the gateway's answer is too long");
      parser.feed(decoder.decode(bytes, { stream: true }));
      for (const data of events.splice(0)) {
        if (data === "[DONE]") continue;
        const { text, end } = read(data);
        if (text !== "") onText(text);
        opening = end ?? opening;
      }
    }
  } finally {
    clearTimeout(timer);
    idle.abort();
  }
  if (opening === undefined) throw new BuyerError(502, "host_unreachable", `the gateway at ${new URL(url).origin} broke off in the middle of its answer`);
  return opening;
}

function read(data: string): { readonly text: string; readonly end: string | undefined } {
  const result = event.safeParse(parseJson(data));
  if (!result.success) throw new BuyerError(502, "receipt_refused", "the gateway's stream is not that of an OpenLedger gateway");
  const { choices, x_openledger: extension, error } = result.data;
  if (error !== undefined && error !== null) throw refusalOf(result.data, 502);
  return { text: choices?.[0]?.delta.content ?? "", end: extension?.opening };
}

async function jsonOf(response: Response): Promise<unknown> {
  return parseJson((await response.text()).slice(0, ANSWER_LENGTH_MAX));
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
