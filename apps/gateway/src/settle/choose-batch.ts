import { claimLeaf, claimsRoot } from "@openledger/attribution";
import type { OwnerAmount, ReceiptOpening, SignedTreeHead } from "@openledger/messages/openledger/attribution/v1";
import { MsgSettle } from "@openledger/messages/openledger/market/v1";
import { addressToBytes, assertDefined, compareBytes, type Sha256 } from "@openledger/primitives";
import type { SessionLog } from "../session/session-log.ts";

/** Limits of one settlement. */
export interface BatchLimits {
  readonly maxReceipts: number;
  readonly maxOwners: number;
  /** Bytes of all openings. */
  readonly maxBytes: number;
  /** Units of the session's denom: what the free bond covers. */
  readonly maxAmount: bigint;
}

/** The largest signed head whose receipts from `first` on keep within the limits, undefined when there is none. */
export function chooseHead(log: SessionLog, first: number, limits: BatchLimits): SignedTreeHead | undefined {
  let chosen: SignedTreeHead | undefined;
  let at = first;
  let bytes = 0;
  let amount = 0n;
  const owners = new Set<string>();
  for (const head of log.heads) {
    const size = Number(head.head?.size ?? 0n);
    for (; at < size; at++) {
      const receipt = assertDefined(log.receipts[at], "a signed head covers logged receipts");
      bytes += receipt.openingBytes;
      amount += receipt.amount;
      for (const owner of receipt.owners) owners.add(owner);
    }
    if (size <= first) continue;
    const fits =
      size - first <= limits.maxReceipts &&
      bytes <= limits.maxBytes &&
      owners.size <= limits.maxOwners &&
      amount <= limits.maxAmount;
    if (!fits) break;
    chosen = head;
  }
  return chosen;
}

/** The message that settles the receipts from `first` to the head's size. */
export function settleMessage(
  sha256: Sha256,
  log: SessionLog,
  batch: { readonly host: string; readonly prefix: string; readonly first: number; readonly head: SignedTreeHead },
): MsgSettle {
  const size = Number(batch.head.head?.size ?? 0n);
  const openings = Array.from({ length: size - batch.first }, (_, i) => log.opening(batch.first + i));
  const leaves = openings.map(({ receipt, claim }) =>
    claimLeaf(
      sha256,
      assertDefined(receipt, "a logged opening has a receipt"),
      assertDefined(claim, "a logged opening has a claim"),
    ),
  );
  return MsgSettle.create({
    host: batch.host,
    sessionId: log.sessionId,
    firstIndex: BigInt(batch.first),
    head: batch.head,
    owners: sumOwners(openings, batch.prefix),
    claimsRoot: claimsRoot(sha256, leaves),
    openings,
  });
}

/** Amounts by owner, sorted by address bytes. */
function sumOwners(openings: readonly ReceiptOpening[], prefix: string): OwnerAmount[] {
  const sums = new Map<string, bigint>();
  for (const { claim } of openings) {
    for (const { owner, amount } of claim?.owners ?? []) sums.set(owner, (sums.get(owner) ?? 0n) + BigInt(amount));
  }
  return [...sums]
    .map(([owner, amount]) => ({ owner, amount: amount.toString(), bytes: addressToBytes(prefix, owner) }))
    .sort((a, b) => compareBytes(a.bytes, b.bytes))
    .map(({ owner, amount }) => ({ owner, amount }));
}
