import { parseCoins } from "../decode/coins.ts";
import { payoutRoles } from "../schema/rewards.ts";
import { unexpected, type EventReader } from "./event-reader.ts";
import { onEvent, type EventProjection } from "./projection.ts";

/** Through which model version a part of the model share was earned, and which version a royalty of lineage is owed to. */
function lineageOf(read: EventReader) {
  const generation = read.optionalNumber("generation");
  return {
    modelId: read.optionalNumber("model_id") ?? null,
    modelVersion: read.optionalNumber("model_version") ?? null,
    ancestorModelId: read.optionalNumber("ancestor_model_id") ?? null,
    ancestorVersion: read.optionalNumber("ancestor_version") ?? null,
    generation: generation === undefined ? null : Number(generation),
  };
}

export const rewardsEvents: readonly EventProjection[] = [
  onEvent("payout", (rows, { height }, event, read) => {
    const name = read.text("role").toUpperCase();
    const role = payoutRoles.find((known) => known === name);
    if (role === undefined) throw unexpected(height, event, `role ${name.slice(0, 40)} is unknown`);
    const settlementId = read.number("settlement_id");
    rows.payouts.push({
      height,
      eventIndex: event.index,
      settlementId: settlementId === 0n ? null : settlementId,
      sessionId: read.number("session_id"),
      receiver: role === "PRIOR" || role === "BURN" ? null : read.text("receiver"),
      role,
      amount: read.number("amount"),
      denom: read.text("denom"),
      datanetId: read.optionalNumber("datanet_id") ?? null,
      datanetVersion: read.optionalNumber("version") ?? null,
      ...lineageOf(read),
    });
  }),
  onEvent("priors_settled", (rows, { height }, event, read) => {
    rows.settledPriors.push({
      ...{ height, eventIndex: event.index },
      address: read.text("receiver"),
      denom: read.text("denom"),
      amount: read.number("amount"),
      datanetId: read.number("datanet_id"),
    });
  }),
  onEvent("rewards_claimed", (rows, { height }, event, read) => {
    const coins = parseCoins(read.text("amount"));
    if (coins === undefined) throw unexpected(height, event, "attribute amount is not coins");
    const claimant = read.text("claimant");
    for (const { denom, amount } of coins) {
      rows.rewardClaims.push({ height, eventIndex: event.index, txIndex: event.txIndex, claimant, denom, amount });
    }
  }),
];
