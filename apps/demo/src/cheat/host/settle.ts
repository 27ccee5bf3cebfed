import {
  claimLeaf,
  claimsRoot,
  receiptHash,
  receiptLeaf,
  treeHeadHash,
} from "@openledger/attribution";
import { outgoing, type OutgoingMessage } from "@openledger/client";
import type { DeepPartial } from "@openledger/messages";
import { SpanStatus, TreeHead, type OwnerAmount, type ReceiptOpening } from "@openledger/messages/openledger/attribution/v1";
import { MsgSettle, type OwnedLine } from "@openledger/messages/openledger/market/v1";
import { addressToBytes, compareBytes, merkleRootOfHashes } from "@openledger/primitives";
import { PREFIX } from "../../home/demo-keys.ts";
import type { OpenSession, Stage } from "../network/stage.ts";
import { claimOf, receiptOf } from "./answer.ts";

/** How a batch is settled. */
export interface SettleShape {
  /** Only hashes and sums; openings on demand. */
  readonly byHashes?: boolean;
  /** Receipts that the buyer's head covers, all by default. */
  readonly headSize?: number;
  /** The session in which it is settled, when that is not the one of the receipts. */
  readonly sessionId?: bigint;
  /** Stated by a host that settles by hashes, instead of the sums of the claims. */
  readonly owned?: readonly OwnedLine[];
}

/** The settlement of a session's first receipts under the head that its buyer signs. */
export function settleMessage(
  stage: Stage,
  session: OpenSession,
  openings: readonly ReceiptOpening[],
  shape: SettleShape = {},
): OutgoingMessage {
  return outgoing(MsgSettle, settlement(stage, session, openings, shape));
}

function settlement(
  stage: Stage,
  session: OpenSession,
  openings: readonly ReceiptOpening[],
  { byHashes = false, headSize = openings.length, owned = ownedLines(openings), sessionId = session.id }: SettleShape,
): DeepPartial<MsgSettle> {
  const { sha256 } = stage.crypto;
  const head = headOver(stage, session, openings.slice(0, headSize));
  const shown = byHashes
    ? { receiptHashes: openings.map((opening) => receiptHash(sha256, receiptOf(opening))), owned: [...owned].sort(byAddress) }
    : { openings };
  return {
    ...{ host: stage.parties[session.desk.host].address, sessionId, firstIndex: 0n, ...shown },
    owners: byHashes ? sumsOf(owned) : sumsOf(openings.flatMap((opening) => claimOf(opening).owners)),
    head: { head, signature: session.key.sign(treeHeadHash(sha256, head)) },
    claimsRoot: claimsRoot(sha256, openings.map((opening) => claimLeaf(sha256, receiptOf(opening), claimOf(opening)))),
  };
}

/** What the buyer's client signs when it takes these receipts. */
function headOver({ client, crypto }: Stage, { id }: OpenSession, openings: readonly ReceiptOpening[]): TreeHead {
  const cumulative = openings.reduce((sum, opening) => sum + BigInt(receiptOf(opening).amount), 0n);
  return TreeHead.create({
    ...{ version: 1, chainId: client.chainId, sessionId: id, size: BigInt(openings.length) },
    root: merkleRootOfHashes(crypto.sha256, openings.map((opening) => receiptLeaf(crypto.sha256, receiptOf(opening)))),
    cumulativeAmount: cumulative.toString(),
  });
}

/** Amounts by owner, in the order that the chain wants. */
function sumsOf(lines: readonly OwnerAmount[]): OwnerAmount[] {
  const sums = new Map<string, bigint>();
  for (const { owner, amount } of lines) sums.set(owner, (sums.get(owner) ?? 0n) + BigInt(amount));
  return [...sums].map(([owner, sum]) => ({ owner, amount: sum.toString() })).sort(byAddress);
}

/** The claims' amounts by owner and datanet; each owner of this network is cited in one datanet. */
export function ownedLines(openings: readonly ReceiptOpening[]): OwnedLine[] {
  const datanets = new Map<string, bigint>();
  for (const opening of openings) {
    for (const { status, owner, match } of claimOf(opening).spans) {
      const contribution = match?.contribution;
      if (status === SpanStatus.SPAN_STATUS_OWNED && contribution !== undefined) datanets.set(owner, contribution.datanetId);
    }
  }
  const lines = sumsOf(openings.flatMap((opening) => claimOf(opening).owners));
  return lines.map((line) => ({ ...line, datanetId: datanets.get(line.owner) ?? 0n }));
}

function byAddress(a: { readonly owner: string }, b: { readonly owner: string }): number {
  return compareBytes(addressToBytes(PREFIX, a.owner), addressToBytes(PREFIX, b.owner));
}
