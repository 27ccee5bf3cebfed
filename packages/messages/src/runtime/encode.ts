import { toUtf8 } from "@openledger/primitives";
import type { Field, MessageCodec } from "./codec.ts";
import { BackwardWriter } from "./backward-writer.ts";
import { EncodeError } from "./errors.ts";
import { maxDepth } from "./limits.ts";

/** Values of a message by property name, as the table-driven functions see them. */
export type Values = Readonly<Record<string, unknown>>;

/** Encoding is synchronous and calls nothing of its caller's, so one writer serves every message. */
const shared = new BackwardWriter();

/** Wire type of a single value of the field: 0 varint, 1 eight bytes, 2 length-delimited, 5 four bytes. */
export function wireTypeOf(type: Field["type"]): 0 | 1 | 2 | 5 {
  switch (type) {
    case "string":
    case "bytes":
    case "message":
      return 2;
    case "fixed64":
    case "sfixed64":
      return 1;
    case "fixed32":
    case "sfixed32":
      return 5;
    default:
      return 0;
  }
}

/** The encoded message in an array of its own: fields in the order of the table, defaults left out. */
export function encodeMessage(codec: MessageCodec<object>, message: Values): Uint8Array {
  shared.reset();
  writeFields(codec.typeName, codec.fields, message, shared, 1);
  return shared.finish();
}

/** Fields, items and bytes are written last first, so that a length is known when its turn comes. */
function writeFields(typeName: string, fields: readonly Field[], values: Values, writer: BackwardWriter, depth: number): void {
  if (depth > maxDepth) throw new EncodeError(`${typeName}: nested deeper than ${maxDepth} messages`);
  let oneofs: string[] | undefined;
  for (let i = fields.length - 1; i >= 0; i--) {
    const field = fields[i] as Field;
    const value = values[field.key];
    if (value === undefined) continue;
    if (field.oneof !== undefined) {
      oneofs ??= [];
      if (oneofs.includes(field.oneof)) throw new EncodeError(`${typeName}: two members of oneof ${field.oneof} are set`);
      oneofs.push(field.oneof);
    }
    if (field.rule === "repeated") writeRepeated(typeName, field, value, writer, depth);
    else if (field.rule === "optional" || !isDefault(value)) writeTagged(typeName, field, value, writer, depth);
  }
}

/** True for the value that proto3 leaves out of a field without presence. */
export function isDefault(value: unknown): boolean {
  return value === "" || value === 0n || value === 0 || value === false || (value instanceof Uint8Array && value.length === 0);
}

function writeRepeated(typeName: string, field: Field, value: unknown, writer: BackwardWriter, depth: number): void {
  if (!Array.isArray(value)) throw mismatch(typeName, field, "an array");
  const items: readonly unknown[] = value;
  if (items.length === 0) return;
  if (wireTypeOf(field.type) === 2) {
    for (let i = items.length - 1; i >= 0; i--) writeTagged(typeName, field, items[i], writer, depth);
    return;
  }
  const before = writer.length;
  for (let i = items.length - 1; i >= 0; i--) writeValue(typeName, field, items[i], writer, depth);
  writer.varint(writer.length - before);
  writer.varint(((field.no << 3) | 2) >>> 0);
}

function writeTagged(typeName: string, field: Field, value: unknown, writer: BackwardWriter, depth: number): void {
  writeValue(typeName, field, value, writer, depth);
  writer.varint(((field.no << 3) | wireTypeOf(field.type)) >>> 0);
}

function writeValue(typeName: string, field: Field, value: unknown, writer: BackwardWriter, depth: number): void {
  switch (field.type) {
    case "string":
      return writeString(typeName, field, value, writer);
    case "bytes":
      if (!(value instanceof Uint8Array)) throw mismatch(typeName, field, "a Uint8Array");
      writer.bytes(value);
      writer.varint(value.length);
      return;
    case "bool":
      if (typeof value !== "boolean") throw mismatch(typeName, field, "a boolean");
      writer.varint(value ? 1 : 0);
      return;
    case "message": {
      const codec = field.of?.();
      if (codec === undefined || typeof value !== "object" || value === null) throw mismatch(typeName, field, "a message");
      const before = writer.length;
      writeFields(codec.typeName, codec.fields, value as Values, writer, depth + 1);
      writer.varint(writer.length - before);
      return;
    }
    case "int64":
    case "uint64":
    case "sint64":
    case "fixed64":
    case "sfixed64":
      return writeInteger64(typeName, field, value, writer);
    default:
      return writeInteger32(typeName, field, value, writer);
  }
}

function writeString(typeName: string, field: Field, value: unknown, writer: BackwardWriter): void {
  if (typeof value !== "string") throw mismatch(typeName, field, "a well-formed string");
  if (writer.ascii(value)) {
    writer.varint(value.length);
    return;
  }
  if (!value.isWellFormed()) throw mismatch(typeName, field, "a well-formed string");
  const utf8 = toUtf8(value);
  writer.bytes(utf8);
  writer.varint(utf8.length);
}

function writeInteger64(typeName: string, field: Field, value: unknown, writer: BackwardWriter): void {
  const isUnsigned = field.type === "uint64" || field.type === "fixed64";
  if (typeof value !== "bigint" || value !== (isUnsigned ? BigInt.asUintN(64, value) : BigInt.asIntN(64, value))) {
    throw mismatch(typeName, field, isUnsigned ? "a bigint in 0..2^64-1" : "a bigint in -2^63..2^63-1");
  }
  if (field.type === "fixed64" || field.type === "sfixed64") writer.fixed64(value);
  else if (field.type === "sint64") writer.varint64((value << 1n) ^ (value >> 63n));
  else writer.varint64(value);
}

function writeInteger32(typeName: string, field: Field, value: unknown, writer: BackwardWriter): void {
  const isUnsigned = field.type === "uint32" || field.type === "fixed32";
  if (typeof value !== "number" || (isUnsigned ? value >>> 0 : value | 0) !== value) {
    throw mismatch(typeName, field, isUnsigned ? "an integer in 0..2^32-1" : "an integer in -2^31..2^31-1");
  }
  if (field.type === "fixed32" || field.type === "sfixed32") writer.fixed32(value);
  else if (field.type === "sint32") writer.varint(((value << 1) ^ (value >> 31)) >>> 0);
  // A negative int32 or enum takes ten bytes, as the int64 that it extends to.
  else if (value < 0) writer.varint64(BigInt(value));
  else writer.varint(value);
}

function mismatch(typeName: string, field: Field, expected: string): EncodeError {
  return new EncodeError(`${typeName}.${field.name} must be ${expected}`);
}
