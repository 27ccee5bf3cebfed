/** Amino JSON of any message, as x/tx/signing/aminojson of the Cosmos SDK writes it from the same annotations. */
import { fromUtf8, toBase64 } from "@openledger/primitives";
import { codecOf, type TypeRegistry } from "../any.ts";
import { LegacyAminoPubKey } from "../generated/cosmos/crypto/multisig.ts";
import { Any, Duration, Timestamp } from "../generated/google/protobuf.ts";
import type { Field, MessageCodec } from "../runtime/codec.ts";
import { EncodeError } from "../runtime/errors.ts";
import { maxDepth } from "../runtime/limits.ts";
import { decText } from "./dec-text.ts";
import { durationText, timestampText } from "./time-text.ts";

type Values = Readonly<Record<string, unknown>>;

/**
 * The canonical amino JSON of a message: keys sorted, no white space, `{"type", "value"}` around what lies in an Any and
 * around the message itself when it has an amino name.
 *
 * @throws EncodeError for what the format cannot say: a part that must be written and is absent, a time before year 0 or
 * after 9999, a member of a oneof without a name. DecodeError for an Any of an unknown type.
 */
export function aminoJson<T extends object>(registry: TypeRegistry, codec: MessageCodec<T>, message: T): string {
  const value = messageJson(registry, codec as MessageCodec<object>, message, 1);
  const name = codec.amino?.name;
  return name === undefined ? value : `{"type":${quote(name)},"value":${value}}`;
}

/** The amino JSON of what an Any holds; a type without an amino name is called by its type URL. */
export function aminoJsonOfAny(registry: TypeRegistry, any: Any, depth = 1): string {
  const codec = codecOf(registry, any);
  const value = messageJson(registry, codec, codec.decodeLenient(any.value).message, depth + 1);
  return `{"type":${quote(codec.amino?.name ?? codec.typeUrl)},"value":${value}}`;
}

/** A JSON string as Go's encoding/json writes it: also `<`, `>`, `&` and the two line separators escaped. */
export function quote(text: string): string {
  return JSON.stringify(text).replace(/[<>&\u2028\u2029]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

function messageJson(registry: TypeRegistry, codec: MessageCodec<object>, message: object, depth: number): string {
  if (depth > maxDepth) throw new EncodeError(`${codec.typeName}: nested deeper than ${maxDepth} messages`);
  if (codec === Any) return aminoJsonOfAny(registry, message as Any, depth);
  if (codec === Timestamp) return quote(timestampText(message as Timestamp));
  if (codec === Duration) return quote(durationText(message as Duration));
  if (codec.amino?.as === "key") return bytesJson((message as { readonly key: Uint8Array }).key);
  if (codec === LegacyAminoPubKey) return multisigKeyJson(registry, message as LegacyAminoPubKey, depth);
  return `{${entriesOf(registry, codec, message as Values, depth).join(",")}}`;
}

function entriesOf(registry: TypeRegistry, codec: MessageCodec<object>, values: Values, depth: number): string[] {
  const entries: { readonly name: string; readonly text: string }[] = [];
  const emptyOneofs: string[] = [];
  for (const field of codec.fields) {
    const value = values[field.key];
    const oneof = field.oneof === undefined ? undefined : pascalCase(field.oneof);
    if (oneof !== undefined && !emptyOneofs.includes(oneof) && isUnset(codec, values, field.oneof)) {
      emptyOneofs.push(oneof);
      entries.push({ name: oneof, text: `${quote(oneof)}:null` });
      continue;
    }
    if (isEmpty(field, value) && (oneof !== undefined || field.amino?.keep !== true)) continue;
    const name = field.amino?.name ?? field.name;
    const pair = `${quote(name)}:${fieldJson(registry, codec, field, value, depth)}`;
    if (oneof === undefined) entries.push({ name, text: pair });
    else entries.push({ name: oneof, text: `${quote(oneof)}:{"type":${quote(memberName(codec, field))},"value":{${pair}}}` });
  }
  return entries.sort((a, b) => (a.name < b.name ? -1 : 1)).map(({ text }) => text);
}

function isUnset(codec: MessageCodec<object>, values: Values, oneof: string | undefined): boolean {
  return codec.fields.every((field) => field.oneof !== oneof || values[field.key] === undefined);
}

function memberName(codec: MessageCodec<object>, field: Field): string {
  if (field.amino?.member !== undefined) return field.amino.member;
  throw new EncodeError(`${codec.typeName}.${field.name} is in a oneof and has no amino.oneof_name`);
}

function isEmpty(field: Field, value: unknown): boolean {
  if (field.rule === "optional") return value === undefined;
  if (field.rule === "repeated") return (value as readonly unknown[]).length === 0;
  return value === "" || value === 0 || value === 0n || value === false || (value instanceof Uint8Array && value.length === 0);
}

function fieldJson(registry: TypeRegistry, codec: MessageCodec<object>, field: Field, value: unknown, depth: number): string {
  if (field.rule === "repeated") {
    const items = value as readonly unknown[];
    if (items.length === 0) return field.amino?.as === "list" ? "[]" : "null";
    return `[${items.map((item) => itemJson(registry, field, item, depth)).join(",")}]`;
  }
  if (value === undefined) throw new EncodeError(`${codec.typeName}.${field.name} must be there to be written as amino JSON`);
  if (field.amino?.as === "int") return quote(textOf(value) || "0");
  if (field.amino?.as === "dec") return quote(decText(textOf(value)));
  return itemJson(registry, field, value, depth);
}

function itemJson(registry: TypeRegistry, field: Field, value: unknown, depth: number): string {
  if (typeof value === "string") return quote(value);
  if (typeof value === "bigint") return `"${value}"`;
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  if (value instanceof Uint8Array) return bytesJson(value);
  const inner = field.of?.();
  if (inner === undefined) throw new EncodeError(`${field.name} holds something that is no message`);
  return messageJson(registry, inner, value as object, depth + 1);
}

function bytesJson(bytes: Uint8Array): string {
  return bytes.length === 0 ? "null" : `"${toBase64(bytes)}"`;
}

/** Numbers of cosmos.Int and cosmos.Dec are text, or the same text as bytes. */
function textOf(value: unknown): string {
  return value instanceof Uint8Array ? fromUtf8(value) : String(value);
}

function multisigKeyJson(registry: TypeRegistry, { threshold, publicKeys }: LegacyAminoPubKey, depth: number): string {
  const keys = publicKeys.map((key) => aminoJsonOfAny(registry, key, depth + 1));
  return `{"pubkeys":[${keys.join(",")}],"threshold":"${threshold}"}`;
}

function pascalCase(name: string): string {
  return name.replace(/(?:^|_)([a-z])/g, (_, letter: string) => letter.toUpperCase());
}
