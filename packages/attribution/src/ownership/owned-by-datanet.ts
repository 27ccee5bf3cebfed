import type { ContributionShare } from "./owner-amounts.ts";

/** What an owner is given of the rows of one datanet. */
export type OwnedAmount = {
  readonly owner: string;
  readonly datanetId: bigint;
  readonly amount: bigint;
};

/**
 * The shares of a verified claim by owner and datanet, because curators share in the income of their own datanet only.
 * Per owner they sum to the claim's line.
 */
export function ownedByDatanet(shares: readonly ContributionShare[]): readonly OwnedAmount[] {
  const parts = new Map<string, OwnedAmount>();
  for (const { contribution, owner, amount } of shares) {
    const { datanetId } = contribution;
    const key = `${owner}/${datanetId}`;
    parts.set(key, { owner, datanetId, amount: (parts.get(key)?.amount ?? 0n) + amount });
  }
  return [...parts.values()];
}
