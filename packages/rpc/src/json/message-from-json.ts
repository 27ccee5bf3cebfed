import type { Field, MessageCodec } from "@openledger/messages";
import { EncodingError, fromBase64 } from "@openledger/primitives";
import { queryInvalid } from "@openledger/state-machine";

/**
 * A request as a REST client writes it, where names may be those of the .proto file or camel case; unknown ones are
 * ignored. Throws a QueryError InvalidArgument for a value of the wrong kind.
 */
export function messageFromJson<T extends object>(codec: MessageCodec<T>, json: unknown, depth: number = 0): T {
  const message = codec.create() as Record<string, unknown>;
  if (typeof json !== "object" || json === null || Array.isArray(json) || depth > 16) {
    throw queryInvalid(`${codec.typeName} must be a JSON object`);
  }
  const given = json as Readonly<Record<string, unknown>>;
  for (const field of codec.fields) {
    const value = Object.hasOwn(given, field.name) ? given[field.name] : Object.hasOwn(given, field.key) ? given[field.key] : null;
    if (value === null || value === undefined) continue;
    if (field.rule !== "repeated") message[field.key] = itemFromJson(field, value, depth);
    else if (Array.isArray(value)) message[field.key] = value.map((item: unknown) => itemFromJson(field, item, depth));
    else throw queryInvalid(`${field.name} must be a list`);
  }
  return message as T;
}

/** Sets what `path` such as `pagination.limit` names from text of a URL; what the message does not have is ignored. */
export function setFromText(codec: MessageCodec<object>, message: object, path: readonly string[], text: string): void {
  const [name = "", ...rest] = path;
  const field = codec.fields.find((one) => one.name === name || one.key === name);
  if (field === undefined) return;
  const values = message as Record<string, unknown>;
  const inner = field.of?.();
  if (inner !== undefined) {
    if (rest.length === 0 || field.rule === "repeated") return;
    const nested = (values[field.key] ??= inner.create()) as object;
    return setFromText(inner, nested, rest, text);
  }
  if (rest.length > 0) return;
  const value = itemFromJson(field, field.type === "bool" ? boolean(field, text) : field.type === "bytes" ? standardBase64(text) : text, 0);
  values[field.key] = field.rule === "repeated" ? [...(values[field.key] as readonly unknown[]), value] : value;
}

function itemFromJson(field: Field, value: unknown, depth: number): unknown {
  const wrong = (wanted: string): Error => queryInvalid(`${field.name} must be ${wanted}, not ${JSON.stringify(value)?.slice(0, 40)}`);
  switch (field.type) {
    case "message": {
      const inner = field.of?.();
      if (inner === undefined) throw wrong("left out");
      return messageFromJson(inner, value, depth + 1);
    }
    case "string":
      if (typeof value !== "string") throw wrong("text");
      return value;
    case "bytes":
      if (typeof value !== "string") throw wrong("base64");
      return bytes(field, value);
    case "bool":
      if (typeof value !== "boolean") throw wrong("true or false");
      return value;
    case "enum":
      return enumNumber(field, value);
    default:
      return integer(field, value);
  }
}

const RANGES: Readonly<Record<string, readonly [bigint, bigint]>> = {
  int64: [-(2n ** 63n), 2n ** 63n - 1n],
  uint64: [0n, 2n ** 64n - 1n],
  int32: [-(2n ** 31n), 2n ** 31n - 1n],
  uint32: [0n, 2n ** 32n - 1n],
};

function integer(field: Field, value: unknown): bigint | number {
  const text = typeof value === "number" && Number.isSafeInteger(value) ? String(value) : value;
  const kind = field.type.endsWith("64") ? (/^(uint|fixed)/.test(field.type) ? "uint64" : "int64") : /^(uint|fixed)/.test(field.type) ? "uint32" : "int32";
  if (typeof text !== "string" || !/^-?\d{1,20}$/.test(text)) {
    const shown = typeof text === "string" ? text.slice(0, 40) : String(text).slice(0, 40);
    const verb = kind.startsWith("u") ? "ParseUint" : "ParseInt";
    throw queryInvalid(`type mismatch, parameter: ${field.name}, error: strconv.${verb}: parsing ${JSON.stringify(shown)}: invalid syntax`);
  }
  const number = BigInt(text);
  const [least, most] = RANGES[kind] ?? [0n, 0n];
  if (number < least || number > most) throw queryInvalid(`${field.name}: ${text} is out of range`);
  return kind.endsWith("64") ? number : Number(number);
}

function boolean({ name }: Field, text: string): boolean {
  if (/^(1|t|T|true|TRUE|True)$/.test(text)) return true;
  if (/^(0|f|F|false|FALSE|False)$/.test(text)) return false;
  throw queryInvalid(`type mismatch, parameter: ${name}, error: strconv.ParseBool: parsing ${JSON.stringify(text.slice(0, 40))}: invalid syntax`);
}

function enumNumber(field: Field, value: unknown): number {
  const table = field.enumTable?.() ?? {};
  const number = typeof value === "string" && Object.hasOwn(table, value) ? table[value] : Number(value);
  if (number === undefined || !Number.isInteger(number)) throw queryInvalid(`${field.name}: ${String(value).slice(0, 40)} is not valid`);
  return number;
}

/** URLs may carry base64 in the alphabet that is safe there, and without padding. */
function standardBase64(text: string): string {
  const standard = text.replaceAll("-", "+").replaceAll("_", "/").replace(/=+$/, "");
  return standard.padEnd(Math.ceil(standard.length / 4) * 4, "=");
}

function bytes({ name }: Field, text: string): Uint8Array {
  try {
    return fromBase64(text);
  } catch (error) {
    if (!(error instanceof EncodingError)) throw error;
    throw queryInvalid(`${name}: illegal base64 data: ${error.message}`);
  }
}
