/** Protobuf messages as the SDK writes them in genesis files: snake_case names, 64-bit numbers and decimals as text. */
import { timestampText, type Field, type MessageCodec } from "@openledger/messages";
import { Any, Duration, Timestamp } from "@openledger/messages/google/protobuf";
import {
  decAtomics,
  decText,
  EncodingError,
  fromBase64,
  fromUtf8,
  parseDec,
  parseDecAtomics,
  toBase64,
  toUtf8,
} from "@openledger/primitives";
import { genesisError, jsonArray, jsonBoolean, jsonObject, jsonString, type Json } from "@openledger/state-machine";
import { parseTimestamp } from "./timestamps.ts";

type Types = readonly MessageCodec<object>[];
type Fields = { readonly [key: string]: unknown };

/**
 * Reads a message. Absent fields take their defaults, unknown ones are refused. `types` are those that an Any may hold.
 * Throws a TxError of codespace `genesis` that names the place.
 */
export function messageFromJson<T extends object>(codec: MessageCodec<T>, json: Json | undefined, where: string, types: Types = []): T {
  const given = jsonObject(json, where);
  const values: Record<string, unknown> = {};
  for (const name of Object.keys(given)) {
    const field = codec.fields.find((candidate) => candidate.name === name);
    if (field === undefined) throw genesisError(`${where}.${name}`, `is no field of ${codec.typeName}`);
    const value = given[name];
    if (value === undefined || value === null) continue;
    values[field.key] = readField(field, value, `${where}.${name}`, types);
  }
  return codec.create(values as Parameters<typeof codec.create>[0]);
}

/** Writes a message as {@link messageFromJson} reads it. */
export function messageToJson<T extends object>(codec: MessageCodec<T>, message: T, types: Types = []): { readonly [key: string]: Json } {
  const values = message as Fields;
  return Object.fromEntries(codec.fields.map((field) => [field.name, writeField(field, values[field.key], types)]));
}

function readField(field: Field, json: Json, where: string, types: Types): unknown {
  if (field.rule !== "repeated") return readValue(field, json, where, types);
  return jsonArray(json, where).map((item, i) => readValue(field, item, `${where}[${i}]`, types));
}

function readValue(field: Field, json: Json, where: string, types: Types): unknown {
  if (field.type === "message") return readMessage(field, json, where, types);
  if (field.type === "enum") return readEnum(field, json, where);
  if (field.type === "bool") return jsonBoolean(json, where);
  if (field.amino?.as === "dec") return asStored(field, readDec(json, where));
  if (field.amino?.as === "int") return asStored(field, readInteger(json, where));
  if (field.type === "string") return jsonString(json, where);
  if (field.type === "bytes") return readBytes(json, where);
  const value = BigInt(readInteger(json, where));
  const bits = field.type.includes("32") ? 32n : 64n;
  const [least, most] = /^(uint|fixed)/.test(field.type) ? [0n, (1n << bits) - 1n] : [-(1n << (bits - 1n)), (1n << (bits - 1n)) - 1n];
  if (value < least || value > most) throw genesisError(where, `must be from ${least} to ${most}`);
  return bits === 32n ? Number(value) : value;
}

function asStored({ type }: Field, text: string): string | Uint8Array {
  return type === "bytes" ? toUtf8(text) : text;
}

function readDec(json: Json, where: string): string {
  const value = parseDec(jsonString(json, where));
  if (value === undefined) throw genesisError(where, "must be a number with at most 18 decimals, written as text");
  return decAtomics(value);
}

function readInteger(json: Json, where: string): string {
  const text = typeof json === "number" ? String(json) : jsonString(json, where);
  if (!/^-?[0-9]{1,78}$/.test(text)) throw genesisError(where, "must be an integer, written as text");
  return BigInt(text).toString();
}

function readBytes(json: Json, where: string): Uint8Array {
  try {
    return fromBase64(jsonString(json, where));
  } catch (error) {
    if (error instanceof EncodingError) throw genesisError(where, "must be base64");
    throw error;
  }
}

function readEnum({ enumTable }: Field, json: Json, where: string): number {
  const value = typeof json === "string" ? enumTable?.()[json] : json;
  if (typeof value !== "number" || !Number.isSafeInteger(value)) throw genesisError(where, "must be the name of a value");
  return value;
}

function readMessage({ of }: Field, json: Json, where: string, types: Types): object {
  const codec = of?.();
  if (codec === undefined) throw genesisError(where, "has no type");
  if (codec.typeUrl === Timestamp.typeUrl) {
    const time = parseTimestamp(jsonString(json, where));
    if (time === undefined) throw genesisError(where, "must be a UTC time like 2026-11-21T08:00:00Z");
    return time;
  }
  if (codec.typeUrl === Duration.typeUrl) return readDuration(jsonString(json, where), where);
  if (codec.typeUrl === Any.typeUrl) return anyFromJson(json, where, types);
  return messageFromJson(codec, json, where, types);
}

/** An Any written as its message beside `@type`. Throws a TxError of codespace `genesis`. */
export function anyFromJson(json: Json | undefined, where: string, types: Types): Any {
  const { "@type": typeUrl, ...fields } = jsonObject(json, where);
  const codec = types.find((candidate) => candidate.typeUrl === typeUrl);
  if (codec === undefined) throw genesisError(`${where}.@type`, `${JSON.stringify(typeUrl ?? "").slice(0, 100)} is no type that may stand here`);
  return { typeUrl: codec.typeUrl, value: codec.toBytes(messageFromJson(codec, fields, where, types)) };
}

function readDuration(text: string, where: string): Duration {
  const match = /^([0-9]{1,12})(?:\.([0-9]{1,9}))?s$/.exec(text);
  if (match === null) throw genesisError(where, "must be seconds like 1814400s");
  return { seconds: BigInt(match[1] ?? "0"), nanos: Number((match[2] ?? "").padEnd(9, "0")) };
}

function writeField(field: Field, value: unknown, types: Types): Json {
  if (field.rule === "repeated") return (value as readonly unknown[]).map((item) => writeValue(field, item, types));
  return value === undefined ? null : writeValue(field, value, types);
}

function writeValue(field: Field, value: unknown, types: Types): Json {
  if (field.type === "message") return writeMessage(field, value as object, types);
  if (field.type === "enum") return enumName(field, value as number);
  const text = value instanceof Uint8Array && field.amino?.as !== undefined ? fromUtf8(value) : value;
  if (field.amino?.as === "dec") return decText(parseDecAtomics(text as string) ?? decOf(text as string));
  if (field.amino?.as === "int") return text === "" ? "0" : (text as string);
  if (text instanceof Uint8Array) return toBase64(text);
  return typeof text === "bigint" ? text.toString() : (text as string | number | boolean);
}

function decOf(text: string): never {
  throw genesisError(text.slice(0, 100), "is no decimal number");
}

function enumName({ enumTable }: Field, value: number): string | number {
  const entry = Object.entries(enumTable?.() ?? {}).find(([, number]) => number === value);
  return entry?.[0] ?? value;
}

function writeMessage({ of }: Field, value: object, types: Types): Json {
  const codec = of?.();
  if (codec?.typeUrl === Timestamp.typeUrl) return timestampText(value as Timestamp);
  if (codec?.typeUrl === Duration.typeUrl) return durationJson(value as Duration);
  if (codec?.typeUrl === Any.typeUrl) return anyToJson(value as Any, types);
  return codec === undefined ? null : messageToJson(codec, value, types);
}

/** The message of an Any beside its `@type`; a type that is not among `types` is our bug. */
export function anyToJson({ typeUrl, value }: Any, types: Types): { readonly [key: string]: Json } {
  const codec = types.find((candidate) => candidate.typeUrl === typeUrl);
  if (codec === undefined) throw genesisError(typeUrl, "is no type that may stand here");
  return { "@type": typeUrl, ...messageToJson(codec, codec.fromBytes(value), types) };
}

function durationJson({ seconds, nanos }: Duration): string {
  return `${seconds}${nanos === 0 ? "" : `.${String(nanos).padStart(9, "0")}`}s`;
}
