import { failed } from "../rpc-error.ts";

/** What an attribute is compared with. Times are milliseconds since the Unix epoch. */
export type Operand =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "number"; readonly text: string }
  | { readonly kind: "time"; readonly milliseconds: number };

export type Condition =
  | { readonly tag: string; readonly op: "EXISTS" }
  | { readonly tag: string; readonly op: "CONTAINS"; readonly operand: Operand & { readonly kind: "text" } }
  | { readonly tag: string; readonly op: "=" | "<" | "<=" | ">" | ">="; readonly operand: Operand };

const QUERY_BYTES_LIMIT = 512;
const TOKEN = /\s*(?:(<=|>=|<|>|=)|'([^']*)'|([^\s<>=']+))/y;
const OPERATORS = "<= operator, >= operator, < operator, > operator, = operator, CONTAINS operator or EXISTS operator";

interface Token {
  readonly kind: "operator" | "text" | "word" | "end";
  readonly text: string;
  readonly at: number;
}

/**
 * Conditions of a CometBFT event query, joined by AND: `tag = 'text'`, `tag >= 5`, `tag = TIME 2026-11-21T08:00:00Z`,
 * `tag = DATE 2026-11-21`, `tag CONTAINS 'text'`, `tag EXISTS`. Throws -32603 for anything else and above 512 bytes.
 */
export function parseQuery(query: string): readonly Condition[] {
  if (Buffer.byteLength(query) > QUERY_BYTES_LIMIT) throw failed(`maximum query length exceeded (${QUERY_BYTES_LIMIT} bytes)`);
  const tokens = tokenize(query);
  const conditions: Condition[] = [];
  let next = 0;
  const take = (): Token => tokens[next++] ?? { kind: "end", text: "", at: query.length };
  for (;;) {
    conditions.push(condition(take));
    const joint = take();
    if (joint.kind === "end") return conditions;
    if (joint.kind !== "word" || joint.text !== "AND") throw failed(`offset ${joint.at}: got ${joint.text}, wanted AND`);
  }
}

function condition(take: () => Token): Condition {
  const tag = take();
  if (tag.kind !== "word") throw failed(`offset ${tag.at}: got ${tag.text || "end of query"}, wanted tag`);
  const op = take();
  if (op.kind === "word" && op.text === "EXISTS") return { tag: tag.text, op: "EXISTS" };
  if (op.kind === "word" && op.text === "CONTAINS") {
    const operand = take();
    if (operand.kind !== "text") throw failed(`offset ${operand.at}: wanted a quoted string after CONTAINS`);
    return { tag: tag.text, op: "CONTAINS", operand: { kind: "text", text: operand.text } };
  }
  if (op.kind !== "operator") throw failed(`offset ${op.at}: got tag, wanted ${OPERATORS}`);
  const comparison = op.text as "=" | "<" | "<=" | ">" | ">=";
  const operand = comparedWith(take);
  if (operand.kind === "text" && comparison !== "=") throw failed(`offset ${op.at}: ${comparison} takes a number, DATE or TIME`);
  return { tag: tag.text, op: comparison, operand };
}

function comparedWith(take: () => Token): Operand {
  const token = take();
  if (token.kind === "text") return { kind: "text", text: token.text };
  if (token.kind === "word" && (token.text === "TIME" || token.text === "DATE")) {
    const value = take();
    const milliseconds = Date.parse(value.text);
    if (value.kind !== "word" || Number.isNaN(milliseconds)) throw failed(`offset ${value.at}: ${token.text} takes RFC 3339`);
    return { kind: "time", milliseconds };
  }
  if (token.kind === "word" && /^\d+(\.\d+)?$/.test(token.text)) return { kind: "number", text: token.text };
  throw failed(`offset ${token.at}: wanted a quoted string, a number, DATE or TIME`);
}

function tokenize(query: string): readonly Token[] {
  const tokens: Token[] = [];
  const text = query.trimEnd();
  for (let at = 0; at < text.length; ) {
    TOKEN.lastIndex = at;
    const match = TOKEN.exec(text);
    if (match === null) throw failed(`offset ${at}: unexpected ${JSON.stringify(text[at])}`);
    const [, operator, quoted, word] = match;
    if (operator !== undefined) tokens.push({ kind: "operator", text: operator, at });
    else if (quoted !== undefined) tokens.push({ kind: "text", text: quoted, at });
    else tokens.push({ kind: "word", text: word ?? "", at });
    at = TOKEN.lastIndex;
  }
  return tokens;
}
