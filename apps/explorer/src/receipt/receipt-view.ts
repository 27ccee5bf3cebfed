import type { ReadableSpan, ReceiptFile } from "@openledger/client/receipt";

/** How many owners have a colour of their own; the ninth has the first one's again, and its own number. */
export const OWNER_COLOURS = 8;

/** What of an answer comes from one contribution. */
export interface CitedContribution {
  readonly datanetId: string;
  readonly seq: string;
  readonly title: string;
  readonly licence: string;
  /** Q8 bits of the tokens that it owns. */
  readonly weight: bigint;
}

/** Someone whose words are in the answer. */
export interface OwnerView {
  readonly address: string;
  /** From 1, by falling weight. */
  readonly number: number;
  /** 0 to 7. */
  readonly colour: number;
  readonly amount: bigint;
  readonly weight: bigint;
  readonly contributions: readonly CitedContribution[];
}

export interface UnownedView {
  readonly status: Exclude<ReadableSpan["status"], "owned">;
  readonly weight: bigint;
}

/** How the fee of one answer is divided; the parts sum to `amount`. */
export interface FeeParts {
  readonly owners: bigint;
  readonly priors: bigint;
  readonly returned: bigint;
  readonly host: bigint;
  readonly model: bigint;
  readonly stakers: bigint;
  /** With the burned part, while it is not known that the fee's denom is the one that burns. */
  readonly treasury: bigint;
  readonly burned: bigint;
}

export interface ReceiptView {
  readonly owners: readonly OwnerView[];
  readonly unowned: readonly UnownedView[];
  readonly amount: bigint;
  readonly totalWeight: bigint;
  readonly ownedWeight: bigint;
  readonly parts: FeeParts;
}

/** Why tokens have no owner, in a word or two of the legend. */
export const UNOWNED_NAMES: Readonly<Record<UnownedView["status"], string>> = {
  "no-match": "no source",
  outside: "outside the manifest",
  revoked: "revoked",
  request: "the asker's words",
  repeat: "said before",
};

/** Why tokens have no owner, as a sentence of the receipt page. */
export const UNOWNED_REASONS: Readonly<Record<UnownedView["status"], string>> = {
  "no-match": "No registered contribution holds this text.",
  outside: "The earliest contribution with this text is not in the model's manifest.",
  revoked: "The contribution with this text was revoked before the session was opened.",
  request: "These are the asker's own words.",
  repeat: "The same words stood earlier in this answer.",
};

/**
 * Owners, reasons and money of a receipt file, for display: it says what the file says, and proves nothing. `burns` says
 * that the fee is in the chain's base denom, of which a part is burned; of any other it goes to the treasury.
 */
export function receiptView(file: ReceiptFile, burns: boolean): ReceiptView {
  const { readable } = file;
  const amount = BigInt(readable.amount);
  const owners = ownersOf(file);
  return {
    owners,
    unowned: unownedOf(readable.spans),
    amount,
    totalWeight: BigInt(readable.totalWeight),
    ownedWeight: BigInt(readable.ownedWeight),
    parts: feeParts(file, amount, burns),
  };
}

function ownersOf({ readable, facts }: ReceiptFile): OwnerView[] {
  const licences = new Map(facts.contributions.map(({ datanetId, seq, licence }) => [`${datanetId}/${seq}`, licence]));
  const amounts = new Map(readable.owners.map(({ owner, amount }) => [owner, BigInt(amount)]));
  const byOwner = new Map<string, Map<string, CitedContribution>>();
  for (const { status, owner, weight, contribution } of readable.spans) {
    if (status !== "owned" || contribution === null) continue;
    const cited = byOwner.get(owner) ?? new Map<string, CitedContribution>();
    byOwner.set(owner, cited);
    const key = `${contribution.datanetId}/${contribution.seq}`;
    const before = cited.get(key)?.weight ?? 0n;
    cited.set(key, { ...contribution, licence: licences.get(key) ?? "", weight: before + BigInt(weight) });
  }
  return [...byOwner]
    .map(([address, cited]) => {
      const contributions = [...cited.values()].sort((a, b) => compare(b.weight, a.weight));
      const weight = contributions.reduce((sum, one) => sum + one.weight, 0n);
      return { address, weight, amount: amounts.get(address) ?? 0n, contributions };
    })
    .sort((a, b) => compare(b.weight, a.weight) || (a.address < b.address ? -1 : 1))
    .map((owner, i) => ({ ...owner, number: i + 1, colour: i % OWNER_COLOURS }));
}

function unownedOf(spans: readonly ReadableSpan[]): UnownedView[] {
  const weights = new Map<UnownedView["status"], bigint>();
  for (const { status, weight } of spans) {
    if (status !== "owned") weights.set(status, (weights.get(status) ?? 0n) + BigInt(weight));
  }
  return [...weights].map(([status, weight]) => ({ status, weight })).sort((a, b) => compare(b.weight, a.weight));
}

/**
 * The split of protocol.md section 6 on one answer: the data part pays owners, of its remainder each prior takes its
 * basis points, what is left returns to the buyer; dust goes to the treasury. The chain rounds once per settlement, so
 * its sums may differ from these by single units.
 */
function feeParts({ facts, readable }: ReceiptFile, amount: bigint, burns: boolean): FeeParts {
  const { split, model } = facts;
  const share = (of: bigint, bps: number): bigint => (of * BigInt(bps)) / 10_000n;
  const data = share(amount, split.dataBps);
  const owners = readable.owners.reduce((sum, owner) => sum + BigInt(owner.amount), 0n);
  const remainder = data - owners;
  const priors = model.manifest.reduce((sum, { priorBps }) => sum + share(remainder, priorBps), 0n);
  const host = share(amount, split.hostBps);
  const modelPart = share(amount, split.modelBps);
  const stakers = share(amount, split.stakersBps);
  const burned = burns ? share(amount, split.burnBps) : 0n;
  const treasury = amount - data - host - modelPart - stakers - burned;
  return { owners, priors, returned: remainder - priors, host, model: modelPart, stakers, treasury, burned };
}

function compare(a: bigint, b: bigint): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
