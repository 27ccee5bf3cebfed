/** Messages of those who challenge a settlement and of the host that answers, made from a loop's receipts. */
import { claimLeaf, createMerkleTree, receiptHash } from "@openledger/attribution";
import {
  SpanStatus,
  type Claim,
  type Receipt,
  type ReceiptOpening,
} from "@openledger/messages/openledger/attribution/v1";
import {
  CounterexampleKind,
  DisputedReceipt,
  MatchEvidence,
  MsgAnswerDemand,
  MsgCounterexample,
  MsgDemand,
  MsgSettle,
} from "@openledger/messages/openledger/market/v1";
import { assertDefined } from "@openledger/primitives";
import { settleMessage, type Loop } from "./loop.fixture.ts";
import { curator, host, type Registered } from "./messages.fixture.ts";
import { crypto } from "./world.fixture.ts";

/** Who challenges in tests. */
export const watcher: string = curator;

export const receiptOf = ({ receipt }: ReceiptOpening): Receipt => assertDefined(receipt, "a receipt");
export const claimOf = ({ claim }: ReceiptOpening): Claim => assertDefined(claim, "a claim");

/** Receipts `first..last-1` settled by their hashes alone; all owners own rows of datanet 1. */
export function unopenedMessage(loop: Loop, first = 0, last: number = loop.answered.length): MsgSettle {
  const opened = settleMessage(loop, first, last);
  return {
    ...opened,
    openings: [],
    receiptHashes: opened.openings.map((opening) => receiptHash(crypto.sha256, receiptOf(opening))),
    owned: opened.owners.map((line) => ({ ...line, datanetId: 1n })),
  };
}

export function demandMessage(settlementId: bigint, receipts: readonly bigint[]): MsgDemand {
  return MsgDemand.create({ challenger: watcher, settlementId, receipts: [...receipts] });
}

/** The host's answer to a demand of these receipts of the batch `first..last-1`. */
export function answerMessage(
  loop: Loop,
  demandId: bigint,
  receipts: readonly bigint[],
  first = 0,
  last: number = loop.answered.length,
): MsgAnswerDemand {
  return MsgAnswerDemand.create({
    host,
    demandId,
    claims: loop.answered.slice(first, last).map(({ receipt, claim }) => ({ receipt, claim })),
    openings: receipts.map((index) => assertDefined(loop.answered[Number(index)], "an answer")),
  });
}

/** What receipt `index` of the batch `first..last-1` commits to. */
export function disputed(loop: Loop, index: number, first = 0, last: number = loop.answered.length): DisputedReceipt {
  const leaves = loop.answered
    .slice(first, last)
    .map((one) => claimLeaf(crypto.sha256, receiptOf(one), claimOf(one)));
  const { receipt, claim, request, requestSecret, output, outputSecret } = assertDefined(loop.answered[index], "it");
  const claimsPath = createMerkleTree(crypto.sha256, leaves).inclusionPath(index - first);
  return DisputedReceipt.create({ receipt, claim, request, requestSecret, output, outputSecret, claimsPath });
}

/** The run of all tokens of a one-chunk text, which the output holds from token `firstToken` on. */
export function evidenceOf(source: Registered, tokenCount: number, firstToken = 0): MatchEvidence {
  const { datanetId, seq, rows } = source;
  return MatchEvidence.create({
    match: { firstToken, tokenCount, contribution: { datanetId, seq }, document: 0, offset: 0n },
    rows: rows.commitment,
    chunks: [rows.openChunk(0, 0)],
  });
}

export function matchMessage(
  settlementId: bigint,
  about: DisputedReceipt,
  match: MatchEvidence,
): MsgCounterexample {
  const kind = CounterexampleKind.COUNTEREXAMPLE_KIND_MATCH;
  return MsgCounterexample.create({ challenger: watcher, settlementId, kind, disputed: about, match });
}

export function invalidMessage(settlementId: bigint, about: DisputedReceipt): MsgCounterexample {
  const kind = CounterexampleKind.COUNTEREXAMPLE_KIND_INVALID;
  return MsgCounterexample.create({ challenger: watcher, settlementId, kind, disputed: about });
}

/** Number of tokens that the output's owned spans have together. */
export function ownedTokens(opening: ReceiptOpening): number {
  const owned = claimOf(opening).spans.filter(({ status }) => status === SpanStatus.SPAN_STATUS_OWNED);
  return owned.reduce((sum, { tokenCount }) => sum + tokenCount, 0);
}

