/** The OpenAI answers that host and buyer write: one object, or a stream of chunks, each with `x_openledger` at the end. */

export type FinishReason = "stop" | "length";

/** What every chunk of an answer repeats. */
export interface CompletionHead {
  readonly id: string;
  /** Unix seconds. */
  readonly created: number;
  readonly model: string;
}

export interface CompletionParts extends CompletionHead {
  readonly content: string;
  readonly promptTokens: number;
  readonly completionTokens: number;
  /** Added beside OpenAI's own fields, which clients pass over. */
  readonly extension: Readonly<Record<string, unknown>>;
  /** `length` for an answer that was cut at a limit; `stop` by default. */
  readonly finishReason?: FinishReason;
}

type Json = Readonly<Record<string, unknown>>;

/** `chat.completion`. */
export function chatCompletion(parts: CompletionParts): Json {
  const message = { role: "assistant", content: parts.content, refusal: null };
  return {
    ...head(parts, "chat.completion"),
    choices: [{ index: 0, message, logprobs: null, finish_reason: parts.finishReason ?? "stop" }],
    usage: usage(parts),
    x_openledger: parts.extension,
  };
}

const PIECE_LENGTH = 96;

/** `chat.completion.chunk`s; the last one before `[DONE]` holds `x_openledger`, and the usage when asked for. */
export function* chatChunks(parts: CompletionParts, includeUsage: boolean): Generator<Json> {
  yield firstChunk(parts);
  for (const piece of pieces(parts.content)) yield textChunk(parts, piece);
  yield* lastChunks(parts, includeUsage);
}

/** Begins an answer whose text follows as it comes. */
export function firstChunk(parts: CompletionHead): Json {
  return chunk(parts, [choice({ role: "assistant", content: "" }, null)]);
}

/** The next piece of an answer. */
export function textChunk(parts: CompletionHead, content: string): Json {
  return chunk(parts, [choice({ content }, null)]);
}

/** Ends an answer whose text was given before. */
export function* lastChunks(parts: Omit<CompletionParts, "content">, includeUsage: boolean): Generator<Json> {
  const end = chunk(parts, [choice({}, parts.finishReason ?? "stop")]);
  if (!includeUsage) {
    yield { ...end, x_openledger: parts.extension };
    return;
  }
  yield end;
  yield chunk(parts, [], { usage: usage(parts), x_openledger: parts.extension });
}

function chunk(parts: CompletionHead, choices: readonly unknown[], more: Json = {}): Json {
  return { ...head(parts, "chat.completion.chunk"), choices, ...more };
}

function choice(delta: Json, finishReason: string | null): Json {
  return { index: 0, delta, logprobs: null, finish_reason: finishReason };
}

/** One server-sent event. */
export function sseEvent(data: Json | "[DONE]"): string {
  return `data: ${data === "[DONE]" ? data : JSON.stringify(data)}\n\n`;
}

/** Never splits a surrogate pair. */
function* pieces(text: string): Generator<string> {
  for (let at = 0; at < text.length; ) {
    let end = Math.min(text.length, at + PIECE_LENGTH);
    const last = text.charCodeAt(end - 1);
    if (end < text.length && last >= 0xd800 && last <= 0xdbff) end++;
    yield text.slice(at, end);
    at = end;
  }
}

function head(parts: CompletionHead, object: string): Json {
  return { id: parts.id, object, created: parts.created, model: parts.model };
}

function usage({ promptTokens, completionTokens }: Pick<CompletionParts, "promptTokens" | "completionTokens">): Json {
  return {
    prompt_tokens: promptTokens,
    completion_tokens: completionTokens,
    total_tokens: promptTokens + completionTokens,
  };
}

/** OpenAI's error body with a stable code. */
export function errorBody(status: number, code: string, message: string): Json {
  const type = status === 429 ? "rate_limit_error" : status >= 500 ? "server_error" : "invalid_request_error";
  return { error: { message, type, param: null, code } };
}
