/** The lexical rules of CometBFT's event queries (libs/pubsub/query/syntax/scanner.go). */

/** Kinds of tokens under the names that error texts use. */
export type TokenKind =
  | "invalid token"
  | "tag"
  | "string"
  | "number"
  | "timestamp"
  | "datestamp"
  | "AND operator"
  | "CONTAINS operator"
  | "EXISTS operator"
  | "= operator"
  | "< operator"
  | "<= operator"
  | "> operator"
  | ">= operator";

export interface Token {
  readonly kind: TokenKind;
  /** Without the quotes of a string and without the words TIME and DATE. */
  readonly text: string;
  /** Byte offset where it begins. */
  readonly at: number;
  /** Why the token is invalid. */
  readonly problem?: string;
}

const WORDS: Readonly<Record<string, TokenKind>> = {
  AND: "AND operator",
  EXISTS: "EXISTS operator",
  CONTAINS: "CONTAINS operator",
};
const SPACE = /^\s*/u;
const NUMBER = /^[0-9]+(?:\.[0-9]*)?/;
const WORD = /^[_\p{L}\p{Nd}][._\-\p{L}\p{Nd}]*/u;
const COMPARISON = /^(?:=|<=|>=|<|>)/;
const TIME_LABEL = /^TIME /;
const DATE_LABEL = /^DATE /;

/** What stands where the query ends: in error texts, and as the problem of a string without closing quote. */
export const END = "EOF";

/** The token after `offset` (in UTF-16 units) and where it ends; undefined at the end of the query. */
export function scanToken(query: string, offset: number): { readonly token: Token; readonly end: number } | undefined {
  const from = offset + lengthOf(SPACE, query.slice(offset));
  const rest = query.slice(from);
  const at = Buffer.byteLength(query.slice(0, from));
  if (rest === "") return undefined;
  const found = (kind: TokenKind, text: string, length: number = text.length): { token: Token; end: number } => ({
    token: { kind, text, at },
    end: from + length,
  });
  const number = NUMBER.exec(rest)?.[0];
  if (number !== undefined) return found("number", number);
  const word = WORD.exec(rest)?.[0];
  if (word !== undefined) {
    const timed = scanTime(rest);
    if (timed === undefined) return found(Object.hasOwn(WORDS, word) ? (WORDS[word] ?? "tag") : "tag", word);
    const { token, length } = timed;
    return { token: { ...token, at }, end: from + length };
  }
  if (rest.startsWith("'")) {
    const close = rest.indexOf("'", 1);
    if (close < 0) return { token: { kind: "invalid token", text: "", at, problem: END }, end: query.length };
    return found("string", rest.slice(1, close), close + 1);
  }
  const comparison = COMPARISON.exec(rest)?.[0];
  if (comparison !== undefined) return found(`${comparison} operator` as TokenKind, comparison);
  const [character = ""] = rest;
  const problem = `invalid input ${character} at offset ${at + Buffer.byteLength(character)}`;
  return { token: { kind: "invalid token", text: "", at, problem }, end: from + character.length };
}

function scanTime(rest: string): { readonly token: Omit<Token, "at">; readonly length: number } | undefined {
  const isTime = TIME_LABEL.test(rest);
  if (!isTime && !DATE_LABEL.test(rest)) return undefined;
  const text = (isTime ? /^[-T:+Z0-9]*/ : /^[-0-9]*/).exec(rest.slice(5))?.[0] ?? "";
  const length = 5 + text.length;
  const nanos = isTime ? nanosFromRfc3339(text) : nanosFromDate(text);
  if (nanos === undefined) {
    const problem = isTime
      ? `invalid TIME value: parsing time ${JSON.stringify(text)} as "2006-01-02T15:04:05Z07:00"`
      : `invalid DATE value: parsing time ${JSON.stringify(text)} as "2006-01-02"`;
    return { token: { kind: "invalid token", text, problem }, length };
  }
  const year = Number(text.slice(0, 4));
  if (year < 1900 || year > 2999) {
    const problem = `${isTime ? "timestamp" : "datestamp"} year ${year} out of range`;
    return { token: { kind: "invalid token", text, problem }, length };
  }
  return { token: { kind: isTime ? "timestamp" : "datestamp", text }, length };
}

function lengthOf(pattern: RegExp, text: string): number {
  return pattern.exec(text)?.[0].length ?? 0;
}

const NANOS_PER_MILLISECOND = 1_000_000n;

/** Nanoseconds since the Unix epoch of `2006-01-02`; undefined when it is no date. */
export function nanosFromDate(text: string): bigint | undefined {
  return /^\d{4}-\d{2}-\d{2}$/.test(text) ? nanosFromRfc3339(`${text}T00:00:00Z`) : undefined;
}

/** Nanoseconds since the Unix epoch of an RFC 3339 time; undefined when it is none. */
export function nanosFromRfc3339(text: string): bigint | undefined {
  const match = /^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2})(?:[.,](\d{1,64}))?(Z|[+-]\d{2}:\d{2})$/.exec(text);
  const [, seconds = "", fraction = "", zone = ""] = match ?? [];
  const local = Date.parse(`${seconds}Z`);
  const milliseconds = Date.parse(`${seconds}${zone}`);
  // Date takes the 30th of February for a day in March.
  if (Number.isNaN(milliseconds) || new Date(local).toISOString().slice(0, 19) !== seconds) return undefined;
  return BigInt(milliseconds) * NANOS_PER_MILLISECOND + BigInt(fraction.padEnd(9, "0").slice(0, 9));
}
