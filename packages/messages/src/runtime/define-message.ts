import { equalBytes } from "@openledger/primitives";
import protobuf, { type Reader, type Writer } from "protobufjs/minimal.js";
import type { AminoMessage, DeepPartial, Field, LenientDecoding, MessageCodec } from "./codec.ts";
import { defaultsOf, readFields, type DecodeState } from "./decode.ts";
import { createWriter, writeFields, type Values } from "./encode.ts";
import { DecodeError } from "./errors.ts";
import { maxMessageBytes } from "./limits.ts";

/** Builds the codec of one message from its fields in number order; generated files call it. */
export function defineMessage<T extends object>(typeName: string, fields: readonly Field[], amino?: AminoMessage): MessageCodec<T> {
  const codec: MessageCodec<T> = {
    typeName,
    typeUrl: `/${typeName}`,
    fields,
    amino,
    create: (partial?: DeepPartial<T>): T => copyOf(fields, (partial ?? {}) as Values) as T,
    fromPartial: (partial: DeepPartial<T>): T => copyOf(fields, partial as Values) as T,
    encode(message: T, writer: Writer = createWriter()): Writer {
      writeFields(typeName, fields, message as Values, writer, 1);
      return writer;
    },
    decode: (input: Uint8Array | Reader, length?: number): T => decodeWith(codec, input, length, strict()) as T,
    decodeLenient(input: Uint8Array): LenientDecoding<T> {
      const state: DecodeState = { allowNonCritical: true, sawUnknownField: false };
      const message = decodeWith(codec, input, undefined, state) as T;
      return { message, sawUnknownField: state.sawUnknownField };
    },
    toBytes: (message: T): Uint8Array => Uint8Array.from(codec.encode(message).finish(true)),
    fromBytes(bytes: Uint8Array): T {
      const message = codec.decode(bytes);
      if (!equalBytes(codec.encode(message).finish(true), bytes)) {
        throw new DecodeError("not-canonical", typeName, "is not in canonical form: encode it in field order, without defaults and with packed numbers");
      }
      return message;
    },
  };
  return codec;
}

function strict(): DecodeState {
  return { allowNonCritical: false, sawUnknownField: false };
}

function decodeWith(codec: MessageCodec<object>, input: Uint8Array | Reader, length: number | undefined, state: DecodeState): object {
  const reader = input instanceof Uint8Array ? new protobuf.Reader(input) : input;
  const end = length === undefined ? reader.len : reader.pos + length;
  if (end > reader.len) throw new DecodeError("truncated", codec.typeName, `ends ${end - reader.len} bytes early`);
  if (end - reader.pos > maxMessageBytes) throw new DecodeError("too-long", codec.typeName, `is longer than ${maxMessageBytes} bytes`);
  return readFields(codec, reader, end, state, 1);
}

function copyOf(fields: readonly Field[], partial: Values): object {
  const values = defaultsOf(fields);
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
