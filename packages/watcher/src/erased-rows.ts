import { DecodeError } from "@openledger/messages";
import type { ContributionRef, ReceiptOpening } from "@openledger/messages/openledger/attribution/v1";
import { RetrievalEvidence, type MsgCounterexample, type PassageRows } from "@openledger/messages/openledger/market/v1";

/** True for a contribution whose content was erased, as the chain had it a moment ago. */
export type IsErased = (contribution: ContributionRef) => boolean;

/**
 * True for an answer to a demand that shows nothing but its receipt. The chain takes that for receipts alone whose claim
 * cites rows that were erased since, so it is no lie; and nobody can look into it.
 */
export function isReceiptAlone({ claim }: ReceiptOpening): boolean {
  return claim === undefined;
}

/** True for an opened answer that holds text which was erased since: what is missing here was there when it was made. */
export function quotesErased({ contributions }: ReceiptOpening, isErased: IsErased): boolean {
  return contributions.some(({ leaf }) => leaf !== undefined && isErased(leaf));
}

/** True for evidence that would put erased rows on the chain, which refuses it and where they would stand for ever. */
export function showsErased({ match, outputEvidence }: MsgCounterexample, isErased: IsErased): boolean {
  const ofMatch = match?.match?.contribution;
  if (ofMatch !== undefined && isErased(ofMatch)) return true;
  return passageRows(outputEvidence).some(
    ({ contribution, chunks }) => contribution !== undefined && chunks.length > 0 && isErased(contribution),
  );
}

/** The rows in evidence about a retrieval answer; none in that about other kinds, which shows no rows. */
function passageRows(evidence: Uint8Array): readonly PassageRows[] {
  try {
    return RetrievalEvidence.fromBytes(evidence).rows;
  } catch (error) {
    if (error instanceof DecodeError) return [];
    throw error;
  }
}
