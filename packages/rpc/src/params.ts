import { EncodingError, fromBase64, fromHex, toUtf8 } from "@openledger/primitives";
import { badParams } from "./rpc-error.ts";

/** Kinds of arguments: `bytes` travel as base64 in POST, `hex` as hex; both quoted or 0x-hex in a URI. */
interface ArgumentTypes {
  readonly string: string;
  readonly int64: bigint;
  readonly int: number;
  readonly bool: boolean;
  readonly bytes: Uint8Array;
  readonly hex: Uint8Array;
}
export type ArgumentKind = keyof ArgumentTypes;
export type ArgumentSpec = Readonly<Record<string, ArgumentKind>>;
/** Every argument is optional on the wire; methods say what an absent one means. */
export type Arguments<Spec extends ArgumentSpec> = { readonly [Name in keyof Spec]: ArgumentTypes[Spec[Name]] | undefined };

type AnyArgument = ArgumentTypes[ArgumentKind];

/** Arguments of a POST body: a map in which unknown keys are ignored, or an array in order. Throws -32602. */
export function argumentsFromJson<Spec extends ArgumentSpec>(spec: Spec, params: unknown): Arguments<Spec> {
  const names = Object.keys(spec);
  let values: Readonly<Record<string, unknown>>;
  if (params === undefined || params === null) values = {};
  else if (Array.isArray(params)) {
    if (params.length !== names.length) throw badParams(wrongCount(names, params));
    values = Object.fromEntries(params.map((value: unknown, i) => [names[i], value]));
  } else if (typeof params === "object") values = params as Readonly<Record<string, unknown>>;
  else {
    const goType = `json: cannot unmarshal ${typeof params === "boolean" ? "bool" : typeof params} into Go value of type []json.RawMessage`;
    throw badParams(`unknown type for JSON params: ${goType}. Expected map or array`);
  }
  return build(spec, (name, kind) => fromJsonValue(name, kind, values[name]));
}

/** Arguments of a URI: quoted strings, 0x-hex, bare numbers and booleans. Throws -32602. */
export function argumentsFromUri<Spec extends ArgumentSpec>(spec: Spec, search: URLSearchParams): Arguments<Spec> {
  return build(spec, (name, kind) => {
    const text = search.get(name);
    return text === null || text === "" ? undefined : fromUriText(name, kind, text);
  });
}

function build<Spec extends ArgumentSpec>(
  spec: Spec,
  read: (name: string, kind: ArgumentKind) => AnyArgument | undefined,
): Arguments<Spec> {
  const entries = Object.entries(spec).map(([name, kind]) => [name, read(name, kind)] as const);
  return Object.fromEntries(entries) as Arguments<Spec>;
}

function fromJsonValue(name: string, kind: ArgumentKind, value: unknown): AnyArgument | undefined {
  if (value === undefined || value === null) return undefined;
  switch (kind) {
    case "bool":
      if (typeof value !== "boolean") throw badParams(`${name} must be true or false`);
      return value;
    case "int64":
    case "int":
      if (typeof value !== "string" && typeof value !== "number") throw badParams(`${name} must be an integer`);
      return integer(kind, String(value));
    case "string":
    case "bytes":
    case "hex":
      if (typeof value !== "string") throw badParams(`${name} must be a string`);
      if (kind === "string") return value;
      return decoded(name, () => (kind === "hex" ? fromHex(value) : fromBase64(value)));
  }
}

function fromUriText(name: string, kind: ArgumentKind, text: string): AnyArgument {
  const quoted = text.length >= 2 && text.startsWith('"') && text.endsWith('"');
  const inner = quoted ? text.slice(1, -1) : text;
  switch (kind) {
    case "bool":
      if (inner !== "true" && inner !== "false") throw badParams(`${name} must be true or false`);
      return inner === "true";
    case "int64":
    case "int":
      return integer(kind, inner);
    case "string":
      if (!quoted && !text.startsWith("0x")) throw badParams(`${name} must be in double quotes`);
      return quoted ? inner : new TextDecoder().decode(decoded(name, () => fromHex(text.slice(2))));
    case "bytes":
    case "hex":
      if (quoted) return decoded(name, () => toUtf8(inner));
      if (!text.startsWith("0x")) throw badParams(`${name} must be in double quotes or begin with 0x`);
      return decoded(name, () => fromHex(text.slice(2)));
  }
}

/** CometBFT prints raw JSON as Go prints bytes. */
function wrongCount(names: readonly string[], params: readonly unknown[]): string {
  const raw = params.map((value) => `[${toUtf8(JSON.stringify(value)).join(" ")}]`);
  return `expected ${names.length} parameters ([${names.join(" ")}]), got ${params.length} ([${raw.join(" ")}])`;
}

function integer(kind: "int64" | "int", text: string): bigint | number {
  const problem = integerProblem(kind, text);
  if (problem !== undefined) throw badParams(problem);
  return kind === "int64" ? BigInt(text) : Number(text);
}

/** What Go's JSON decoder says of a text that is no 64-bit integer. */
function integerProblem(kind: "int64" | "int", text: string): string | undefined {
  if (text === "") return "unexpected end of JSON input";
  const number = /^-?(0|[1-9]\d*)(\.\d+)?/.exec(text)?.[0] ?? "";
  if (number === "") return `invalid character '${firstCharacter(text)}' looking for beginning of value`;
  if (number.length < text.length) return `invalid character '${firstCharacter(text.slice(number.length))}' after top-level value`;
  if (!/^-?\d{1,19}$/.test(number) || BigInt.asIntN(64, BigInt(number)) !== BigInt(number) || (kind === "int" && !Number.isSafeInteger(Number(number)))) {
    return `json: cannot unmarshal number ${number.slice(0, 40)} into Go value of type ${kind}`;
  }
  return undefined;
}

function firstCharacter(text: string): string {
  return String.fromCodePoint(text.codePointAt(0) ?? 0);
}

function decoded(name: string, decode: () => Uint8Array): Uint8Array {
  try {
    return decode();
  } catch (error) {
    if (error instanceof EncodingError) throw badParams(`${name} is ${error.message}`);
    throw error;
  }
}
