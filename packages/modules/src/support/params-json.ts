import { assert, fromHex } from "@openledger/primitives";
import type { Field, MessageCodec } from "@openledger/messages";
import type { Json } from "@openledger/state-machine";

/**
 * Params of a module from the `params` object of its genesis JSON: proto field names, numbers as text or JSON integers,
 * bytes as hex. A missing field takes its default; an unknown or mistyped one stops with an InvariantViolation.
 */
export function paramsFromGenesis<T extends object>(codec: MessageCodec<T>, defaults: T, genesis: Json | undefined): T {
  const params = genesis === undefined ? {} : (objectOf(genesis, codec.typeName)["params"] ?? {});
  const given = objectOf(params, codec.typeName);
  const values: Record<string, unknown> = Object.fromEntries(Object.entries(defaults));
  for (const name of Object.keys(given)) {
    const field = codec.fields.find((candidate) => candidate.name === name);
    assert(field !== undefined, `genesis: ${codec.typeName} has no field ${name}`);
    values[field.key] = valueOf(codec.typeName, field, given[name] as Json);
  }
  // Encoding checks each value against the range of its field.
  return codec.fromBytes(codec.toBytes(values as T));
}

function objectOf(json: Json, what: string): Readonly<Record<string, Json>> {
  assert(typeof json === "object" && json !== null && !Array.isArray(json), `genesis: ${what} is not a JSON object`);
  return json as Readonly<Record<string, Json>>;
}

function valueOf(what: string, field: Field, json: Json): unknown {
  if (field.rule === "repeated") {
    assert(Array.isArray(json), `genesis: ${what}.${field.name} is not a list`);
    return (json as readonly Json[]).map((item) => scalarOf(what, field, item));
  }
  return scalarOf(what, field, json);
}

function scalarOf(what: string, field: Field, json: Json): unknown {
  const place = `genesis: ${what}.${field.name}`;
  if (field.type === "bool") {
    assert(typeof json === "boolean", `${place} is not true or false`);
    return json;
  }
  const text = typeof json === "number" && Number.isSafeInteger(json) ? String(json) : json;
  assert(typeof text === "string", `${place} is not text`);
  if (field.type === "string") return text;
  if (field.type === "bytes") return fromHex(text);
  assert(/^(?:0|[1-9][0-9]{0,19})$/.test(text), `${place} is not a whole number`);
  return field.type === "uint32" || field.type === "int32" ? Number(text) : BigInt(text);
}
