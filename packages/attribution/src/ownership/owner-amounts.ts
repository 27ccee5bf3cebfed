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

/**
 * Splits the data part of one answer: floor(amount x dataBps x W_o / (10,000 x W)) for each contribution o, summed by
 * address; nothing when W = 0. Only the `maxOwners` heaviest contributions are paid, of equally heavy ones the earlier.
 * Rounding per contribution makes it exactly irrelevant how contributions are spread over addresses. Sorted by address
 * bytes, without zero amounts. Throws EncodingError for an owner that is no bech32 address.
 */
export function splitAmongOwners(
  owned: readonly OwnedWeight[],
  terms: { amount: bigint; dataBps: number; totalWeight: number; maxOwners: number },
): OwnerShare[] {
  const { amount, totalWeight } = terms;
  assert(terms.dataBps >= 0 && terms.dataBps <= 10_000, `data share of ${terms.dataBps} basis points`);
  const paid = [...owned].sort(byWeight).slice(0, terms.maxOwners);
  const shares = new Map<string, bigint>();
  for (const { owner, weight } of paid) {
    assert(Number.isSafeInteger(weight) && weight >= 0 && weight <= totalWeight, `weight ${weight} of ${totalWeight}`);
    if (weight === 0) continue;
    const share = (amount * BigInt(terms.dataBps) * BigInt(weight)) / (10_000n * BigInt(totalWeight));
    shares.set(owner, (shares.get(owner) ?? 0n) + share);
  }
  return [...shares]
    .filter(([, share]) => share > 0n)
    .map(([owner, share]) => ({ owner, share, bytes: addressBytes(owner) }))
    .sort((a, b) => compareBytes(a.bytes, b.bytes))
    .map(({ owner, share }) => ({ owner, amount: share }));
}

function byWeight(a: OwnedWeight, b: OwnedWeight): number {
  if (a.weight !== b.weight) return b.weight - a.weight;
  return a.sequence < b.sequence ? -1 : a.sequence > b.sequence ? 1 : 0;
}

function addressBytes(address: string): Uint8Array {
  return addressToBytes(address.slice(0, Math.max(0, address.lastIndexOf("1"))), address);
}
