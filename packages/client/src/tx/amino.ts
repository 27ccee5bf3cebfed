import type { AminoConverter } from "@cosmjs/stargate";
import { aminoJson, createTypeRegistry, type Field, type MessageCodec } from "@openledger/messages";
import { fromBase64 } from "@openledger/primitives";

type Fields = Record<string, unknown>;

/** None of our messages holds an Any. */
const noTypes = createTypeRegistry([]);

/**
 * Amino JSON of one of our messages for CosmJS, written by the encoder that the chain verifies with. Throws RangeError
 * for a message without an amino name.
 */
export function aminoConverter(codec: MessageCodec<object>): AminoConverter {
  const aminoType = codec.amino?.name;
  if (aminoType === undefined) throw new RangeError(`${codec.typeName} has no amino name`);
  return {
    aminoType,
    toAmino: (value: object) => (JSON.parse(aminoJson(noTypes, codec, codec.create(value))) as { readonly value: object }).value,
    fromAmino: (value: object) => codec.create(fromAmino(codec, value as Fields)),
  };
}

function fromAmino(codec: MessageCodec<object>, amino: Fields): Fields {
  const message: Fields = {};
  for (const field of codec.fields) {
    const value = amino[field.name];
    if (value === undefined || value === null) continue;
    message[field.key] = Array.isArray(value) ? value.map((item) => valueFromAmino(field, item)) : valueFromAmino(field, value);
  }
  return message;
}

function valueFromAmino(field: Field, value: unknown): unknown {
  if (field.type === "message" && field.of !== undefined) return fromAmino(field.of(), value as Fields);
  if (field.type === "bytes") return fromBase64(String(value));
  return field.type.endsWith("64") ? BigInt(String(value)) : value;
}
