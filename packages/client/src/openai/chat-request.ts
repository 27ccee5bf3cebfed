import { z } from "zod/mini";
import type { RequestMessage } from "@openledger/messages/openledger/attribution/v1";

/** The part of an OpenAI chat completion request that decides the answer. */
export interface ChatRequest {
  readonly model: string;
  readonly stream: boolean;
  readonly includeUsage: boolean;
  /** Roles and texts, as the receipt commits to them. */
  readonly messages: RequestMessage[];
  /** Longest answer asked for, in tokens, for kinds that have no end of their own. */
  readonly maxTokens?: number;
}

/** A request that cannot be served. The message says what to change. */
export class ChatRequestError extends Error {
  override readonly name = "ChatRequestError";
  readonly code = "invalid_request";
}

const TEXT_MAX = 1_048_576;
const MESSAGES_MAX = 256;
/** Above every model's own limit; what is asked above that limit is answered up to it. */
const TOKENS_MAX = 1_000_000;

const content = z.union([
  z.string().check(z.maxLength(TEXT_MAX)),
  z.array(z.object({ type: z.literal("text"), text: z.string().check(z.maxLength(TEXT_MAX)) })).check(z.maxLength(256)),
]);

const tokenLimit = z.int().check(z.gte(1), z.lte(TOKENS_MAX));

const request = z.object({
  model: z.string().check(z.minLength(1), z.maxLength(256)),
  messages: z
    .array(z.object({ role: z.enum(["system", "developer", "user", "assistant", "tool"]), content: z.nullish(content) }))
    .check(z.minLength(1), z.maxLength(MESSAGES_MAX)),
  stream: z.nullish(z.boolean()),
  stream_options: z.nullish(z.object({ include_usage: z.nullish(z.boolean()) })),
  n: z.nullish(z.int()),
  max_tokens: z.nullish(tokenLimit),
  max_completion_tokens: z.nullish(tokenLimit),
});

/**
 * Reads an OpenAI chat request out of parsed JSON. `developer` counts as `system`; parts of text are joined. Settings
 * that a deterministic model does not have (temperature, seed ...) are ignored. Throws {@link ChatRequestError}.
 */
export function parseChatRequest(json: unknown): ChatRequest {
  const result = request.safeParse(json);
  if (!result.success) {
    const issue = result.error.issues[0];
    const place = issue?.path.join(".") || "the body";
    throw new ChatRequestError(`${place}: ${issue?.message ?? "not a chat completion request"}; send messages of text`);
  }
  const { model, messages, stream, stream_options: options, n } = result.data;
  const maxTokens = result.data.max_completion_tokens ?? result.data.max_tokens ?? undefined;
  if (n !== undefined && n !== null && n !== 1) throw new ChatRequestError("n must be 1: a question has one answer here");
  return {
    model,
    stream: stream ?? false,
    includeUsage: options?.include_usage ?? false,
    messages: messages.map((message) => ({
      role: message.role === "developer" ? "system" : message.role,
      text: textOf(message.content),
    })),
    ...(maxTokens === undefined ? {} : { maxTokens }),
  };
}

function textOf(value: z.infer<typeof content> | null | undefined): string {
  if (value === null || value === undefined) return "";
  const text = typeof value === "string" ? value : value.map((part) => part.text).join("");
  if (!text.isWellFormed()) throw new ChatRequestError("a message holds half of a surrogate pair; send well-formed text");
  return text;
}
