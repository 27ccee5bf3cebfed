import protobuf, { type Reader, type Writer } from "protobufjs/minimal.js";
import type { AminoMessage, DeepPartial, Field, LenientDecoding, MessageCodec } from "./codec.ts";
import { decodeMessage } from "./decode.ts";
import { blankOf } from "./blank.ts";
import { encodeMessage, type Values } from "./encode.ts";
import { DecodeError } from "./errors.ts";

/** Builds the codec of one message from its fields in number order; generated files call it. */
export function defineMessage<T extends object>(typeName: string, fields: readonly Field[], amino?: AminoMessage): MessageCodec<T> {
  const codec: MessageCodec<T> = {
    typeName,
    typeUrl: `/${typeName}`,
    fields,
    amino,
    create: (partial?: DeepPartial<T>): T => copyOf(fields, (partial ?? {}) as Values) as T,
    fromPartial: (partial: DeepPartial<T>): T => copyOf(fields, partial as Values) as T,
    // A writer over plain Uint8Arrays, in Node as well: a Buffer would alias where a Uint8Array copies.
    encode: (message: T, writer: Writer = new protobuf.Writer()): Writer => writer.raw(encodeMessage(codec, message as Values)),
    decode: (input: Uint8Array | Reader, length?: number): T => decodeMessage(codec, input, length, false).message as T,
    decodeLenient(input: Uint8Array): LenientDecoding<T> {
      const { message, sawUnknownField } = decodeMessage(codec, input, undefined, true);
      return { message: message as T, sawUnknownField };
    },
    toBytes: (message: T): Uint8Array => encodeMessage(codec, message as Values),
    fromBytes(bytes: Uint8Array): T {
      const { message, isCanonical } = decodeMessage(codec, bytes, undefined, false);
      if (!isCanonical) {
        throw new DecodeError("not-canonical", typeName, "is not in canonical form: encode it in field order, without defaults and with packed numbers");
      }
      return message as T;
    },
  };
  return codec;
}

function copyOf(fields: readonly Field[], partial: Values): object {
  const values = blankOf(fields);
  for (const field of fields) {
    const value = partial[field.key];
    if (value === undefined || value === null) continue;
    values[field.key] = field.rule === "repeated" ? Array.from(value as Iterable<unknown>, (item) => copyValue(field, item)) : copyValue(field, value);
  }
  return values;
}

function copyValue(field: Field, value: unknown): unknown {
  if (field.type === "bytes" && value instanceof Uint8Array) return Uint8Array.from(value);
  const codec = field.of?.();
  return codec === undefined ? value : copyOf(codec.fields, value as Values);
}
