import {
  claimedWeights,
  claimLeaf,
  claimsRoot,
  ownedByDatanet,
  receiptHash,
  splitAmongContributions,
  type OwnedAmount,
} from "@openledger/attribution";
import type {
  Claim,
  ContributionOpening,
  OwnerAmount,
  Receipt,
  ReceiptOpening,
  SignedTreeHead,
} from "@openledger/messages/openledger/attribution/v1";
import { MsgSettle, type OwnedLine } from "@openledger/messages/openledger/market/v1";
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

/** Where a settlement starts and ends, and whose it is. */
export interface Batch {
  readonly host: string;
  readonly prefix: string;
  readonly first: number;
  readonly head: SignedTreeHead;
}

/** The message that settles the receipts from `first` to the head's size, with their openings. */
export function settleMessage(sha256: Sha256, log: SessionLog, batch: Batch): MsgSettle {
  const openings = openingsOf(log, batch);
  return MsgSettle.create({
    ...{ host: batch.host, sessionId: log.sessionId, firstIndex: BigInt(batch.first), head: batch.head, openings },
    owners: ownerLines(claimsOf(openings).flatMap(({ claim }) => claim.owners), batch.prefix),
    claimsRoot: rootOf(sha256, openings),
  });
}

function sequenceIn(contributions: readonly ContributionOpening[], datanetId: bigint, seq: bigint): bigint {
  const cited = contributions.find(({ leaf }) => leaf?.datanetId === datanetId && leaf.seq === seq);
  return assertDefined(cited?.leaf, "an opening holds every contribution that its claim cites").sequence;
}

/**
 * The same batch by receipt hashes and amounts alone, which is what costs the least: whoever doubts it demands openings.
 * `terms` are those of the split and of the claims.
 */
export function settleUnopenedMessage(
  sha256: Sha256,
  log: SessionLog,
  batch: Batch,
  terms: { readonly dataBps: number; readonly maxOwners: number },
): MsgSettle {
  const openings = openingsOf(log, batch);
  const owned = claimsOf(openings).flatMap(({ receipt, claim, contributions }) => {
    const totalWeight = claim.spans.reduce((sum, { weight }) => sum + Number(weight), 0);
    const weights = claimedWeights(claim, ({ datanetId, seq }) => sequenceIn(contributions, datanetId, seq));
    return ownedByDatanet(splitAmongContributions(weights, { amount: BigInt(receipt.amount), totalWeight, ...terms }));
  });
  return MsgSettle.create({
    ...{ host: batch.host, sessionId: log.sessionId, firstIndex: BigInt(batch.first), head: batch.head },
    owners: ownerLines(owned, batch.prefix),
    claimsRoot: rootOf(sha256, openings),
    receiptHashes: claimsOf(openings).map(({ receipt }) => receiptHash(sha256, receipt)),
    owned: ownedLines(owned, batch.prefix),
  });
}

/** Openings of the receipts of a batch, in order. */
export function openingsOf(log: SessionLog, { first, head }: Batch): ReceiptOpening[] {
  const size = Number(head.head?.size ?? 0n);
  return Array.from({ length: size - first }, (_, i) => log.opening(first + i));
}

function claimsOf(openings: readonly ReceiptOpening[]): (ReceiptOpening & { receipt: Receipt; claim: Claim })[] {
  return openings.map((opening) => ({
    ...opening,
    receipt: assertDefined(opening.receipt, "a logged opening has a receipt"),
    claim: assertDefined(opening.claim, "a logged opening has a claim"),
  }));
}

function rootOf(sha256: Sha256, openings: readonly ReceiptOpening[]): Uint8Array {
  return claimsRoot(sha256, claimsOf(openings).map(({ receipt, claim }) => claimLeaf(sha256, receipt, claim)));
}

/** Amounts by owner, sorted by address bytes. */
function ownerLines(
  lines: readonly { readonly owner: string; readonly amount: string | bigint }[],
  prefix: string,
): OwnerAmount[] {
  const sums = new Map<string, bigint>();
  for (const { owner, amount } of lines) sums.set(owner, (sums.get(owner) ?? 0n) + BigInt(amount));
  return [...sums]
    .map(([owner, amount]) => ({ owner, amount: amount.toString(), bytes: addressToBytes(prefix, owner) }))
    .sort((a, b) => compareBytes(a.bytes, b.bytes))
    .map(({ owner, amount }) => ({ owner, amount }));
}

/** Amounts by owner and datanet, sorted by address bytes, then datanet. */
function ownedLines(owned: readonly OwnedAmount[], prefix: string): OwnedLine[] {
  const sums = new Map<string, { line: OwnedAmount; bytes: Uint8Array }>();
  for (const line of owned) {
    const key = `${line.owner}/${line.datanetId}`;
    const amount = (sums.get(key)?.line.amount ?? 0n) + line.amount;
    sums.set(key, { line: { ...line, amount }, bytes: addressToBytes(prefix, line.owner) });
  }
  return [...sums.values()]
    .sort((a, b) => compareBytes(a.bytes, b.bytes) || (a.line.datanetId < b.line.datanetId ? -1 : 1))
    .map(({ line }) => ({ ...line, amount: line.amount.toString() }));
}
