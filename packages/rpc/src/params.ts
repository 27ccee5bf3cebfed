import { EncodingError, fromBase64, fromHex, toUtf8 } from "@openledger/primitives";
import { base64Problem, hexProblem, integerProblem, scalarProblem, wrongType } from "./go-texts.ts";
import { badParams, RpcError } from "./rpc-error.ts";

/** Kinds of arguments: `bytes` travel as base64 in POST, `hex` as hex; both quoted or 0x-hex in a URI. */
interface ArgumentTypes {
  readonly string: string;
  readonly int64: bigint;
  readonly int: number;
  readonly bool: boolean;
  readonly bytes: Uint8Array;
  readonly hex: Uint8Array;
  /** Any JSON value. */
  readonly json: { readonly value: unknown };
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
    throw badParams(`unknown type for JSON params: ${wrongType(params, "[]json.RawMessage")}. Expected map or array`);
  }
  return build(spec, (name, kind) => fromJsonValue(kind, values[name]));
}

/** Arguments of a URI: quoted strings, 0x-hex, bare numbers and booleans. Throws -32602. */
export function argumentsFromUri<Spec extends ArgumentSpec>(spec: Spec, search: URLSearchParams): Arguments<Spec> {
  try {
    return build(spec, (name, kind) => {
      const text = search.get(name);
      return text === null || text === "" ? undefined : fromUriText(kind, text);
    });
  } catch (error) {
    if (!(error instanceof RpcError)) throw error;
    throw new RpcError(error.code, error.data?.replace("converting json params", "converting http params"));
  }
}

function build<Spec extends ArgumentSpec>(
  spec: Spec,
  read: (name: string, kind: ArgumentKind) => AnyArgument | undefined,
): Arguments<Spec> {
  const entries = Object.entries(spec).map(([name, kind]) => [name, read(name, kind)] as const);
  return Object.fromEntries(entries) as Arguments<Spec>;
}

function fromJsonValue(kind: ArgumentKind, value: unknown): AnyArgument | undefined {
  if (value === undefined || value === null) return undefined;
  switch (kind) {
    case "bool":
      if (typeof value !== "boolean") throw badParams(wrongType(value, "bool"));
      return value;
    case "int64":
    case "int":
      // CometBFT wants text; a number is as clear.
      if (typeof value !== "string" && typeof value !== "number") throw badParams(wrongType(value, kind));
      return integer(kind, String(value));
    case "string":
      if (typeof value !== "string") throw badParams(wrongType(value, "string"));
      return value;
    case "bytes":
      if (typeof value !== "string") throw badParams(wrongType(value, "[]uint8"));
      return decoded(value, fromBase64, base64Problem);
    case "hex":
      if (typeof value !== "string") throw badParams(`invalid hex string: ${JSON.stringify(value).slice(0, 40)}`);
      return decoded(value, fromHex, hexProblem);
    case "json":
      return { value };
  }
}

function fromUriText(kind: ArgumentKind, text: string): AnyArgument {
  const quoted = quotedText(text);
  const isHex = /^0x/i.test(text);
  switch (kind) {
    case "json":
      return { value: text };
    case "bool":
    case "int64":
    case "int":
      if (isHex) throw badParams(`got a hex string arg, but expected '${kind}'`);
      return kind === "bool" ? bool(text) : uriInteger(kind, text, quoted);
    case "string":
      if (quoted !== undefined) return quoted;
      if (isHex) return new TextDecoder().decode(decoded(text.slice(2), fromHex, hexProblem));
      throw badParams(unquotedProblem(text, "string"));
    case "bytes":
    case "hex":
      if (isHex) return decoded(text.slice(2), fromHex, hexProblem);
      if (quoted !== undefined) return toUtf8(quoted);
      throw badParams(kind === "hex" ? `invalid hex string: ${text.slice(0, 40)}` : unquotedProblem(text, "[]uint8"));
  }
}

/** The text of a JSON string; undefined for anything else. */
function quotedText(text: string): string | undefined {
  if (text.length < 2 || !text.startsWith('"') || !text.endsWith('"')) return undefined;
  try {
    return String(JSON.parse(text));
  } catch {
    return undefined;
  }
}

function bool(text: string): boolean {
  if (text === "true" || text === "false") return text === "true";
  throw badParams(text.startsWith('"') ? wrongType("", "bool") : unquotedProblem(text, "bool"));
}

function uriInteger(kind: "int64" | "int", text: string, quoted: string | undefined): bigint | number {
  if (quoted !== undefined || /^-?\d+$/.test(text)) return integer(kind, quoted ?? text);
  throw badParams(`invalid 64-bit integer encoding ${JSON.stringify(text.slice(0, 40))}, expected string`);
}

function unquotedProblem(text: string, goType: string): string {
  return /^-?\d+(\.\d+)?$/.test(text) ? wrongType(0, goType) : scalarProblem(text);
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

function decoded(text: string, decode: (text: string) => Uint8Array, explain: (text: string) => string): Uint8Array {
  try {
    return decode(text);
  } catch (error) {
    if (error instanceof EncodingError) throw badParams(explain(text));
    throw error;
  }
}
