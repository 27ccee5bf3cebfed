import type { Settlement } from "@openledger/messages/openledger/market/v1";
import type { Context } from "@openledger/state-machine";
import { MARKET, settlementQueue, settlements } from "./state.ts";

/** Stores a pending settlement that is final at the given time and height at the earliest; returns what is stored. */
export function postponeFinality(
  ctx: Context,
  settlement: Settlement,
  earliest: { readonly time: bigint; readonly height: bigint },
): Settlement {
  const store = ctx.store.store(MARKET);
  const later: Settlement = {
    ...settlement,
    finalTime: earliest.time > settlement.finalTime ? earliest.time : settlement.finalTime,
    finalHeight: earliest.height > settlement.finalHeight ? earliest.height : settlement.finalHeight,
  };
  settlementQueue.delete(store, [settlement.finalTime, settlement.id]);
  settlementQueue.set(store, [later.finalTime, later.id], true);
  settlements.set(store, later.id, later);
  return later;
}
