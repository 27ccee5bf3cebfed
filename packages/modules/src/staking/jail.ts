import { assert } from "@openledger/primitives";
import type { Context } from "@openledger/state-machine";
import type { StakedValidator } from "../support/staking.ts";
import { indexByPower, removeFromPowerIndex, setValidator } from "./validators.ts";

/** Marks a validator as jailed and takes it out of the power index; the end of the block unbonds it. */
export function jailValidator(ctx: Context, validator: StakedValidator): void {
  assert(!validator.jailed, "a validator is jailed once");
  removeFromPowerIndex(ctx, setValidator(ctx, validator, { jailed: true }));
}

/** Puts a jailed validator back into the power index. */
export function unjailValidator(ctx: Context, validator: StakedValidator): void {
  assert(validator.jailed, "a validator that is unjailed was jailed");
  indexByPower(ctx, setValidator(ctx, validator, { jailed: false }));
}
