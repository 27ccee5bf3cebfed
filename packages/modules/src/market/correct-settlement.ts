import type { Claim } from "@openledger/messages/openledger/attribution/v1";
import type { Correction, Settlement, TokenRange } from "@openledger/messages/openledger/market/v1";
import { addressFromBytes, addressToBytes, assert } from "@openledger/primitives";
import type { Context } from "@openledger/state-machine";
import { compareAddresses } from "../support/addresses.ts";
import { amountOf } from "../support/amounts.ts";
import { tooManyCorrections } from "./errors.ts";
import { settlementCorrected } from "./events.ts";
import type { OwnedAmount } from "./expected-keepers.ts";
import { MARKET, ownedAmounts, ownedPrefix } from "./state.ts";

const CORRECTED_RUNS_MAX = 64;
/** Numbers of tokens stay below 2^31, which no output reaches. */
const TOKENS_END_MAX = 2 ** 31 - 1;

/** A settlement after a correction, which is not stored yet, and the units that its owners lost. */
export interface CorrectedSettlement {
  readonly settlement: Settlement;
  readonly removed: bigint;
}

/** A demanded receipt that nobody can open, since rows that its claim cites were erased. */
export interface UnopenedReceipt {
  readonly index: bigint;
  readonly claim: Claim;
  /** What the claim gives its owners, corrections aside. */
  readonly owned: readonly OwnedAmount[];
}

/** Tokens of a receipt that earlier corrections left without owner. */
export function correctedTokens(settlement: Settlement, receipt: bigint): readonly TokenRange[] {
  return settlement.corrections.find((correction) => correction.receipt === receipt)?.tokens ?? [];
}

/**
 * Takes the amounts of corrected tokens from their owners: they join the unowned part R (protocol.md section 5). Amounts
 * before and after are those of the one receipt.
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
): CorrectedSettlement {
  const tokens = [...correctedTokens(settlement, receipt), ...change.tokens];
  if (tokens.length > CORRECTED_RUNS_MAX) throw tooManyCorrections(`receipt ${receipt}`);
  tokens.sort((a, b) => a.firstToken - b.firstToken);
  return withCorrection(ctx, settlement, { receipt, tokens }, change);
}

/**
 * Takes all that a receipt gives its owners, because nobody can see any more whether its claim is right: a host that hides
 * a lie behind erased rows gains nothing by it. The host's own part stays. Returns the settlement, which is not stored yet.
 */
export function disownReceipt(ctx: Context, settlement: Settlement, unopened: UnopenedReceipt): Settlement {
  const { index: receipt, claim, owned } = unopened;
  const left = settlement.corrections.find((one) => one.receipt === receipt)?.owned;
  const before = left?.map((line) => ({ ...line, amount: amountOf(line.amount) })) ?? owned;
  if (before.length === 0) return settlement;
  const end = claim.spans.reduce((most, { firstToken, tokenCount }) => Math.max(most, firstToken + tokenCount), 0);
  const tokens = [{ firstToken: 0, tokenCount: Math.min(end, TOKENS_END_MAX) }];
  return withCorrection(ctx, settlement, { receipt, tokens }, { before, after: [] }).settlement;
}

/** Books the amounts; `now` are all tokens of the receipt that have no owner, ascending. */
function withCorrection(
  ctx: Context,
  settlement: Settlement,
  now: Pick<Correction, "receipt" | "tokens">,
  change: { readonly before: readonly OwnedAmount[]; readonly after: readonly OwnedAmount[] },
): CorrectedSettlement {
  const { receipt } = now;
  for (const { owner, datanetId, amount } of change.before) addOwned(ctx, settlement.id, owner, datanetId, -amount);
  for (const { owner, datanetId, amount } of change.after) addOwned(ctx, settlement.id, owner, datanetId, amount);
  const others = settlement.corrections.filter((one) => one.receipt !== receipt);
  const corrections: Correction[] = [...others, { ...now, owned: change.after.map(lineOf) }];
  corrections.sort((a, b) => (a.receipt < b.receipt ? -1 : 1));
  const owners = lossesOf(change.before, change.after);
  const removed = [...owners.values()].reduce((sum, units) => sum + units, 0n);
  assert(removed >= 0n, `a correction gave owners ${-removed} more`);
  const tokens = tokensIn(now.tokens) - tokensIn(correctedTokens(settlement, receipt));
  ctx.emit(settlementCorrected(settlement, receipt, { tokens, removed, owners }));
  return { settlement: { ...settlement, corrections, owners: ownerLines(ctx, settlement.id) }, removed };
}

function tokensIn(runs: readonly TokenRange[]): number {
  return runs.reduce((sum, { tokenCount }) => sum + tokenCount, 0);
}

function lineOf({ owner, datanetId, amount }: OwnedAmount): Settlement["owned"][number] {
  return { owner, datanetId, amount: amount.toString() };
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
