import { rowsRoot } from "@openledger/attribution";
import {
  ContributionState,
  type Contribution,
  type FeedbackRef,
  type MsgContribute,
} from "@openledger/messages/openledger/datanet/v1";
import type { RowsCommitment } from "@openledger/messages/openledger/attribution/v1";
import { assertDefined } from "@openledger/primitives";
import type { ChainConfig, Context } from "@openledger/state-machine";
import type { BankKeeper } from "../expected-keepers.ts";
import { amountOf, coinOf, divideUp, makeCoin } from "../support/amounts.ts";
import { messageChecks } from "../support/message-checks.ts";
import { secondsAfter } from "../support/time.ts";
import { lockBond } from "./bonds.ts";
import { contentErased, malformedMessage, tooLarge, tooManyDocuments } from "./errors.ts";
import { contributionRegistered } from "./events.ts";
import { paramsOf, requireDatanet } from "./keeper.ts";
import { blobOwners, contributions, contributionSequence, DATANET, datanets, erasures, lapseQueue } from "./state.ts";

const CHUNK_BYTES = 1024n;
const COUNT_MAX = 1n << 40n;

/** What of a contribution shows without state. */
export function checkContribution(msg: MsgContribute, chain: ChainConfig): void {
  const checks = messageChecks(malformedMessage, chain);
  checks.address("contributor", msg.contributor);
  checks.text("title", msg.title, 1, 256);
  checks.text("licence", msg.licence, 1, 256);
  checks.bytesOrEmpty("evidence_hash", msg.evidenceHash, 32);
  checks.bytes("blob", msg.blob, 32);
  checks.range("document_count", msg.documentCount, 1, 1_000_000);
  const rows = msg.rows;
  if (rows === undefined) throw malformedMessage("rows is missing");
  checks.bytes("rows.merkle_root", rows.merkleRoot, 32);
  checks.range("rows.byte_count", rows.byteCount, 1, COUNT_MAX);
  // A token has at least one byte.
  checks.range("rows.token_count", rows.tokenCount, 1, rows.byteCount);
  // Each document ends with a chunk of its own, and all chunks before it are full.
  const leastChunks = divideUp(rows.byteCount, CHUNK_BYTES);
  const documents = BigInt(msg.documentCount);
  const least = leastChunks > documents ? leastChunks : documents;
  checks.range("rows.leaf_count", rows.leafCount, least, rows.byteCount / CHUNK_BYTES + documents);
}

/** Registers data by its commitment and locks the contributor's bond; `feedback` names the answer that it corrects. */
export function registerContribution(ctx: Context, bank: BankKeeper, msg: MsgContribute, feedback?: FeedbackRef): Contribution {
  const params = paramsOf(ctx);
  const datanet = requireDatanet(ctx, msg.datanetId);
  const rows = assertDefined(msg.rows, "rows were checked");
  if (rows.byteCount > params.maxContributionBytes)
    throw tooLarge(`${rows.byteCount} of ${params.maxContributionBytes} bytes`);
  if (erasures.has(ctx.store.store(DATANET), msg.blob)) throw contentErased();
  if (msg.documentCount > params.maxDocuments) throw tooManyDocuments(`${msg.documentCount} of ${params.maxDocuments}`);

  const store = ctx.store.store(DATANET);
  const seq = datanet.seqCount + 1n;
  const perKib = coinOf(datanet.bondPerKib);
  const bond = makeCoin(perKib.denom, amountOf(perKib.amount) * divideUp(rows.byteCount, CHUNK_BYTES));
  const numbers = { seq, sequence: contributionSequence.next(store) };
  const contribution: Contribution = { ...newContribution(ctx, msg, rows, numbers, bond), feedback };
  lockBond(ctx, bank, contribution);
  contributions.set(store, [datanet.id, seq], contribution);
  if (!blobOwners.has(store, msg.blob)) blobOwners.set(store, msg.blob, { datanetId: datanet.id, seq });
  datanets.set(store, datanet.id, { ...datanet, seqCount: seq });
  lapseQueue.set(store, [secondsAfter(ctx.block.time, params.reviewPeriodSeconds), datanet.id, seq], true);
  ctx.emit(contributionRegistered(contribution));
  return contribution;
}

function newContribution(
  ctx: Context,
  msg: MsgContribute,
  rows: RowsCommitment,
  numbers: { readonly seq: bigint; readonly sequence: bigint },
  bond: Contribution["bond"],
): Contribution {
  return {
    datanetId: msg.datanetId,
    ...numbers,
    contributor: msg.contributor,
    title: msg.title,
    rows,
    rowsRoot: rowsRoot(ctx.crypto.sha256, rows),
    documentCount: msg.documentCount,
    licence: msg.licence,
    evidenceHash: msg.evidenceHash,
    blob: msg.blob,
    bond,
    state: ContributionState.CONTRIBUTION_STATE_PENDING,
    reviews: [],
    grade: 0,
    logIndex: 0n,
    registeredHeight: ctx.block.height,
    acceptedHeight: 0n,
    registeredTime: ctx.block.time,
    acceptedSequence: 0n,
    marks: [],
    feedback: undefined,
  };
}
