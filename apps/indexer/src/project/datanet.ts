import {
  MsgContribute,
  MsgContributeResponse,
  MsgCreateDatanet,
  MsgCreateDatanetResponse,
  MsgReview,
  MsgReviewResponse,
  PrivateSessions,
  QuotePolicy,
  Use,
  Verdict,
} from "@openledger/messages/openledger/datanet/v1";
import { MsgFeedback, MsgFeedbackResponse, type Correction } from "@openledger/messages/openledger/feedback/v1";
import { fromHex } from "@openledger/primitives";
import { storableText } from "../decode/text.ts";
import type { MarkedRows } from "../schema/datanet.ts";
import type { BlockRows } from "./block-rows.ts";
import { enumText, eventOf, namedOrNull, onEvent, onMessage, type EventProjection, type MessageProjection, type TxPlace } from "./projection.ts";

function contributionRow(place: TxPlace, message: Correction, contributor: string, seq: bigint): BlockRows["contributions"][number] {
  const { datanetId } = message;
  const registered = eventOf(place, "contribution_registered", { datanet_id: datanetId, seq });
  return {
    datanetId,
    seq,
    sequence: registered.number("sequence"),
    contributor,
    title: storableText(message.title),
    licence: storableText(message.licence),
    rowsMerkleRoot: message.rows?.merkleRoot ?? new Uint8Array(),
    leafCount: message.rows?.leafCount ?? 0n,
    byteCount: message.rows?.byteCount ?? 0n,
    tokenCount: message.rows?.tokenCount ?? 0n,
    documentCount: message.documentCount,
    evidenceHash: message.evidenceHash,
    blob: message.blob,
    bond: registered.text("bond"),
    state: "PENDING",
    height: place.height,
    txIndex: place.txIndex,
  };
}

export const datanetMessages: readonly MessageProjection[] = [
  onMessage(MsgCreateDatanet, MsgCreateDatanetResponse, (rows, place, message, { datanetId }) => {
    const { licence, bondPerKib } = message;
    rows.datanets.push({
      id: datanetId,
      creator: message.creator,
      name: storableText(message.name),
      purpose: storableText(message.purpose),
      licence: storableText(licence?.spdx ?? ""),
      licenceTextHash: licence?.textHash ?? new Uint8Array(),
      uses: (licence?.uses ?? []).map((use) => enumText(Use, "USE_", use)),
      quotePolicy: enumText(QuotePolicy, "QUOTE_POLICY_", licence?.quote ?? 0),
      privateSessions: enumText(PrivateSessions, "PRIVATE_SESSIONS_", licence?.privateSessions ?? 0),
      auditor: namedOrNull(licence?.auditor ?? ""),
      curators: [...message.curators],
      threshold: message.threshold,
      curatorBps: message.curatorBps,
      bondPerKib: BigInt(bondPerKib?.amount || 0),
      bondDenom: bondPerKib?.denom ?? "",
      minPriorBps: message.minPriorBps,
      height: place.height,
      txIndex: place.txIndex,
    });
  }),
  onMessage(MsgContribute, MsgContributeResponse, (rows, place, message, { seq }) => {
    rows.contributions.push(contributionRow(place, message, message.contributor, seq));
  }),
  // A correction is a contribution of the buyer like any other.
  onMessage(MsgFeedback, MsgFeedbackResponse, (rows, place, { buyer, correction }, { seq }) => {
    if (correction !== undefined) rows.contributions.push(contributionRow(place, correction, buyer, seq));
  }),
  onMessage(MsgReview, MsgReviewResponse, (rows, place, message) => {
    rows.reviews.push({
      datanetId: message.datanetId,
      seq: message.seq,
      curator: message.curator,
      verdict: enumText(Verdict, "VERDICT_", message.verdict),
      grade: message.grade,
      reasonCode: message.reasonCode,
      height: place.height,
      txIndex: place.txIndex,
    });
  }),
];

/** `document:first chunk:chunks`, separated by commas; empty for the whole contribution. */
function markedRows(text: string): MarkedRows[] {
  const ranges = text.split(",").filter((range) => range !== "");
  return ranges.map((range) => {
    const [document = 0, firstChunk = 0, chunkCount = 0] = range.split(":").map(Number);
    return { document, firstChunk, chunkCount };
  });
}

export const datanetEvents: readonly EventProjection[] = [
  onEvent("contribution_accepted", (rows, { height }, _event, read) => {
    rows.changes.push({
      kind: "contribution-accepted",
      datanetId: read.number("datanet_id"),
      seq: read.number("seq"),
      grade: Number(read.number("grade")),
      logIndex: read.number("log_index"),
      acceptedSequence: read.number("accepted_sequence"),
      height,
    });
  }),
  onEvent("contribution_rejected", (rows, { height }, _event, read) => {
    rows.changes.push({ kind: "contribution-refused", state: "REJECTED", datanetId: read.number("datanet_id"), seq: read.number("seq"), height });
  }),
  onEvent("contribution_lapsed", (rows, { height }, _event, read) => {
    rows.changes.push({ kind: "contribution-refused", state: "LAPSED", datanetId: read.number("datanet_id"), seq: read.number("seq"), height });
  }),
  onEvent("contribution_revoked", (rows, { height }, event, read) => {
    rows.contributionMarks.push({
      height,
      eventIndex: event.index,
      datanetId: read.number("datanet_id"),
      seq: read.number("seq"),
      fromVersion: read.number("from_version"),
      rows: markedRows(read.text("rows")),
      erase: read.number("erase") === 1n,
      txIndex: event.txIndex,
    });
  }),
  onEvent("content_erased", (rows, { height }, _event, read) => {
    rows.erasures.push({ blob: fromHex(read.text("blob")), datanetId: read.number("datanet_id"), seq: read.number("seq"), height });
  }),
  onEvent("version_frozen", (rows, { height }, event, read) => {
    rows.datanetVersions.push({
      datanetId: read.number("datanet_id"),
      version: read.number("version"),
      logSize: read.number("log_size"),
      logRoot: fromHex(read.text("log_root")),
      tokens: read.number("tokens"),
      height,
      txIndex: event.txIndex,
    });
  }),
];
