import type { Coin } from "@openledger/messages/cosmos/base/v1beta1";
import type { Contribution } from "@openledger/messages/openledger/datanet/v1";
import type { Ancestor, VersionRef } from "@openledger/messages/openledger/model/v1";
import { event, type Event } from "@openledger/state-machine";
import { coinText } from "../support/amounts.ts";
import type { Draw } from "./pools.ts";

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
  /** Of the model part: the version that earned it. */
  readonly model?: VersionRef;
  /** Of a royalty that a descendant owes: the version that it is owed to. */
  readonly ancestor?: Pick<Ancestor, "modelId" | "version" | "generation">;
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
    ...lineageOf(payout),
  });
}

/** Through which model an amount was earned, and for which of the receiver's own. */
function lineageOf({ model, ancestor }: Payout): Readonly<Record<string, bigint | number>> {
  if (model === undefined) return {};
  const earned = { model_id: model.modelId, model_version: model.version };
  if (ancestor === undefined) return earned;
  const { modelId, version, generation } = ancestor;
  return { ...earned, ancestor_model_id: modelId, ancestor_version: version, generation };
}

export function treasurySpent(recipient: string, amount: readonly Coin[]): Event {
  return event("treasury_spent", { recipient, amount: amount.map(coinText).join(",") });
}

export function rewardsClaimed(claimant: string, amount: readonly Coin[]): Event {
  return event("rewards_claimed", { claimant, amount: amount.map(coinText).join(",") });
}

/** Prior income that was credited because its contribution changed hands or was struck. */
export function priorsSettled({ datanetId, seq }: Contribution, receiver: string, { pool, units }: Draw): Event {
  const place = { datanet_id: datanetId, seq, version: pool.version };
  return event("priors_settled", { ...place, receiver, amount: units, denom: pool.denom });
}
