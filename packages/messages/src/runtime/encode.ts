import Long from "long";
import protobuf, { type Writer } from "protobufjs/minimal.js";
import type { Field } from "./codec.ts";
import { EncodeError } from "./errors.ts";
import { maxDepth } from "./limits.ts";

/** Values of a message by property name, as the table-driven functions see them. */
export type Values = Readonly<Record<string, unknown>>;

/** A writer over plain Uint8Arrays, in Node as well: a Buffer would alias where a Uint8Array copies. */
export function createWriter(): Writer {
  return new protobuf.Writer();
}

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

/** Appends `fields` of `values` to `writer`, in the order of the table. */
export function writeFields(typeName: string, fields: readonly Field[], values: Values, writer: Writer, depth: number): void {
  if (depth > maxDepth) throw new EncodeError(`${typeName}: nested deeper than ${maxDepth} messages`);
  let oneofs: string[] | undefined;
  for (const field of fields) {
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

function isDefault(value: unknown): boolean {
  return value === "" || value === 0n || value === 0 || value === false || (value instanceof Uint8Array && value.length === 0);
}

function writeRepeated(typeName: string, field: Field, value: unknown, writer: Writer, depth: number): void {
  if (!Array.isArray(value)) throw mismatch(typeName, field, "an array");
  const items: readonly unknown[] = value;
  if (items.length === 0) return;
  if (wireTypeOf(field.type) === 2) {
    for (const item of items) writeTagged(typeName, field, item, writer, depth);
    return;
  }
  writer.uint32(((field.no << 3) | 2) >>> 0).fork();
  for (const item of items) writeValue(typeName, field, item, writer, depth);
  writer.ldelim();
}

function writeTagged(typeName: string, field: Field, value: unknown, writer: Writer, depth: number): void {
  writer.uint32(((field.no << 3) | wireTypeOf(field.type)) >>> 0);
  writeValue(typeName, field, value, writer, depth);
}

function writeValue(typeName: string, field: Field, value: unknown, writer: Writer, depth: number): void {
  switch (field.type) {
    case "string":
      if (typeof value !== "string" || !value.isWellFormed()) throw mismatch(typeName, field, "a well-formed string");
      writer.string(value);
      return;
    case "bytes":
      if (!(value instanceof Uint8Array)) throw mismatch(typeName, field, "a Uint8Array");
      writer.bytes(value);
      return;
    case "bool":
      if (typeof value !== "boolean") throw mismatch(typeName, field, "a boolean");
      writer.bool(value);
      return;
    case "message": {
      const codec = field.of?.();
      if (codec === undefined || typeof value !== "object" || value === null) throw mismatch(typeName, field, "a message");
      writer.fork();
      writeFields(codec.typeName, codec.fields, value as Values, writer, depth + 1);
      writer.ldelim();
      return;
    }
    case "int64":
    case "uint64":
    case "sint64":
    case "fixed64":
    case "sfixed64":
      writer[field.type](longOf(typeName, field, value));
      return;
    case "enum":
      writer.int32(int32Of(typeName, field, value));
      return;
    case "int32":
    case "sint32":
    case "sfixed32":
      writer[field.type](int32Of(typeName, field, value));
      return;
    case "uint32":
    case "fixed32":
      writer[field.type](uint32Of(typeName, field, value));
      return;
  }
}

function longOf(typeName: string, field: Field, value: unknown): Long {
  const unsigned = field.type === "uint64" || field.type === "fixed64";
  const fits = typeof value === "bigint" && value === (unsigned ? BigInt.asUintN(64, value) : BigInt.asIntN(64, value));
  if (!fits) throw mismatch(typeName, field, unsigned ? "a bigint in 0..2^64-1" : "a bigint in -2^63..2^63-1");
  return Long.fromBits(Number(BigInt.asIntN(32, value)), Number(BigInt.asIntN(32, value >> 32n)), unsigned);
}

function int32Of(typeName: string, field: Field, value: unknown): number {
  if (typeof value !== "number" || (value | 0) !== value) throw mismatch(typeName, field, "an integer in -2^31..2^31-1");
  return value;
}

function uint32Of(typeName: string, field: Field, value: unknown): number {
  if (typeof value !== "number" || value >>> 0 !== value) throw mismatch(typeName, field, "an integer in 0..2^32-1");
  return value;
}

function mismatch(typeName: string, field: Field, expected: string): EncodeError {
  return new EncodeError(`${typeName}.${field.name} must be ${expected}`);
}
