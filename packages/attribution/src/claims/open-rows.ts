import type { Sha256 } from "@openledger/primitives";
import { ClaimError } from "./errors.ts";
import { openedWindows } from "./source-window.ts";
import { verifyChunks, type OpenedChunks } from "./verify-contributions.ts";

/** Proved bytes of some chunks of a contribution. */
export type RowReader = {
  /** Bytes start..end-1 of a document, or undefined when not all of them are opened. */
  bytesAt(document: number, start: number, end: number): Uint8Array | undefined;
};

/** Checks chunks against the rows beside them, whose root is the caller's to compare; undefined when they are no rows. */
export function openRows(sha256: Sha256, opening: OpenedChunks): RowReader | undefined {
  try {
    verifyChunks(sha256, opening, "the contribution");
  } catch (error) {
    if (error instanceof ClaimError) return undefined;
    throw error;
  }
  return { bytesAt: openedWindows(opening.chunks).bytes };
}
