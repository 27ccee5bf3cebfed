/** Burning stake for what a validator did: what left it since, then what it has. */
import { BondStatus, type Redelegation, type UnbondingDelegation } from "@openledger/messages/cosmos/staking/v1beta1";
import {
  assert,
  decFromInt,
  decMin,
  decMul,
  decMulInt,
  DEC_ONE,
  decQuoRoundUp,
  decTruncateInt,
  type Dec,
} from "@openledger/primitives";
import type { Context } from "@openledger/state-machine";
import { POWER_REDUCTION, type StakedValidator } from "../support/staking.ts";
import { getDelegation, unbond } from "./delegations.ts";
import type { StakingParts } from "./parts.ts";
import { BONDED_POOL, burnFromPool, NOT_BONDED_POOL } from "./pools.ts";
import { redelegationsFrom, type Route } from "./redelegations.ts";
import { getUnbonding, isMature, setUnbonding, unbondingsFrom } from "./unbondings.ts";
import { requireValidator, storedDec, updateValidator, validatorByConsAddr } from "./validators.ts";

const { BOND_STATUS_BONDED, BOND_STATUS_UNBONDED } = BondStatus;

/** What was done, when, and how much of the stake it costs. */
interface Infraction {
  readonly height: bigint;
  readonly fraction: Dec;
}

/** See StakingKeeper.slash: x/staking/keeper/slash.go of SDK 0.50. A validator that is gone is slashed of nothing. */
export function slash(
  parts: StakingParts,
  ctx: Context,
  consensusAddress: Uint8Array,
  height: bigint,
  power: bigint,
  fraction: Dec,
): bigint {
  assert(fraction >= 0n, "a slash takes no negative fraction");
  const amount = decTruncateInt(decMul(decFromInt(power * POWER_REDUCTION), fraction));
  const validator = validatorByConsAddr(ctx, consensusAddress);
  if (validator === undefined) return 0n;
  assert(validator.status !== BOND_STATUS_UNBONDED, "an unbonded validator is not slashed");
  assert(height <= ctx.block.height, "nobody is slashed for the future");
  parts.hooks.beforeValidatorModified(ctx, validator.operator);
  let left = amount;
  if (height < ctx.block.height) left -= slashWhatLeft(parts, ctx, validator, { height, fraction });
  const burned = clamp(left, validator.tokens);
  if (burned === 0n) return 0n;
  const effective = decMin(decQuoRoundUp(decFromInt(burned), decFromInt(validator.tokens)), DEC_ONE);
  parts.hooks.beforeValidatorSlashed(ctx, validator.operator, effective);
  const changed = updateValidator(ctx, validator, { tokens: validator.tokens - burned });
  burnFromPool(parts.bank, ctx, poolOf(changed), burned);
  return burned;
}

function poolOf({ status }: StakedValidator): typeof BONDED_POOL | typeof NOT_BONDED_POOL {
  return status === BOND_STATUS_BONDED ? BONDED_POOL : NOT_BONDED_POOL;
}

function clamp(value: bigint, max: bigint): bigint {
  if (value < 0n) return 0n;
  return value < max ? value : max;
}

/** Slashes unbondings and redelegations that began after the infraction; returns what they owed. */
function slashWhatLeft(parts: StakingParts, ctx: Context, { operator }: StakedValidator, infraction: Infraction): bigint {
  let owed = 0n;
  for (const [delegator, unbonding] of [...unbondingsFrom(ctx, operator)]) {
    owed += slashUnbonding(parts, ctx, delegator, operator, unbonding, infraction);
  }
  for (const [route, redelegation] of [...redelegationsFrom(ctx, operator)]) {
    owed += slashRedelegation(parts, ctx, route, redelegation, infraction);
  }
  return owed;
}

type SlashableEntry = Parameters<typeof isMature>[1] & { readonly creationHeight: bigint; readonly initialBalance: string };

/** Stake that left before the infraction did not take part in it, and mature stake is out of reach. */
function isSlashable(ctx: Context, entry: SlashableEntry, { height }: Infraction): boolean {
  return entry.creationHeight >= height && !isMature(ctx, entry);
}

function owedBy({ initialBalance }: SlashableEntry, { fraction }: Infraction): bigint {
  return decTruncateInt(decMulInt(fraction, BigInt(initialBalance)));
}

function slashUnbonding(
  { bank }: StakingParts,
  ctx: Context,
  delegator: Uint8Array,
  operator: Uint8Array,
  { entries }: UnbondingDelegation,
  infraction: Infraction,
): bigint {
  let owed = 0n;
  let burned = 0n;
  const slashed = entries.map((entry) => {
    if (!isSlashable(ctx, entry, infraction)) return entry;
    const due = owedBy(entry, infraction);
    owed += due;
    const taken = clamp(due, BigInt(entry.balance));
    burned += taken;
    return { ...entry, balance: (BigInt(entry.balance) - taken).toString() };
  });
  if (burned > 0n) setUnbonding(ctx, delegator, operator, slashed);
  burnFromPool(bank, ctx, NOT_BONDED_POOL, burned);
  return owed;
}

function slashRedelegation(
  parts: StakingParts,
  ctx: Context,
  route: Route,
  { entries }: Redelegation,
  infraction: Infraction,
): bigint {
  let owed = 0n;
  const burned = { [BONDED_POOL]: 0n, [NOT_BONDED_POOL]: 0n };
  for (const entry of entries) {
    if (!isSlashable(ctx, entry, infraction)) continue;
    const due = owedBy(entry, infraction);
    owed += due;
    const fromUnbonding = takeFromUnbonding(ctx, route, due, infraction);
    burned[NOT_BONDED_POOL] += fromUnbonding;
    const shares = decMul(infraction.fraction, storedDec(entry.sharesDst));
    if (shares === 0n || due === fromUnbonding) continue;
    const delegation = getDelegation(ctx, route.delegator, route.destination);
    if (delegation === undefined) continue;
    // Read first: taking the last shares of an unbonded validator removes it.
    const pool = poolOf(requireValidator(ctx, route.destination));
    burned[pool] += unbond(parts, ctx, route.delegator, route.destination, decMin(shares, delegation.shares));
  }
  burnFromPool(parts.bank, ctx, BONDED_POOL, burned[BONDED_POOL]);
  burnFromPool(parts.bank, ctx, NOT_BONDED_POOL, burned[NOT_BONDED_POOL]);
  return owed;
}

/** What moved and then began to unbond is taken first. Returns the units taken, at most `due`. */
function takeFromUnbonding(ctx: Context, { delegator, destination }: Route, due: bigint, infraction: Infraction): bigint {
  const unbonding = getUnbonding(ctx, delegator, destination);
  if (unbonding === undefined) return 0n;
  let left = due;
  const slashed = unbonding.entries.map((entry) => {
    if (!isSlashable(ctx, entry, infraction)) return entry;
    const taken = clamp(left, BigInt(entry.balance));
    left -= taken;
    return { ...entry, balance: (BigInt(entry.balance) - taken).toString() };
  });
  if (left < due) setUnbonding(ctx, delegator, destination, slashed);
  return due - left;
}
