import type { Correction, Settlement, TokenRange } from "@openledger/messages/openledger/market/v1";
import { addressFromBytes, addressToBytes, assert } from "@openledger/primitives";
import type { Context } from "@openledger/state-machine";
import { compareAddresses } from "../support/addresses.ts";
import { tooManyCorrections } from "./errors.ts";
import { settlementCorrected } from "./events.ts";
import type { OwnedAmount } from "./expected-keepers.ts";
import { withGasRefund } from "./gas-refunds.ts";
import { MARKET, ownedAmounts, ownedPrefix, settlements } from "./state.ts";

const CORRECTED_RUNS_MAX = 64;

/** Tokens of a receipt that earlier corrections left without owner. */
export function correctedTokens(settlement: Settlement, receipt: bigint): readonly TokenRange[] {
  return settlement.corrections.find((correction) => correction.receipt === receipt)?.tokens ?? [];
}

/**
 * Takes the amounts of corrected tokens from their owners: they join the unowned part R (protocol.md section 5), of which
 * the challenger gets its gas back when the settlement is final. Amounts before and after are those of the one receipt.
 */
export function correctSettlement(
  ctx: Context,
  settlement: Settlement,
  receipt: bigint,
  change: {
    readonly tokens: readonly TokenRange[];
    readonly before: readonly OwnedAmount[];
    readonly after: readonly OwnedAmount[];
  },
): void {
  const tokens = [...correctedTokens(settlement, receipt), ...change.tokens];
  if (tokens.length > CORRECTED_RUNS_MAX) throw tooManyCorrections(`receipt ${receipt}`);
  tokens.sort((a, b) => a.firstToken - b.firstToken);
  for (const { owner, datanetId, amount } of change.before) addOwned(ctx, settlement.id, owner, datanetId, -amount);
  for (const { owner, datanetId, amount } of change.after) addOwned(ctx, settlement.id, owner, datanetId, amount);
  const others = settlement.corrections.filter((one) => one.receipt !== receipt);
  const corrections: Correction[] = [...others, { receipt, tokens }];
  corrections.sort((a, b) => (a.receipt < b.receipt ? -1 : 1));
  const owners = lossesOf(change.before, change.after);
  const removed = [...owners.values()].reduce((sum, units) => sum + units, 0n);
  assert(removed >= 0n, `a correction gave owners ${-removed} more`);
  settlements.set(ctx.store.store(MARKET), settlement.id, {
    ...withGasRefund(ctx, settlement, removed),
    corrections,
    owners: ownerLines(ctx, settlement.id),
  });
  ctx.emit(settlementCorrected(settlement, receipt, change.tokens, { removed, owners }));
}

/** Units by which each owner holds less, in the order of the claim's owners. */
function lossesOf(before: readonly OwnedAmount[], after: readonly OwnedAmount[]): ReadonlyMap<string, bigint> {
  const losses = new Map<string, bigint>();
  for (const { owner, amount } of before) losses.set(owner, (losses.get(owner) ?? 0n) + amount);
  for (const { owner, amount } of after) losses.set(owner, (losses.get(owner) ?? 0n) - amount);
  return new Map([...losses].filter(([, units]) => units !== 0n));
}

/** Units that the settlement still holds for an owner's rows of a datanet. */
export function ownedBy(ctx: Context, settlementId: bigint, owner: string, datanetId: bigint): bigint {
  const key = [settlementId, addressToBytes(ctx.chain.bech32Prefix, owner), datanetId] as const;
  return ownedAmounts.get(ctx.store.store(MARKET), key) ?? 0n;
}

function addOwned(ctx: Context, settlementId: bigint, owner: string, datanetId: bigint, units: bigint): void {
  const store = ctx.store.store(MARKET);
  const key = [settlementId, addressToBytes(ctx.chain.bech32Prefix, owner), datanetId] as const;
  const left = (ownedAmounts.get(store, key) ?? 0n) + units;
  assert(left >= 0n, `settlement ${settlementId}: ${owner} owns ${left}`);
  if (left === 0n) ownedAmounts.delete(store, key);
  else ownedAmounts.set(store, key, left);
}

function ownerLines(ctx: Context, settlementId: bigint): Settlement["owners"] {
  const sums = new Map<string, bigint>();
  for (const [[, owner], units] of ownedAmounts.iterate(ctx.store.store(MARKET), {
    prefix: ownedPrefix(settlementId),
  })) {
    const address = addressFromBytes(ctx.chain.bech32Prefix, owner);
    sums.set(address, (sums.get(address) ?? 0n) + units);
  }
  return [...sums]
    .sort(([a], [b]) => compareAddresses(ctx.chain, a, b))
    .map(([owner, units]) => ({ owner, amount: units.toString() }));
}
