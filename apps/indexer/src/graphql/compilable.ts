import { BREAK, getNamedType, isScalarType, isSpecifiedScalarType, TypeInfo, visit, visitWithTypeInfo, type DocumentNode, type GraphQLSchema } from "graphql";

/**
 * Whether graphql-jit keeps the meaning of a document. It writes literals into its code as JSON, so that a literal of an own
 * scalar, such as bytes or a whole number beyond JSON's, would reach the resolver as something else. In variables they are
 * parsed at each execution, so documents with variables, as programs send them, are compiled.
 */
export function isCompilable(schema: GraphQLSchema, document: DocumentNode): boolean {
  const types = new TypeInfo(schema);
  let compilable = true;
  const check = (): unknown => {
    const type = types.getInputType();
    const named = type == null ? undefined : getNamedType(type);
    compilable = !isScalarType(named) || isSpecifiedScalarType(named);
    return compilable ? undefined : BREAK;
  };
  const literals = { IntValue: check, FloatValue: check, StringValue: check, BooleanValue: check, EnumValue: check, ListValue: check, ObjectValue: check };
  visit(document, visitWithTypeInfo(types, literals));
  return compilable;
}
