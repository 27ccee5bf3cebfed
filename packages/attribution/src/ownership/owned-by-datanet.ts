import { SpanStatus, type Claim, type ContributionOpening } from "@openledger/messages/openledger/attribution/v1";

/** What an owner is given of the rows of one datanet. */
export type OwnedAmount = {
  readonly owner: string;
  readonly datanetId: bigint;
  readonly amount: bigint;
};

type OwnedContribution = {
  readonly owner: string;
  readonly datanetId: bigint;
  readonly sequence: bigint;
  readonly weight: number;
};

/**
 * The owner amounts of a verified claim, apart by datanet, because curators share in the income of their own datanet
 * only. Amounts come per contribution by the formula of protocol.md section 5, so the parts sum exactly to the claim's
 * lines: floor(amount x dataBps x W_o / (10,000 x W)) for the `maxOwners` heaviest, of equal ones the earlier.
 */
export function ownedByDatanet(
  claim: Claim,
  contributions: readonly ContributionOpening[],
  terms: {
    readonly amount: bigint;
    readonly dataBps: number;
    readonly totalWeight: number;
    readonly maxOwners: number;
  },
): readonly OwnedAmount[] {
  const parts = new Map<string, OwnedAmount>();
  const paid = weighContributions(claim, contributions).sort(byWeight).slice(0, terms.maxOwners);
  for (const { owner, datanetId, weight } of paid) {
    if (weight === 0) continue;
    const units = (terms.amount * BigInt(terms.dataBps) * BigInt(weight)) / (10_000n * BigInt(terms.totalWeight));
    if (units === 0n) continue;
    const key = `${owner}/${datanetId}`;
    parts.set(key, { owner, datanetId, amount: (parts.get(key)?.amount ?? 0n) + units });
  }
  return [...parts.values()];
}

function weighContributions(claim: Claim, contributions: readonly ContributionOpening[]): OwnedContribution[] {
  const sequences = new Map<string, bigint>();
  for (const { leaf } of contributions) {
    if (leaf !== undefined) sequences.set(`${leaf.datanetId}/${leaf.seq}`, leaf.sequence);
  }
  const weighed = new Map<string, OwnedContribution>();
  for (const { status, owner, weight, match } of claim.spans) {
    const ref = match?.contribution;
    if (status !== SpanStatus.SPAN_STATUS_OWNED || ref === undefined) continue;
    const key = `${ref.datanetId}/${ref.seq}`;
    const sum = (weighed.get(key)?.weight ?? 0) + Number(weight);
    weighed.set(key, { owner, datanetId: ref.datanetId, sequence: sequences.get(key) ?? 0n, weight: sum });
  }
  return [...weighed.values()];
}

function byWeight(a: OwnedContribution, b: OwnedContribution): number {
  if (a.weight !== b.weight) return b.weight - a.weight;
  return a.sequence < b.sequence ? -1 : a.sequence > b.sequence ? 1 : 0;
}
