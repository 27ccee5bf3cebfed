import { defineError, type ErrorDefinition } from "@openledger/state-machine";

/** Codes of the SDK's x/upgrade. */
export const moduleVersionNotFound: ErrorDefinition = defineError("upgrade", 2, "module version not found");
export const invalidAuthority: ErrorDefinition = defineError("upgrade", 6, "expected authority account as only signer for proposal message");

export const upgradeErrors: readonly ErrorDefinition[] = [moduleVersionNotFound, invalidAuthority];
