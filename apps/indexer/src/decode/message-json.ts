import type { Field, MessageCodec } from "@openledger/messages";
import { Any } from "@openledger/messages/google/protobuf";
import { toHex } from "@openledger/primitives";
import type { Json } from "../schema/chain.ts";
import { registry } from "./registry.ts";
import { storableText } from "./text.ts";

/** Openings of a settlement are rows of their own; their JSON would repeat each quoted chunk in hex. */
const countedOnly: ReadonlySet<string> = new Set(["openledger.market.v1.MsgSettle.openings"]);

/** A message as JSON with the names of its .proto file: 64-bit numbers as decimal text, bytes as 0x-hex, enums by name. */
export function messageToJson(codec: MessageCodec<object>, message: object): Json {
  const json: Record<string, Json> = {};
  const values = message as Readonly<Record<string, unknown>>;
  for (const field of codec.fields) {
    const value = values[field.key];
    if (value === undefined) continue;
    if (countedOnly.has(`${codec.typeName}.${field.name}`)) {
      json[`${field.name}_count`] = (value as readonly unknown[]).length;
    } else {
      json[field.name] = field.rule === "repeated" ? (value as readonly unknown[]).map((item) => fieldToJson(field, item)) : fieldToJson(field, value);
    }
  }
  return json;
}

function fieldToJson(field: Field, value: unknown): Json {
  const codec = field.of?.();
  if (codec?.typeName === Any.typeName) return anyToJson(value as Any);
  if (codec !== undefined) return messageToJson(codec, value as object);
  if (field.type === "enum") return enumName(field, value as number);
  if (typeof value === "bigint") return value.toString();
  if (value instanceof Uint8Array) return `0x${toHex(value)}`;
  return typeof value === "string" ? storableText(value) : (value as number | boolean);
}

/** A message inside a message, as the SDK's JSON shows it; bytes of a type that this version does not know stay bytes. */
function anyToJson({ typeUrl, value }: Any): Json {
  const codec = registry.lookup(typeUrl);
  const inner = codec === undefined ? undefined : decoded(codec, value);
  if (codec === undefined || inner === undefined) return { "@type": storableText(typeUrl), value: `0x${toHex(value)}` };
  return { "@type": typeUrl, ...(messageToJson(codec, inner) as Readonly<Record<string, Json>>) };
}

function decoded(codec: MessageCodec<object>, value: Uint8Array): object | undefined {
  try {
    return codec.decodeLenient(value).message;
  } catch {
    return undefined;
  }
}

function enumName(field: Field, value: number): Json {
  const table = field.enumTable?.() ?? {};
  return Object.entries(table).find(([, number]) => number === value)?.[0] ?? value;
}
