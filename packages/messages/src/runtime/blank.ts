import type { Field } from "./codec.ts";

/** A message without content, and the properties that need an object of their own in each message. */
interface Blank {
  readonly template: Readonly<Record<string, unknown>>;
  readonly lists: readonly string[];
  readonly bytes: readonly string[];
}

const blanks = new WeakMap<readonly Field[], Blank>();

/** The proto3 default of every field, in table order, so that all objects of a type share one shape. */
export function blankOf(fields: readonly Field[]): Record<string, unknown> {
  let blank = blanks.get(fields);
  if (blank === undefined) blanks.set(fields, (blank = createBlank(fields)));
  const values: Record<string, unknown> = { ...blank.template };
  for (const key of blank.lists) values[key] = [];
  for (const key of blank.bytes) values[key] = new Uint8Array(0);
  return values;
}

function createBlank(fields: readonly Field[]): Blank {
  const template: Record<string, unknown> = {};
  for (const field of fields) template[field.key] = defaultOf(field);
  const single = fields.filter(({ rule, type }) => rule === undefined && type === "bytes");
  return {
    template,
    lists: fields.filter(({ rule }) => rule === "repeated").map(({ key }) => key),
    bytes: single.map(({ key }) => key),
  };
}

function defaultOf({ rule, type }: Field): unknown {
  if (rule !== undefined) return undefined;
  switch (type) {
    case "string":
      return "";
    case "bool":
      return false;
    case "int64":
    case "uint64":
    case "sint64":
    case "fixed64":
    case "sfixed64":
      return 0n;
    case "message":
    case "bytes":
      return undefined;
    default:
      return 0;
  }
}
