import type { Coin } from "@openledger/messages/cosmos/base/v1beta1";
import { coinsText, event, type Event } from "@openledger/state-machine";
import { decCoinsText, type DecCoins } from "../support/dec-coins.ts";

export const commissionEarned = (amount: DecCoins, validator: string): Event =>
  event("commission", { amount: decCoinsText(amount), validator });
export const rewardsEarned = (amount: DecCoins, validator: string): Event =>
  event("rewards", { amount: decCoinsText(amount), validator });
export const rewardsWithdrawn = (amount: readonly Coin[], validator: string, delegator: string): Event =>
  event("withdraw_rewards", { amount: coinsText(amount), validator, delegator });
export const commissionWithdrawn = (amount: readonly Coin[]): Event => event("withdraw_commission", { amount: coinsText(amount) });
export const withdrawAddressSet = (withdrawAddress: string): Event =>
  event("set_withdraw_address", { withdraw_address: withdrawAddress });
