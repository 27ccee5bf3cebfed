import type { QueryContext } from "@openledger/state-machine";
import type { BankKeeper } from "../expected-keepers.ts";
import { amountOf, coinOf } from "../support/amounts.ts";
import { countUnits, differingTotals, uncoveredHoldings } from "../support/holdings.ts";
import { demands, MARKET, offers, ownedAmounts, ownedPrefix, sessions, settlements, unitsHeld } from "./state.ts";

/** Escrows, pending amounts and bonds are counted and covered; locks and counts are those of what is pending. */
export function brokenInvariants(ctx: QueryContext, bank: BankKeeper): readonly string[] {
  const reader = ctx.store.store(MARKET);
  const owed = new Map<string, bigint>();
  const broken: string[] = [];
  const pendingBySession = new Map<bigint, { count: number; locked: bigint }>();
  for (const [id, settlement] of settlements.iterate(reader)) {
    const { denom, amount } = coinOf(settlement.amount);
    countUnits(owed, denom, amountOf(amount));
    const pending = pendingBySession.get(settlement.sessionId) ?? { count: 0, locked: 0n };
    pendingBySession.set(settlement.sessionId, {
      count: pending.count + 1,
      locked: pending.locked + amountOf(settlement.lockedBond),
    });
    let owned = 0n;
    for (const [, units] of ownedAmounts.iterate(reader, { prefix: ownedPrefix(id) })) owned += units;
    const stated = settlement.owners.reduce((sum, owner) => sum + amountOf(owner.amount), 0n);
    if (owned !== stated) broken.push(`settlement ${id}: owners get ${stated}, by datanet ${owned}`);
  }
  for (const [id, { bond, settlementId }] of demands.iterate(reader)) {
    const { denom, amount } = coinOf(bond);
    countUnits(owed, denom, amountOf(amount));
    const isOpen = settlements.get(reader, settlementId)?.openDemands.includes(id) ?? false;
    if (!isOpen) broken.push(`demand ${id}: settlement ${settlementId} does not wait for it`);
  }
  const locked = new Map<bigint, bigint>();
  for (const [id, session] of sessions.iterate(reader)) {
    const { denom, amount } = coinOf(session.escrow);
    countUnits(owed, denom, amountOf(amount) - amountOf(session.settledAmount));
    const pending = pendingBySession.get(id) ?? { count: 0, locked: 0n };
    if (pending.count !== session.pendingSettlements)
      broken.push(`session ${id}: ${pending.count} pending settlements`);
    locked.set(session.offerId, (locked.get(session.offerId) ?? 0n) + pending.locked);
  }
  for (const [id, offer] of offers.iterate(reader)) {
    const bond = coinOf(offer.bond);
    countUnits(owed, bond.denom, amountOf(bond.amount));
    if ((locked.get(id) ?? 0n) !== amountOf(offer.bondLocked)) broken.push(`offer ${id}: locked bond differs`);
  }
  const held = unitsHeld.entries(reader);
  return [...broken, ...uncoveredHoldings(ctx, bank, MARKET, held), ...differingTotals("market", held, owed)];
}
