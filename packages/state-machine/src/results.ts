/** Results of transactions and their digest. */
import { gas, leafHash, merkleRootOfHashes, toUtf8, uvarint, type Gas, type Sha256 } from "@openledger/primitives";
import type { AbciEvent, ExecTxResult } from "./app.ts";
import { ByteWriter } from "./byte-writer.ts";
import type { Event } from "./event.ts";
import { logText } from "./log-text.ts";
import type { TxError } from "./tx-error.ts";

const RESULT_DOMAIN = toUtf8("openledger/tx-result/1");
const EVENTS_DOMAIN = toUtf8("openledger/block-events/1");
const NOTHING = new Uint8Array(0);

/** Every attribute is indexed. `extra` is added behind an event's own attributes. */
export function abciEvents(
  events: readonly Event[],
  extra?: { readonly key: string; readonly value: string },
): readonly AbciEvent[] {
  return events.map(({ type, attributes }) => {
    const indexed = attributes.map(({ key, value }) => ({ key, value, index: true }));
    if (extra !== undefined) indexed.push({ key: extra.key, value: extra.value, index: true });
    return { type, attributes: indexed };
  });
}

/** Gas as a result reports it. */
export interface GasReport {
  readonly wanted: Gas;
  readonly used: Gas;
}

/** Gas of a transaction that was refused before it had a meter. */
export const noGas: GasReport = { wanted: gas(0n), used: gas(0n) };

export function successResult(data: Uint8Array, report: GasReport, events: readonly AbciEvent[]): ExecTxResult {
  return { code: 0, data, log: "", info: "", gasWanted: report.wanted, gasUsed: report.used, events, codespace: "" };
}

/** `events` are those that stay: the ante chain's when only the messages failed. */
export function failureResult(error: TxError, report: GasReport, events: readonly AbciEvent[] = []): ExecTxResult {
  return {
    code: error.code,
    data: NOTHING,
    log: logText(error.message),
    info: "",
    gasWanted: report.wanted,
    gasUsed: report.used,
    events,
    codespace: error.codespace,
  };
}

/**
 * Merkle root over the results of a block and, as the last leaf, its own events; each part of a leaf stands behind its
 * length. Logs are left out because their text is free. Any two nodes that differ in one result differ in the app hash
 * of the same block.
 */
export function resultsDigest(
  sha256: Sha256,
  results: readonly ExecTxResult[],
  blockEvents: readonly AbciEvent[],
): Uint8Array {
  return digestOfLeaves(sha256, results.map((result) => resultLeafHash(sha256, result)), blockEvents);
}

/** The leaf of one result in {@link resultsDigest}, hashed. */
export function resultLeafHash(sha256: Sha256, result: ExecTxResult): Uint8Array {
  return leafHash(sha256, resultLeaf(result));
}

/** {@link resultsDigest} of results whose leaves were hashed one by one while the block ran. */
export function digestOfLeaves(sha256: Sha256, leafHashes: readonly Uint8Array[], blockEvents: readonly AbciEvent[]): Uint8Array {
  return merkleRootOfHashes(sha256, [...leafHashes, leafHash(sha256, eventsLeaf(blockEvents))]);
}

function resultLeaf({ code, codespace, data, gasWanted, gasUsed, events }: ExecTxResult): Uint8Array {
  const leaf = new ByteWriter();
  leaf.bytes(RESULT_DOMAIN);
  leaf.bytes(uvarint(code));
  leaf.sizedText(codespace);
  leaf.bytes(uvarint(data.length));
  leaf.bytes(data);
  leaf.bytes(uvarint(gasWanted));
  leaf.bytes(uvarint(gasUsed));
  writeEvents(leaf, events);
  return leaf.finish();
}

function eventsLeaf(events: readonly AbciEvent[]): Uint8Array {
  const leaf = new ByteWriter();
  leaf.bytes(EVENTS_DOMAIN);
  writeEvents(leaf, events);
  return leaf.finish();
}

function writeEvents(leaf: ByteWriter, events: readonly AbciEvent[]): void {
  leaf.size(events.length);
  for (const { type, attributes } of events) {
    leaf.sizedText(type);
    leaf.size(attributes.length);
    for (const { key, value } of attributes) {
      leaf.sizedText(key);
      leaf.sizedText(value);
    }
  }
}

/**
 * Whether the ante chain let a transaction of a block through, so that it took effect or failed at its own cost. What it
 * refuses leaves no events, and costs whoever put it there nothing.
 */
export function isTaken({ code, events }: Pick<ExecTxResult, "code" | "events">): boolean {
  return code === 0 || events.length > 0;
}
