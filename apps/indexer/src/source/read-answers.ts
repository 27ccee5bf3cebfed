import { EncodingError, fromBase64, fromHex } from "@openledger/primitives";
import { readCommit } from "./read-commit.ts";
import { readEvents } from "./read-events.ts";
import type { BlockAnswer, ResultsAnswer } from "./rpc-shapes.ts";
import { nanosFromRfc3339 } from "./timestamps.ts";

type Fields = Readonly<Record<string, unknown>>;
type TxResult = NonNullable<ResultsAnswer["txs_results"]>[number];

const BASE64 = /^[A-Za-z0-9+/]*={0,2}$/;
const INT64 = /^-?\d{1,19}$/;

/** Thrown and caught in this file alone, so that no answer is told apart from another by how it fails here. */
const UNREAD = new Error("not as nodes write it");

/**
 * What `blockShape` reads, in a fraction of its time. Undefined for whatever is not plainly as nodes write it: the shape
 * then says what is wrong with it, or reads it.
 */
export function readBlockAnswer(json: unknown): BlockAnswer | undefined {
  return unlessUnread(() => {
    const { block_id: blockId, block } = fieldsOf(json);
    const { header, data, last_commit: lastCommit } = fieldsOf(block);
    const { chain_id: chainId, height, time, last_block_id: parent, app_hash: appHash, proposer_address: proposer } = fieldsOf(header);
    const { txs } = fieldsOf(data);
    const nanos = nanosFromRfc3339(textOf(time));
    const commit = readCommit(lastCommit);
    if (nanos === undefined || BigInt.asIntN(64, nanos) !== nanos || commit === undefined || lastCommit === undefined) throw UNREAD;
    return {
      block_id: { hash: fromHex(textOf(fieldsOf(blockId)["hash"])) },
      block: {
        header: {
          chain_id: textOf(chainId),
          height: int64Of(height),
          time: nanos,
          last_block_id: isNone(parent) ? parent : { hash: fromHex(textOf(fieldsOf(parent)["hash"])) },
          app_hash: fromHex(textOf(appHash)),
          proposer_address: fromHex(textOf(proposer)),
        },
        data: { txs: isNone(txs) ? txs : listOf(txs).map(bytesOf) },
        last_commit: commit,
      },
    };
  });
}

/** What `blockResultsShape` reads, as {@link readBlockAnswer} reads a block. */
export function readResultsAnswer(json: unknown): ResultsAnswer | undefined {
  return unlessUnread(() => {
    const { height, txs_results: results, finalize_block_events: events, app_hash: appHash } = fieldsOf(json);
    return {
      height: int64Of(height),
      txs_results: isNone(results) ? results : listOf(results).map(readTxResult),
      finalize_block_events: eventsOf(events),
      app_hash: isNone(appHash) ? appHash : bytesOf(appHash),
    };
  });
}

function readTxResult(json: unknown): TxResult {
  const { code = 0, codespace = "", log = "", data, gas_wanted: wanted = "0", gas_used: used = "0", events } = fieldsOf(json);
  if (typeof code !== "number" || !Number.isSafeInteger(code) || code < 0) throw UNREAD;
  return {
    code,
    codespace: textOf(codespace),
    log: textOf(log),
    data: isNone(data) ? data : bytesOf(data),
    gas_wanted: int64Of(wanted),
    gas_used: int64Of(used),
    events: eventsOf(events),
  };
}

function unlessUnread<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (error === UNREAD || error instanceof EncodingError) return undefined;
    throw error;
  }
}

function isNone(value: unknown): value is null | undefined {
  return value === null || value === undefined;
}

function fieldsOf(value: unknown): Fields {
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw UNREAD;
  return value as Fields;
}

function listOf(value: unknown): readonly unknown[] {
  if (!Array.isArray(value)) throw UNREAD;
  return value;
}

function textOf(value: unknown): string {
  if (typeof value !== "string") throw UNREAD;
  return value;
}

function int64Of(value: unknown): bigint {
  const text = textOf(value);
  if (!INT64.test(text)) throw UNREAD;
  return BigInt(text);
}

function bytesOf(value: unknown): Uint8Array {
  const text = textOf(value);
  if (!BASE64.test(text)) throw UNREAD;
  return fromBase64(text);
}

/** None are written as null. */
function eventsOf(value: unknown): NonNullable<ReturnType<typeof readEvents>> {
  const events = value === undefined ? undefined : readEvents(value);
  if (events === undefined) throw UNREAD;
  return events;
}
