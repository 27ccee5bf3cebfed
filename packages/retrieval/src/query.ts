import { toUtf8 } from "@openledger/primitives";
import { byteTextFromBytes, characterStart, trimAscii, type ByteText } from "./byte-text.ts";
import { QUERY_BYTES_MAX, QUERY_TERMS_MAX, STOP_WORDS } from "./rule.ts";
import { wordsOf } from "./terms.ts";

/** One message of a request. */
export interface QueryMessage {
  readonly role: string;
  readonly text: string;
}

/** A question as it is scored. */
export interface Query {
  /** Distinct terms in order of first occurrence, at most 32. */
  readonly terms: readonly ByteText[];
  /** The words (no compounds) of those terms as asked, in the same order, for what was not found. */
  readonly words: readonly { readonly word: ByteText; readonly term: ByteText }[];
  /** True for a question that asks how something is done, which code answers best. */
  readonly asksHow: boolean;
}

const ASKS_HOW = /^["'(]?how[ \t]+(?:do|can|to)\b/i;

/** Text of the last message whose role is `user`, "" when there is none. */
export function questionOf(messages: readonly QueryMessage[]): string {
  return messages.findLast(({ role }) => role === "user")?.text ?? "";
}

/**
 * The query of a question: its first 2,048 bytes without stop words, the first 32 distinct terms.
 * A question of stop words only keeps them. Throws EncodingError for a lone surrogate.
 */
export function parseQuery(question: string): Query {
  const whole = byteTextFromBytes(toUtf8(firstUnits(question, QUERY_BYTES_MAX)));
  const text = trimAscii(whole.slice(0, characterStart(whole, QUERY_BYTES_MAX)));
  const all = wordsOf(text);
  const topical = all.filter(({ word, isCompound }) => isCompound || !STOP_WORDS.has(word));
  const terms = new Set<ByteText>();
  const words = new Map<ByteText, ByteText>();
  for (const { word, term, isCompound } of topical.length > 0 ? topical : all) {
    if (!terms.has(term) && terms.size >= QUERY_TERMS_MAX) break;
    terms.add(term);
    if (!isCompound && !words.has(term)) words.set(term, word);
  }
  return {
    terms: [...terms],
    words: [...words].map(([term, word]) => ({ term, word })),
    asksHow: ASKS_HOW.test(text),
  };
}

/** At most `count` UTF-16 units, never half of a surrogate pair. */
function firstUnits(text: string, count: number): string {
  if (text.length <= count) return text;
  const last = text.charCodeAt(count - 1);
  return text.slice(0, last >= 0xd800 && last <= 0xdbff ? count - 1 : count);
}
