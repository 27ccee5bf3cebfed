import { isObjectType, parse, type FieldNode, type FragmentDefinitionNode, type GraphQLResolveInfo } from "graphql";
import { expect, test } from "vitest";
import { blocks, events } from "../schema/chain.ts";
import { getTableColumns } from "drizzle-orm";
import { schema } from "./schema.ts";
import { selectedColumns } from "./selected-columns.ts";

const loaders = new Proxy({}, { get: () => ({ load: async () => null }) });
const context = { loaders, pages: { load: async () => ({ edges: [] }) } };

test("a field that says what it reads of its row reads nothing else", async () => {
  let checked = 0;
  for (const type of Object.values(schema.getTypeMap()).filter(isObjectType)) {
    for (const field of Object.values(type.getFields())) {
      const columns = field.extensions["columns"] as readonly string[] | undefined;
      if (columns === undefined) continue;
      const read = new Set<string | symbol>();
      const row = new Proxy({}, { get: (_row, name) => (read.add(name), 1n) });
      await Promise.resolve(field.resolve?.(row, {}, context, { schema, parentType: type } as GraphQLResolveInfo)).catch(() => undefined);
      expect(columns, `${type.name}.${field.name}`).toEqual(expect.arrayContaining([...read].filter((name) => typeof name === "string")));
      checked += 1;
    }
  }
  expect(checked).toBeGreaterThan(8);
});

test("a page reads what is selected of its rows, its key for cursors, and everything for a field that does not say", () => {
  const all = getTableColumns(events);
  const read = (query: string): string[] => {
    const list = { name: query, key: ["height", "index"] };
    return Object.keys(selectedColumns(list, all, infoOf(query)).columns);
  };
  expect(read("{ events { edges { node { type attributes { key } } } } }")).toEqual(["type", "attributes"]);
  expect(read("{ events { edges { cursor node { type } } } }")).toEqual(["height", "index", "type"]);
  expect(read("{ events { pageInfo { endCursor } } }")).toEqual(["height", "index"]);
  expect(read("{ events { totalCount edges { node { __typename } } } }")).toEqual(["height", "index"]);
  expect(read("{ events { ...page } } fragment page on QueryEventsConnection { edges { node { ... on Event { txIndex } tx { memo } } } }")).toEqual(["height", "txIndex"]);
});

test("of one list at most four selections have a statement of their own", () => {
  const all = getTableColumns(blocks);
  const list = { name: "selections", key: ["height"] };
  const names = ["hash", "parentHash", "appHash", "digest", "txCount", "hash"].map((field) => selectedColumns(list, all, infoOf(`{ blocks { edges { node { ${field} } } } }`)).name);
  expect(names).toEqual(["hash", "parentHash", "appHash", "digest", "", "hash"]);
});

/** What the resolver of the first field of a query gets. */
function infoOf(query: string): GraphQLResolveInfo {
  const { definitions } = parse(query);
  const [operation, ...fragments] = definitions;
  if (operation?.kind !== "OperationDefinition") throw new Error("no operation");
  const fieldNodes = operation.selectionSet.selections as readonly FieldNode[];
  const returnType = schema.getQueryType()?.getFields()[fieldNodes[0]?.name.value ?? ""]?.type;
  const byName = Object.fromEntries((fragments as FragmentDefinitionNode[]).map((fragment) => [fragment.name.value, fragment]));
  return { fieldNodes, returnType, fragments: byName, schema } as unknown as GraphQLResolveInfo;
}
