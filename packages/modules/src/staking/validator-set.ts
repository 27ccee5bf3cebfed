/** Who is bonded: decided at the end of each block by power (x/staking/keeper/val_state_change.go of SDK 0.50). */
import { PubKey as Ed25519PubKey } from "@openledger/messages/cosmos/crypto/ed25519";
import { PubKey as Secp256k1PubKey } from "@openledger/messages/cosmos/crypto/secp256k1";
import { BondStatus } from "@openledger/messages/cosmos/staking/v1beta1";
import type { Any } from "@openledger/messages/google/protobuf";
import type { ValidatorUpdate } from "@openledger/messages/tendermint/abci";
import type { PublicKey } from "@openledger/messages/tendermint/crypto";
import { assert, compareBytes, equalBytes } from "@openledger/primitives";
import type { Context } from "@openledger/state-machine";
import type { StakedValidator } from "../support/staking.ts";
import { durationNanos, nanosOf, sortableTimeText, timestampOf } from "../support/timestamps.ts";
import { operatorBytes } from "../support/validator-addresses.ts";
import type { StakingParts } from "./parts.ts";
import { moveToBonded } from "./pools.ts";
import {
  lastPowers,
  lastTotalPower,
  operatorsByPower,
  setUpdates,
  STAKING_STORE,
  stakingParams,
  unbondingIndex,
  validatorQueue,
  validators,
} from "./state.ts";
import { indexUnbonding, nextUnbondingId } from "./unbondings.ts";
import { knownValidator, powerOf, removeValidator, setValidator, updateValidator } from "./validators.ts";

const { BOND_STATUS_BONDED, BOND_STATUS_UNBONDED, BOND_STATUS_UNBONDING } = BondStatus;

/** The key in the form of ABCI. */
export function abciPublicKey(key: Any): PublicKey {
  if (key.typeUrl === Secp256k1PubKey.typeUrl) return { secp256k1: Secp256k1PubKey.fromBytes(key.value).key };
  return { ed25519: Ed25519PubKey.fromBytes(key.value).key };
}

/**
 * Bonds the validators with most power, unbonds those that fell out, moves their units between the pools and stores the
 * changes of the set.
 */
export function applySetChanges(parts: StakingParts, ctx: Context): void {
  const store = ctx.store.store(STAKING_STORE);
  const { maxValidators } = stakingParams.require(store);
  const gone = [...lastPowers.iterate(store)];
  const updates: ValidatorUpdate[] = [];
  let toBonded = 0n;
  let totalPower = 0n;
  for (const candidate of topValidators(ctx, maxValidators)) {
    const validator = candidate.status === BOND_STATUS_BONDED ? candidate : bondValidator(parts, ctx, candidate);
    if (candidate !== validator) toBonded += validator.tokens;
    const power = powerOf(validator.tokens);
    const index = gone.findIndex(([operator]) => equalBytes(operator, validator.operator));
    const [old] = index < 0 ? [] : gone.splice(index, 1);
    if (old === undefined || old[1] !== power) {
      updates.push({ pubKey: abciPublicKey(validator.consensusPublicKey), power });
      lastPowers.set(store, validator.operator, power);
    }
    totalPower += power;
  }
  for (const [operator] of gone.sort(([a], [b]) => compareBytes(a, b))) {
    const validator = beginUnbonding(parts, ctx, knownValidator(ctx, operator));
    toBonded -= validator.tokens;
    lastPowers.delete(store, operator);
    updates.push({ pubKey: abciPublicKey(validator.consensusPublicKey), power: 0n });
  }
  moveToBonded(parts.bank, ctx, toBonded);
  if (updates.length > 0) lastTotalPower.set(store, { int: totalPower.toString() });
  if (updates.length > 0) setUpdates.set(store, { updates });
  else if (setUpdates.has(store)) setUpdates.delete(store);
}

/** Makes the whole set the last change: genesis may have bonded validators in two steps. */
export function noteWholeSet(ctx: Context): void {
  const store = ctx.store.store(STAKING_STORE);
  const updates = [...lastPowers.iterate(store)].map(([operator, power]) => {
    return { pubKey: abciPublicKey(knownValidator(ctx, operator).consensusPublicKey), power };
  });
  if (updates.length > 0) setUpdates.set(store, { updates });
}

/** The first `count` validators by power; those without any are not bonded. */
function topValidators(ctx: Context, count: number): readonly StakedValidator[] {
  const top: StakedValidator[] = [];
  for (const [, operator] of operatorsByPower.iterate(ctx.store.store(STAKING_STORE), { reverse: true })) {
    if (top.length >= count) break;
    const validator = knownValidator(ctx, operator);
    assert(!validator.jailed, "a jailed validator is not in the power index");
    if (powerOf(validator.tokens) === 0n) break;
    top.push(validator);
  }
  return top;
}

function bondValidator({ hooks }: StakingParts, ctx: Context, validator: StakedValidator): StakedValidator {
  const bonded = updateValidator(ctx, validator, { status: BOND_STATUS_BONDED });
  removeFromQueue(ctx, bonded);
  hooks.afterValidatorBonded(ctx, bonded.consensusAddress, bonded.operator);
  return bonded;
}

function beginUnbonding({ hooks }: StakingParts, ctx: Context, validator: StakedValidator): StakedValidator {
  assert(validator.status === BOND_STATUS_BONDED, "only a bonded validator begins to unbond");
  const { unbondingTime } = stakingParams.require(ctx.store.store(STAKING_STORE));
  const id = nextUnbondingId(ctx);
  const unbonding = updateValidator(ctx, validator, {
    status: BOND_STATUS_UNBONDING,
    unbondingTime: timestampOf(ctx.block.time + durationNanos(unbondingTime)),
    unbondingHeight: ctx.block.height,
    unbondingIds: [...validator.stored.unbondingIds, id],
  });
  queueValidator(ctx, unbonding);
  hooks.afterValidatorBeginUnbonding(ctx, unbonding.consensusAddress, unbonding.operator);
  indexUnbonding(ctx, id, validators.keyBytes(unbonding.operator), "validator");
  hooks.afterUnbondingInitiated(ctx, id);
  return unbonding;
}

function queueKey({ unbondingTime, unbondingHeight }: StakedValidator): readonly [string, bigint] {
  return [sortableTimeText(unbondingTime), unbondingHeight];
}

/** Enters an unbonding validator into the queue. */
export function queueValidator(ctx: Context, validator: StakedValidator): void {
  const store = ctx.store.store(STAKING_STORE);
  const key = queueKey(validator);
  const addresses = validatorQueue.get(store, key)?.addresses ?? [];
  validatorQueue.set(store, key, { addresses: [...addresses, validator.operatorAddress] });
}

function removeFromQueue(ctx: Context, validator: StakedValidator): void {
  const store = ctx.store.store(STAKING_STORE);
  const key = queueKey(validator);
  const addresses = (validatorQueue.get(store, key)?.addresses ?? []).filter((text) => text !== validator.operatorAddress);
  if (addresses.length > 0) validatorQueue.set(store, key, { addresses });
  else if (validatorQueue.has(store, key)) validatorQueue.delete(store, key);
}

/** Ends the unbonding of validators whose time and height have come. Empty ones are removed. */
export function unbondMatureValidators(parts: StakingParts, ctx: Context): void {
  const store = ctx.store.store(STAKING_STORE);
  const { time, height } = ctx.block;
  const due = [...validatorQueue.iterate(store, { end: [sortableTimeText(time), height + 1n] })];
  for (const [[, since], { addresses }] of due) {
    if (since > height) continue;
    for (const text of addresses) completeUnbondingOf(parts, ctx, knownValidator(ctx, operatorBytes(ctx.chain, text)));
  }
}

function completeUnbondingOf(parts: StakingParts, ctx: Context, validator: StakedValidator): void {
  assert(validator.status === BOND_STATUS_UNBONDING, "a validator in the unbonding queue is unbonding");
  assert(nanosOf(validator.stored.unbondingTime) <= ctx.block.time, "a validator in the due part of the queue is mature");
  if (validator.stored.unbondingOnHoldRefCount > 0n) return;
  for (const id of validator.stored.unbondingIds) unbondingIndex.delete(ctx.store.store(STAKING_STORE), id);
  const unbonded = setValidator(ctx, validator, { status: BOND_STATUS_UNBONDED });
  if (unbonded.delegatorShares === 0n) removeValidator(parts, ctx, unbonded);
  removeFromQueue(ctx, unbonded);
}
