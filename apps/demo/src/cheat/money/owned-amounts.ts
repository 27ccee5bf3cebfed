import {
  attribute,
  contributionKey,
  createSpanIndex,
  splitAmongOwners,
  tokenise,
  type IndexedContribution,
  type OwnedWeight,
} from "@openledger/attribution";
import type { ReceiptOpening } from "@openledger/messages/openledger/attribution/v1";
import { assertDefined, toUtf8 } from "@openledger/primitives";
import { claimOf, receiptOf } from "../host/answer.ts";
import type { Desk } from "../network/stage.ts";

/** A contribution with the address that it earns for. */
export interface OwnedContribution extends IndexedContribution {
  readonly contributor: string;
}

/** Every contribution that the desk's model was made of, or that was registered before, in order. */
export function registeredBefore({ served: { source } }: Desk): OwnedContribution[] {
  return source.index.contributions.map(({ ref }) => {
    const { documents, leaf } = source.held(ref);
    return { ref, sequence: leaf.sequence, documents, contributor: leaf.contributor };
  });
}

/** What the claims of receipts, which the chain has checked, give an address. */
export function claimedFor(address: string, openings: readonly ReceiptOpening[]): bigint {
  const lines = openings.flatMap((opening) => claimOf(opening).owners);
  return lines.reduce((sum, { owner, amount }) => (owner === address ? sum + BigInt(amount) : sum), 0n);
}

/**
 * What the ownership rule gives an address for the same answers if other contributions had been registered: the world in
 * which a trick was not played. `manifestTokens` counts tokens of the desk's manifest that this world lacks.
 */
export function ownedFor(
  address: string,
  { served: { source } }: Desk,
  openings: readonly ReceiptOpening[],
  world: readonly OwnedContribution[],
  lackingTokens: number,
): bigint {
  const index = createSpanIndex(world);
  const rule = { ...source.rule, manifestTokens: source.rule.manifestTokens - lackingTokens };
  const known = new Map(world.map((one) => [contributionKey(one.ref), one]));
  let sum = 0n;
  for (const opening of openings) {
    const request = opening.request.map(({ role, text }) => ({ role, document: toUtf8(`${role}\0${text}`) }));
    const { spans, weight } = attribute({ output: opening.output, request, index, rule, standing: source.standing });
    const weights = new Map<string, OwnedWeight>();
    for (const span of spans) {
      const contribution = span.match?.contribution;
      if (span.status !== "owned" || contribution === undefined) continue;
      const key = contributionKey(contribution);
      const { contributor, sequence } = assertDefined(known.get(key), "the index holds this world");
      const before = weights.get(key)?.weight ?? 0;
      weights.set(key, { contribution, sequence, owner: contributor, weight: before + span.weight });
    }
    const { dataBps, maxOwners } = source;
    const terms = { amount: BigInt(receiptOf(opening).amount), dataBps, maxOwners, totalWeight: weight };
    for (const { owner, amount } of splitAmongOwners([...weights.values()], terms)) if (owner === address) sum += amount;
  }
  return sum;
}

/** Tokens of contributions, as the manifest counts them. */
export function tokensOf(contributions: readonly OwnedContribution[]): number {
  const documents = contributions.flatMap((one) => one.documents);
  return documents.reduce((sum, document) => sum + tokenise(document).count, 0);
}
