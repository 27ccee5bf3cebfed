import { getNamedType, isObjectType, type GraphQLObjectType, type GraphQLSchema } from "graphql";

/**
 * Takes the resolvers off `edges`, `pageInfo` and `node` of connections, which only read the property of that name: a
 * compiled operation then reads it in place. A resolver costs a few closures and a path of the answer for every row.
 * Pages are always whole values (`connection.ts`), never promises, which only resolvers may return.
 */
export function withPlainConnections(schema: GraphQLSchema): GraphQLSchema {
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type)) continue;
    const { edges, pageInfo } = type.getFields();
    if (edges === undefined || pageInfo === undefined) continue;
    readsProperties(type, "edges", "pageInfo");
    const edge = getNamedType(edges.type);
    if (isObjectType(edge)) readsProperties(edge, "node");
  }
  return schema;
}

function readsProperties(type: GraphQLObjectType, ...names: readonly string[]): void {
  const fields = type.getFields();
  for (const name of names) {
    const field = fields[name];
    if (field !== undefined) delete field.resolve;
  }
}
