import { getOperationAST, Kind, type DocumentNode, type ExecutionArgs, type OperationDefinitionNode, type SelectionSetNode } from "graphql";

/** The operation that a request asks for; undefined when it names none of several. */
export function operationOf({ document, operationName }: Pick<ExecutionArgs, "document" | "operationName">): OperationDefinitionNode | undefined {
  return getOperationAST(document, operationName) ?? undefined;
}

/** Names of the fields that an operation asks of the root, also through fragments. The document is valid. */
export function rootFields(document: DocumentNode, operation: OperationDefinitionNode): ReadonlySet<string> {
  const names = new Set<string>();
  const collect = ({ selections }: SelectionSetNode): void => {
    for (const selection of selections) {
      if (selection.kind === Kind.FIELD) names.add(selection.name.value);
      else if (selection.kind === Kind.INLINE_FRAGMENT) collect(selection.selectionSet);
      else for (const definition of document.definitions) if (definition.kind === Kind.FRAGMENT_DEFINITION && definition.name.value === selection.name.value) collect(definition.selectionSet);
    }
  };
  collect(operation.selectionSet);
  return names;
}
