/**
 * What modules need of staking and what staking tells them, with the semantics of the Cosmos SDK's x/staking. Addresses
 * are bytes here, as in the SDK: `operator` of a validator (20 bytes of its account), `delegator` of an account, and
 * `consensusAddress`, the first 20 bytes of sha256(ed25519 key). `support/validator-addresses.ts` writes them as text.
 */
import type { Any } from "@openledger/messages/google/protobuf";
import type { BondStatus, Delegation, Params, UnbondingDelegation, Validator } from "@openledger/messages/cosmos/staking/v1beta1";
import type { Dec, UnixNanos } from "@openledger/primitives";
import type { Context, QueryContext } from "@openledger/state-machine";

/** Who decides the consensus set: the sequencer of genesis alone, or bonded tokens (protocol.md section 9). */
export type ValsetSource = "sequencer" | "staking";

/** A validator with its numbers read. */
export interface StakedValidator {
  readonly operator: Uint8Array;
  /** `<prefix>valoper1…`. */
  readonly operatorAddress: string;
  readonly consensusPublicKey: Any;
  readonly consensusAddress: Uint8Array;
  readonly jailed: boolean;
  readonly status: BondStatus;
  /** Units of the bond denom, slashed ones taken off. */
  readonly tokens: bigint;
  readonly delegatorShares: Dec;
  readonly commissionRate: Dec;
  readonly minSelfDelegation: bigint;
  readonly unbondingHeight: bigint;
  readonly unbondingTime: UnixNanos;
  /** As it is stored and as queries show it. */
  readonly stored: Validator;
}

/** A delegation with its shares read. */
export interface StakedDelegation {
  readonly delegator: Uint8Array;
  readonly operator: Uint8Array;
  readonly shares: Dec;
  readonly stored: Delegation;
}

/** What other modules read. */
export interface StakingReader {
  params(ctx: Context | QueryContext): Params;
  bondDenom(ctx: Context | QueryContext): string;
  valsetSource(ctx: Context | QueryContext): ValsetSource;
  validator(ctx: Context | QueryContext, operator: Uint8Array): StakedValidator | undefined;
  validatorByConsAddr(ctx: Context | QueryContext, consensusAddress: Uint8Array): StakedValidator | undefined;
  /** Every validator, by operator bytes. */
  validators(ctx: Context | QueryContext): Iterable<StakedValidator>;
  /** Bonded validators, most power first, at most the parameter `max_validators`. */
  bondedValidatorsByPower(ctx: Context | QueryContext): Iterable<StakedValidator>;
  /** Validators of the last block with their consensus power then, by operator bytes. */
  lastValidatorPowers(ctx: Context | QueryContext): Iterable<readonly [operator: Uint8Array, power: bigint]>;
  delegation(ctx: Context | QueryContext, delegator: Uint8Array, operator: Uint8Array): StakedDelegation | undefined;
  /** Delegations of one account, by operator bytes. */
  delegationsOf(ctx: Context | QueryContext, delegator: Uint8Array): Iterable<StakedDelegation>;
  /** Delegations to one validator, by delegator bytes. */
  delegationsTo(ctx: Context | QueryContext, operator: Uint8Array): Iterable<StakedDelegation>;
  unbondingDelegationsOf(ctx: Context | QueryContext, delegator: Uint8Array): Iterable<UnbondingDelegation>;
  /** Tokens in the bonded pool. */
  totalBonded(ctx: Context | QueryContext): bigint;
  /** Supply of the bond denom. */
  tokenSupply(ctx: Context | QueryContext): bigint;
  /** Bonded tokens over supply; 0 without supply. */
  bondedRatio(ctx: Context | QueryContext): Dec;
}

/** What other modules do to stakers. */
export interface StakingKeeper extends StakingReader {
  /**
   * Delegates units of the bond denom that the account holds, as authz and genesis transactions do through messages.
   * Returns the new shares. Throws the SDK's staking and bank errors.
   */
  delegate(ctx: Context, delegator: Uint8Array, units: bigint, operator: Uint8Array): Dec;
  /**
   * Burns `fraction` of the stake that had `power` when it misbehaved at `infractionHeight`: of unbondings and
   * redelegations since, then of the validator. Returns the units burned of the validator. Throws for an unbonded one.
   */
  slash(ctx: Context, consensusAddress: Uint8Array, infractionHeight: bigint, power: bigint, fraction: Dec): bigint;
  /** Takes a validator that is not jailed out of the power index. */
  jail(ctx: Context, consensusAddress: Uint8Array): void;
  /** Puts a jailed validator back into the power index. */
  unjail(ctx: Context, consensusAddress: Uint8Array): void;
}

/** Called by staking in the order of the list that it was created with; the SDK's StakingHooks. */
export interface StakingHooks {
  afterValidatorCreated?(ctx: Context, operator: Uint8Array): void;
  /** Before a commission changes and before a slash. */
  beforeValidatorModified?(ctx: Context, operator: Uint8Array): void;
  afterValidatorRemoved?(ctx: Context, consensusAddress: Uint8Array, operator: Uint8Array): void;
  afterValidatorBonded?(ctx: Context, consensusAddress: Uint8Array, operator: Uint8Array): void;
  afterValidatorBeginUnbonding?(ctx: Context, consensusAddress: Uint8Array, operator: Uint8Array): void;
  beforeDelegationCreated?(ctx: Context, delegator: Uint8Array, operator: Uint8Array): void;
  beforeDelegationSharesModified?(ctx: Context, delegator: Uint8Array, operator: Uint8Array): void;
  beforeDelegationRemoved?(ctx: Context, delegator: Uint8Array, operator: Uint8Array): void;
  afterDelegationModified?(ctx: Context, delegator: Uint8Array, operator: Uint8Array): void;
  /** `fraction` is the effective one: what is burned over the tokens before, rounded up. */
  beforeValidatorSlashed?(ctx: Context, operator: Uint8Array, fraction: Dec): void;
  afterUnbondingInitiated?(ctx: Context, id: bigint): void;
}

/** `floor(tokens / 1,000,000)`: consensus power of tokens, the SDK's default power reduction. */
export const POWER_REDUCTION = 1_000_000n;
