import type { Field, MessageCodec } from "@openledger/messages";
import { Any, type Duration, type Timestamp } from "@openledger/messages/google/protobuf";
import { fromUtf8, toBase64 } from "@openledger/primitives";
import { knownTypes } from "./known-types.ts";

type JsonValue = string | number | boolean | null | readonly JsonValue[] | { readonly [name: string]: JsonValue };

/** Nested deeper than any message that was decoded. */
const DEPTH_LIMIT = 64;

/**
 * A message as the Cosmos SDK's REST gateway writes it: names of the .proto file, defaults written out, 64-bit integers
 * as text, bytes in base64 with null for none, enums by name, an Any as its message with `@type`.
 */
export function messageToJson<T extends object>(codec: MessageCodec<T>, message: T, depth: number = 0): JsonValue {
  if (depth > DEPTH_LIMIT) throw new RangeError(`${codec.typeName} is nested too deeply to be shown`);
  const special = wellKnown(codec, message, depth);
  if (special !== undefined) return special;
  const values = message as Readonly<Record<string, unknown>>;
  const shown: Record<string, JsonValue> = {};
  for (const field of codec.fields) {
    const value = values[field.key];
    // Of a oneof, the gateway writes the member that is set.
    if (field.oneof !== undefined && value === undefined) continue;
    shown[field.name] = fieldToJson(field, value, depth);
  }
  return shown;
}

function wellKnown(codec: MessageCodec<object>, message: object, depth: number): JsonValue | undefined {
  if (codec.typeName === "google.protobuf.Any") return anyToJson(message as Any, depth);
  if (codec.typeName === "google.protobuf.Timestamp") return timestampToJson(message as Timestamp);
  if (codec.typeName === "google.protobuf.Duration") return durationToJson(message as Duration);
  return undefined;
}

function anyToJson({ typeUrl, value }: Any, depth: number): JsonValue {
  const codec = knownTypes.get(typeUrl);
  if (codec === undefined) return { "@type": typeUrl, value: toBase64(value) };
  const { message } = codec.decodeLenient(value);
  const shown = messageToJson(codec, message, depth + 1);
  const isObject = typeof shown === "object" && shown !== null && !Array.isArray(shown);
  return isObject ? { "@type": typeUrl, ...(shown as object) } : { "@type": typeUrl, value: shown };
}

/** Seconds and as many groups of three digits as are not zero. */
function fractionText(nanos: number): string {
  const digits = String(Math.abs(nanos)).padStart(9, "0").replace(/(000){1,3}$/, "");
  return digits === "" ? "" : `.${digits}`;
}

function timestampToJson({ seconds, nanos }: Timestamp): string {
  return `${new Date(Number(seconds) * 1_000).toISOString().slice(0, 19)}${fractionText(nanos)}Z`;
}

function durationToJson({ seconds, nanos }: Duration): string {
  const sign = seconds < 0n || nanos < 0 ? "-" : "";
  return `${sign}${seconds < 0n ? -seconds : seconds}${fractionText(nanos)}s`;
}

function fieldToJson(field: Field, value: unknown, depth: number): JsonValue {
  if (field.rule === "repeated") return (value as readonly unknown[]).map((item) => itemToJson(field, item, depth));
  if (value !== undefined) return itemToJson(field, value, depth);
  const inner = field.of?.();
  // What is no pointer in Go is there with its defaults.
  return inner !== undefined && field.amino?.keep === true ? messageToJson(inner, inner.create(), depth + 1) : null;
}

function itemToJson(field: Field, value: unknown, depth: number): JsonValue {
  if (field.type === "message") {
    const inner = field.of?.();
    return inner === undefined ? null : messageToJson(inner, value as object, depth + 1);
  }
  if (field.type === "enum") return enumName(field, value as number);
  if (value instanceof Uint8Array) return bytesToJson(field, value);
  if (typeof value === "bigint") return value.toString();
  if (typeof value === "string") return textToJson(field, value);
  return value as number | boolean;
}

/** A fixed point may travel as bytes, which are the digits of its atomics then. */
function bytesToJson(field: Field, bytes: Uint8Array): string | null {
  if (field.amino?.as === "dec") return textToJson(field, bytes.length === 0 ? "0" : fromUtf8(bytes));
  return bytes.length === 0 ? null : toBase64(bytes);
}

function enumName(field: Field, value: number): string | number {
  const names = Object.entries(field.enumTable?.() ?? {});
  return names.find(([, number]) => number === value)?.[0] ?? value;
}

const DEC_DIGITS = 18;

/** Whole numbers are "0" when empty; an 18-decimal fixed point travels as the digits of its atomics. */
function textToJson({ amino }: Field, text: string): string {
  if (amino?.as === "int") return text === "" ? "0" : text;
  if (amino?.as !== "dec" || text.includes(".")) return text;
  const sign = text.startsWith("-") ? "-" : "";
  const digits = text.slice(sign.length).padStart(DEC_DIGITS + 1, "0");
  return `${sign}${digits.slice(0, -DEC_DIGITS)}.${digits.slice(-DEC_DIGITS)}`;
}
