import { txHash, validatorAddress } from "@openledger/comet";
import { toBase64, type Height } from "@openledger/primitives";
import type { AbciEvent, ExecTxResult, ValidatorUpdate } from "@openledger/state-machine";
import type { RpcBackend } from "./backend.ts";
import { blockIdJson, blockJson, headerJson, validatorJson, type JsonObject } from "./encode/block.ts";
import { eventsJson, finalizeBlockJson, txResultJson } from "./encode/results.ts";
import { hex } from "./encode/scalars.ts";
import type { EventValues } from "./query/match-query.ts";

/** One published event: what a subscription's query is matched with, and what its subscribers get. */
export interface PublishedEvent {
  /** Its `tm.event`, by which most subscriptions pass it over. */
  readonly name: "NewBlock" | "NewBlockHeader" | "NewBlockEvents" | "Tx" | "ValidatorSetUpdates";
  /** Both are made when they are first asked for, as a block of thousands of transactions has few subscribers. */
  values(): EventValues;
  data(): { readonly type: string; readonly value: JsonObject };
}

/**
 * The events of a committed block in CometBFT's order: NewBlock, NewBlockHeader, NewBlockEvents, then each transaction,
 * and ValidatorSetUpdates when it changed the set.
 */
export function eventsOfBlock(backend: RpcBackend, height: Height): readonly PublishedEvent[] {
  const sealed = backend.chain.block(height);
  const results = backend.chain.results(height);
  if (sealed === undefined || results === undefined) return [];
  const { block, blockId } = sealed;
  const blockValues = (name: string): EventValues =>
    valuesOf(results.events, [["tm.event", name]]);
  const newBlock = published(
    "NewBlock",
    () => blockValues("NewBlock"),
    () => ({
      block: blockJson(block),
      block_id: blockIdJson(blockId),
      result_finalize_block: finalizeBlockJson(results),
    }),
  );
  const newHeader = published(
    "NewBlockHeader",
    () => valuesOf([], [["tm.event", "NewBlockHeader"]]),
    () => ({ header: headerJson(block.header) }),
  );
  const newEvents = published(
    "NewBlockEvents",
    () => blockValues("NewBlockEvents"),
    () => ({ height: `${height}`, events: results.events.length === 0 ? null : eventsJson(results.events), num_txs: `${block.txs.length}` }),
  );
  const txs = block.txs.map((tx, index) => txEvent(backend, height, tx, index, results.txResults[index]));
  return [newBlock, newHeader, newEvents, ...txs, ...setEvents(backend, results.validatorUpdates)];
}

function setEvents({ crypto }: RpcBackend, updates: readonly ValidatorUpdate[]): readonly PublishedEvent[] {
  if (updates.length === 0) return [];
  const values = (): EventValues => valuesOf([], [["tm.event", "ValidatorSetUpdates"]]);
  const member = ({ publicKey, power }: ValidatorUpdate): JsonObject =>
    validatorJson({ address: validatorAddress(crypto.sha256, publicKey), publicKey, power, priority: 0n });
  return [published("ValidatorSetUpdates", values, () => ({ validator_updates: updates.map(member) }))];
}

function txEvent({ crypto }: RpcBackend, height: Height, tx: Uint8Array, index: number, result: ExecTxResult | undefined): PublishedEvent {
  const values = (): EventValues =>
    valuesOf(result?.events ?? [], [
      ["tm.event", "Tx"],
      ["tx.hash", hex(txHash(crypto.sha256, tx))],
      ["tx.height", `${height}`],
    ]);
  const shown = (): JsonObject => (result === undefined ? {} : withoutEmpty(txResultJson(result)));
  return published("Tx", values, () => ({
    TxResult: { ...withoutEmpty({ height: `${height}`, index, tx: toBase64(tx) }), result: shown() },
  }));
}

/** CometBFT leaves out what is empty in this place alone. */
function withoutEmpty(json: JsonObject): JsonObject {
  const isEmpty = (value: unknown): boolean => value === 0 || value === "0" || value === "" || value === null || (Array.isArray(value) && value.length === 0);
  return Object.fromEntries(Object.entries(json).filter(([, value]) => !isEmpty(value)));
}

function published(name: PublishedEvent["name"], makeValues: () => EventValues, makeValue: () => JsonObject): PublishedEvent {
  let values: EventValues | undefined;
  let value: JsonObject | undefined;
  return {
    name,
    values: () => (values ??= makeValues()),
    data: () => ({ type: `tendermint/event/${name}`, value: (value ??= makeValue()) }),
  };
}

function valuesOf(events: readonly AbciEvent[], reserved: readonly (readonly [string, string])[]): EventValues {
  const values = new Map<string, string[]>();
  const add = (tag: string, value: string): void => {
    const list = values.get(tag);
    if (list === undefined) values.set(tag, [value]);
    else list.push(value);
  };
  for (const { type, attributes } of events) {
    for (const { key, value } of attributes) if (type !== "" && key !== "") add(`${type}.${key}`, value);
  }
  for (const [tag, value] of reserved) add(tag, value);
  return Object.fromEntries(values);
}
