import { GraphQLError } from "graphql";

/** Every `extensions.code` that this API answers. */
export const graphqlErrorCodes = ["BAD_USER_INPUT", "NOT_FOUND", "LIMIT_EXCEEDED", "RATE_LIMITED", "NOT_READY", "INTERNAL"] as const;
export type GraphqlErrorCode = (typeof graphqlErrorCodes)[number];

/** An error that the caller may read as it is. */
export function clientError(code: Exclude<GraphqlErrorCode, "INTERNAL">, message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code } });
}

export function isErrorCode(code: unknown): code is GraphqlErrorCode {
  return graphqlErrorCodes.some((known) => known === code);
}
