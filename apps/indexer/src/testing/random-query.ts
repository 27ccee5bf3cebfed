import {
  getNamedType,
  isAbstractType,
  isEnumType,
  isInputObjectType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLObjectType,
  type GraphQLSchema,
} from "graphql";

const DEPTH_MAX = 7;
const FIELDS_MAX = 4;
const OPTIONAL_ARGUMENT = 0.3;
const VARIABLE = 0.5;

/** Values that mean something in the data at hand, by the name of the scalar. */
export type Values = Readonly<Record<string, readonly string[]>>;

export interface RandomQuery {
  readonly text: string;
  readonly variables: Readonly<Record<string, unknown>>;
}

/**
 * Draws queries that are valid under a schema: random fields with random arguments, half of which are variables. `random`
 * gives numbers from 0 to 1.
 */
export function randomQuery(schema: GraphQLSchema, values: Values, random: () => number): RandomQuery {
  const query = schema.getQueryType();
  if (query == null) throw new Error("the schema has no queries");
  const variables: Record<string, unknown> = {};
  const declared: string[] = [];
  const selected = selection(query, 1);
  return { text: declared.length === 0 ? `{ ${selected} }` : `query (${declared.join(", ")}) { ${selected} }`, variables };

  function selection(type: GraphQLObjectType, depth: number): string {
    const fields = Object.values(type.getFields());
    const count = 1 + Math.floor(random() * FIELDS_MAX);
    const chosen = new Map(Array.from({ length: count }, () => pick(fields)).map((field) => [field.name, field]));
    const parts = [...chosen.values()].flatMap((field) => fieldText(field, depth) ?? []);
    return parts.length === 0 ? "__typename" : parts.join(" ");
  }

  function fieldText(field: GraphQLField<unknown, unknown>, depth: number): string | undefined {
    const type = getNamedType(field.type);
    const args = argumentsText(field.args);
    if (isLeafType(type)) return `${field.name}${args}`;
    if (depth >= DEPTH_MAX) return undefined;
    if (isObjectType(type)) return `${field.name}${args} { ${selection(type, depth + 1)} }`;
    if (!isAbstractType(type)) return undefined;
    const one = pick(schema.getPossibleTypes(type));
    return `${field.name}${args} { __typename ... on ${one.name} { ${selection(one, depth + 1)} } }`;
  }

  function argumentsText(args: readonly GraphQLArgument[]): string {
    const given = args.filter((arg) => (isNonNullType(arg.type) && arg.defaultValue === undefined) || random() < OPTIONAL_ARGUMENT);
    // Both ends of a page are refused, so only one of them is drawn.
    const texts = given.filter(({ name }) => name !== "last" || !given.some((other) => other.name === "first")).map(({ name, type }) => `${name}: ${value(name, type)}`);
    return texts.length === 0 ? "" : `(${texts.join(", ")})`;
  }

  function value(name: string, type: GraphQLInputType): string {
    if (isNonNullType(type)) return value(name, type.ofType);
    if (isListType(type)) return `[${value(name, type.ofType)}, ${value(name, type.ofType)}]`;
    if (isEnumType(type)) return pick(type.getValues()).name;
    if (isInputObjectType(type)) return `{ ${Object.values(type.getFields()).map((field) => `${field.name}: ${value(field.name, field.type)}`).join(", ")} }`;
    const literal = pick(values[name] ?? values[type.name] ?? ["1"]);
    if (random() < VARIABLE) return literal;
    const variable = `v${declared.length}`;
    declared.push(`$${variable}: ${type.name}!`);
    variables[variable] = JSON.parse(literal);
    return `$${variable}`;
  }

  function pick<Item>(items: readonly Item[]): Item {
    const item = items[Math.floor(random() * items.length)];
    if (item === undefined) throw new Error("nothing to choose from");
    return item;
  }
}
