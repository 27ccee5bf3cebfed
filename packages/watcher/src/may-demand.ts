import { Visibility, type Session, type Settlement } from "@openledger/messages/openledger/market/v1";

/** True for who may demand openings of the session's receipts: anyone in public, else its buyer and its auditors. */
export function mayDemand({ visibility, buyer, auditors }: Session, address: string): boolean {
  return visibility !== Visibility.VISIBILITY_PRIVATE || buyer === address || auditors.includes(address);
}

/** True when every demand that was made about the settlement so far is answered, and there was one. */
export function wasAnswered({ demandedReceipts, openDemands }: Settlement): boolean {
  return demandedReceipts.length > 0 && openDemands.length === 0;
}
