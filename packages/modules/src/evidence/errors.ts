import { defineError, type ErrorDefinition } from "@openledger/state-machine";

/** Codes of the SDK's x/evidence. */
export const noHandler: ErrorDefinition = defineError("evidence", 2, "unregistered handler for evidence type");
export const invalidEvidence: ErrorDefinition = defineError("evidence", 3, "invalid evidence");
export const evidenceExists: ErrorDefinition = defineError("evidence", 5, "evidence already exists");

export const evidenceErrors: readonly ErrorDefinition[] = [noHandler, invalidEvidence, evidenceExists];
