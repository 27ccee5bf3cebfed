import { compareBytes, decAdd, DEC_ZERO, toHex, type Dec } from "@openledger/primitives";
import type { Identity, QueryContext } from "@openledger/state-machine";
import { expectedPools } from "./genesis.ts";
import type { StakingParts } from "./parts.ts";
import { BONDED_POOL, NOT_BONDED_POOL, poolBalance } from "./pools.ts";
import { brokenQueues } from "./queue-invariants.ts";
import { delegations, delegatorsOfValidator, operatorsByPower, redelegations, STAKING_STORE, unbondings, validators } from "./state.ts";
import { getValidator, powerOf, readValidator, storedDec } from "./validators.ts";

/** The SDK's four: pools, power index, positive delegations with their index, sums of shares; and that all that unbonds is queued. */
export function stakingIdentities({ bank }: StakingParts, ctx: QueryContext): readonly Identity[] {
  const store = ctx.store.store(STAKING_STORE);
  const { bonded, notBonded } = expectedPools(ctx);
  const [stakers, staked] = [[...validators.iterate(store)].length, [...delegations.iterate(store)].length];
  const [taken, moved] = [[...unbondings.iterate(store)].length, [...redelegations.iterate(store)].length];
  return [
    { says: "the pools hold what validators and unbondings sum to", found: `${bonded} bonded, ${notBonded} not bonded`, broken: brokenPools(bank, ctx) },
    { says: "the power index names exactly the validators out of jail, with their power", found: `${stakers} validators`, broken: brokenPowerIndex(ctx) },
    { says: "the shares of each validator are the sum of its delegations", found: `${staked} delegations`, broken: brokenShares(ctx) },
    { says: "all that unbonds waits in its queue", found: `${taken} unbondings, ${moved} redelegations`, broken: brokenQueues(ctx) },
  ];
}

function brokenPools(bank: StakingParts["bank"], ctx: QueryContext): readonly string[] {
  const { bonded, notBonded } = expectedPools(ctx);
  return [
    [BONDED_POOL, bonded] as const,
    [NOT_BONDED_POOL, notBonded] as const,
  ].flatMap(([pool, expected]) => {
    const balance = poolBalance(bank, ctx, pool);
    return balance === expected ? [] : [`${pool} has ${balance}, validators and unbondings sum to ${expected}`];
  });
}

function brokenPowerIndex(ctx: QueryContext): readonly string[] {
  const store = ctx.store.store(STAKING_STORE);
  const broken: string[] = [];
  const indexed = new Set<string>();
  for (const [[power, operator], value] of operatorsByPower.iterate(store)) {
    indexed.add(toHex(operator));
    const validator = getValidator(ctx, operator);
    if (validator === undefined || compareBytes(operator, value) !== 0) broken.push(`the power index names ${toHex(operator)}`);
    else if (powerOf(validator.tokens) !== power) broken.push(`${validator.operatorAddress} is indexed with power ${power}`);
    else if (validator.jailed) broken.push(`${validator.operatorAddress} is jailed and in the power index`);
  }
  for (const [operator, { jailed, operatorAddress }] of validators.iterate(store)) {
    if (!jailed && !indexed.has(toHex(operator))) broken.push(`${operatorAddress} is not in the power index`);
  }
  return broken;
}

function brokenShares(ctx: QueryContext): readonly string[] {
  const store = ctx.store.store(STAKING_STORE);
  const broken: string[] = [];
  const sums = new Map<string, Dec>();
  for (const [[delegator, operator], { shares, validatorAddress }] of delegations.iterate(store)) {
    const value = storedDec(shares);
    if (value <= 0n) broken.push(`a delegation to ${validatorAddress} has ${shares} shares`);
    if (!delegatorsOfValidator.has(store, [operator, delegator])) broken.push(`a delegation to ${validatorAddress} is not indexed`);
    sums.set(toHex(operator), decAdd(sums.get(toHex(operator)) ?? DEC_ZERO, value));
  }
  for (const [operator, stored] of validators.iterate(store)) {
    const { delegatorShares, tokens, operatorAddress } = readValidator(ctx, operator, stored);
    const sum = sums.get(toHex(operator)) ?? DEC_ZERO;
    if (sum !== delegatorShares) broken.push(`${operatorAddress} has ${delegatorShares} shares, delegations sum to ${sum}`);
    if (tokens < 0n) broken.push(`${operatorAddress} has ${tokens} tokens`);
  }
  return broken;
}
