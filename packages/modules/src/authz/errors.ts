import { defineError, type ErrorDefinition } from "@openledger/state-machine";

/** Codes of x/authz. */
export const noAuthorizationFound: ErrorDefinition = defineError("authz", 2, "authorization not found");
export const invalidExpirationTime: ErrorDefinition = defineError(
  "authz",
  3,
  "expiration time of authorization should be more than current time",
);
export const unknownAuthorizationType: ErrorDefinition = defineError("authz", 4, "unknown authorization type");
export const noGrantKeyFound: ErrorDefinition = defineError("authz", 5, "grant key not found");
export const authorizationExpired: ErrorDefinition = defineError("authz", 6, "authorization expired");
export const granteeIsGranter: ErrorDefinition = defineError("authz", 7, "grantee and granter should be different");
export const notOneSigner: ErrorDefinition = defineError("authz", 9, "authorization can be given to msg with only one signer");
export const negativeMaxTokens: ErrorDefinition = defineError("authz", 12, "max tokens should be positive");

export const authzErrors: readonly ErrorDefinition[] = [
  noAuthorizationFound,
  invalidExpirationTime,
  unknownAuthorizationType,
  noGrantKeyFound,
  authorizationExpired,
  granteeIsGranter,
  notOneSigner,
  negativeMaxTokens,
];
