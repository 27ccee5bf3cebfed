/** Messages as Go prints them in error texts: gogoproto's CompactTextString. */
import type { Field, MessageCodec } from "@openledger/messages";
import { toUtf8 } from "@openledger/primitives";

/** `denom:"uopen" amount:"5" `; fields at their defaults are left out. */
export function protoText<T extends object>(codec: MessageCodec<T>, message: T): string {
  const values = message as Readonly<Record<string, unknown>>;
  return codec.fields.map((field) => fieldText(field, values[field.key])).join("");
}

function fieldText(field: Field, value: unknown): string {
  const items: readonly unknown[] = Array.isArray(value) ? value : isSet(field, value) ? [value] : [];
  return items.map((item) => `${field.name}:${valueText(field, item)} `).join("");
}

function isSet(field: Field, value: unknown): boolean {
  if (value === undefined) return false;
  if (field.rule === "optional") return true;
  return !(value === 0 || value === 0n || value === false || value === "" || (value instanceof Uint8Array && value.length === 0));
}

function valueText(field: Field, value: unknown): string {
  if (field.type === "message") {
    const codec = field.of?.();
    return codec === undefined ? "<>" : `<${protoText(codec, value as object)}>`;
  }
  if (value instanceof Uint8Array) return quoted(value);
  if (typeof value === "string") return quoted(toUtf8(value));
  if (field.type === "enum") return enumName(field, value as number);
  return String(value);
}

function enumName({ enumTable }: Field, value: number): string {
  return Object.entries(enumTable?.() ?? {}).find(([, number]) => number === value)?.[0] ?? String(value);
}

function quoted(bytes: Uint8Array): string {
  return `"${Array.from(bytes, escaped).join("")}"`;
}

function escaped(byte: number): string {
  if (byte === 10) return "\\n";
  if (byte === 13) return "\\r";
  if (byte === 9) return "\\t";
  if (byte === 34 || byte === 92) return `\\${String.fromCharCode(byte)}`;
  return byte >= 32 && byte < 127 ? String.fromCharCode(byte) : `\\${byte.toString(8).padStart(3, "0")}`;
}
