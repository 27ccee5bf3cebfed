import type { Identity, QueryContext } from "@openledger/state-machine";
import type { KeyValueReader } from "@openledger/store";
import type { BankKeeper } from "../expected-keepers.ts";
import { amountOf, coinOf } from "../support/amounts.ts";
import { countUnits, holdingIdentities } from "../support/holdings.ts";
import { demands, MARKET, offers, ownedAmounts, ownedPrefix, sessions, settlements, unitsHeld } from "./state.ts";

/** Escrows, pending amounts and bonds are counted and covered; locks and counts are those of what is pending. */
export function identities(ctx: QueryContext, bank: BankKeeper): readonly Identity[] {
  const reader = ctx.store.store(MARKET);
  const owed = new Map<string, bigint>();
  const pending = checkSettlements(reader, owed);
  const waiting = checkDemands(reader, owed);
  const spent = checkSessions(reader, owed, pending.bySession);
  const locked = checkOffers(reader, owed, spent.lockedByOffer);
  const what = "open escrows, pending amounts and bonds of hosts and challengers";
  return [
    ...holdingIdentities(ctx, bank, { module: MARKET, what, totals: unitsHeld.entries(reader), parts: owed }),
    pending.identity,
    waiting,
    ...spent.identities,
    locked,
  ];
}

interface Pending {
  count: number;
  locked: bigint;
}

function checkSettlements(reader: KeyValueReader, owed: Map<string, bigint>): { readonly identity: Identity; readonly bySession: ReadonlyMap<bigint, Pending> } {
  const broken: string[] = [];
  const bySession = new Map<bigint, Pending>();
  let count = 0;
  for (const [id, settlement] of settlements.iterate(reader)) {
    count += 1;
    const { denom, amount } = coinOf(settlement.amount);
    countUnits(owed, denom, amountOf(amount));
    const pending = bySession.get(settlement.sessionId) ?? { count: 0, locked: 0n };
    bySession.set(settlement.sessionId, { count: pending.count + 1, locked: pending.locked + amountOf(settlement.lockedBond) });
    let owned = 0n;
    for (const [, units] of ownedAmounts.iterate(reader, { prefix: ownedPrefix(id) })) owned += units;
    const stated = settlement.owners.reduce((sum, owner) => sum + amountOf(owner.amount), 0n);
    if (owned !== stated) broken.push(`settlement ${id}: owners get ${stated}, by datanet ${owned}`);
    if (stated > amountOf(amount)) broken.push(`settlement ${id}: owners get ${stated} of ${amount}`);
  }
  return { bySession, identity: { says: "owners get as much of each pending settlement as their datanets do, and no more than its amount", found: `${count} settlements`, broken } };
}

function checkDemands(reader: KeyValueReader, owed: Map<string, bigint>): Identity {
  const broken: string[] = [];
  let count = 0;
  for (const [id, { bond, settlementId }] of demands.iterate(reader)) {
    count += 1;
    const { denom, amount } = coinOf(bond);
    countUnits(owed, denom, amountOf(amount));
    const isOpen = settlements.get(reader, settlementId)?.openDemands.includes(id) ?? false;
    if (!isOpen) broken.push(`demand ${id}: settlement ${settlementId} does not wait for it`);
  }
  return { says: "the settlement of each open demand waits for it", found: `${count} demands`, broken };
}

function checkSessions(
  reader: KeyValueReader,
  owed: Map<string, bigint>,
  pendingBySession: ReadonlyMap<bigint, Pending>,
): { readonly identities: readonly Identity[]; readonly lockedByOffer: ReadonlyMap<bigint, bigint> } {
  const lockedByOffer = new Map<bigint, bigint>();
  const [overspent, miscounted]: [string[], string[]] = [[], []];
  let count = 0;
  for (const [id, session] of sessions.iterate(reader)) {
    count += 1;
    const { denom, amount } = coinOf(session.escrow);
    const left = amountOf(amount) - amountOf(session.settledAmount);
    countUnits(owed, denom, left);
    if (left < 0n) overspent.push(`session ${id}: settled ${session.settledAmount} of an escrow of ${amount}${denom}`);
    const pending = pendingBySession.get(id) ?? { count: 0, locked: 0n };
    if (pending.count !== session.pendingSettlements) miscounted.push(`session ${id}: ${pending.count} pending settlements`);
    lockedByOffer.set(session.offerId, (lockedByOffer.get(session.offerId) ?? 0n) + pending.locked);
  }
  const found = `${count} sessions`;
  const identities = [
    { says: "no session settles more than its escrow", found, broken: overspent },
    { says: "each session has the pending settlements that it counts", found, broken: miscounted },
  ];
  return { identities, lockedByOffer };
}

function checkOffers(reader: KeyValueReader, owed: Map<string, bigint>, lockedByOffer: ReadonlyMap<bigint, bigint>): Identity {
  const broken: string[] = [];
  let count = 0;
  for (const [id, offer] of offers.iterate(reader)) {
    count += 1;
    const bond = coinOf(offer.bond);
    countUnits(owed, bond.denom, amountOf(bond.amount));
    if ((lockedByOffer.get(id) ?? 0n) !== amountOf(offer.bondLocked)) broken.push(`offer ${id}: locked bond differs`);
    if (amountOf(offer.bondLocked) > amountOf(bond.amount)) broken.push(`offer ${id}: locks more than its bond`);
  }
  return { says: "each offer locks the bond that its pending settlements need, and no more than it has", found: `${count} offers`, broken };
}
