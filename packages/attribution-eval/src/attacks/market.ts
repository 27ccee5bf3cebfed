import { createSpanIndex, attribute, splitAmongOwners, tokenise, type IndexedContribution, type OwnedWeight } from "@openledger/attribution";
import { addressFromBytes, toUtf8, type Sha256 } from "@openledger/primitives";
import { RULE_DEFAULTS } from "../corpus.ts";

/** A contribution as the chain holds it, in order of registration. */
export interface Registered {
  /** Who is paid; any name. */
  readonly account: string;
  readonly documents: readonly Uint8Array[];
  /** Median grade of its curators, 1-100. */
  readonly grade: number;
  /** True when it was accepted only after the model version was published. */
  readonly isLate?: boolean;
}

/** What a settlement of answers divides. */
export interface FeeTerms {
  /** Units that each answer costs. */
  readonly amountPerAnswer: bigint;
  readonly dataBps: number;
  /** Share of what nobody owns that goes to the datanet. */
  readonly priorBps: number;
  readonly maxOwners: number;
}

/** Units by account. */
export interface Payouts {
  readonly owned: ReadonlyMap<string, bigint>;
  readonly prior: ReadonlyMap<string, bigint>;
  /** What goes back to the buyer, with the dust of the priors. */
  readonly returned: bigint;
  /** The data part of all answers. */
  readonly data: bigint;
}

/** The defaults of protocol.md section 6 with a prior of 30 %, and an amount that does not divide evenly. */
export const FEE_TERMS: FeeTerms = { amountPerAnswer: 1_000_003n, dataBps: 4_000, priorBps: 3_000, maxOwners: 64 };

/**
 * Settles answers in one settlement: owners by the ownership rule, then priors by grade x tokens, before the curators'
 * part. Contributions that came late neither own nor earn a prior.
 */
export function settle(registered: readonly Registered[], outputs: readonly Uint8Array[], terms: FeeTerms, sha256: Sha256): Payouts {
  const manifest = registered.filter(({ isLate }) => isLate !== true);
  const sizes = manifest.map(({ documents }) => documents.reduce((sum, document) => sum + tokenise(document).count, 0));
  const manifestTokens = sizes.reduce((sum, size) => sum + size, 0);
  const index = createSpanIndex(manifest.map(toIndexed));
  const rule = { ...RULE_DEFAULTS, manifestTokens };
  const names = new Map(registered.map(({ account }) => [addressOf(account, sha256), account]));
  const owned = new Map<string, bigint>();
  for (const output of outputs) {
    const { spans, weight } = attribute({ output, request: [], index, rule, standing: () => "manifest" });
    const weights = new Map<number, number>();
    for (const span of spans) {
      if (span.status !== "owned" || span.match?.contribution === undefined) continue;
      const at = Number(span.match.contribution.seq) - 1;
      weights.set(at, (weights.get(at) ?? 0) + span.weight);
    }
    const lines = [...weights].map(([at, held]): OwnedWeight => {
      const { account } = manifest[at] as Registered;
      const ref = { datanetId: 1n, seq: BigInt(at + 1) };
      return { contribution: ref, sequence: BigInt(at + 1), owner: addressOf(account, sha256), weight: held };
    });
    const shares = splitAmongOwners(lines, { ...terms, amount: terms.amountPerAnswer, totalWeight: weight });
    for (const { owner, amount } of shares) add(owned, names.get(owner) as string, amount);
  }
  const data = (terms.amountPerAnswer * BigInt(outputs.length) * BigInt(terms.dataBps)) / 10_000n;
  const rest = data - sumOf(owned);
  const prior = splitPrior((rest * BigInt(terms.priorBps)) / 10_000n, manifest, sizes);
  return { owned, prior, returned: rest - sumOf(prior), data };
}

/** Units of some accounts together. */
export function sumOf(amounts: ReadonlyMap<string, bigint>, accounts?: ReadonlySet<string>): bigint {
  let sum = 0n;
  for (const [account, amount] of amounts) if (accounts === undefined || accounts.has(account)) sum += amount;
  return sum;
}

function splitPrior(pool: bigint, manifest: readonly Registered[], sizes: readonly number[]): Map<string, bigint> {
  const weights = manifest.map(({ grade }, i) => BigInt(grade) * BigInt(sizes[i] as number));
  const total = weights.reduce((sum, weight) => sum + weight, 0n);
  const prior = new Map<string, bigint>();
  manifest.forEach(({ account }, i) => add(prior, account, (pool * (weights[i] as bigint)) / total));
  return prior;
}

function toIndexed({ documents }: Registered, at: number): IndexedContribution {
  return { ref: { datanetId: 1n, seq: BigInt(at + 1) }, sequence: BigInt(at + 1), documents };
}

function add(amounts: Map<string, bigint>, account: string, amount: bigint): void {
  amounts.set(account, (amounts.get(account) ?? 0n) + amount);
}

function addressOf(account: string, sha256: Sha256): string {
  return addressFromBytes("open", sha256(toUtf8(account)).subarray(0, 20));
}
