/** Messages as Go prints them in error texts: gogoproto's CompactTextString. */
import type { Field, MessageCodec } from "@openledger/messages";
import { toUtf8 } from "@openledger/primitives";

/**
 * `denom:"uopen" amount:"5" `; fields at their defaults are left out. A text longer than `most` characters is cut there
 * and ends in `...`; what lies behind is not looked at.
 */
export function protoText<T extends object>(codec: MessageCodec<T>, message: T, most: number = Infinity): string {
  let text = "";
  for (const piece of piecesOf(codec, message)) {
    if (text.length + piece.length > most) return `${text}...`;
    text += piece;
  }
  return text;
}

function* piecesOf(codec: MessageCodec<object>, message: object): Generator<string, void> {
  const values = message as Readonly<Record<string, unknown>>;
  for (const field of codec.fields) {
    const value = values[field.key];
    const items: readonly unknown[] = Array.isArray(value) ? value : isSet(field, value) ? [value] : [];
    for (const item of items) {
      yield `${field.name}:`;
      yield* valuePieces(field, item);
      yield " ";
    }
  }
}

function isSet(field: Field, value: unknown): boolean {
  if (value === undefined) return false;
  if (field.rule === "optional") return true;
  return !(value === 0 || value === 0n || value === false || value === "" || (value instanceof Uint8Array && value.length === 0));
}

function* valuePieces(field: Field, value: unknown): Generator<string, void> {
  if (field.type === "message") {
    const codec = field.of?.();
    yield "<";
    if (codec !== undefined) yield* piecesOf(codec, value as object);
    yield ">";
  } else if (value instanceof Uint8Array) yield* quoted(value);
  else if (typeof value === "string") yield* quoted(toUtf8(value));
  else yield field.type === "enum" ? enumName(field, value as number) : String(value);
}

function enumName({ enumTable }: Field, value: number): string {
  return Object.entries(enumTable?.() ?? {}).find(([, number]) => number === value)?.[0] ?? String(value);
}

function* quoted(bytes: Uint8Array): Generator<string, void> {
  yield '"';
  for (const byte of bytes) yield escaped(byte);
  yield '"';
}

function escaped(byte: number): string {
  if (byte === 10) return "\\n";
  if (byte === 13) return "\\r";
  if (byte === 9) return "\\t";
  if (byte === 34 || byte === 92) return `\\${String.fromCharCode(byte)}`;
  return byte >= 32 && byte < 127 ? String.fromCharCode(byte) : `\\${byte.toString(8).padStart(3, "0")}`;
}
