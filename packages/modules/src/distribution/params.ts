import { Params } from "@openledger/messages/cosmos/distribution/v1beta1";
import { assertDefined, decAtomics, decText, decWithPrecision, DEC_ONE, DEC_ZERO, parseDecAtomics, type Dec } from "@openledger/primitives";
import { unregisteredError, type Context, type QueryContext } from "@openledger/state-machine";
import { readDecText } from "../support/number-texts.ts";
import { DISTRIBUTION_STORE, distributionParams } from "./state.ts";

/** 2 % of what is collected goes to the community pool. */
export const defaultDistributionParams: Params = {
  communityTax: decAtomics(decWithPrecision(2n, 2)),
  baseProposerReward: "0",
  bonusProposerReward: "0",
  withdrawAddrEnabled: true,
};

export function communityTax(ctx: Context | QueryContext): Dec {
  const { communityTax: text } = distributionParams.require(ctx.store.store(DISTRIBUTION_STORE));
  return assertDefined(parseDecAtomics(text), "a stored tax is a decimal");
}

export function isWithdrawAddressEnabled(ctx: Context | QueryContext): boolean {
  return distributionParams.require(ctx.store.store(DISTRIBUTION_STORE)).withdrawAddrEnabled;
}

/** The params with absent decimals as zeros. Throws the SDK's errors, which have no code of their own. */
export function checkedDistributionParams(params: Params): Params {
  if (params.communityTax === "") throw unregisteredError("community tax must be not nil");
  const tax = readDecText(params.communityTax);
  if (tax < DEC_ZERO) throw unregisteredError(`community tax must be positive: ${decText(tax)}`);
  if (tax > DEC_ONE) throw unregisteredError(`community tax too large: ${decText(tax)}`);
  return {
    ...params,
    communityTax: decAtomics(tax),
    baseProposerReward: decAtomics(readDecText(params.baseProposerReward)),
    bonusProposerReward: decAtomics(readDecText(params.bonusProposerReward)),
  };
}

/** True when a deprecated field is set, which governance can no longer do. */
export function hasProposerReward({ baseProposerReward, bonusProposerReward }: Params): boolean {
  return readDecText(baseProposerReward) !== DEC_ZERO || readDecText(bonusProposerReward) !== DEC_ZERO;
}
