/** The OpenAI answers that host and buyer write: one object, or a stream of chunks, each with `x_openledger` at the end. */

export interface CompletionParts {
  readonly id: string;
  /** Unix seconds. */
  readonly created: number;
  readonly model: string;
  readonly content: string;
  readonly promptTokens: number;
  readonly completionTokens: number;
  /** Added beside OpenAI's own fields, which clients pass over. */
  readonly extension: Readonly<Record<string, unknown>>;
}

type Json = Readonly<Record<string, unknown>>;

/** `chat.completion`. */
export function chatCompletion(parts: CompletionParts): Json {
  const message = { role: "assistant", content: parts.content, refusal: null };
  return {
    ...head(parts, "chat.completion"),
    choices: [{ index: 0, message, logprobs: null, finish_reason: "stop" }],
    usage: usage(parts),
    x_openledger: parts.extension,
  };
}

const PIECE_LENGTH = 96;

/** `chat.completion.chunk`s; the last one before `[DONE]` holds `x_openledger`, and the usage when asked for. */
export function* chatChunks(parts: CompletionParts, includeUsage: boolean): Generator<Json> {
  const chunk = (choices: readonly unknown[], more: Json = {}): Json => ({
    ...head(parts, "chat.completion.chunk"),
    choices,
    ...more,
  });
  const choice = (delta: Json, finishReason: string | null): Json => ({
    index: 0,
    delta,
    logprobs: null,
    finish_reason: finishReason,
  });
  yield chunk([choice({ role: "assistant", content: "" }, null)]);
  for (const piece of pieces(parts.content)) yield chunk([choice({ content: piece }, null)]);
  const end = chunk([choice({}, "stop")]);
  if (!includeUsage) {
    yield { ...end, x_openledger: parts.extension };
    return;
  }
  yield end;
  yield chunk([], { usage: usage(parts), x_openledger: parts.extension });
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

function head(parts: CompletionParts, object: string): Json {
  return { id: parts.id, object, created: parts.created, model: parts.model };
}

function usage({ promptTokens, completionTokens }: CompletionParts): Json {
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
