import { defineError, type ErrorDefinition } from "@openledger/state-machine";

const staking = (code: number, meaning: string): ErrorDefinition => defineError("staking", code, meaning);

/** Codes of the SDK's x/staking that this module gives. */
export const noValidatorFound: ErrorDefinition = staking(3, "validator does not exist");
export const validatorOwnerExists: ErrorDefinition = staking(4, "validator already exist for this operator address; must use new validator operator address");
export const validatorPublicKeyExists: ErrorDefinition = staking(5, "validator already exist for this pubkey; must use new validator pubkey");
export const validatorKeyTypeNotSupported: ErrorDefinition = staking(6, "validator pubkey type is not supported");
export const validatorJailed: ErrorDefinition = staking(7, "validator for this address is currently jailed");
export const commissionNegative: ErrorDefinition = staking(9, "commission must be positive");
export const commissionHuge: ErrorDefinition = staking(10, "commission cannot be more than 100%");
export const commissionAboveMaxRate: ErrorDefinition = staking(11, "commission cannot be more than the max rate");
export const commissionUpdateTime: ErrorDefinition = staking(12, "commission cannot be changed more than once in 24h");
export const commissionChangeRateNegative: ErrorDefinition = staking(13, "commission change rate must be positive");
export const commissionChangeRateAboveMaxRate: ErrorDefinition = staking(14, "commission change rate cannot be more than the max rate");
export const commissionAboveMaxChangeRate: ErrorDefinition = staking(15, "commission cannot be changed more than max change rate");
export const selfDelegationBelowMinimum: ErrorDefinition = staking(16, "validator's self delegation must be greater than their minimum self delegation");
export const minSelfDelegationDecreased: ErrorDefinition = staking(17, "minimum self delegation cannot be decrease");
export const noDelegation: ErrorDefinition = staking(19, "no delegation for (address, validator) tuple");
export const noDelegatorForAddress: ErrorDefinition = staking(21, "delegator does not contain delegation");
export const insufficientShares: ErrorDefinition = staking(22, "insufficient delegation shares");
export const notEnoughDelegationShares: ErrorDefinition = staking(24, "not enough delegation shares");
export const maxUnbondingDelegationEntries: ErrorDefinition = staking(27, "too many unbonding delegation entries for (delegator, validator) tuple");
export const selfRedelegation: ErrorDefinition = staking(29, "cannot redelegate to the same validator");
export const tinyRedelegationAmount: ErrorDefinition = staking(30, "too few tokens to redelegate (truncates to zero tokens)");
export const badRedelegationDestination: ErrorDefinition = staking(31, "redelegation destination validator not found");
export const transitiveRedelegation: ErrorDefinition = staking(32, "redelegation to this validator already in progress; first redelegation to this validator must complete before next redelegation");
export const maxRedelegationEntries: ErrorDefinition = staking(33, "too many redelegation entries for (delegator, src-validator, dst-validator) tuple");
export const delegatorShareExchangeRateInvalid: ErrorDefinition = staking(34, "cannot delegate to validators with invalid (zero) ex-rate");
export const emptyValidatorPublicKey: ErrorDefinition = staking(39, "empty validator public key");
export const commissionBelowMinRate: ErrorDefinition = staking(40, "commission cannot be less than min rate");
export const badRedelegationSource: ErrorDefinition = staking(44, "redelegation source validator not found");

export const stakingErrors: readonly ErrorDefinition[] = [
  noValidatorFound,
  validatorOwnerExists,
  validatorPublicKeyExists,
  validatorKeyTypeNotSupported,
  validatorJailed,
  commissionNegative,
  commissionHuge,
  commissionAboveMaxRate,
  commissionUpdateTime,
  commissionChangeRateNegative,
  commissionChangeRateAboveMaxRate,
  commissionAboveMaxChangeRate,
  selfDelegationBelowMinimum,
  minSelfDelegationDecreased,
  noDelegation,
  noDelegatorForAddress,
  insufficientShares,
  notEnoughDelegationShares,
  maxUnbondingDelegationEntries,
  selfRedelegation,
  tinyRedelegationAmount,
  badRedelegationDestination,
  transitiveRedelegation,
  maxRedelegationEntries,
  delegatorShareExchangeRateInvalid,
  emptyValidatorPublicKey,
  commissionBelowMinRate,
  badRedelegationSource,
];

/** x/gov's refusal of parameters that did not come from a proposal. */
export const invalidAuthority: ErrorDefinition = defineError("gov", 13, "expected gov account as only signer for proposal message");
