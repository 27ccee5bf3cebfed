import { createParser } from "eventsource-parser";
import { z } from "zod";
import { GatewayError } from "../gateway-error.ts";

/** A piece of an answer, and on the last one why it ended. */
export interface Delta {
  readonly text: string;
  readonly finish?: "stop" | "length";
}

/** An answer, or one event of it, that is longer is none. */
const EVENT_LENGTH_MAX = 1_048_576;

const reason = z.string().nullish();
const chunk = z.object({
  choices: z.array(z.object({ delta: z.object({ content: z.string().nullish() }).nullish(), finish_reason: reason })).nullish(),
  error: z.unknown().optional(),
});
const whole = z.object({
  choices: z.array(z.object({ message: z.object({ content: z.string().nullish() }), finish_reason: reason })).min(1),
});

/**
 * Text of a chat completion, streamed or whole, in pieces of well-formed Unicode. Throws GatewayError
 * `upstream_malformed` for what is no chat completion, and `upstream_cut` when it ends before it says so.
 */
export async function* readDeltas(response: Response): AsyncGenerator<Delta, void> {
  const isStream = (response.headers.get("content-type") ?? "").startsWith("text/event-stream");
  const pieces = isStream ? streamed(response) : single(response);
  let half = "";
  for await (const { text, ...rest } of pieces) {
    const joined = half + text;
    // A pair may be split over two events.
    half = /[\ud800-\udbff]$/.test(joined) && rest.finish === undefined ? joined.slice(-1) : "";
    const ready = half === "" ? joined : joined.slice(0, -1);
    if (!ready.isWellFormed()) throw malformed("its text holds half of a surrogate pair");
    if (ready !== "" || rest.finish !== undefined) yield { text: ready, ...rest };
  }
}

async function* streamed(response: Response): AsyncGenerator<Delta, void> {
  const events: string[] = [];
  const parser = createParser({ onEvent: ({ data }) => void events.push(data) });
  let size = 0;
  let hasFinished = false;
  for await (const text of textOf(response)) {
    size += text.length;
    parser.feed(text);
    if (events.length > 0) size = 0;
    if (size > EVENT_LENGTH_MAX) throw malformed("one of its events does not end");
    for (const data of events.splice(0)) {
      if (data.trim() === "[DONE]") return finished(hasFinished);
      const delta = deltaOf(data);
      if (delta === undefined) continue;
      hasFinished ||= delta.finish !== undefined;
      yield delta;
    }
  }
  return finished(hasFinished);
}

function finished(hasFinished: boolean): void {
  if (!hasFinished) throw new GatewayError(502, "upstream_cut", "the upstream ended in the middle of its answer; nothing is charged");
}

function deltaOf(data: string): Delta | undefined {
  const result = chunk.safeParse(json(data));
  if (!result.success) throw malformed("an event of it is no chat completion chunk");
  if (result.data.error !== undefined && result.data.error !== null) {
    throw new GatewayError(502, "upstream_refused", "the upstream failed in the middle of its answer; nothing is charged");
  }
  const [first] = result.data.choices ?? [];
  if (first === undefined) return undefined;
  return { text: first.delta?.content ?? "", ...finishOf(first.finish_reason) };
}

async function* single(response: Response): AsyncGenerator<Delta, void> {
  let text = "";
  for await (const piece of textOf(response)) {
    text += piece;
    if (text.length > EVENT_LENGTH_MAX) throw malformed("it is too long");
  }
  const result = whole.safeParse(json(text));
  const [first] = result.success ? result.data.choices : [];
  if (first === undefined) throw malformed("it is no chat completion");
  yield { text: first.message.content ?? "", finish: "stop", ...finishOf(first.finish_reason) };
}

async function* textOf(response: Response): AsyncGenerator<string, void> {
  const decoder = new TextDecoder("utf-8", { fatal: true });
  for await (const bytes of response.body ?? []) {
    yield decoded(() => decoder.decode(bytes, { stream: true }));
  }
  yield decoded(() => decoder.decode());
}

function decoded(decode: () => string): string {
  try {
    return decode();
  } catch {
    throw malformed("it is not UTF-8");
  }
}

function finishOf(text: string | null | undefined): Pick<Delta, "finish"> {
  if (text === null || text === undefined) return {};
  return { finish: text === "length" ? "length" : "stop" };
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw malformed("it is no JSON");
  }
}

function malformed(why: string): GatewayError {
  return new GatewayError(502, "upstream_malformed", `the upstream's answer cannot be used: ${why}; nothing is charged`);
}
