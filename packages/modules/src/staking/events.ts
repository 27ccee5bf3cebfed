import type { Coin } from "@openledger/messages/cosmos/base/v1beta1";
import type { Commission } from "@openledger/messages/cosmos/staking/v1beta1";
import { decText, type Dec } from "@openledger/primitives";
import { event, type Event } from "@openledger/state-machine";
import { secondsText } from "../support/timestamps.ts";

const coinText = ({ amount, denom }: Coin): string => `${amount}${denom}`;
/** Coins of one denom; none of it is empty text. */
const unitsText = ({ amount, denom }: Coin): string => (amount === "0" ? "" : `${amount}${denom}`);
/** Go's zero time, which a redelegation from an unbonded validator has: it completes at once. */
const timeText = (nanos: bigint | undefined): string => (nanos === undefined ? "0001-01-01T00:00:00Z" : secondsText(nanos));

export const validatorCreated = (validator: string, amount: Coin): Event =>
  event("create_validator", { validator, amount: coinText(amount) });
export const validatorEdited = (commission: Commission | undefined, minSelfDelegation: string): Event =>
  event("edit_validator", { commission_rate: commissionText(commission), min_self_delegation: minSelfDelegation });
export const delegated = (validator: string, delegator: string, amount: Coin, shares: Dec): Event =>
  event("delegate", { validator, delegator, amount: coinText(amount), new_shares: decText(shares) });
export const redelegated = (source: string, destination: string, amount: Coin, end: bigint | undefined): Event =>
  event("redelegate", {
    source_validator: source,
    destination_validator: destination,
    amount: coinText(amount),
    completion_time: timeText(end),
  });
export const unbonding = (validator: string, delegator: string, amount: Coin, end: bigint): Event =>
  event("unbond", { validator, delegator, amount: coinText(amount), completion_time: secondsText(end) });
export const unbondingCancelled = (amount: Coin, validator: string, delegator: string, height: bigint): Event =>
  event("cancel_unbonding_delegation", { amount: coinText(amount), validator, delegator, creation_height: height });
export const unbondingCompleted = (amount: Coin, validator: string, delegator: string): Event =>
  event("complete_unbonding", { amount: unitsText(amount), validator, delegator });
export const redelegationCompleted = (amount: Coin, delegator: string, source: string, destination: string): Event =>
  event("complete_redelegation", {
    amount: unitsText(amount),
    delegator,
    source_validator: source,
    destination_validator: destination,
  });

/** The text format of gogoproto, which the SDK prints here: decimals as integer counts of 10^-18. */
function commissionText(commission: Commission | undefined): string {
  const { rate = "0", maxRate = "0", maxChangeRate = "0" } = commission?.commissionRates ?? {};
  const { seconds = 0n, nanos = 0 } = commission?.updateTime ?? {};
  const time = `${seconds === 0n ? "" : `seconds:${seconds} `}${nanos === 0 ? "" : `nanos:${nanos} `}`;
  return `commission_rates:<rate:"${rate}" max_rate:"${maxRate}" max_change_rate:"${maxChangeRate}" > update_time:<${time}> `;
}
