/** Results of transactions and their digest. */
import { concatBytes, gas, toUtf8, uvarint, type Gas, type Sha256 } from "@openledger/primitives";
import type { AbciEvent, ExecTxResult } from "./app.ts";
import type { Event } from "./event.ts";
import type { TxError } from "./tx-error.ts";

const DIGEST_DOMAIN = toUtf8("openledger/block-results/1");
const NOTHING = new Uint8Array(0);

/** Every attribute is indexed. `extra` is added behind an event's own attributes. */
export function abciEvents(
  events: readonly Event[],
  extra?: { readonly key: string; readonly value: string },
): readonly AbciEvent[] {
  return events.map(({ type, attributes }) => ({
    type,
    attributes: [...attributes, ...(extra === undefined ? [] : [extra])].map(({ key, value }) => ({
      key,
      value,
      index: true,
    })),
  }));
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
    log: error.message,
    info: "",
    gasWanted: report.wanted,
    gasUsed: report.used,
    events,
    codespace: error.codespace,
  };
}

/**
 * sha256 over all results and events of a block, each part behind its length; logs are left out because their text is
 * free. Any two nodes that differ in one of them differ in the app hash of the same block.
 */
export function resultsDigest(
  sha256: Sha256,
  results: readonly ExecTxResult[],
  blockEvents: readonly AbciEvent[],
): Uint8Array {
  const parts: Uint8Array[] = [DIGEST_DOMAIN, uvarint(results.length)];
  const push = (bytes: Uint8Array): void => {
    parts.push(uvarint(bytes.length), bytes);
  };
  const pushEvents = (events: readonly AbciEvent[]): void => {
    parts.push(uvarint(events.length));
    for (const { type, attributes } of events) {
      push(toUtf8(type));
      parts.push(uvarint(attributes.length));
      for (const { key, value } of attributes) {
        push(toUtf8(key));
        push(toUtf8(value));
      }
    }
  };
  for (const result of results) {
    parts.push(uvarint(result.code));
    push(toUtf8(result.codespace));
    push(result.data);
    parts.push(uvarint(result.gasWanted), uvarint(result.gasUsed));
    pushEvents(result.events);
  }
  pushEvents(blockEvents);
  return sha256(concatBytes(...parts));
}
