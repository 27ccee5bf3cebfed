import { BondStatus } from "@openledger/messages/cosmos/staking/v1beta1";
import { assertDefined } from "@openledger/primitives";
import type { Context, QueryContext } from "@openledger/state-machine";
import type { StakedValidator, StakingHooks, StakingKeeper, ValsetSource } from "../support/staking.ts";
import { delegate, delegationsOf, delegationsTo, getDelegation } from "./delegations.ts";
import type { StakingBank } from "./expected-keepers.ts";
import { jailValidator, unjailValidator } from "./jail.ts";
import { joinHooks, type StakingParts } from "./parts.ts";
import { bondDenom, bondedRatio, BONDED_POOL, poolBalance } from "./pools.ts";
import { slash } from "./slash.ts";
import { lastPowers, operatorsByPower, STAKING_STORE, stakingParams, validators, valsetSourceItem } from "./state.ts";
import { unbondingsOf } from "./unbondings.ts";
import { getValidator, knownValidator, readValidator, requireValidator, validatorByConsAddr } from "./validators.ts";

/** The keeper that other modules get, and what staking's own handlers need. */
export interface FullStakingKeeper extends StakingKeeper {
  readonly parts: StakingParts;
}

/**
 * Staking over a bank. `hooks` are called in the order of the list, which may be filled after this call: modules whose
 * keepers need this one add theirs when they exist.
 */
export function createStakingKeeper(bank: StakingBank, hooks: readonly StakingHooks[]): FullStakingKeeper {
  const parts: StakingParts = { bank, hooks: joinHooks(hooks) };
  return {
    parts,
    params: (ctx) => stakingParams.require(ctx.store.store(STAKING_STORE)),
    bondDenom,
    valsetSource,
    validator: getValidator,
    validatorByConsAddr,
    validators: allValidators,
    bondedValidatorsByPower,
    lastValidatorPowers: (ctx) => lastPowers.iterate(ctx.store.store(STAKING_STORE)),
    delegation: getDelegation,
    delegationsOf,
    delegationsTo,
    unbondingDelegationsOf: unbondingsOf,
    totalBonded: (ctx) => poolBalance(bank, ctx, BONDED_POOL),
    tokenSupply: (ctx) => bank.supply(ctx, bondDenom(ctx)),
    bondedRatio: (ctx) => bondedRatio(bank, ctx),
    delegate: (ctx, delegator, units, operator) =>
      delegate(parts, ctx, delegator, units, "account", requireValidator(ctx, operator)),
    slash: (ctx, consensusAddress, height, power, fraction) => slash(parts, ctx, consensusAddress, height, power, fraction),
    jail: (ctx, consensusAddress) => jailValidator(ctx, validatorAt(ctx, consensusAddress)),
    unjail: (ctx, consensusAddress) => unjailValidator(ctx, validatorAt(ctx, consensusAddress)),
  };
}

function valsetSource(ctx: Context | QueryContext): ValsetSource {
  return valsetSourceItem.get(ctx.store.store(STAKING_STORE)) === "staking" ? "staking" : "sequencer";
}

function validatorAt(ctx: Context, consensusAddress: Uint8Array): StakedValidator {
  return assertDefined(validatorByConsAddr(ctx, consensusAddress), "a validator that is jailed or unjailed exists");
}

function* allValidators(ctx: Context | QueryContext): Generator<StakedValidator, void> {
  for (const [operator, stored] of validators.iterate(ctx.store.store(STAKING_STORE))) yield readValidator(ctx, operator, stored);
}

function* bondedValidatorsByPower(ctx: Context | QueryContext): Generator<StakedValidator, void> {
  const store = ctx.store.store(STAKING_STORE);
  let left = stakingParams.require(store).maxValidators;
  for (const [, operator] of operatorsByPower.iterate(store, { reverse: true })) {
    if (left === 0) return;
    const validator = knownValidator(ctx, operator);
    if (validator.status !== BondStatus.BOND_STATUS_BONDED) continue;
    left--;
    yield validator;
  }
}
