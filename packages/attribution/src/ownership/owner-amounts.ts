import type { ContributionRef } from "@openledger/messages/openledger/attribution/v1";
import { addressToBytes, assert, compareBytes } from "@openledger/primitives";

/** Tokens of one contribution in an answer. */
export type OwnedWeight = {
  contribution: ContributionRef;
  /** Global number of the MsgContribute. */
  sequence: bigint;
  /** Address that is paid. */
  owner: string;
  /** Q8 bits. */
  weight: number;
};

/** Units of the session's denom for one address. */
export type OwnerShare = { owner: string; amount: bigint };

/** Units of the session's denom for one contribution. */
export type ContributionShare = { contribution: ContributionRef; owner: string; amount: bigint };

/**
 * Splits the data part of one answer: floor(amount x dataBps x W_o / (10,000 x W)) for each contribution o; nothing when
 * W = 0. Only the `maxOwners` heaviest contributions are paid, of equally heavy ones the earlier; heaviest first, without
 * zero amounts. Rounding per contribution makes it exactly irrelevant how contributions are spread over addresses.
 */
export function splitAmongContributions(
  owned: readonly OwnedWeight[],
  terms: { amount: bigint; dataBps: number; totalWeight: number; maxOwners: number },
): ContributionShare[] {
  const { amount, totalWeight } = terms;
  assert(terms.dataBps >= 0 && terms.dataBps <= 10_000, `data share of ${terms.dataBps} basis points`);
  const shares: ContributionShare[] = [];
  for (const { contribution, owner, weight } of [...owned].sort(byWeight).slice(0, terms.maxOwners)) {
    assert(Number.isSafeInteger(weight) && weight >= 0 && weight <= totalWeight, `weight ${weight} of ${totalWeight}`);
    if (weight === 0) continue;
    const share = (amount * BigInt(terms.dataBps) * BigInt(weight)) / (10_000n * BigInt(totalWeight));
    if (share > 0n) shares.push({ contribution, owner, amount: share });
  }
  return shares;
}

/** Sums shares by address, sorted by address bytes. Throws EncodingError for an owner that is no bech32 address. */
export function sumByOwner(shares: readonly ContributionShare[]): OwnerShare[] {
  const sums = new Map<string, bigint>();
  for (const { owner, amount } of shares) sums.set(owner, (sums.get(owner) ?? 0n) + amount);
  return [...sums]
    .map(([owner, amount]) => ({ owner, amount, bytes: addressBytes(owner) }))
    .sort((a, b) => compareBytes(a.bytes, b.bytes))
    .map(({ owner, amount }) => ({ owner, amount }));
}

/** The owner-amount lines of a claim: {@link splitAmongContributions}, summed by address. */
export function splitAmongOwners(
  owned: readonly OwnedWeight[],
  terms: Parameters<typeof splitAmongContributions>[1],
): OwnerShare[] {
  return sumByOwner(splitAmongContributions(owned, terms));
}

function byWeight(a: OwnedWeight, b: OwnedWeight): number {
  if (a.weight !== b.weight) return b.weight - a.weight;
  return a.sequence < b.sequence ? -1 : a.sequence > b.sequence ? 1 : 0;
}

function addressBytes(address: string): Uint8Array {
  return addressToBytes(address.slice(0, Math.max(0, address.lastIndexOf("1"))), address);
}
