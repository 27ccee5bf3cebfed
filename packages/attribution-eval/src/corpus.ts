import {
  attribute,
  createSpanIndex,
  tokenise,
  type Attribution,
  type IndexedContribution,
  type OwnershipRule,
} from "@openledger/attribution";
import type { Random } from "./random.ts";
import type { Contributor } from "./text-sets/text-set.ts";

/** Texts as registered: contribution i has the global sequence i + 1. */
export interface Corpus {
  readonly contributions: readonly IndexedContribution[];
  /** Tokens of each contribution. */
  readonly sizes: readonly number[];
  readonly rule: OwnershipRule;
  attribute(output: Uint8Array): Attribution;
}

/** The rule that the chain's genesis has; N is filled in from the texts. */
export const RULE_DEFAULTS: Omit<OwnershipRule, "manifestTokens"> = { minExcessBits: 20, minWords: 5 };

/** Registers texts in the given order, all of them in the manifest of the model that is asked. */
export function createCorpus(contributors: readonly Contributor[]): Corpus {
  const contributions = contributors.map(({ documents }, i) => ({
    ref: { datanetId: 1n, seq: BigInt(i + 1) },
    sequence: BigInt(i + 1),
    documents,
  }));
  const sizes = contributors.map(({ documents }) => documents.reduce((sum, document) => sum + tokenise(document).count, 0));
  const rule = { ...RULE_DEFAULTS, manifestTokens: sizes.reduce((sum, size) => sum + size, 0) };
  const index = createSpanIndex(contributions);
  return {
    contributions,
    sizes,
    rule,
    attribute: (output) => attribute({ output, request: [], index, rule, standing: () => "manifest" }),
  };
}

/** The contributors in an order of registration that follows from the seed. */
export function inRandomOrder(contributors: readonly Contributor[], random: Random): Contributor[] {
  return random.shuffle(contributors);
}

/** The contribution (its place in {@link Corpus.contributions}) that owns each token of the output, or -1. */
export function ownerOfTokens({ spans, tokenCount }: Attribution): Int32Array {
  const owners = new Int32Array(tokenCount).fill(-1);
  for (const { status, match, firstToken, tokenCount: length } of spans) {
    if (status !== "owned" || match?.contribution === undefined) continue;
    owners.fill(Number(match.contribution.seq) - 1, firstToken, firstToken + length);
  }
  return owners;
}

/** Weight (Q8 bits) that each of `count` contributions owns. */
export function ownedWeights({ spans }: Attribution, count: number): number[] {
  const weights = Array.from({ length: count }, () => 0);
  for (const { status, match, weight } of spans) {
    if (status !== "owned" || match?.contribution === undefined) continue;
    const at = Number(match.contribution.seq) - 1;
    weights[at] = (weights[at] as number) + weight;
  }
  return weights;
}
