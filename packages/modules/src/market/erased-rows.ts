import { DecodeError } from "@openledger/messages";
import type { Claim, ContributionRef, ReceiptOpening } from "@openledger/messages/openledger/attribution/v1";
import { RetrievalEvidence, type PassageRows, type Session } from "@openledger/messages/openledger/market/v1";
import type { Context } from "@openledger/state-machine";
import { rowsErased } from "./errors.ts";
import type { Neighbours } from "./expected-keepers.ts";

type Datanets = Pick<Neighbours, "datanets">;

/** Throws `rowsErased` for a contribution whose contributor had its content deleted: no new message shows its rows. */
export function checkNotErased(ctx: Context, { datanets }: Datanets, { datanetId, seq }: ContributionRef): void {
  const marks = datanets.contribution(ctx, datanetId, seq)?.marks ?? [];
  if (marks.some(({ erase }) => erase)) throw rowsErased(`contribution ${datanetId}/${seq}`);
}

/** Throws `rowsErased` when an opening shows rows of an erased contribution, which would stand in a block for ever. */
export function checkNothingErased(ctx: Context, deps: Datanets, { contributions }: ReceiptOpening): void {
  for (const { leaf } of contributions) if (leaf !== undefined) checkNotErased(ctx, deps, leaf);
}

/** The same for evidence about a retrieval answer, whose form its judge checks. */
export function checkNoErasedPassages(ctx: Context, deps: Datanets, evidence: Uint8Array): void {
  for (const { contribution, chunks } of passageRows(evidence)) {
    if (contribution !== undefined && chunks.length > 0) checkNotErased(ctx, deps, contribution);
  }
}

function passageRows(evidence: Uint8Array): readonly PassageRows[] {
  try {
    return RetrievalEvidence.fromBytes(evidence).rows;
  } catch (error) {
    if (error instanceof DecodeError) return [];
    throw error;
  }
}

/**
 * True when a claim's spans or passages are of a contribution that was erased after the session had opened: its receipt
 * cannot be opened any more, which is not the host's fault. What was erased before, a session's answers never cite. The
 * claim's amounts were checked, and with them that all it cites was accepted before the model was published.
 */
export function citesErasedSince(ctx: Context, { datanets }: Datanets, session: Session, claim: Claim): boolean {
  const cited = [...claim.spans.map(({ match }) => match?.contribution), ...claim.sources];
  return cited.some((ref) => {
    if (ref === undefined) return false;
    const { datanetId, seq } = ref;
    const marks = datanets.contribution(ctx, datanetId, seq)?.marks ?? [];
    return marks.some(({ erase, height }) => erase && height >= session.openedHeight);
  });
}

/** True for an opening that shows nothing but its receipt. */
export function isReceiptAlone(opening: ReceiptOpening): boolean {
  const { hostSignature, claim, requestSecret, request, outputSecret, output, contributions, derivation } = opening;
  const lists: readonly { readonly length: number }[] = [
    ...[hostSignature, requestSecret, request, outputSecret, output, contributions],
  ];
  return claim === undefined && derivation === undefined && lists.every(({ length }) => length === 0);
}
