/** Shares of accounts in validators: how they come and go. */
import { BondStatus, type Delegation } from "@openledger/messages/cosmos/staking/v1beta1";
import { assert, assertDefined, decAdd, decAtomics, decSub, decText, decTruncateInt, equalBytes, type Dec } from "@openledger/primitives";
import { sdkErrors, type Context, type QueryContext } from "@openledger/state-machine";
import type { StakedDelegation, StakedValidator } from "../support/staking.ts";
import { accountText, operatorText } from "../support/validator-addresses.ts";
import { jailValidator } from "./jail.ts";
import { noDelegation, noDelegatorForAddress, notEnoughDelegationShares } from "./errors.ts";
import type { StakingParts } from "./parts.ts";
import { BONDED_POOL, bondCoin, moveToBonded, NOT_BONDED_POOL } from "./pools.ts";
import { requirePowerWithinLimit } from "./power-limit.ts";
import { delegations, delegatorsOfValidator, pairOfAddresses, delegatorKey, STAKING_STORE } from "./state.ts";
import {
  addTokens,
  knownValidator,
  removeShares,
  removeValidator,
  requireExchangeRate,
  requireValidator,
  sharesFromTokens,
  sharesFromTokensTruncated,
  storedDec,
  tokensFromShares,
} from "./validators.ts";

const { BOND_STATUS_BONDED, BOND_STATUS_UNBONDED } = BondStatus;

export function readDelegation(delegator: Uint8Array, operator: Uint8Array, stored: Delegation): StakedDelegation {
  return { delegator, operator, shares: storedDec(stored.shares), stored };
}

export function getDelegation(
  ctx: Context | QueryContext,
  delegator: Uint8Array,
  operator: Uint8Array,
): StakedDelegation | undefined {
  const stored = delegations.get(ctx.store.store(STAKING_STORE), [delegator, operator]);
  return stored === undefined ? undefined : readDelegation(delegator, operator, stored);
}

export function* delegationsOf(ctx: Context | QueryContext, delegator: Uint8Array): Generator<StakedDelegation, void> {
  const range = { prefix: pairOfAddresses.prefix(delegator) };
  for (const [[, operator], stored] of delegations.iterate(ctx.store.store(STAKING_STORE), range)) {
    yield readDelegation(delegator, operator, stored);
  }
}

export function* delegationsTo(ctx: Context | QueryContext, operator: Uint8Array): Generator<StakedDelegation, void> {
  const range = { prefix: delegatorKey.prefix(operator) };
  for (const [[, delegator]] of delegatorsOfValidator.iterate(ctx.store.store(STAKING_STORE), range)) {
    yield assertDefined(getDelegation(ctx, delegator, operator), "a delegation that the index names exists");
  }
}

/** Stores the shares of an account in a validator, and the index. */
export function setDelegation(ctx: Context, delegator: Uint8Array, operator: Uint8Array, shares: Dec): void {
  const store = ctx.store.store(STAKING_STORE);
  delegations.set(store, [delegator, operator], {
    delegatorAddress: accountText(ctx.chain, delegator),
    validatorAddress: operatorText(ctx.chain, operator),
    shares: decAtomics(shares),
  });
  delegatorsOfValidator.set(store, [operator, delegator], true);
}

/** Where delegated units come from: the account itself, or a pool in the state that the units are in. */
export type TokenSource = "account" | BondStatus;

/** Delegates units and returns the shares they get. Throws the SDK's staking and bank errors. */
export function delegate(
  parts: StakingParts,
  ctx: Context,
  delegator: Uint8Array,
  units: bigint,
  source: TokenSource,
  validator: StakedValidator,
): Dec {
  requireExchangeRate(validator);
  const { operator } = validator;
  const delegation = getDelegation(ctx, delegator, operator);
  if (delegation === undefined) parts.hooks.beforeDelegationCreated(ctx, delegator, operator);
  else parts.hooks.beforeDelegationSharesModified(ctx, delegator, operator);
  fund(parts, ctx, delegator, units, source, validator.status === BOND_STATUS_BONDED);
  requirePowerWithinLimit(parts.bank, ctx, validator.tokens + units);
  const issued = addTokens(ctx, validator, units);
  setDelegation(ctx, delegator, operator, delegation === undefined ? issued : decAdd(delegation.shares, issued));
  parts.hooks.afterDelegationModified(ctx, delegator, operator);
  return issued;
}

function fund(
  { bank }: StakingParts,
  ctx: Context,
  delegator: Uint8Array,
  units: bigint,
  source: TokenSource,
  intoBonded: boolean,
): void {
  if (source === "account") {
    const pool = intoBonded ? BONDED_POOL : NOT_BONDED_POOL;
    bank.delegateCoins(ctx, accountText(ctx.chain, delegator), pool, [bondCoin(ctx, units)]);
    return;
  }
  const fromBonded = source === BOND_STATUS_BONDED;
  if (fromBonded !== intoBonded) moveToBonded(bank, ctx, intoBonded ? units : -units);
}

/** Takes shares from a delegation and returns the units they are worth, which stay in the validator's pool. */
export function unbond(parts: StakingParts, ctx: Context, delegator: Uint8Array, operator: Uint8Array, shares: Dec): bigint {
  const delegation = getDelegation(ctx, delegator, operator);
  if (delegation === undefined) throw noDelegatorForAddress();
  parts.hooks.beforeDelegationSharesModified(ctx, delegator, operator);
  if (delegation.shares < shares) throw notEnoughDelegationShares(decText(delegation.shares));
  let validator = requireValidator(ctx, operator);
  const left = decSub(delegation.shares, shares);
  if (equalBytes(delegator, operator) && !validator.jailed && fallsBelowMinimum(validator, left)) {
    jailValidator(ctx, validator);
    validator = knownValidator(ctx, operator);
  }
  if (left === 0n) {
    removeDelegation(parts, ctx, delegator, operator);
  } else {
    setDelegation(ctx, delegator, operator, left);
    parts.hooks.afterDelegationModified(ctx, delegator, operator);
  }
  const { changed, units } = removeShares(ctx, validator, shares);
  // One that is not unbonded yet is removed when it has unbonded.
  if (changed.delegatorShares === 0n && changed.status === BOND_STATUS_UNBONDED) removeValidator(parts, ctx, changed);
  return units;
}

function fallsBelowMinimum(validator: StakedValidator, selfShares: Dec): boolean {
  return decTruncateInt(tokensFromShares(validator, selfShares)) < validator.minSelfDelegation;
}

function removeDelegation({ hooks }: StakingParts, ctx: Context, delegator: Uint8Array, operator: Uint8Array): void {
  hooks.beforeDelegationRemoved(ctx, delegator, operator);
  const store = ctx.store.store(STAKING_STORE);
  delegations.delete(store, [delegator, operator]);
  delegatorsOfValidator.delete(store, [operator, delegator]);
}

/** The shares that `units` of a delegation are, never more than it has. Throws the SDK's errors. */
export function sharesToUnbond(ctx: Context, delegator: Uint8Array, operator: Uint8Array, units: bigint): Dec {
  const validator = requireValidator(ctx, operator);
  const delegation = getDelegation(ctx, delegator, operator);
  if (delegation === undefined) throw noDelegation();
  // Units beyond the validator's are beyond the delegation's, and their shares might not fit a Dec.
  if (validator.tokens > 0n && units > validator.tokens) throw sdkErrors.invalidRequest("invalid shares amount");
  const shares = sharesFromTokens(validator, units);
  if (sharesFromTokensTruncated(validator, units) > delegation.shares) throw sdkErrors.invalidRequest("invalid shares amount");
  assert(shares >= 0n, "shares of units are not negative");
  return shares > delegation.shares ? delegation.shares : shares;
}
