import { hash } from "node:crypto";
import { EncodingError, addressToBytes } from "@openledger/primitives";
import { MsgExec, MsgExecResponse } from "@openledger/messages/cosmos/authz/v1beta1";
import { decodeTx, innerMessages, type DecodedTx, type ExecutedMessage } from "../decode/decode-tx.ts";
import { messageToJson } from "../decode/message-json.ts";
import { isStorable, storableText } from "../decode/text.ts";
import { fatal } from "../errors.ts";
import type { CommittedBlock, SourceEvent, SourceTx } from "../source/committed-block.ts";
import { accountabilityEvents } from "./accountability.ts";
import { emptyBlockRows, type BlockRows } from "./block-rows.ts";
import { commitToBytes } from "./commit-bytes.ts";
import { datanetEvents, datanetMessages } from "./datanet.ts";
import { disputeEvents } from "./disputes.ts";
import { readEvent, type PlacedEvent } from "./event-reader.ts";
import { gateEvents } from "./gate.ts";
import { governanceEvents } from "./governance.ts";
import { ledgerRows } from "./ledger.ts";
import { marketEvents, marketMessages } from "./market.ts";
import { modelEvents, modelMessages } from "./model.ts";
import { paramsEvents } from "./params.ts";
import type { BlockPlace, EventProjection, MessageProjection } from "./projection.ts";
import { rewardsEvents } from "./rewards.ts";
import { stakeEvents } from "./stake.ts";

const messageProjections: ReadonlyMap<string, MessageProjection> = new Map(
  [...datanetMessages, ...modelMessages, ...marketMessages].map((projection) => [projection.typeUrl, projection]),
);
const eventProjections: ReadonlyMap<string, EventProjection> = new Map(
  [
    ...[...datanetEvents, ...accountabilityEvents, ...disputeEvents, ...gateEvents, ...modelEvents, ...marketEvents, ...rewardsEvents],
    ...[...stakeEvents, ...governanceEvents, ...paramsEvents],
  ].map((projection) => [projection.type, projection]),
);

/** The rows of one block. Pure: the same block and prefix give the same rows. Throws a fatal OperationalError. */
export function projectBlock(block: CommittedBlock, bech32Prefix: string): BlockRows {
  const rows = emptyBlockRows();
  const place: BlockPlace = { height: block.height, timeNs: block.timeNs };
  const mentions = createMentions(rows, block.height, bech32Prefix);
  const placed: PlacedEvent[] = [];
  block.txs.forEach((tx, index) => {
    const events = placeEvents(rows, block.height, tx.events, index);
    for (const event of events) placed.push(event);
    for (const { attributes } of events) for (const { value } of attributes) mentions.add(value, index);
    projectTx(rows, { ...place, txIndex: index, events }, tx, mentions);
  });
  for (const event of placeEvents(rows, block.height, block.events, null)) {
    placed.push(event);
    for (const { value } of event.attributes) mentions.add(value, null);
  }
  for (const event of placed) eventProjections.get(event.type)?.project(rows, place, event, readEvent(block.height, event));
  const money = ledgerRows(block.height, placed);
  for (const move of money.moves) rows.ledgerMoves.push(move);
  for (const move of money.supply) rows.supplyMoves.push(move);
  rows.blocks.push({
    height: block.height,
    hash: block.hash,
    parentHash: block.parentHash,
    timeNs: block.timeNs,
    proposer: block.proposer,
    lastCommit: commitToBytes(block.lastCommit?.slots ?? []),
    lastCommitRound: block.lastCommit?.round ?? 0,
    appHash: block.appHash,
    resultAppHash: block.resultAppHash,
    txCount: block.txs.length,
    eventCount: rows.events.length,
  });
  return rows;
}

function placeEvents(rows: BlockRows, height: bigint, events: readonly SourceEvent[], txIndex: number | null): readonly PlacedEvent[] {
  return events.map(({ type, attributes }) => {
    const row = { height, index: rows.events.length, txIndex, type: storableText(type), attributes: storableAttributes(attributes) };
    rows.events.push(row);
    return row;
  });
}

/** Nearly all are what they were, and are not copied. */
function storableAttributes(attributes: SourceEvent["attributes"]): SourceEvent["attributes"] {
  if (attributes.every(({ key, value }) => isStorable(key) && isStorable(value))) return attributes;
  return attributes.map(({ key, value }) => ({ key: storableText(key), value: storableText(value) }));
}

interface TxInBlock extends BlockPlace {
  readonly txIndex: number;
  readonly events: readonly PlacedEvent[];
}

function projectTx(rows: BlockRows, place: TxInBlock, tx: SourceTx, mentions: Mentions): void {
  const { height, txIndex } = place;
  const decoding = decodeTx(tx.bytes, tx.data);
  if (!decoding.ok) rows.deadLetters.push({ height, txIndex, reason: storableText(decoding.reason), bytes: tx.bytes });
  rows.txs.push({
    height,
    index: txIndex,
    hash: new Uint8Array(hash("sha256", tx.bytes, "buffer")),
    code: BigInt(tx.code),
    codespace: storableText(tx.codespace),
    log: storableText(tx.log),
    gasWanted: tx.gasWanted,
    gasUsed: tx.gasUsed,
    memo: decoding.ok ? storableText(decoding.tx.memo) : "",
    fee: decoding.ok ? storableText(decoding.tx.fee) : "",
    feePayer: feePayerOf(place.events, decoding.ok ? decoding.tx : undefined),
    messageCount: decoding.ok ? decoding.tx.messages.length : 0,
    bytes: tx.bytes,
  });
  if (decoding.ok) projectMessages(rows, place, tx, decoding.tx, mentions);
}

function projectMessages(rows: BlockRows, place: TxInBlock, tx: SourceTx, decoded: DecodedTx, mentions: Mentions): void {
  decoded.messages.forEach(({ typeUrl, codec, message }, index) => {
    rows.messages.push({ height: place.height, txIndex: place.txIndex, index, typeUrl, content: messageToJson(codec, message) });
    for (const value of Object.values(message)) if (typeof value === "string") mentions.add(value, place.txIndex);
    if (tx.code === 0) projectMessage(rows, place, { typeUrl, message }, decoded.responses[index]?.value);
  });
}

/** A message that was executed, and those that it executed in other names. */
function projectMessage(rows: BlockRows, place: TxInBlock, executed: ExecutedMessage, response: Uint8Array | undefined): void {
  const { typeUrl, message } = executed;
  const isExec = typeUrl === MsgExec.typeUrl;
  const projection = messageProjections.get(typeUrl);
  if (!isExec && projection === undefined) return;
  if (response === undefined) throw fatal("INCONSISTENT", `transaction ${place.txIndex} of block ${place.height} has no response to a message ${typeUrl}`);
  projection?.project(rows, place, message, response);
  if (!isExec) return;
  const { results } = MsgExecResponse.decode(response);
  innerMessages(message as MsgExec).forEach((inner, index) => projectMessage(rows, place, inner, results[index]));
}

function feePayerOf(events: readonly PlacedEvent[], tx: DecodedTx | undefined): string | null {
  const paid = events.find(({ type }) => type === "tx")?.attributes.find(({ key }) => key === "fee_payer")?.value;
  return paid || tx?.feePayer || null;
}

interface Mentions {
  add(text: string, txIndex: number | null): void;
}

/** Keeps what only begins like an address from the decoder, whose errors are slow to make. */
const BECH32 = /^[0-9a-z]+$/;

/** Collects each address once per transaction. */
function createMentions(rows: BlockRows, height: bigint, bech32Prefix: string): Mentions {
  const seenIn = new Map<number | null, Set<string>>();
  const opening = `${bech32Prefix}1`;
  return {
    add(text, txIndex) {
      if (!text.startsWith(opening) || text.length > 90) return;
      const seen = seenIn.get(txIndex) ?? new Set();
      if (seen.has(text)) return;
      if (seen.size === 0) seenIn.set(txIndex, seen);
      seen.add(text);
      if (BECH32.test(text) && isAddress(bech32Prefix, text)) rows.mentions.push({ address: text, height, txIndex });
    },
  };
}

function isAddress(bech32Prefix: string, text: string): boolean {
  try {
    addressToBytes(bech32Prefix, text);
    return true;
  } catch (error) {
    if (error instanceof EncodingError) return false;
    throw error;
  }
}
