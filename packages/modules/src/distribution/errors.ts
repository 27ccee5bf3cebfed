import { defineError, type ErrorDefinition } from "@openledger/state-machine";

const distribution = (code: number, meaning: string): ErrorDefinition => defineError("distribution", code, meaning);

/** Codes of the SDK's x/distribution that this module gives. */
export const emptyDelegationInfo: ErrorDefinition = distribution(5, "no delegation distribution info");
export const noValidatorCommission: ErrorDefinition = distribution(7, "no validator commission to withdraw");
export const setWithdrawAddressDisabled: ErrorDefinition = distribution(8, "set withdraw address disabled");
export const badDistribution: ErrorDefinition = distribution(9, "community pool does not have sufficient coins to distribute");

export const distributionErrors: readonly ErrorDefinition[] = [
  emptyDelegationInfo,
  noValidatorCommission,
  setWithdrawAddressDisabled,
  badDistribution,
];

/** x/staking's refusals, which the SDK passes on when a validator or a delegation is missing. */
export const noSuchValidator: ErrorDefinition = defineError("staking", 3, "validator does not exist");
export const noSuchDelegation: ErrorDefinition = defineError("staking", 19, "no delegation for (address, validator) tuple");
/** x/gov's refusal of what did not come from a proposal. */
export const invalidAuthority: ErrorDefinition = defineError("gov", 13, "expected gov account as only signer for proposal message");
