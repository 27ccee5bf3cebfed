import { TOKEN_BREAK, TOKEN_GAP, tokenise, type TokenList } from "@openledger/attribution";
import { concatBytes } from "@openledger/primitives";
import { ORDER_MAX } from "./rule.ts";

const EMPTY = new Uint8Array(0);
const SPACE = Uint8Array.of(0x20);

/** One message of a request. */
export interface PromptMessage {
  readonly role: string;
  readonly text: string;
}

/** The text that an answer goes on from: the last message whose role is `user`, "" when there is none. */
export function promptOf(messages: readonly PromptMessage[]): string {
  return messages.findLast(({ role }) => role === "user")?.text ?? "";
}

/** The last words of `bytes`, oldest first, at most 4, back to where no run crosses. */
export function lastWords(bytes: Uint8Array, tokens: TokenList = tokenise(bytes), count: number = tokens.count): Uint8Array[] {
  const words: Uint8Array[] = [];
  for (let i = count - 1; i >= 0 && words.length < ORDER_MAX - 1; i--) {
    const flags = tokens.flags[i] as number;
    if ((flags & TOKEN_BREAK) !== 0) break;
    words.unshift(bytes.subarray(tokens.start[i], tokens.end[i]));
    if ((flags & TOKEN_GAP) !== 0) break;
  }
  return words;
}

/**
 * Whitespace that is written before a token of the output. The first one has none. Where the training text had none and
 * the tokeniser would read the token together with what stands before it (`segment`: the output's bytes since its last
 * whitespace) as other tokens, a space; so an output's tokens are those that were drawn.
 */
export function gapBefore(segment: Uint8Array, gap: Uint8Array, token: Uint8Array, isFirst: boolean): Uint8Array {
  if (isFirst) return EMPTY;
  if (gap.length > 0) return gap;
  return staysApart(segment, token) ? EMPTY : SPACE;
}

function staysApart(segment: Uint8Array, token: Uint8Array): boolean {
  const before = tokenise(segment);
  const joined = tokenise(concatBytes(segment, token));
  if (joined.count !== before.count + 1 || joined.start[before.count] !== segment.length) return false;
  for (let i = 0; i < before.count; i++) {
    if (joined.start[i] !== before.start[i] || joined.end[i] !== before.end[i]) return false;
  }
  return ((joined.flags[before.count] as number) & TOKEN_BREAK) === 0;
}
