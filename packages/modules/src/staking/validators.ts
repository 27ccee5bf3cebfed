/** Records of validators, their indexes, and what shares are worth. */
import { PubKey as Ed25519PubKey } from "@openledger/messages/cosmos/crypto/ed25519";
import { PubKey as Secp256k1PubKey } from "@openledger/messages/cosmos/crypto/secp256k1";
import { BondStatus, type Validator } from "@openledger/messages/cosmos/staking/v1beta1";
import type { Any } from "@openledger/messages/google/protobuf";
import {
  addressBytesFromSecp256k1,
  assert,
  assertDefined,
  decAtomics,
  decFromInt,
  decMulInt,
  decQuo,
  decQuoInt,
  decQuoTruncate,
  decSub,
  decAdd,
  decTruncateInt,
  parseDecAtomics,
  type Crypto,
  type Dec,
} from "@openledger/primitives";
import type { Context, QueryContext } from "@openledger/state-machine";
import { POWER_REDUCTION, type StakedValidator } from "../support/staking.ts";
import { nanosOf } from "../support/timestamps.ts";
import { delegatorShareExchangeRateInvalid, insufficientShares, noValidatorFound } from "./errors.ts";
import type { StakingParts } from "./parts.ts";
import { operatorsByConsensusAddress, operatorsByPower, STAKING_STORE, validators } from "./state.ts";

/** Fields of a validator that change. */
export type ValidatorChange = Partial<Omit<Validator, "tokens" | "delegatorShares">> & {
  readonly tokens?: bigint;
  readonly delegatorShares?: Dec;
};

export function storedDec(text: string): Dec {
  return assertDefined(parseDecAtomics(text), `stored decimal ${text} is none`);
}

/** The first 20 bytes of sha256 of an ed25519 key; a secp256k1 key's account bytes. Undefined for other keys. */
export function consensusAddressOf(crypto: Crypto, key: Any): Uint8Array | undefined {
  if (key.typeUrl === Ed25519PubKey.typeUrl) return crypto.sha256(Ed25519PubKey.fromBytes(key.value).key).slice(0, 20);
  if (key.typeUrl === Secp256k1PubKey.typeUrl) return addressBytesFromSecp256k1(crypto, Secp256k1PubKey.fromBytes(key.value).key);
  return undefined;
}

/** Reads the numbers of a record. */
export function readValidator({ crypto }: Pick<QueryContext, "crypto">, operator: Uint8Array, stored: Validator): StakedValidator {
  const key = assertDefined(stored.consensusPubkey, "a validator has a consensus key");
  return {
    stored,
    operator,
    operatorAddress: stored.operatorAddress,
    consensusPublicKey: key,
    consensusAddress: assertDefined(consensusAddressOf(crypto, key), "a consensus key is of a known type"),
    jailed: stored.jailed,
    status: stored.status,
    tokens: BigInt(stored.tokens),
    delegatorShares: storedDec(stored.delegatorShares),
    commissionRate: storedDec(stored.commission?.commissionRates?.rate ?? ""),
    minSelfDelegation: BigInt(stored.minSelfDelegation),
    unbondingHeight: stored.unbondingHeight,
    unbondingTime: nanosOf(stored.unbondingTime),
  };
}

export function getValidator(ctx: Context | QueryContext, operator: Uint8Array): StakedValidator | undefined {
  const stored = validators.get(ctx.store.store(STAKING_STORE), operator);
  return stored === undefined ? undefined : readValidator(ctx, operator, stored);
}

/** The validator of an operator. Throws the SDK's error where there is none. */
export function requireValidator(ctx: Context | QueryContext, operator: Uint8Array): StakedValidator {
  const validator = getValidator(ctx, operator);
  if (validator === undefined) throw noValidatorFound();
  return validator;
}

/** A validator that an index names; its absence is our bug. */
export function knownValidator(ctx: Context | QueryContext, operator: Uint8Array): StakedValidator {
  return assertDefined(getValidator(ctx, operator), "a validator that an index names exists");
}

export function validatorByConsAddr(ctx: Context | QueryContext, consensusAddress: Uint8Array): StakedValidator | undefined {
  const operator = operatorsByConsensusAddress.get(ctx.store.store(STAKING_STORE), consensusAddress);
  return operator === undefined ? undefined : getValidator(ctx, operator);
}

/** Stores the record with its changes and reads it again. Indexes are the caller's. */
export function setValidator(ctx: Context, validator: StakedValidator, change: ValidatorChange = {}): StakedValidator {
  const { tokens = validator.tokens, delegatorShares = validator.delegatorShares, ...rest } = change;
  const stored = { ...validator.stored, ...rest, tokens: tokens.toString(), delegatorShares: decAtomics(delegatorShares) };
  validators.set(ctx.store.store(STAKING_STORE), validator.operator, stored);
  return readValidator(ctx, validator.operator, stored);
}

export function powerOf(tokens: bigint): bigint {
  return tokens / POWER_REDUCTION;
}

export function indexByConsensusAddress(ctx: Context, { consensusAddress, operator }: StakedValidator): void {
  operatorsByConsensusAddress.set(ctx.store.store(STAKING_STORE), consensusAddress, operator);
}

/** Enters a validator into the power index unless it is jailed. */
export function indexByPower(ctx: Context, { jailed, tokens, operator }: StakedValidator): void {
  if (!jailed) operatorsByPower.set(ctx.store.store(STAKING_STORE), [powerOf(tokens), operator], operator);
}

export function removeFromPowerIndex(ctx: Context, { tokens, operator }: StakedValidator): void {
  operatorsByPower.delete(ctx.store.store(STAKING_STORE), [powerOf(tokens), operator]);
}

/** Changes a record and its place in the power index. */
export function updateValidator(ctx: Context, validator: StakedValidator, change: ValidatorChange): StakedValidator {
  removeFromPowerIndex(ctx, validator);
  const changed = setValidator(ctx, validator, change);
  indexByPower(ctx, changed);
  return changed;
}

/** True when shares remain but no tokens: nobody can delegate to such a validator. */
export function hasInvalidExchangeRate({ tokens, delegatorShares }: StakedValidator): boolean {
  return tokens === 0n && delegatorShares > 0n;
}

export function requireExchangeRate(validator: StakedValidator): void {
  if (hasInvalidExchangeRate(validator)) throw delegatorShareExchangeRateInvalid();
}

export function tokensFromShares({ tokens, delegatorShares }: StakedValidator, shares: Dec): Dec {
  return decQuo(decMulInt(shares, tokens), delegatorShares);
}

export function sharesFromTokens({ tokens, delegatorShares }: StakedValidator, units: bigint): Dec {
  if (tokens === 0n) throw insufficientShares();
  return decQuoInt(decMulInt(delegatorShares, units), tokens);
}

export function sharesFromTokensTruncated({ tokens, delegatorShares }: StakedValidator, units: bigint): Dec {
  if (tokens === 0n) throw insufficientShares();
  return decQuoTruncate(decMulInt(delegatorShares, units), decFromInt(tokens));
}

/** Adds delegated units; the first delegation sets one share to one unit. Returns the shares it gets. */
export function addTokens(ctx: Context, validator: StakedValidator, units: bigint): Dec {
  const isFirst = validator.delegatorShares === 0n;
  const shares = isFirst ? decFromInt(units) : sharesFromTokens(validator, units);
  const tokens = validator.tokens + units;
  updateValidator(ctx, validator, { tokens, delegatorShares: decAdd(validator.delegatorShares, shares) });
  return shares;
}

/** Takes shares back and the units they are worth; the last shares take all that is left. */
export function removeShares(
  ctx: Context,
  validator: StakedValidator,
  shares: Dec,
): { readonly changed: StakedValidator; readonly units: bigint } {
  const left = decSub(validator.delegatorShares, shares);
  const units = left === 0n ? validator.tokens : decTruncateInt(tokensFromShares(validator, shares));
  assert(units <= validator.tokens, "shares are worth no more than the validator's tokens");
  const changed = updateValidator(ctx, validator, { tokens: validator.tokens - units, delegatorShares: left });
  return { changed, units };
}

/** Deletes an unbonded validator without tokens. */
export function removeValidator({ hooks }: StakingParts, ctx: Context, validator: StakedValidator): void {
  assert(validator.status === BondStatus.BOND_STATUS_UNBONDED, "only an unbonded validator is removed");
  assert(validator.tokens === 0n, "a validator that is removed has no tokens");
  const store = ctx.store.store(STAKING_STORE);
  validators.delete(store, validator.operator);
  operatorsByConsensusAddress.delete(store, validator.consensusAddress);
  removeFromPowerIndex(ctx, validator);
  hooks.afterValidatorRemoved(ctx, validator.consensusAddress, validator.operator);
}
