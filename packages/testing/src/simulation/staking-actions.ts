import { MsgWithdrawDelegatorReward, MsgWithdrawValidatorCommission } from "@openledger/messages/cosmos/distribution/v1beta1";
import { MsgDelegate } from "@openledger/messages/cosmos/staking/v1beta1";
import { addressFromBytes, addressToBytes } from "@openledger/primitives";
import { toAny, type SimulatedAccount } from "./accounts.ts";
import type { Action } from "./data-actions.ts";
import type { SimWorld } from "./sim-world.ts";

/** The first account operates the only validator. */
export function operatorOf({ accounts }: Pick<SimWorld, "accounts">): { readonly account: SimulatedAccount; readonly validatorAddress: string } | undefined {
  const account = accounts[0];
  if (account === undefined) return undefined;
  return { account, validatorAddress: addressFromBytes("openvaloper", addressToBytes("open", account.address)) };
}

export const delegate: Action = (world) => {
  const validator = operatorOf(world);
  const account = world.random.pick(world.accounts);
  if (validator === undefined || account === undefined) return undefined;
  const { validatorAddress } = validator;
  const amount = { denom: "uopen", amount: String(1 + world.random.below(5_000_000)) };
  return { action: "delegate", account, message: toAny(MsgDelegate, { delegatorAddress: account.address, validatorAddress, amount }) };
};

export const withdrawRewards: Action = (world) => {
  const validator = operatorOf(world);
  const account = world.random.pick(world.accounts);
  if (validator === undefined || account === undefined) return undefined;
  const { validatorAddress } = validator;
  return { action: "withdrawRewards", account, message: toAny(MsgWithdrawDelegatorReward, { delegatorAddress: account.address, validatorAddress }) };
};

export const withdrawCommission: Action = (world) => {
  const validator = operatorOf(world);
  if (validator === undefined) return undefined;
  const { account, validatorAddress } = validator;
  return { action: "withdrawCommission", account, message: toAny(MsgWithdrawValidatorCommission, { validatorAddress }) };
};
