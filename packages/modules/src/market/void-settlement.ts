import { appendLeaf, settlementLeafHash } from "@openledger/attribution";
import {
  SettlementOutcome,
  type Demand,
  type Session,
  type Settlement,
} from "@openledger/messages/openledger/market/v1";
import type { Context } from "@openledger/state-machine";
import { addressOf } from "../support/addresses.ts";
import { amountOf, coinOf, makeCoin } from "../support/amounts.ts";
import { demandReturned, settlementVoided } from "./events.ts";
import type { Neighbours } from "./expected-keepers.ts";
import { noteVoid } from "./host-record.ts";
import { endSessionIfOver } from "./keeper.ts";
import {
  demandQueue,
  demands,
  MARKET,
  offers,
  ownedAmounts,
  ownedPrefix,
  pendingRanges,
  sessions,
  settlementLog,
  settlementQueue,
  settlements,
  unitsHeld,
  voidedRanges,
} from "./state.ts";

const TREASURY = "treasury";

/** Why a settlement is void, and who showed it. */
export interface VoidVerdict {
  /** Stable code: `demand-unanswered`, or what a counter-example showed. */
  readonly reason: string;
  readonly challenger: string;
}

/** Where a slashed bond went: units that sum to it. */
export interface SlashedParts {
  readonly slashed: bigint;
  readonly reward: bigint;
  readonly burned: bigint;
  readonly treasury: bigint;
}

/**
 * Voids a pending settlement (protocol.md section 5, Challenges): its amount returns to the buyer, the host's locked bond
 * is slashed, half of it at most to the challenger, and demands without answer get their bonds back. The receipts stay
 * in the session's log, so they are not settled again.
 */
export function voidSettlement(ctx: Context, deps: Neighbours, settlement: Settlement, verdict: VoidVerdict): void {
  const store = ctx.store.store(MARKET);
  const session = sessions.require(store, settlement.sessionId);
  const { denom, amount } = coinOf(settlement.amount);
  const returned = amountOf(amount);
  if (returned > 0n) {
    deps.bank.sendFromModule(ctx, MARKET, addressOf(ctx.chain, session.buyer), makeCoin(denom, returned));
    unitsHeld.take(store, denom, returned);
    deps.demand.returnEscrow(ctx, { sessionId: session.id, buyer: session.buyer, denom, units: returned });
  }
  const parts = slash(ctx, deps, session, settlement, verdict.challenger);
  for (const id of settlement.openDemands) closeDemand(ctx, deps, demands.require(store, id));
  const owned = [...ownedAmounts.iterate(store, { prefix: ownedPrefix(settlement.id) })];
  for (const [key] of owned) ownedAmounts.delete(store, key);
  const logIndex = leaveState(ctx, settlement, SettlementOutcome.SETTLEMENT_OUTCOME_VOID);
  noteVoid(ctx, session.host, settlement);
  ctx.emit(settlementVoided(settlement, verdict, { ...parts, returned }, logIndex));
  const left: Session = { ...session, pendingSettlements: session.pendingSettlements - 1 };
  sessions.set(store, left.id, left);
  endSessionIfOver(ctx, deps, left);
}

/** Returns the bond of a demand whose settlement is void, and forgets the demand. */
function closeDemand(ctx: Context, { bank }: Neighbours, demand: Demand): void {
  const store = ctx.store.store(MARKET);
  const bond = coinOf(demand.bond);
  bank.sendFromModule(ctx, MARKET, addressOf(ctx.chain, demand.challenger), bond);
  unitsHeld.take(store, bond.denom, amountOf(bond.amount));
  forgetDemand(ctx, demand);
  ctx.emit(demandReturned(demand));
}

/** Removes a demand from state; its bond was paid. */
export function forgetDemand(ctx: Context, demand: Demand): void {
  const store = ctx.store.store(MARKET);
  demandQueue.delete(store, [demand.deadlineTime, demand.id]);
  demands.delete(store, demand.id);
}

/** Half of the locked bond, rounded down, goes to the challenger; the rest is burned where the chain may burn. */
function slash(
  ctx: Context,
  { bank }: Neighbours,
  session: Session,
  settlement: Settlement,
  challenger: string,
): SlashedParts {
  const store = ctx.store.store(MARKET);
  const offer = offers.require(store, session.offerId);
  const bond = coinOf(offer.bond);
  const slashed = amountOf(settlement.lockedBond);
  const reward = slashed / 2n;
  const rest = slashed - reward;
  const burns = bond.denom === ctx.chain.baseDenom;
  if (reward > 0n)
    bank.sendFromModule(ctx, MARKET, addressOf(ctx.chain, challenger), makeCoin(bond.denom, reward));
  if (rest > 0n && burns) bank.burnFromModule(ctx, MARKET, makeCoin(bond.denom, rest));
  if (rest > 0n && !burns) bank.sendBetweenModules(ctx, MARKET, TREASURY, makeCoin(bond.denom, rest));
  unitsHeld.take(store, bond.denom, slashed);
  offers.set(store, offer.id, {
    ...offer,
    bond: makeCoin(bond.denom, amountOf(bond.amount) - slashed),
    bondLocked: (amountOf(offer.bondLocked) - slashed).toString(),
  });
  return { slashed, reward, burned: burns ? rest : 0n, treasury: burns ? 0n : rest };
}

/** A decided settlement lives on as a leaf of the settlement log; returns its index. */
export function leaveState(ctx: Context, settlement: Settlement, outcome: SettlementOutcome): number {
  const store = ctx.store.store(MARKET);
  settlementQueue.delete(store, [settlement.finalTime, settlement.id]);
  settlements.delete(store, settlement.id);
  const range = [settlement.sessionId, settlement.firstIndex] as const;
  pendingRanges.delete(store, range);
  if (outcome === SettlementOutcome.SETTLEMENT_OUTCOME_VOID) voidedRanges.set(store, range, BigInt(settlement.receiptCount));
  const leaf = settlementLeafHash(ctx.crypto.sha256, {
    chainId: ctx.chain.chainId,
    settlement,
    outcome,
    decidedHeight: ctx.block.height,
  });
  const log = settlementLog.require(store);
  settlementLog.set(store, appendLeaf(ctx.crypto.sha256, log, leaf));
  return log.size;
}
