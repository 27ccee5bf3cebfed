import type { Reader } from "protobufjs/minimal.js";
import { blankOf } from "./blank.ts";
import type { Field, MessageCodec } from "./codec.ts";
import { isDefault, wireTypeOf } from "./encode.ts";
import { DecodeError } from "./errors.ts";
import { ForwardReader } from "./forward-reader.ts";
import { maxDepth, maxElements, maxMessageBytes } from "./limits.ts";

/** Field number bit that marks an unknown field as safe to pass over (ADR-020). */
const nonCriticalBit = 1 << 10;

/** A message, what was passed over, and whether encoding it gives back the bytes it was read from. */
export interface Decoding {
  readonly message: object;
  readonly sawUnknownField: boolean;
  readonly isCanonical: boolean;
}

/** How much a message may hold. */
export interface DecodeLimits {
  readonly bytes: number;
  /** In each repeated field. */
  readonly elements: number;
}

const limitsOfStrangers: DecodeLimits = { bytes: maxMessageBytes, elements: maxElements };

interface DecodeState {
  readonly reader: ForwardReader;
  readonly allowNonCritical: boolean;
  readonly limits: DecodeLimits;
  sawUnknownField: boolean;
  /** False once something is read that the encoder writes otherwise: order, defaults, packing. */
  isCanonical: boolean;
}

/** Decodes all bytes of `input`, or the next `length` of a reader. Throws DecodeError. */
export function decodeMessage(
  codec: MessageCodec<object>,
  input: Uint8Array | Reader,
  length: number | undefined,
  allowNonCritical: boolean,
  limits: DecodeLimits = limitsOfStrangers,
): Decoding {
  const isReader = !(input instanceof Uint8Array);
  const reader = isReader ? new ForwardReader(input.buf, input.pos) : new ForwardReader(input, 0);
  const available = isReader ? input.len : input.length;
  const end = length === undefined ? available : reader.pos + length;
  if (end > available) throw new DecodeError("truncated", codec.typeName, `ends ${end - available} bytes early`);
  if (end - reader.pos > limits.bytes) throw new DecodeError("too-long", codec.typeName, `is longer than ${limits.bytes} bytes`);
  const state: DecodeState = { reader, allowNonCritical, limits, sawUnknownField: false, isCanonical: true };
  const message = readFields(codec, end, state, 1);
  if (isReader) input.pos = reader.pos;
  return { message, sawUnknownField: state.sawUnknownField, isCanonical: state.isCanonical };
}

/** Reads fields up to byte `end` into a new object with proto3 defaults for everything absent. */
function readFields(codec: MessageCodec<object>, end: number, state: DecodeState, depth: number): object {
  const { typeName, fields } = codec;
  const { reader } = state;
  if (depth > maxDepth) throw new DecodeError("too-deep", typeName, `nested deeper than ${maxDepth} messages`);
  const values = blankOf(fields);
  const seen: number[] = [];
  let highest = 0;
  let oneofs: string[] | undefined;
  while (reader.pos < end) {
    const tag = reader.uint32(typeName, end);
    const no = tag >>> 3;
    const field = fieldOf(fields, no);
    if (field === undefined) {
      passOver(typeName, tag, end, state);
      continue;
    }
    const isAscending = no > highest;
    if (isAscending) highest = no;
    else if (no < highest) state.isCanonical = false;
    if (field.rule === "repeated") {
      readRepeated(typeName, field, tag & 7, values[field.key] as unknown[], end, state, depth);
      continue;
    }
    // A number above all before it cannot have been seen.
    if (!isAscending && seen.includes(no)) throw new DecodeError("duplicate-field", typeName, "appears twice", no);
    seen.push(no);
    if (field.oneof !== undefined) {
      oneofs ??= [];
      if (oneofs.includes(field.oneof)) throw new DecodeError("duplicate-field", typeName, `a second member of oneof ${field.oneof}`, no);
      oneofs.push(field.oneof);
    }
    if ((tag & 7) !== wireTypeOf(field.type)) throw new DecodeError("wrong-wire-type", typeName, `has wire type ${tag & 7}`, no);
    const value = readValue(typeName, field, end, state, depth);
    if (field.rule === undefined && isDefault(value)) state.isCanonical = false;
    values[field.key] = value;
  }
  return values;
}

function fieldOf(fields: readonly Field[], no: number): Field | undefined {
  // Most messages number their fields 1..n without gaps.
  const direct = fields[no - 1];
  if (direct?.no === no) return direct;
  return fields.find((field) => field.no === no);
}

function readRepeated(
  typeName: string,
  field: Field,
  wireType: number,
  items: unknown[],
  end: number,
  state: DecodeState,
  depth: number,
): void {
  const { reader, limits } = state;
  const own = wireTypeOf(field.type);
  if (wireType === 2 && own !== 2) {
    const packedEnd = reader.end(typeName, end);
    // One packed field holds all numbers of a list, and an empty list is not written.
    if (items.length > 0 || packedEnd === reader.pos) state.isCanonical = false;
    while (reader.pos < packedEnd) pushItem(typeName, field, items, limits, readValue(typeName, field, packedEnd, state, depth));
  } else if (wireType === own) {
    if (own !== 2) state.isCanonical = false;
    pushItem(typeName, field, items, limits, readValue(typeName, field, end, state, depth));
  } else {
    throw new DecodeError("wrong-wire-type", typeName, `has wire type ${wireType}`, field.no);
  }
}

function pushItem(typeName: string, field: Field, items: unknown[], { elements }: DecodeLimits, item: unknown): void {
  if (items.length >= elements) throw new DecodeError("too-many-elements", typeName, `has more than ${elements} elements`, field.no);
  items.push(item);
}

function readValue(typeName: string, field: Field, end: number, state: DecodeState, depth: number): unknown {
  const { reader } = state;
  switch (field.type) {
    case "string":
      return reader.text(typeName, field.no, end);
    case "bytes":
      return reader.bytes(typeName, end);
    case "message": {
      const codec = field.of?.();
      if (codec === undefined) throw new DecodeError("unknown-type", typeName, "has no codec", field.no);
      return readFields(codec, reader.end(typeName, end), state, depth + 1);
    }
    case "fixed32":
      return reader.fixed32(typeName, end);
    case "sfixed32":
      return reader.fixed32(typeName, end) | 0;
    case "fixed64":
      return reader.fixed64(typeName, end);
    case "sfixed64":
      return BigInt.asIntN(64, reader.fixed64(typeName, end));
    default:
      return fromVarint(typeName, field, reader, end);
  }
}

function fromVarint(typeName: string, field: Field, reader: ForwardReader, end: number): bigint | number | boolean {
  switch (field.type) {
    case "uint64":
      return reader.uint64(typeName, end);
    case "int64":
      return BigInt.asIntN(64, reader.uint64(typeName, end));
    case "sint64": {
      const raw = reader.uint64(typeName, end);
      return (raw >> 1n) ^ -(raw & 1n);
    }
    case "bool": {
      const raw = reader.uint64(typeName, end);
      if (raw > 1n) throw new DecodeError("out-of-range", typeName, "is not a boolean", field.no);
      return raw === 1n;
    }
    case "uint32":
      return uint32(typeName, field, reader, end);
    case "sint32": {
      const raw = uint32(typeName, field, reader, end);
      return (raw >>> 1) ^ -(raw & 1);
    }
    default: {
      const signed = BigInt.asIntN(64, reader.uint64(typeName, end));
      if (signed !== BigInt.asIntN(32, signed)) throw new DecodeError("out-of-range", typeName, "does not fit 32 bits", field.no);
      return Number(signed);
    }
  }
}

function uint32(typeName: string, field: Field, reader: ForwardReader, end: number): number {
  const raw = reader.uint64(typeName, end);
  if (raw > 0xffffffffn) throw new DecodeError("out-of-range", typeName, "does not fit 32 bits", field.no);
  return Number(raw);
}

function passOver(typeName: string, tag: number, end: number, state: DecodeState): void {
  const no = tag >>> 3;
  const { reader } = state;
  if (!state.allowNonCritical || (no & nonCriticalBit) === 0) throw new DecodeError("unknown-field", typeName, "is unknown", no, tag & 7);
  state.sawUnknownField = true;
  state.isCanonical = false;
  switch (tag & 7) {
    case 0:
      reader.uint64(typeName, end);
      return;
    case 1:
      reader.skip(typeName, 8, end);
      return;
    case 2:
      reader.pos = reader.end(typeName, end);
      return;
    case 5:
      reader.skip(typeName, 4, end);
      return;
    default:
      throw new DecodeError("wrong-wire-type", typeName, `has wire type ${tag & 7}`, no);
  }
}
