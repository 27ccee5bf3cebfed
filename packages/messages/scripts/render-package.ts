/** Turns one protobuf package into the text of one TypeScript file. */
import { posix } from "node:path";
import protobuf from "protobufjs";
import type { ScalarType } from "../src/runtime/codec.ts";

const scalars: Readonly<Record<ScalarType, string>> = {
  int32: "number",
  uint32: "number",
  sint32: "number",
  fixed32: "number",
  sfixed32: "number",
  int64: "bigint",
  uint64: "bigint",
  sint64: "bigint",
  fixed64: "bigint",
  sfixed64: "bigint",
  bool: "boolean",
  string: "string",
  bytes: "Uint8Array",
};

/** Names imported from other generated files: file -> imported name -> local name. */
type Imports = Map<string, Map<string, string>>;

interface Scope {
  readonly packageName: string;
  readonly ownNames: ReadonlySet<string>;
  readonly imports: Imports;
}

/** The whole file for the messages, enums and services that `namespace` holds directly. */
export function renderPackage(namespace: protobuf.Namespace): string {
  const packageName = namespace.fullName.slice(1);
  const types = typesBelow(namespace);
  const enums = enumsBelow(namespace);
  const scope: Scope = {
    packageName,
    ownNames: new Set([...types, ...enums].map((item) => localName(item, packageName))),
    imports: new Map(),
  };
  const services = namespace.nestedArray.filter((child) => child instanceof protobuf.Service);
  const body = [
    ...enums.map((item) => renderEnum(item, scope)),
    ...types.map((item) => renderType(item, scope)),
    ...services.map((item) => renderService(item, scope)),
  ].join("\n");
  return `// Generated from proto/ by scripts/generate.ts. Edit the .proto file and run it again.\n${renderImports(scope, body)}\n${body}`;
}

function typesBelow(namespace: protobuf.NamespaceBase): protobuf.Type[] {
  return namespace.nestedArray.filter((child) => child instanceof protobuf.Type).flatMap((type) => [type, ...typesBelow(type)]);
}

function enumsBelow(namespace: protobuf.NamespaceBase): protobuf.Enum[] {
  const own = namespace.nestedArray.filter((child) => child instanceof protobuf.Enum);
  const types = namespace.nestedArray.filter((child) => child instanceof protobuf.Type);
  return [...own, ...types.flatMap((type) => enumsBelow(type))];
}

function packageOf(item: protobuf.ReflectionObject): string {
  let parent = item.parent;
  while (parent instanceof protobuf.Type) parent = parent.parent;
  if (parent === null) throw new Error(`${item.fullName} has no package`);
  return parent.fullName.slice(1);
}

function localName(item: protobuf.ReflectionObject, packageName: string): string {
  return item.fullName.slice(packageName.length + 2).replaceAll(".", "_");
}

/** Name by which this file refers to `item`, importing it when another package holds it. */
function refer(item: protobuf.ReflectionObject, scope: Scope): string {
  const home = packageOf(item);
  const name = localName(item, home);
  if (home === scope.packageName) return name;
  const from = posix.dirname(scope.packageName.replaceAll(".", "/"));
  const target = posix.relative(from, home.replaceAll(".", "/"));
  const file = `${target.startsWith(".") ? "" : "./"}${target}.ts`;
  const names = scope.imports.get(file) ?? new Map<string, string>();
  scope.imports.set(file, names);
  const taken = [...scope.imports.values()].some((other) => other !== names && [...other.values()].includes(name));
  const alias = names.get(name) ?? (scope.ownNames.has(name) || taken ? `${pascalCase(home)}${name}` : name);
  names.set(name, alias);
  return alias;
}

function renderImports(scope: Scope, body: string): string {
  const depth = scope.packageName.split(".").length;
  const runtime = `${"../".repeat(depth)}runtime`;
  const types = ["EnumValue", "MessageCodec", "MethodDefinition"].filter((name) => new RegExp(`\\b${name}<`).test(body));
  const lines = [`import type { ${types.join(", ")} } from "${runtime}/codec.ts";`];
  if (body.includes("defineMessage<")) lines.push(`import { defineMessage } from "${runtime}/define-message.ts";`);
  for (const [file, names] of [...scope.imports].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const list = [...names].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, alias]) => (name === alias ? name : `${name} as ${alias}`));
    lines.push(`import { ${list.join(", ")} } from "${file}";`);
  }
  return `${lines.join("\n")}\n`;
}

function renderEnum(item: protobuf.Enum, scope: Scope): string {
  const name = localName(item, scope.packageName);
  const entries = Object.entries(item.values).map(([key, value]) => `${comment(item.comments[key], "  ")}  ${key}: ${value},\n`);
  return `${comment(item.comment)}export const ${name} = {\n${entries.join("")}} as const;\nexport type ${name} = EnumValue<typeof ${name}>;\n`;
}

function renderType(type: protobuf.Type, scope: Scope): string {
  const name = localName(type, scope.packageName);
  const fields = [...type.fieldsArray].sort((a, b) => a.id - b.id);
  const members = fields.map((field) => renderMember(field, scope)).join("");
  const rows = fields.map((field) => renderField(field, scope)).join("");
  const shape = members === "" ? "{}" : `{\n${members}}`;
  const table = rows === "" ? "[]" : `[\n${rows}]`;
  const amino = aminoOfType(type);
  const codec = `export const ${name}: MessageCodec<${name}> = defineMessage<${name}>("${type.fullName.slice(1)}", ${table}${amino});\n`;
  return `${comment(type.comment)}export interface ${name} ${shape}\n${codec}`;
}

function isOptional(field: protobuf.Field): boolean {
  return !field.repeated && (field.resolvedType instanceof protobuf.Type || field.partOf !== null || field.options?.["proto3_optional"] === true);
}

function valueType(field: protobuf.Field, scope: Scope): string {
  if (field.resolvedType !== null) return refer(field.resolvedType, scope);
  const type = scalars[field.type as ScalarType];
  if (type === undefined) throw new Error(`${field.fullName}: ${field.type} has no place in a ledger message; use an integer or a string`);
  return type;
}

function renderMember(field: protobuf.Field, scope: Scope): string {
  if (field.map) throw new Error(`${field.fullName}: a map has no fixed order; use a repeated message of key and value`);
  const type = valueType(field, scope);
  const key = camelCase(field.name);
  const line = field.repeated ? `${key}: ${type}[];` : isOptional(field) ? `${key}?: ${type} | undefined;` : `${key}: ${type};`;
  return `${comment(field.comment, "  ")}  ${line}\n`;
}

function renderField(field: protobuf.Field, scope: Scope): string {
  const resolved = field.resolvedType;
  const parts = [`no: ${field.id}`, `key: "${camelCase(field.name)}"`, `name: "${field.name}"`];
  parts.push(`type: "${resolved === null ? field.type : resolved instanceof protobuf.Type ? "message" : "enum"}"`);
  if (field.repeated) parts.push('rule: "repeated"');
  else if (isOptional(field)) parts.push('rule: "optional"');
  // A proto3 `optional` scalar sits in a oneof of its own that nobody wrote.
  if (field.partOf !== null && field.options?.["proto3_optional"] !== true) parts.push(`oneof: "${field.partOf.name}"`);
  if (resolved !== null) parts.push(`${resolved instanceof protobuf.Type ? "of" : "enumTable"}: () => ${refer(resolved, scope)}`);
  parts.push(...aminoOfField(field));
  return `  { ${parts.join(", ")} },\n`;
}

const messageEncodings: Readonly<Record<string, string>> = { key_field: "key", threshold_string: "threshold" };

/** What the annotations of amino.proto say of a message, as one more argument of `defineMessage`. */
function aminoOfType(type: protobuf.Type): string {
  const parts: string[] = [];
  const name: unknown = type.options?.["(amino.name)"];
  if (name !== undefined) parts.push(`name: ${JSON.stringify(name)}`);
  // Encodings of accounts are left out: no transaction carries an account.
  const encoding = messageEncodings[String(type.options?.["(amino.message_encoding)"])];
  if (encoding !== undefined) parts.push(`as: "${encoding}"`);
  return parts.length === 0 ? "" : `, { ${parts.join(", ")} }`;
}

function aminoOfField(field: protobuf.Field): string[] {
  const option = (name: string): unknown => field.options?.[`(${name})`];
  const parts: string[] = [];
  if (option("amino.field_name") !== undefined) parts.push(`name: ${JSON.stringify(option("amino.field_name"))}`);
  if (option("amino.dont_omitempty") === true) parts.push("keep: true");
  if (option("amino.encoding") === "legacy_coins") parts.push('as: "list"');
  else if (option("cosmos_proto.scalar") === "cosmos.Int") parts.push('as: "int"');
  else if (option("cosmos_proto.scalar") === "cosmos.Dec" && option("gogoproto.customtype") === "cosmossdk.io/math.LegacyDec") parts.push('as: "dec"');
  if (option("amino.oneof_name") !== undefined) parts.push(`member: ${JSON.stringify(option("amino.oneof_name"))}`);
  return parts.length === 0 ? [] : [`amino: { ${parts.join(", ")} }`];
}

function renderService(service: protobuf.Service, scope: Scope): string {
  const name = `${service.name}Service`;
  const methods = service.methodsArray.map((method) => {
    method.resolve();
    const { resolvedRequestType: request, resolvedResponseType: response } = method;
    if (request === null || response === null) throw new Error(`${method.fullName} has no request or response`);
    return { method, request: refer(request, scope), response: refer(response, scope) };
  });
  const types = methods.map(({ method, request, response }) => `${comment(method.comment, "  ")}  readonly ${method.name}: MethodDefinition<${request}, ${response}>;\n`);
  const values = methods.map(
    ({ method, request, response }) => `  ${method.name}: { path: "/${service.fullName.slice(1)}/${method.name}", request: ${request}, response: ${response} },\n`,
  );
  return `${comment(service.comment)}export const ${name}: {\n${types.join("")}} = {\n${values.join("")}};\n`;
}

function comment(text: string | null | undefined, indent = ""): string {
  if (text === null || text === undefined || text === "") return "";
  const lines = text.replaceAll("*/", "* /").split("\n");
  if (lines.length === 1) return `${indent}/** ${lines[0]} */\n`;
  return `${indent}/**\n${lines.map((line) => `${indent} * ${line}`.trimEnd() + "\n").join("")}${indent} */\n`;
}

function camelCase(name: string): string {
  return name.replace(/_+([a-zA-Z0-9])/g, (_, letter: string) => letter.toUpperCase());
}

function pascalCase(packageName: string): string {
  return packageName.split(".").map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join("");
}
