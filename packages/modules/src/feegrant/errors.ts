import { defineError, type ErrorDefinition } from "@openledger/state-machine";

/** Codes of x/feegrant. */
export const feeLimitExceeded: ErrorDefinition = defineError("feegrant", 2, "fee limit exceeded");
export const feeLimitExpired: ErrorDefinition = defineError("feegrant", 3, "fee allowance expired");
export const invalidDuration: ErrorDefinition = defineError("feegrant", 4, "invalid duration");
export const noAllowance: ErrorDefinition = defineError("feegrant", 5, "no allowance");
export const noMessages: ErrorDefinition = defineError("feegrant", 6, "allowed messages are empty");
export const messageNotAllowed: ErrorDefinition = defineError("feegrant", 7, "message not allowed");

export const feegrantErrors: readonly ErrorDefinition[] = [
  feeLimitExceeded,
  feeLimitExpired,
  invalidDuration,
  noAllowance,
  noMessages,
  messageNotAllowed,
];
