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
    if (params.length > names.length) throw badParams(`expected ${names.length} parameters, got ${params.length}`);
    values = Object.fromEntries(params.map((value: unknown, i) => [names[i], value]));
  } else if (typeof params === "object") values = params as Readonly<Record<string, unknown>>;
  else throw badParams("params must be a map or an array");
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
      return integer(name, kind, String(value));
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
      return integer(name, kind, inner);
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

function integer(name: string, kind: "int64" | "int", text: string): bigint | number {
  if (!/^-?\d{1,19}$/.test(text)) throw badParams(`${name} must be an integer, got ${JSON.stringify(text.slice(0, 40))}`);
  const value = BigInt(text);
  if (BigInt.asIntN(64, value) !== value) throw badParams(`${name} is out of range`);
  if (kind === "int64") return value;
  if (value > BigInt(Number.MAX_SAFE_INTEGER) || value < BigInt(Number.MIN_SAFE_INTEGER)) throw badParams(`${name} is out of range`);
  return Number(value);
}

function decoded(name: string, decode: () => Uint8Array): Uint8Array {
  try {
    return decode();
  } catch (error) {
    if (error instanceof EncodingError) throw badParams(`${name} is ${error.message}`);
    throw error;
  }
}
