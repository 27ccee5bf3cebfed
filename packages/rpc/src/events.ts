import { txHash } from "@openledger/comet";
import { toBase64, type Height } from "@openledger/primitives";
import type { AbciEvent } from "@openledger/state-machine";
import type { RpcBackend } from "./backend.ts";
import { blockIdJson, blockJson, headerJson, type JsonObject } from "./encode/block.ts";
import { finalizeBlockJson, txResultJson } from "./encode/results.ts";
import { hex } from "./encode/scalars.ts";
import type { EventValues } from "./query/match-query.ts";

/** One published event: what a subscription's query is matched with, and what its subscribers get. */
export interface PublishedEvent {
  readonly values: EventValues;
  readonly data: { readonly type: string; readonly value: JsonObject };
}

/** The events of a committed block in CometBFT's order: NewBlock, NewBlockHeader, then each transaction. */
export function eventsOfBlock(backend: RpcBackend, height: Height): readonly PublishedEvent[] {
  const sealed = backend.chain.block(height);
  const results = backend.chain.results(height);
  if (sealed === undefined || results === undefined) return [];
  const { block, blockId } = sealed;
  const blockValues = valuesOf(results.events, [["block.height", `${height}`]]);
  const header = headerJson(block.header);
  const newBlock: PublishedEvent = {
    values: { ...blockValues, "tm.event": ["NewBlock"] },
    data: {
      type: "tendermint/event/NewBlock",
      value: {
        block: blockJson(block),
        block_id: blockIdJson(blockId),
        result_finalize_block: finalizeBlockJson(results),
      },
    },
  };
  const newHeader: PublishedEvent = {
    values: { ...blockValues, "tm.event": ["NewBlockHeader"] },
    data: { type: "tendermint/event/NewBlockHeader", value: { header } },
  };
  const txs = block.txs.map((tx, index): PublishedEvent => {
    const result = results.txResults[index];
    const reserved: readonly (readonly [string, string])[] = [
      ["tm.event", "Tx"],
      ["tx.hash", hex(txHash(backend.crypto.sha256, tx))],
      ["tx.height", `${height}`],
    ];
    const shown = result === undefined ? {} : txResultJson(result);
    const TxResult = { height: `${height}`, index, tx: toBase64(tx), result: shown };
    return { values: valuesOf(result?.events ?? [], reserved), data: { type: "tendermint/event/Tx", value: { TxResult } } };
  });
  return [newBlock, newHeader, ...txs];
}

function valuesOf(events: readonly AbciEvent[], reserved: readonly (readonly [string, string])[]): EventValues {
  const values = new Map<string, string[]>();
  const add = (tag: string, value: string): void => {
    const list = values.get(tag);
    if (list === undefined) values.set(tag, [value]);
    else list.push(value);
  };
  for (const { type, attributes } of events) for (const { key, value } of attributes) add(`${type}.${key}`, value);
  for (const [tag, value] of reserved) add(tag, value);
  return Object.fromEntries(values);
}
