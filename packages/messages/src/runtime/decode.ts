import { EncodingError, fromUtf8 } from "@openledger/primitives";
import type { Reader } from "protobufjs/minimal.js";
import type { Field, MessageCodec } from "./codec.ts";
import { wireTypeOf } from "./encode.ts";
import { DecodeError } from "./errors.ts";
import { maxDepth, maxElements } from "./limits.ts";

/** Field number bit that marks an unknown field as safe to pass over (ADR-020). */
const nonCriticalBit = 1 << 10;

/** How strict a decode is and what it passed over. */
export interface DecodeState {
  readonly allowNonCritical: boolean;
  sawUnknownField: boolean;
}

/** Reads fields up to byte `end` of `reader` into a new object with proto3 defaults for everything absent. */
export function readFields(codec: MessageCodec<object>, reader: Reader, end: number, state: DecodeState, depth: number): object {
  const typeName = codec.typeName;
  if (depth > maxDepth) throw new DecodeError("too-deep", typeName, `nested deeper than ${maxDepth} messages`);
  const values = defaultsOf(codec.fields);
  const seen: boolean[] = [];
  let oneofs: string[] | undefined;
  while (reader.pos < end) {
    const tag = readUint32(typeName, reader, end);
    const no = tag >>> 3;
    const field = fieldOf(codec.fields, no);
    if (field === undefined) {
      passOver(typeName, reader, tag, end, state);
      continue;
    }
    if (field.rule === "repeated") {
      readRepeated(codec, field, tag & 7, values[field.key] as unknown[], reader, end, state, depth);
      continue;
    }
    if (seen[no] === true) throw new DecodeError("duplicate-field", typeName, "appears twice", no);
    seen[no] = true;
    if (field.oneof !== undefined) {
      oneofs ??= [];
      if (oneofs.includes(field.oneof)) throw new DecodeError("duplicate-field", typeName, `a second member of oneof ${field.oneof}`, no);
      oneofs.push(field.oneof);
    }
    if ((tag & 7) !== wireTypeOf(field.type)) throw new DecodeError("wrong-wire-type", typeName, `has wire type ${tag & 7}`, no);
    values[field.key] = readValue(typeName, field, reader, end, state, depth);
  }
  return values;
}

/** The proto3 default of every field, in table order, so that all objects of a type share one shape. */
export function defaultsOf(fields: readonly Field[]): Record<string, unknown> {
  const values: Record<string, unknown> = {};
  for (const field of fields) values[field.key] = defaultOf(field);
  return values;
}

function defaultOf(field: Field): unknown {
  if (field.rule === "repeated") return [];
  if (field.rule === "optional") return undefined;
  switch (field.type) {
    case "string":
      return "";
    case "bytes":
      return new Uint8Array(0);
    case "bool":
      return false;
    case "int64":
    case "uint64":
    case "sint64":
    case "fixed64":
    case "sfixed64":
      return 0n;
    case "message":
      return undefined;
    default:
      return 0;
  }
}

function fieldOf(fields: readonly Field[], no: number): Field | undefined {
  // Most messages number their fields 1..n without gaps.
  const direct = fields[no - 1];
  if (direct?.no === no) return direct;
  return fields.find((field) => field.no === no);
}

function readRepeated(
  codec: MessageCodec<object>,
  field: Field,
  wireType: number,
  items: unknown[],
  reader: Reader,
  end: number,
  state: DecodeState,
  depth: number,
): void {
  const typeName = codec.typeName;
  const own = wireTypeOf(field.type);
  if (wireType === 2 && own !== 2) {
    const packedEnd = readEnd(typeName, reader, end);
    while (reader.pos < packedEnd) pushItem(typeName, field, items, readValue(typeName, field, reader, packedEnd, state, depth));
  } else if (wireType === own) {
    pushItem(typeName, field, items, readValue(typeName, field, reader, end, state, depth));
  } else {
    throw new DecodeError("wrong-wire-type", typeName, `has wire type ${wireType}`, field.no);
  }
}

function pushItem(typeName: string, field: Field, items: unknown[], item: unknown): void {
  if (items.length >= maxElements) throw new DecodeError("too-many-elements", typeName, `has more than ${maxElements} elements`, field.no);
  items.push(item);
}

function readValue(typeName: string, field: Field, reader: Reader, end: number, state: DecodeState, depth: number): unknown {
  switch (field.type) {
    case "string":
      return readString(typeName, field, reader, end);
    case "bytes": {
      const stop = readEnd(typeName, reader, end);
      const bytes = new Uint8Array(reader.buf.subarray(reader.pos, stop));
      reader.pos = stop;
      return bytes;
    }
    case "message": {
      const codec = field.of?.();
      if (codec === undefined) throw new DecodeError("unknown-type", typeName, "has no codec", field.no);
      return readFields(codec, reader, readEnd(typeName, reader, end), state, depth + 1);
    }
    case "fixed32":
    case "sfixed32":
      need(typeName, reader, 4, end);
      return reader[field.type]();
    case "fixed64":
    case "sfixed64":
      need(typeName, reader, 8, end);
      return field.type === "fixed64" ? bitsOf(reader.fixed64()) : BigInt.asIntN(64, bitsOf(reader.sfixed64()));
    default:
      return fromVarint(typeName, field, readUint64(typeName, reader, end));
  }
}

function fromVarint(typeName: string, field: Field, raw: bigint): bigint | number | boolean {
  switch (field.type) {
    case "uint64":
      return raw;
    case "int64":
      return BigInt.asIntN(64, raw);
    case "sint64":
      return (raw >> 1n) ^ -(raw & 1n);
    case "bool":
      if (raw > 1n) throw new DecodeError("out-of-range", typeName, "is not a boolean", field.no);
      return raw === 1n;
    case "uint32":
      if (raw > 0xffffffffn) throw new DecodeError("out-of-range", typeName, "does not fit 32 bits", field.no);
      return Number(raw);
    case "sint32":
      if (raw > 0xffffffffn) throw new DecodeError("out-of-range", typeName, "does not fit 32 bits", field.no);
      return Number((raw >> 1n) ^ -(raw & 1n));
    default: {
      const signed = BigInt.asIntN(64, raw);
      if (signed !== BigInt.asIntN(32, signed)) throw new DecodeError("out-of-range", typeName, "does not fit 32 bits", field.no);
      return Number(signed);
    }
  }
}

function readString(typeName: string, field: Field, reader: Reader, end: number): string {
  const stop = readEnd(typeName, reader, end);
  try {
    return fromUtf8(reader.buf.subarray(reader.pos, stop));
  } catch (error) {
    if (error instanceof EncodingError) throw new DecodeError("invalid-utf8", typeName, "is not valid UTF-8", field.no);
    throw error;
  } finally {
    reader.pos = stop;
  }
}

/** Reads a length prefix and returns the offset at which its content ends. */
function readEnd(typeName: string, reader: Reader, end: number): number {
  const length = readUint32(typeName, reader, end);
  need(typeName, reader, length, end);
  return reader.pos + length;
}

function need(typeName: string, reader: Reader, length: number, end: number): void {
  if (length > end - reader.pos) throw new DecodeError("truncated", typeName, `ends ${length - (end - reader.pos)} bytes early`);
}

function readUint32(typeName: string, reader: Reader, end: number): number {
  const first = reader.buf[reader.pos];
  if (reader.pos < end && first !== undefined && first < 0x80) {
    reader.pos++;
    return first;
  }
  const value = readUint64(typeName, reader, end);
  if (value > 0xffffffffn) throw new DecodeError("out-of-range", typeName, "has a tag or length above 2^32-1");
  return Number(value);
}

function readUint64(typeName: string, reader: Reader, end: number): bigint {
  const start = reader.pos;
  let last = start;
  while (last < end && (reader.buf[last] as number) >= 0x80) last++;
  if (last >= end) throw new DecodeError("truncated", typeName, "ends inside a varint");
  const length = last - start + 1;
  const top = reader.buf[last] as number;
  if (length > 10 || (length === 10 && top > 1)) throw new DecodeError("out-of-range", typeName, "has a varint above 64 bits");
  if (length > 1 && top === 0) throw new DecodeError("overlong-varint", typeName, "has a varint that is longer than it need be");
  return bitsOf(reader.uint64());
}

function bitsOf(value: { readonly high: number; readonly low: number }): bigint {
  return (BigInt(value.high >>> 0) << 32n) | BigInt(value.low >>> 0);
}

function passOver(typeName: string, reader: Reader, tag: number, end: number, state: DecodeState): void {
  const no = tag >>> 3;
  if (!state.allowNonCritical || (no & nonCriticalBit) === 0) throw new DecodeError("unknown-field", typeName, "is unknown", no);
  state.sawUnknownField = true;
  switch (tag & 7) {
    case 0:
      readUint64(typeName, reader, end);
      return;
    case 1:
      need(typeName, reader, 8, end);
      reader.pos += 8;
      return;
    case 2:
      reader.pos = readEnd(typeName, reader, end);
      return;
    case 5:
      need(typeName, reader, 4, end);
      reader.pos += 4;
      return;
    default:
      throw new DecodeError("wrong-wire-type", typeName, `has wire type ${tag & 7}`, no);
  }
}
