import { defineError, type ErrorDefinition } from "@openledger/state-machine";

/** Codes of the SDK's x/slashing. */
export const noValidatorForAddress: ErrorDefinition = defineError("slashing", 2, "address is not associated with any known validator");
export const validatorJailed: ErrorDefinition = defineError("slashing", 4, "validator still jailed; cannot be unjailed");
export const validatorNotJailed: ErrorDefinition = defineError("slashing", 5, "validator not jailed; cannot be unjailed");
export const selfDelegationTooLow: ErrorDefinition = defineError(
  "slashing",
  7,
  "validator's self delegation less than minimum; cannot be unjailed",
);

export const slashingErrors: readonly ErrorDefinition[] = [
  noValidatorForAddress,
  validatorJailed,
  validatorNotJailed,
  selfDelegationTooLow,
];

/** x/staking's refusals, which the SDK passes on when a validator or its own delegation is missing. */
export const noSuchValidator: ErrorDefinition = defineError("staking", 3, "validator does not exist");
export const noSelfDelegation: ErrorDefinition = defineError("staking", 19, "no delegation for (address, validator) tuple");
/** x/gov's refusal of parameters that did not come from a proposal. */
export const invalidAuthority: ErrorDefinition = defineError("gov", 13, "expected gov account as only signer for proposal message");
