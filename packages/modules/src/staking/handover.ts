import { BondStatus } from "@openledger/messages/cosmos/staking/v1beta1";
import { EncodingError, equalBytes } from "@openledger/primitives";
import { sdkErrors, type Context } from "@openledger/state-machine";
import type { StakedValidator } from "../support/staking.ts";
import { operatorBytes } from "../support/validator-addresses.ts";
import { noValidatorFound, validatorJailed } from "./errors.ts";
import { jailValidator } from "./jail.ts";
import type { StakingParts } from "./parts.ts";
import { STAKING_STORE, validators, valsetSourceItem } from "./state.ts";
import { applySetChanges } from "./validator-set.ts";
import { getValidator, readValidator } from "./validators.ts";

/**
 * Makes the consensus set follow stakes, with the named validators alone in it: every other one is jailed until it
 * unjails. Throws a TxError when one of them is unknown, jailed or without a place in the set, or when none is named.
 */
export function handOverTo(parts: StakingParts, ctx: Context, operators: readonly string[]): void {
  if (operators.length === 0) throw sdkErrors.invalidRequest("a chain without validators makes no blocks");
  const named = operators.map((text) => namedValidator(ctx, text));
  const store = ctx.store.store(STAKING_STORE);
  valsetSourceItem.set(store, "staking");
  for (const [operator, stored] of [...validators.iterate(store)]) {
    const validator = readValidator(ctx, operator, stored);
    if (!validator.jailed && !named.some((one) => equalBytes(one.operator, operator))) jailValidator(ctx, validator);
  }
  applySetChanges(parts, ctx);
  for (const { operator, operatorAddress } of named) {
    if (getValidator(ctx, operator)?.status === BondStatus.BOND_STATUS_BONDED) continue;
    throw sdkErrors.invalidRequest(`${operatorAddress} has no power, or more than max_validators have more`);
  }
}

function namedValidator(ctx: Context, text: string): StakedValidator {
  const validator = getValidator(ctx, readOperator(ctx, text));
  if (validator === undefined) throw noValidatorFound(text);
  if (validator.jailed) throw validatorJailed(text);
  return validator;
}

function readOperator(ctx: Context, text: string): Uint8Array {
  try {
    return operatorBytes(ctx.chain, text);
  } catch (error) {
    if (error instanceof EncodingError) throw sdkErrors.invalidAddress(`${text.slice(0, 100)}: ${error.message}`);
    throw error;
  }
}
