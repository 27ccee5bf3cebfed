import type { AminoConverter } from "@cosmjs/stargate";
import type { Field, MessageCodec } from "@openledger/messages";
import { fromBase64, toBase64 } from "@openledger/primitives";

type Fields = Record<string, unknown>;

/**
 * Amino JSON as the SDK writes it: snake-case names, 64-bit numbers as text, bytes as base64, defaults left out.
 * The amino name of `/openledger.market.v1.MsgSettle` is `openledger/MsgSettle`.
 */
export function aminoConverter(codec: MessageCodec<object>): AminoConverter {
  const name = codec.typeName.slice(codec.typeName.lastIndexOf(".") + 1);
  return {
    aminoType: `openledger/${name}`,
    toAmino: (value: object) => toAmino(codec, value as Fields),
    fromAmino: (value: object) => codec.create(fromAmino(codec, value as Fields)),
  };
}

function toAmino(codec: MessageCodec<object>, message: Fields): Fields {
  const amino: Fields = {};
  for (const field of codec.fields) {
    const value = message[field.key];
    if (Array.isArray(value)) {
      if (value.length > 0) amino[field.name] = value.map((item) => valueToAmino(field, item));
    } else if (!isDefault(value)) amino[field.name] = valueToAmino(field, value);
  }
  return amino;
}

function fromAmino(codec: MessageCodec<object>, amino: Fields): Fields {
  const message: Fields = {};
  for (const field of codec.fields) {
    const value = amino[field.name];
    if (value === undefined) continue;
    message[field.key] = Array.isArray(value) ? value.map((item) => valueFromAmino(field, item)) : valueFromAmino(field, value);
  }
  return message;
}

function isDefault(value: unknown): boolean {
  if (value === undefined || value === "" || value === 0 || value === 0n || value === false) return true;
  return value instanceof Uint8Array && value.length === 0;
}

function valueToAmino(field: Field, value: unknown): unknown {
  if (field.type === "message" && field.of !== undefined) return toAmino(field.of(), value as Fields);
  if (value instanceof Uint8Array) return toBase64(value);
  return typeof value === "bigint" ? value.toString() : value;
}

function valueFromAmino(field: Field, value: unknown): unknown {
  if (field.type === "message" && field.of !== undefined) return fromAmino(field.of(), value as Fields);
  if (field.type === "bytes") return fromBase64(String(value));
  return field.type.endsWith("64") ? BigInt(String(value)) : value;
}
