import { defineError, type ErrorDefinition } from "@openledger/state-machine";

/** x/gov's refusal of parameters that did not come from a proposal. The SDK's x/mint has no errors of its own. */
export const invalidAuthority: ErrorDefinition = defineError("gov", 13, "expected gov account as only signer for proposal message");
