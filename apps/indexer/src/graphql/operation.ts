import { getOperationAST, type ExecutionArgs, type OperationDefinitionNode } from "graphql";

/** The operation that a request asks for; undefined when it names none of several. */
export function operationOf({ document, operationName }: Pick<ExecutionArgs, "document" | "operationName">): OperationDefinitionNode | undefined {
  return getOperationAST(document, operationName) ?? undefined;
}
