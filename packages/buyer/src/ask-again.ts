import type { ReceiptFile } from "@openledger/client";
import { BuyerError } from "./errors.ts";
import type { Relay } from "./relay.ts";

const LEAVE_CODES: readonly string[] = [
  ...["session_closed", "session_unknown", "session_lost", "session_outdated", "unsigned_receipts", "escrow_exhausted"],
];

/** The host may have closed or lost the session, used up its escrow, or miss a head: once more with what is true by then. */
export async function askAgain(
  ask: (relay: Relay) => Promise<ReceiptFile>,
  relay: Relay,
  leaveSession: (hostCode: string) => void,
): Promise<ReceiptFile> {
  try {
    return await ask(relay);
  } catch (error) {
    const hostCode = error instanceof BuyerError ? error.hostCode : undefined;
    if (hostCode === undefined || !LEAVE_CODES.includes(hostCode)) throw error;
    leaveSession(hostCode);
    return ask(relay);
  }
}
