import { failed } from "../rpc-error.ts";
import { END, nanosFromDate, nanosFromRfc3339, scanToken, type Token, type TokenKind } from "./scan-query.ts";

/** What an attribute is compared with. `nanos` counts from the Unix epoch. */
export type Operand =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "number"; readonly text: string }
  | { readonly kind: "date" | "time"; readonly text: string; readonly nanos: bigint };

export type Comparison = "=" | "<" | "<=" | ">" | ">=";

export type Condition =
  | { readonly tag: string; readonly op: "EXISTS" }
  | { readonly tag: string; readonly op: "CONTAINS"; readonly operand: Operand & { readonly kind: "text" } }
  | { readonly tag: string; readonly op: Comparison; readonly operand: Operand };

/** CometBFT prints the number of the token that it wants here. */
const AND_NUMBER = 6;
const QUERY_BYTES_LIMIT = 512;
const OPERATORS: readonly TokenKind[] = [
  "<= operator",
  ">= operator",
  "< operator",
  "> operator",
  "= operator",
  "CONTAINS operator",
  "EXISTS operator",
];
const ORDERED: readonly TokenKind[] = ["number", "timestamp", "datestamp"];

/**
 * Conditions of a CometBFT event query, joined by AND: `tag = 'text'`, `tag >= 5`, `tag = TIME 2026-11-21T08:00:00Z`,
 * `tag = DATE 2026-11-21`, `tag CONTAINS 'text'`, `tag EXISTS`. Throws -32603 with CometBFT's text for anything else
 * and above 512 bytes. Grammar: libs/pubsub/query/syntax/parser.go.
 */
export function parseQuery(query: string): readonly Condition[] {
  if (Buffer.byteLength(query) > QUERY_BYTES_LIMIT) throw failed("maximum query length exceeded");
  const conditions: Condition[] = [];
  const cursor: Cursor = { query, end: 0 };
  for (;;) {
    conditions.push(condition(cursor));
    const joint = next(cursor);
    // CometBFT takes a string without closing quote for the end, when a condition is complete before it.
    if (joint === undefined || joint.problem === END) return conditions;
    if (joint.kind !== "AND operator") throw failed(`offset ${joint.at}: got ${joint.kind}, want ${AND_NUMBER}`);
  }
}

/** One text for each query that means the same; subscriptions are known by it. */
export function queryText(conditions: readonly Condition[]): string {
  return conditions
    .map((one) => (one.op === "EXISTS" ? `${one.tag} EXISTS` : `${one.tag} ${one.op} ${operandText(one.operand)}`))
    .join(" AND ");
}

interface Cursor {
  readonly query: string;
  end: number;
}

function next(cursor: Cursor): Token | undefined {
  const scanned = scanToken(cursor.query, cursor.end);
  if (scanned === undefined) return undefined;
  cursor.end = scanned.end;
  return scanned.token;
}

function required(cursor: Cursor, kinds: readonly TokenKind[]): Token {
  const token = next(cursor);
  if (token === undefined) throw failed(`offset ${Buffer.byteLength(cursor.query)}: ${END}`);
  if (token.problem !== undefined) throw failed(`offset ${token.at}: ${token.problem}`);
  if (!kinds.includes(token.kind)) throw failed(`offset ${token.at}: got ${token.kind}, wanted ${listed(kinds)}`);
  return token;
}

function listed(kinds: readonly TokenKind[]): string {
  const last = kinds.at(-1) ?? "";
  return kinds.length < 2 ? last : `${kinds.slice(0, -1).join(", ")} or ${last}`;
}

function condition(cursor: Cursor): Condition {
  const { text: tag } = required(cursor, ["tag"]);
  const { kind } = required(cursor, OPERATORS);
  const op = kind.slice(0, -" operator".length) as Condition["op"];
  if (op === "EXISTS") return { tag, op };
  if (op === "CONTAINS") return { tag, op, operand: { kind: "text", text: required(cursor, ["string"]).text } };
  return { tag, op, operand: operand(required(cursor, op === "=" ? [...ORDERED, "string"] : ORDERED)) };
}

function operand({ kind, text }: Token): Operand {
  if (kind === "string") return { kind: "text", text };
  if (kind === "timestamp") return { kind: "time", text, nanos: nanosFromRfc3339(text) ?? 0n };
  if (kind === "datestamp") return { kind: "date", text, nanos: nanosFromDate(text) ?? 0n };
  return { kind: "number", text };
}

function operandText({ kind, text }: Operand): string {
  if (kind === "text") return `'${text}'`;
  return kind === "number" ? text : `${kind.toUpperCase()} ${text}`;
}
