import type { Coin } from "@openledger/messages/cosmos/base/v1beta1";
import { event, type Event } from "@openledger/state-machine";
import { coinText } from "../support/amounts.ts";

export type PayoutRole =
  | "owner"
  | "prior"
  | "curator"
  | "host"
  | "model"
  | "royalty"
  | "stakers"
  | "treasury"
  | "burn"
  | "buyer";

/** One part of a fee on its way. */
export interface Payout {
  readonly role: PayoutRole;
  /** Address; `datanet/<id>@<version>` for a prior pool; empty for a burn. */
  readonly receiver: string;
  readonly amount: bigint;
  readonly datanetId?: bigint;
  readonly version?: bigint;
}

/** Where a fee came from: settlement 0 is the opening fee of the session. */
export interface FeeSource {
  readonly settlementId: bigint;
  readonly sessionId: bigint;
}

export function payoutEvent(source: FeeSource, denom: string, payout: Payout): Event {
  return event("payout", {
    settlement_id: source.settlementId,
    session_id: source.sessionId,
    receiver: payout.receiver,
    role: payout.role,
    amount: payout.amount,
    denom,
    ...(payout.datanetId === undefined ? {} : { datanet_id: payout.datanetId }),
    ...(payout.version === undefined ? {} : { version: payout.version }),
  });
}

export function treasurySpent(recipient: string, amount: readonly Coin[]): Event {
  return event("treasury_spent", { recipient, amount: amount.map(coinText).join(",") });
}

export function rewardsClaimed(claimant: string, amount: readonly Coin[]): Event {
  return event("rewards_claimed", { claimant, amount: amount.map(coinText).join(",") });
}
