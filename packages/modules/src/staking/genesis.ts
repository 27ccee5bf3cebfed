import { PubKey as Ed25519PubKey } from "@openledger/messages/cosmos/crypto/ed25519";
import { PubKey as Secp256k1PubKey } from "@openledger/messages/cosmos/crypto/secp256k1";
import { BondStatus, GenesisState, Params } from "@openledger/messages/cosmos/staking/v1beta1";
import { EncodingError, fromUtf8, toUtf8 } from "@openledger/primitives";
import { genesisError, jsonObject, jsonString, TxError, type Context, type Json, type QueryContext } from "@openledger/state-machine";
import { messageFromJson, messageToJson } from "../support/proto-json.ts";
import { nanosOf } from "../support/timestamps.ts";
import { accountBytes, operatorBytes, operatorText } from "../support/validator-addresses.ts";
import { setDelegation } from "./delegations.ts";
import type { StakingParts } from "./parts.ts";
import { checkStakingParams, defaultStakingParams } from "./params.ts";
import { BONDED_POOL, NOT_BONDED_POOL, poolBalance } from "./pools.ts";
import { isPowerWithinLimit } from "./power-limit.ts";
import { queueRedelegation, setRedelegation } from "./redelegations.ts";
import {
  delegations,
  lastPowers,
  lastTotalPower,
  redelegations,
  setUpdates,
  STAKING_STORE,
  stakingParams,
  unbondingId,
  unbondings,
  validators,
  valsetSourceItem,
} from "./state.ts";
import { queueUnbonding, setUnbonding } from "./unbondings.ts";
import { abciPublicKey, applySetChanges, queueValidator } from "./validator-set.ts";
import { indexByConsensusAddress, indexByPower, knownValidator, readValidator, setValidator, storedDec, validatorByConsAddr } from "./validators.ts";

const keyTypes = [Ed25519PubKey, Secp256k1PubKey];
const WHERE = "app_state.staking";

/** Reads x/staking's GenesisState; `valset_source` beside it is `sequencer` unless it says `staking`. */
export function initStakingGenesis(parts: StakingParts, ctx: Context, json: Json | undefined): void {
  const { valset_source: source, ...rest } = jsonObject(json, WHERE);
  const store = ctx.store.store(STAKING_STORE);
  valsetSourceItem.set(store, readSource(source));
  const state = messageFromJson(GenesisState, rest, WHERE, keyTypes);
  const params = readParams(ctx, rest["params"]);
  stakingParams.set(store, params);
  lastTotalPower.set(store, { int: state.lastTotalPower.length === 0 ? "0" : fromUtf8(state.lastTotalPower) });
  readingAddresses(() => {
    enterValidators(parts, ctx, state);
    enterDelegations(parts, ctx, state);
    enterUnbondings(ctx, state);
    enterRedelegations(ctx, state);
    checkPools(parts, ctx);
    if (state.exported) enterLastPowers(ctx, state);
    else applySetChanges(parts, ctx);
  });
}

function readSource(json: Json | undefined): string {
  const source = jsonString(json, `${WHERE}.valset_source`, "sequencer");
  if (source !== "sequencer" && source !== "staking") throw genesisError(`${WHERE}.valset_source`, "must be sequencer or staking");
  return source;
}

function readParams({ chain }: Context, json: Json | undefined): Params {
  const defaults = messageToJson(Params, defaultStakingParams(chain.baseDenom));
  const params = messageFromJson(Params, { ...defaults, ...jsonObject(json, `${WHERE}.params`) }, `${WHERE}.params`);
  try {
    checkStakingParams(params);
  } catch (error) {
    if (error instanceof TxError) throw genesisError(`${WHERE}.params`, error.message);
    throw error;
  }
  return params;
}

function readingAddresses(read: () => void): void {
  try {
    read();
  } catch (error) {
    if (error instanceof EncodingError) throw genesisError(WHERE, error.message);
    throw error;
  }
}

function enterValidators({ hooks }: StakingParts, ctx: Context, { validators: list, exported }: GenesisState): void {
  if (!isPowerWithinLimit(list.map(({ tokens }) => BigInt(tokens)))) {
    throw genesisError(`${WHERE}.validators`, "have more power together than CometBFT takes");
  }
  for (const [i, stored] of list.entries()) {
    const where = `${WHERE}.validators[${i}]`;
    if (stored.consensusPubkey === undefined) throw genesisError(`${where}.consensus_pubkey`, "must be there");
    const operator = operatorBytes(ctx.chain, stored.operatorAddress);
    const given = readValidator(ctx, operator, stored);
    const statuses: readonly number[] = [1, 2, 3];
    if (!statuses.includes(given.status)) throw genesisError(`${where}.status`, "must be bonded, unbonding or unbonded");
    if (given.jailed && given.status === BondStatus.BOND_STATUS_BONDED) {
      throw genesisError(where, "a validator cannot be bonded and jailed in genesis");
    }
    if (given.delegatorShares === 0n && given.status !== BondStatus.BOND_STATUS_UNBONDING) {
      throw genesisError(where, "a bonded or unbonded genesis validator cannot have zero delegator shares");
    }
    if (validatorByConsAddr(ctx, given.consensusAddress) !== undefined) throw genesisError(where, "stands there twice");
    const validator = setValidator(ctx, given);
    indexByConsensusAddress(ctx, validator);
    indexByPower(ctx, validator);
    if (!exported) hooks.afterValidatorCreated(ctx, operator);
    if (validator.status === BondStatus.BOND_STATUS_UNBONDING) queueValidator(ctx, validator);
  }
}

function enterDelegations({ hooks }: StakingParts, ctx: Context, { delegations: list, exported }: GenesisState): void {
  for (const { delegatorAddress, validatorAddress, shares } of list) {
    const delegator = accountBytes(ctx.chain, delegatorAddress);
    const operator = operatorBytes(ctx.chain, validatorAddress);
    if (!exported) hooks.beforeDelegationCreated(ctx, delegator, operator);
    setDelegation(ctx, delegator, operator, storedDec(shares));
    if (!exported) hooks.afterDelegationModified(ctx, delegator, operator);
  }
}

function enterUnbondings(ctx: Context, { unbondingDelegations }: GenesisState): void {
  for (const { delegatorAddress, validatorAddress, entries } of unbondingDelegations) {
    const delegator = accountBytes(ctx.chain, delegatorAddress);
    const operator = operatorBytes(ctx.chain, validatorAddress);
    setUnbonding(ctx, delegator, operator, entries);
    for (const entry of entries) {
      queueUnbonding(ctx, delegator, operator, nanosOf(entry.completionTime));
      continueIdsAfter(ctx, entry.unbondingId);
    }
  }
}

function enterRedelegations(ctx: Context, { redelegations: list }: GenesisState): void {
  for (const { delegatorAddress, validatorSrcAddress, validatorDstAddress, entries } of list) {
    const route = {
      delegator: accountBytes(ctx.chain, delegatorAddress),
      source: operatorBytes(ctx.chain, validatorSrcAddress),
      destination: operatorBytes(ctx.chain, validatorDstAddress),
    };
    setRedelegation(ctx, route, entries);
    for (const entry of entries) {
      queueRedelegation(ctx, route, nanosOf(entry.completionTime));
      continueIdsAfter(ctx, entry.unbondingId);
    }
  }
}

/** New operations get numbers that no imported one has. */
function continueIdsAfter(ctx: Context, id: bigint): void {
  const store = ctx.store.store(STAKING_STORE);
  if (id > (unbondingId.get(store) ?? 0n)) unbondingId.set(store, id);
}

/** Units that bonded validators have, and those of other validators and unbondings. */
export function expectedPools(ctx: Context | QueryContext): { readonly bonded: bigint; readonly notBonded: bigint } {
  const store = ctx.store.store(STAKING_STORE);
  let bonded = 0n;
  let notBonded = 0n;
  for (const [, { status, tokens }] of validators.iterate(store)) {
    if (status === BondStatus.BOND_STATUS_BONDED) bonded += BigInt(tokens);
    else notBonded += BigInt(tokens);
  }
  for (const [, { entries }] of unbondings.iterate(store)) {
    for (const { balance } of entries) notBonded += BigInt(balance);
  }
  return { bonded, notBonded };
}

function checkPools({ bank }: StakingParts, ctx: Context): void {
  const { bonded, notBonded } = expectedPools(ctx);
  const pools = [
    { pool: BONDED_POOL, text: "bonded", expected: bonded },
    { pool: NOT_BONDED_POOL, text: "not bonded", expected: notBonded },
  ];
  for (const { pool, text, expected } of pools) {
    const balance = poolBalance(bank, ctx, pool);
    // Anybody may have sent coins to the pools of a chain that was exported, but genesis is written by hand.
    if (balance !== expected) {
      throw genesisError(WHERE, `${text} pool balance is different from ${text} coins: ${balance} <-> ${expected}`);
    }
  }
}

function enterLastPowers(ctx: Context, { lastValidatorPowers }: GenesisState): void {
  const store = ctx.store.store(STAKING_STORE);
  const updates = lastValidatorPowers.map(({ address, power }) => {
    const operator = operatorBytes(ctx.chain, address);
    lastPowers.set(store, operator, power);
    const validator = knownValidator(ctx, operator);
    return { pubKey: abciPublicKey(validator.consensusPublicKey), power };
  });
  if (updates.length > 0) setUpdates.set(store, { updates });
}

/** The state as {@link initStakingGenesis} reads it. */
export function exportStakingGenesis(ctx: QueryContext): Json {
  const store = ctx.store.store(STAKING_STORE);
  const state = GenesisState.create({
    params: stakingParams.require(store),
    lastTotalPower: toUtf8(lastTotalPower.require(store).int),
    lastValidatorPowers: [...lastPowers.iterate(store)].map(([operator, power]) => ({ address: operatorText(ctx.chain, operator), power })),
    validators: [...validators.iterate(store)].map(([, validator]) => validator),
    delegations: [...delegations.iterate(store)].map(([, delegation]) => delegation),
    unbondingDelegations: [...unbondings.iterate(store)].map(([, unbonding]) => unbonding),
    redelegations: [...redelegations.iterate(store)].map(([, redelegation]) => redelegation),
    exported: true,
  });
  return { ...messageToJson(GenesisState, state, keyTypes), valset_source: valsetSourceItem.require(store) };
}
